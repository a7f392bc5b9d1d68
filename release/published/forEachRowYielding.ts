/** Reads large results without blocking the event loop. */
import { Effect } from "effect"

/** Bytes parsed before yielding: about two milliseconds of work. */
const pieceBytes = 32 * 1024

const newline = 10

/**
 * Passes each row of a `JSONCompactEachRow` result to `take`. It yields after every piece, so other requests wait for one piece at most.
 */
export const forEachRowYielding = Effect.fn("forEachRowYielding")(function* <Row>(
  bytes: Uint8Array,
  take: (row: Row) => void
) {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf(newline, start + pieceBytes)
    const end = found < 0 ? text.length : found
    const lines = text.toString("utf8", start, end).trim()
    if (lines !== "") for (const row of JSON.parse(`[${lines.replaceAll("\n", ",")}]`) as ReadonlyArray<Row>) take(row)
    start = end + 1
    yield* Effect.yieldNow
  }
})
