/**
 * Rows over columns, compressed: row r has the entries from `start[r]` to `start[r + 1] - 1`. Entries after the last
 * row are ignored.
 */
export interface CompressedRows {
  readonly rows: number
  readonly start: ArrayLike<number>
  /** Column of each entry. */
  readonly index: ArrayLike<number>
  readonly coefficient: ArrayLike<number>
}

/** The entries of compressed rows by columns, and in a column by rows. */
export interface CompressedColumns {
  readonly start: Int32Array<ArrayBuffer>
  /** Row of each entry. */
  readonly row: Int32Array<ArrayBuffer>
  readonly coefficient: Float64Array<ArrayBuffer>
}

export const byColumns = ({ rows, start, index, coefficient }: CompressedRows, columns: number): CompressedColumns => {
  const entries = start[rows] as number
  const columnStart = new Int32Array(columns + 1)
  for (let at = 0; at < entries; at++) {
    const after = (index[at] as number) + 1
    columnStart[after] = (columnStart[after] as number) + 1
  }
  for (let c = 0; c < columns; c++) columnStart[c + 1] = (columnStart[c + 1] as number) + (columnStart[c] as number)
  const row = new Int32Array(entries)
  const own = new Float64Array(entries)
  const next = columnStart.slice()
  for (let r = 0; r < rows; r++)
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
      const column = index[at] as number
      const to = next[column] as number
      next[column] = to + 1
      row[to] = r
      own[to] = coefficient[at] as number
    }
  return { start: columnStart, row, coefficient: own }
}
