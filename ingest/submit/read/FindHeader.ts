/** Finds the header row, which may follow titles and banners. */
import { FileRefused } from "./FileRefused.ts"
import type { TableRow } from "./FileRow.ts"
import { mostColumns, mostRowsAbove } from "./Limits.ts"

/** Returns the number of known column names, from `columns/`. */
export type HeaderScore = (names: ReadonlyArray<string>) => number

export interface Header {
  readonly row: number
  /** Trimmed, without blank names at the end. */
  readonly names: ReadonlyArray<string>
  /** Number of known names. */
  readonly known: number
}

const tidy = (cells: ReadonlyArray<string>): ReadonlyArray<string> => {
  const names = cells.map((cell) => cell.replace(/\s+/g, " ").trim())
  while (names.length > 0 && names.at(-1) === "") names.pop()
  return names
}

const filled = (names: ReadonlyArray<string>) => names.filter((name) => name !== "").length

/** Returns the first rows of a table, among which the header must be. */
export const firstRows = <Row extends { readonly row: number }>(rows: ReadonlyArray<Row>): ReadonlyArray<Row> =>
  rows.slice(0, mostRowsAbove + 1)

/**
 * Returns the first row with the most known names. If no name is known, returns the first row with two cells, or the first row. Returns
 * undefined without rows.
 */
export const findHeader = (rows: ReadonlyArray<TableRow>, score: HeaderScore): Header | undefined => {
  const candidates = firstRows(rows)
    .map(({ row, cells }) => ({ row, names: tidy(cells) }))
    .filter(({ names }) => names.length > 0)
    .map((candidate) => ({ ...candidate, known: score(candidate.names) }))
  const best = candidates.reduce<Header | undefined>(
    (found, candidate) => (found === undefined || candidate.known > found.known ? candidate : found),
    undefined
  )
  const header =
    best !== undefined && best.known === 0 ? (candidates.find(({ names }) => filled(names) > 1) ?? best) : best
  if (header !== undefined && header.names.length > mostColumns) throw new FileRefused("columns-too-many", header.row)
  return header
}
