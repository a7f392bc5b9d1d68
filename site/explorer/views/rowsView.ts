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

/** A row of bars, with a cell for each year. */
interface BarRow {
  readonly name: string
  readonly paint?: string | undefined
  readonly cells: ReadonlyArray<Cell>
}

const markWords = (t: ViewProps["t"], name: string, year: string, cell: Cell): string =>
  `${name}, ${year}: ${cellWords(t, cell)}`

/** Returns what a picture of rows says: its largest published figure of the newest year that has one, and how many figures have which state. */
const summaryOf = ({ t }: ViewProps, rows: ReadonlyArray<BarRow>, years: ReadonlyArray<string>): string => {
  const newest = years.findLastIndex((_, c) => rows.some(({ cells }) => cells[c]?.value !== undefined))
  const published = rows.flatMap(({ name, cells }) => {
    const cell = cells[newest]
    return cell?.value === undefined ? [] : [{ name, cell, value: cell.value }]
  })
  const [first] = published.toSorted((a, b) => b.value - a.value)
  const largest =
    first === undefined
      ? t("nothingPublished")
      : t("largestFigure", { words: markWords(t, first.name, years[newest] ?? "", first.cell) })
  return `${largest} ${countStates(
    t,
    rows.flatMap(({ cells }) => cells)
  )}`
}

export interface Bars {
  readonly picture: Picture
  readonly tableEquivalent: TableEquivalent
  readonly notes: ReadonlyArray<string>
}

type BarNames = { readonly name: string; readonly title: string; readonly rowHead: string }

/** Returns rows of bars on one scale. */
export const barsOfCells = (
  props: ViewProps,
  years: ReadonlyArray<string>,
  rows: ReadonlyArray<BarRow>,
  { name, title, rowHead }: BarNames
): Bars => {
  const { t, width } = props
  const all = rows.flatMap(({ cells }) => cells)
  const drawn = yearBars({
    picture: name,
    years,
    width,
    write: numberFormat(props.language).format,
    most: largest(all),
    rows: rows.map((row) => ({
      ...row,
      cells: row.cells.map((cell, c) => ({ cell, mark: { words: markWords(t, row.name, years[c] ?? "", cell) } }))
    }))
  })
  const notes = boundNotes(props, all, "boundsLines")
  return {
    notes,
    picture: { name, title, summary: summaryOf(props, rows, years), ...drawn, signNotes: notes },
    tableEquivalent: {
      caption: title,
      head: [rowHead, ...years],
      rows: rows.map(({ name: head, cells }) => ({ head: [head], cells }))
    }
  }
}

/** Returns the rows of a table by year as bars. */
export const barsOf = (props: ViewProps, table: Table, rows: ReadonlyArray<Row>, names: BarNames): Bars => {
  const years = yearsOf(table)
  const withCells = rows.map(({ name, paint, where }) => ({
    name,
    paint,
    cells: years.map((year) => cellAt(table, { ...where, year }))
  }))
  return barsOfCells(props, years, withCells, names)
}
