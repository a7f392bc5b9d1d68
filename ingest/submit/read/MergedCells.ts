/** Cells that are merged over several rows: the value is in the first, and applies to each. Over several columns, it may be of any of them. */

import type { TableRow } from "./FileRow.ts"

/** A cell that is merged with those below or next to it. Rows are numbered as the sheet shows them, columns from 0. */
export interface MergedCell {
  readonly column: number
  readonly lastColumn: number
  readonly first: number
  readonly last: number
}

/** Fills the gaps that merged cells leave, while the rows of a sheet pass in their order. */
export class MergedCells {
  /** By column, so that a row costs no more than its columns, however many merged cells overlap. */
  private readonly values = new Map<
    number,
    { readonly last: number; readonly value: string; readonly lastColumn: number }
  >()

  /** Gives the row the values of the merged cells that began above it. */
  fill(row: number, cells: Array<string>): void {
    for (const [column, { last, value }] of this.values) {
      if (last < row) this.values.delete(column)
      else if ((cells[column] ?? "") === "") {
        while (cells.length < column) cells.push("")
        cells[column] = value
      }
    }
  }

  /** Begins a merged cell with a value, in the row that was filled last. */
  begin({ column, last, lastColumn }: MergedCell, value: string): void {
    if (value !== "") this.values.set(column, { last, value, lastColumn })
  }

  /** Returns the columns of each merged cell of the row that was filled last which has several; undefined if there is none. */
  across(): TableRow["across"] {
    const found = [...this.values].flatMap(([column, { lastColumn }]) =>
      lastColumn > column ? [Array.from({ length: lastColumn - column + 1 }, (_, i) => column + i)] : []
    )
    return found.length === 0 ? undefined : found
  }
}
