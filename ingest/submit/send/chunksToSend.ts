import type { CheckedRow } from "../check/CheckTable.ts"

/** Yields the records that may be sent as NDJSON, in chunks of `size` records. */
export async function* chunksToSend(batches: AsyncIterable<ReadonlyArray<CheckedRow>>, size: number) {
  let lines: Array<string> = []
  const take = () => {
    const chunk = { text: lines.join("\n"), rows: lines.length }
    lines = []
    return chunk
  }
  for await (const batch of batches)
    for (const { ready } of batch) {
      if (ready === undefined) continue
      lines.push(JSON.stringify(ready))
      if (lines.length === size) yield take()
    }
  if (lines.length > 0) yield take()
}
