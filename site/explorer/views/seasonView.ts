/** Seasons: arrivals by month of the year, a row a year and a panel a month, with coverage by the same months. */
import { type Cell, cellAt, cellsAt, labelOf, largest, type Table, type Where } from "../cells/Table.ts"
import { heatMap } from "../drawings/heatMap.ts"
import { monthCycles } from "../drawings/monthCycles.ts"
import { boundNotes } from "./boundNotes.ts"
import { cellWords } from "./cellWords.ts"
import { barsOf, rowsOf } from "./rowsView.ts"
import type { Given, Picture, Shown, Twin, View } from "./View.ts"

const two = (month: number) => String(month).padStart(2, "0")

interface Grid {
  readonly years: ReadonlyArray<string>
  /** Of each year its twelve months, and what is known of no month where any year has that. */
  readonly cells: ReadonlyArray<ReadonlyArray<Cell>>
  readonly hasUnknown: boolean
}

const gridOf = (table: Table, where: Where): Grid => {
  const labels = cellsAt(table, where).map((cell) => labelOf(table, cell, "year"))
  const years = [...new Set(labels.flatMap((label) => /^\d{4}(?=-\d\d$)/.exec(label)?.[0] ?? []))].sort()
  const hasUnknown = years.some((year) => labels.includes(`${year}-NotKnown`))
  const parts = [...Array.from({ length: 12 }, (_, m) => two(m + 1)), ...(hasUnknown ? ["NotKnown"] : [])]
  const cells = years.map((year) => parts.map((part) => cellAt(table, { ...where, year: `${year}-${part}` })))
  return { years, cells, hasUnknown }
}

const marked = ({ say, names }: Given, year: string, m: number, cell: Cell) => ({
  cell,
  mark: { words: `${names.months[m] ?? say("monthNotKnown")} ${year}: ${cellWords(say, cell)}` }
})

const byState = ({ say }: Given, cells: ReadonlyArray<Cell>): string => {
  const count = (state: Cell["state"]) => cells.filter((cell) => cell.state === state).length
  return say("cellsByState", {
    published: count("published"),
    suppressed: count("suppressed"),
    absent: count("not_reported")
  })
}

/** Years by months as squares, and the table that says the same. */
const calendar = (given: Given, grid: Grid, name: string, title: string): { picture: Picture; twin: Twin } => {
  const { say, names, width } = given
  const all = grid.cells.flat()
  const columns = [...names.shortMonths, ...(grid.hasUnknown ? [say("monthNotKnown")] : [])]
  return {
    picture: {
      name,
      title,
      summary: byState(given, all),
      ...heatMap({
        picture: name,
        width,
        least: 27,
        most: largest(all),
        columns,
        rows: grid.years.map((year, i) => ({
          name: year,
          cells: (grid.cells[i] as ReadonlyArray<Cell>).map((cell, m) => marked(given, year, m, cell))
        }))
      })
    },
    twin: {
      caption: title,
      head: [say("year"), ...columns],
      rows: grid.years.map((year, i) => ({ head: [year], cells: grid.cells[i] as ReadonlyArray<Cell> }))
    }
  }
}

const cycles = (given: Given, grid: Grid): Picture => {
  const { say, names, width } = given
  const known = grid.cells.flatMap((row) => row.slice(0, 12))
  return {
    name: "season-cycles",
    title: say("seasonCycles"),
    summary: say("seasonCyclesWords", { first: grid.years[0] ?? "", last: grid.years.at(-1) ?? "" }),
    ...monthCycles({
      picture: "season-cycles",
      width,
      most: largest(known),
      months: names.shortMonths.map((name, m) => ({
        name,
        years: grid.years.map((year, i) => marked(given, year, m, (grid.cells[i] as ReadonlyArray<Cell>)[m] as Cell))
      }))
    })
  }
}

/** The month with the most persons of each year of which all months are published; of other years nobody can say. */
const peaks = ({ say, names }: Given, { years, cells }: Grid): string | undefined => {
  const found = years.flatMap((year, i) => {
    const row = (cells[i] as ReadonlyArray<Cell>).slice(0, 12)
    if (row.some(({ value }) => value === undefined)) return []
    const at = row.findIndex(({ value }) => value === largest(row))
    return [`${year} – ${names.months[at]}`]
  })
  return found.length === 0 ? undefined : say("seasonPeaks", { peaks: found.join("; ") })
}

/** A release without months: says so, and shows coverage by year rather than to spread years over months that nobody published. */
const withoutMonths = (given: Given): Shown => {
  const { say, tables } = given
  const table = tables.get("coverage")
  const none = { controls: [], notes: [], keys: [] }
  if (table === undefined) return { ...none, pictures: [], first: [say("seasonNot")], twins: [], files: [] }
  const { picture, twin, notes } = barsOf(given, table, rowsOf(given, table, ["record_kind"], {}), {
    name: "season",
    title: say("seasonTitle"),
    rowHead: say("recordKind")
  })
  return {
    ...none,
    notes,
    pictures: [picture],
    first: [say("seasonNot"), say("seasonInstead")],
    twins: [twin],
    files: [{ table: "coverage", parameters: {} }]
  }
}

const make = (given: Given): Shown => {
  const { say, names, tables } = given
  const table = tables.get("arrivals_by_month")
  const grid = table === undefined ? undefined : gridOf(table, {})
  if (grid === undefined || grid.years.length === 0) return withoutMonths(given)
  const own = calendar(given, grid, "season", say("seasonMonths"))
  const coverage = tables.get("coverage_by_month")
  const kind = names.label("record_kind", "route")
  const covered =
    coverage === undefined
      ? undefined
      : calendar(given, gridOf(coverage, { record_kind: "route" }), "season-coverage", say("coverageName", { kind }))
  const most = peaks(given, grid)
  return {
    pictures: [own.picture, cycles(given, grid), ...(covered === undefined ? [] : [covered.picture])],
    controls: [],
    notes: [
      ...(most === undefined ? [] : [most]),
      say("monthOfArrival"),
      ...boundNotes(given, grid.cells.flat(), "boundsSquares"),
      ...(covered === undefined ? [] : [say("coverageNote")])
    ],
    twins: [own.twin, ...(covered === undefined ? [] : [covered.twin])],
    files: [
      { table: "arrivals_by_month", parameters: {} },
      ...(coverage === undefined ? [] : [{ table: "coverage_by_month", parameters: {} }])
    ],
    keys: []
  }
}

export const seasonView: View = {
  name: "season",
  title: "navSeason",
  lead: "leadSeason",
  how: "howSeason",
  tables: ["arrivals_by_month", "coverage_by_month", "coverage"],
  make
}
