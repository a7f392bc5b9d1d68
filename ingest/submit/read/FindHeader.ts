/** Which row is the header: titles and banners may stand above it. */
import { FileRefused } from "./FileRefused.ts"
import type { TableRow } from "./FileRow.ts"
import { mostColumns, mostRowsAbove } from "./Limits.ts"

/** How many of the names a table of records may have; from `columns/`, which knows them. */
export type HeaderScore = (names: ReadonlyArray<string>) => number

export interface Header {
  readonly row: number
  /** Trimmed, without blank ones at the end. */
  readonly names: ReadonlyArray<string>
  /** Names that are known. */
  readonly known: number
}

const tidy = (cells: ReadonlyArray<string>): ReadonlyArray<string> => {
  const names = cells.map((cell) => cell.replace(/\s+/g, " ").trim())
  while (names.length > 0 && names.at(-1) === "") names.pop()
  return names
}

const filled = (names: ReadonlyArray<string>) => names.filter((name) => name !== "").length

/** The first rows of a table, as far as a header may stand. */
export const firstRows = <Row extends { readonly row: number }>(rows: ReadonlyArray<Row>): ReadonlyArray<Row> =>
  rows.slice(0, mostRowsAbove + 1)

/**
 * The row with the most known names, the first of equals. Where none is known, the first row with two cells counts as the
 * header, or the very first. Undefined without rows.
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
