/** Shared by views with rows by year: one row of bars per label, and the equivalent table. */
import { numberFormat } from "@corridor/page/formats"
import { type Cell, cellAt, cellsAt, labelOf, largest, type Table, type Where } from "../cells/Table.ts"
import type { Picture } from "../drawings/Picture.ts"
import { yearBars } from "../drawings/yearBars.ts"
import { boundNotes } from "./boundNotes.ts"
import { cellWords, countStates } from "./cellWords.ts"
import { yearsOf } from "./choices.ts"
import type { TableEquivalent, ViewProps } from "./View.ts"

interface Row {
  readonly name: string
  readonly where: Where
  readonly paint?: string | undefined
}

/** Returns one row for each combination of labels except the year, in the order of the lists. */
export const rowsOf = (
  { names, language }: ViewProps,
  table: Table,
  by: ReadonlyArray<string>,
  where: Where,
  order: (dimension: string, label: string) => number = () => 0
): ReadonlyArray<Row> => {
  const found = new Map<string, { labels: ReadonlyArray<string> }>()
  for (const cell of cellsAt(table, where)) {
    const labels = by.map((dimension) => labelOf(table, cell, dimension))
    found.set(labels.join("~"), { labels })
  }
  return [...found.values()]
    .map(({ labels }) => ({
      name: names.phrase(by, labels),
      where: { ...where, ...Object.fromEntries(by.map((dimension, i) => [dimension, labels[i] as string])) },
      rank: by.map((dimension, i) => order(dimension, labels[i] as string))
    }))
    .sort((a, b) => {
      const place = a.rank.findIndex((one, i) => one !== b.rank[i])
      return place < 0 ? a.name.localeCompare(b.name, language) : (a.rank[place] ?? 0) - (b.rank[place] ?? 0)
    })
}

/** Returns a mark of a row in words. */
export const markWords = (t: ViewProps["t"], { name }: Pick<Row, "name">, year: string, cell: Cell): string =>
  `${name}, ${year}: ${cellWords(t, cell)}`

/** Returns what a picture of rows says: its largest published figure of the newest year that has one, and how many figures have which state. */
export const summaryOf = (
  { t }: ViewProps,
  rows: ReadonlyArray<Pick<Row, "name">>,
  cells: ReadonlyArray<ReadonlyArray<Cell>>,
  years: ReadonlyArray<string>
): string => {
  const c = years.findLastIndex((_, c) => cells.some((row) => row[c]?.value !== undefined))
  const published = rows.flatMap((row, r) => {
    const cell = cells[r]?.[c]
    return cell?.value === undefined ? [] : [{ row, cell, value: cell.value }]
  })
  const [first] = published.toSorted((a, b) => b.value - a.value)
  const largest =
    first === undefined
      ? t("nothingPublished")
      : t("largestFigure", { words: markWords(t, first.row, years[c] ?? "", first.cell) })
  return `${largest} ${countStates(t, cells.flat())}`
}

export const barsOf = (
  props: ViewProps,
  table: Table,
  rows: ReadonlyArray<Row>,
  { name, title, rowHead }: { readonly name: string; readonly title: string; readonly rowHead: string }
): { readonly picture: Picture; readonly tableEquivalent: TableEquivalent; readonly notes: ReadonlyArray<string> } => {
  const { t, width } = props
  const years = yearsOf(table)
  const cells = rows.map((row) => years.map((year) => cellAt(table, { ...row.where, year })))
  const all: ReadonlyArray<Cell> = cells.flat()
  const drawn = yearBars({
    picture: name,
    years,
    width,
    write: numberFormat(props.language).format,
    most: largest(all),
    rows: rows.map((row, r) => ({
      name: row.name,
      paint: row.paint,
      cells: (cells[r] as ReadonlyArray<Cell>).map((cell, c) => ({
        cell,
        mark: { words: markWords(t, row, years[c] as string, cell) }
      }))
    }))
  })
  return {
    notes: boundNotes(props, all, "boundsLines"),
    picture: {
      name,
      title,
      summary: summaryOf(props, rows, cells, years),
      ...drawn
    },
    tableEquivalent: {
      caption: title,
      head: [rowHead, ...years],
      rows: rows.map((row, r) => ({ head: [row.name], cells: cells[r] as ReadonlyArray<Cell> }))
    }
  }
}
