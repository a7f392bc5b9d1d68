/**
 * Finds the merged cells and the hidden columns of a sheet. Merged cells follow its rows, so the part is searched before it is read as XML, which costs a
 * tenth of reading it.
 */
import { FileRefused } from "../FileRefused.ts"
import { maxColumns, maxMergedCells } from "../Limits.ts"
import type { MergedCell } from "../MergedCells.ts"
import { columnOf } from "./CellReference.ts"

/** The first and the last of some columns, from 0. */
export type ColumnSpan = readonly [first: number, last: number]

export interface SheetLayout {
  /** Cells that are merged with those below or next to them, in the order of their first rows. */
  readonly merged: ReadonlyArray<MergedCell>
  readonly hiddenColumns: ReadonlyArray<ColumnSpan>
}

const element =
  /<(?:\w+:)?(?:mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"|col\s([^>]*\bhidden="(?:1|true)"[^>]*))[^>]*>/g

const numberOf = (attributes: string, name: string): number =>
  Number(new RegExp(`\\b${name}="(\\d+)"`).exec(attributes)?.[1] ?? 0)

export const sheetLayout = async (part: AsyncIterable<Uint8Array>): Promise<SheetLayout> => {
  const found: Array<MergedCell> = []
  const hiddenColumns: Array<ColumnSpan> = []
  // Names of elements and references are ASCII.
  const decoder = new TextDecoder("latin1")
  let rest = ""
  for await (const chunk of part) {
    const text = rest + decoder.decode(chunk)
    for (const [, letters = "", first, lastLetters = "", last, column] of text.matchAll(element)) {
      if (column !== undefined) {
        if (hiddenColumns.length < maxColumns)
          hiddenColumns.push([numberOf(column, "min") - 1, numberOf(column, "max") - 1])
        continue
      }
      const lastColumn = Math.min(columnOf(lastLetters), maxColumns - 1)
      const merged = { column: columnOf(letters), lastColumn, first: Number(first), last: Number(last) }
      if (merged.column < maxColumns) found.push(merged)
      if (found.length > maxMergedCells) throw new FileRefused("xlsx-bomb")
    }
    // An element may continue in the next chunk.
    const open = text.lastIndexOf("<")
    rest = open === -1 || text.length - open > 200 || text.includes(">", open) ? "" : text.slice(open)
  }
  return { merged: found.sort((a, b) => a.first - b.first), hiddenColumns }
}
