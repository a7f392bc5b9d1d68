/** Large results, read without holding up whoever else this process serves. */
import { Effect } from "effect"

/** Bytes of a result that are read in one turn: some two milliseconds' work. */
const pieceBytes = 32 * 1024

const newline = 10

/**
 * Hands on each row of a result in `JSONCompactEachRow`, a piece at a time. Between two pieces everything else that waits has its turn, so
 * that a million rows take longer and nobody waits for more than one piece of them.
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
