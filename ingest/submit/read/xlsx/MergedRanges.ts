/**
 * Finds the merged cells of a sheet. They follow its rows, so the part is searched before it is read as XML, which costs a tenth of reading
 * it.
 */
import { FileRefused } from "../FileRefused.ts"
import { mostColumns, mostMergedCells } from "../Limits.ts"
import type { MergedCell } from "../MergedCells.ts"
import { columnOf } from "./CellReference.ts"

const range = /<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"/g

/** Returns the cells that are merged with those below, in the order of their first rows. */
export const mergedCells = async (part: AsyncIterable<Uint8Array>): Promise<ReadonlyArray<MergedCell>> => {
  const found: Array<MergedCell> = []
  // Names of elements and references are ASCII.
  const decoder = new TextDecoder("latin1")
  let rest = ""
  for await (const chunk of part) {
    const text = rest + decoder.decode(chunk)
    for (const [, letters = "", first, last] of text.matchAll(range)) {
      const merged = { column: columnOf(letters), first: Number(first), last: Number(last) }
      if (merged.last > merged.first && merged.column < mostColumns) found.push(merged)
      if (found.length > mostMergedCells) throw new FileRefused("xlsx-bomb")
    }
    // An element may continue in the next chunk.
    const open = text.lastIndexOf("<")
    rest = open === -1 || text.length - open > 200 || text.includes(">", open) ? "" : text.slice(open)
  }
  return found.sort((a, b) => a.first - b.first)
}
