/** Arrivals by month: one row per year, one panel per month, and the partners that reported in the same months. */
import { numberFormat } from "@corridor/page/formats"
import { type Cell, cellAt, cellsAt, labelOf, largest, smallest, type Table, type Where } from "../cells/Table.ts"
import { stateSign } from "../drawings/cellPaint.ts"
import { heatMap } from "../drawings/heatMap.ts"
import { monthCycles } from "../drawings/monthCycles.ts"
import type { Picture } from "../drawings/Picture.ts"
import { withinSentence } from "../words/Names.ts"
import { boundNotes } from "./boundNotes.ts"
import { cellWords, countStates } from "./cellWords.ts"
import { barsOf, rowsOf } from "./rowsView.ts"
import { smallSignKeys } from "./smallSigns.ts"
import { stepKeys } from "./stepKeys.ts"
import { partnersAt, type TrendAnswer, trendAddress } from "./TrendAnswer.ts"
import type { TableEquivalent, View, ViewModel, ViewProps } from "./View.ts"

const arrivals = "arrivals_by_month"

const two = (month: number) => String(month).padStart(2, "0")

interface Grid {
  readonly years: ReadonlyArray<string>
  /** The twelve months of each year, and the persons whose month is not known, if there are any. */
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

const monthOf = ({ t, names }: ViewProps, year: string, m: number) => `${names.months[m] ?? t("monthNotKnown")} ${year}`

const marked = (props: ViewProps, year: string, m: number, cell: Cell) => ({
  cell,
  mark: { words: `${monthOf(props, year, m)}: ${cellWords(props.t, cell)}` }
})

const markedPartners: typeof marked = (props, year, m, cell) => ({
  cell,
  mark: {
    words: props.t("partnersWords", {
      year: monthOf(props, year, m),
      figure: String(cell.value ?? stateSign.suppressed)
    })
  }
})

/** Years by months as squares, and the equivalent table. */
const calendar = (
  props: ViewProps,
  grid: Grid,
  name: string,
  title: string,
  mark = marked
): { picture: Picture; tableEquivalent: TableEquivalent } => {
  const { t, names, width } = props
  const all = grid.cells.flat()
  const most = largest(all)
  const write = numberFormat(props.language).format
  const columns = [...names.shortMonths, ...(grid.hasUnknown ? [t("monthNotKnown")] : [])]
  return {
    picture: {
      name,
      title,
      summary: countStates(t, all),
      signNotes: boundNotes(props, all, "boundsSquares"),
      ...heatMap({
        picture: name,
        width,
        write,
        most,
        columns,
        rows: grid.years.map((year, i) => ({
          name: year,
          cells: (grid.cells[i] as ReadonlyArray<Cell>).map((cell, m) => mark(props, year, m, cell))
        }))
      }),
      keys: all.some(({ value }) => value !== undefined) ? stepKeys(t, write, smallest(all, most), most) : []
    },
    tableEquivalent: {
      caption: title,
      head: [t("year"), ...columns],
      rows: grid.years.map((year, i) => ({ head: [year], cells: grid.cells[i] as ReadonlyArray<Cell> }))
    }
  }
}

const cycles = (props: ViewProps, grid: Grid): Picture => {
  const { t, names, width } = props
  const known = grid.cells.flatMap((row) => row.slice(0, 12))
  return {
    name: "season-cycles",
    title: t("seasonCycles"),
    summary: t("seasonCyclesWords", { first: grid.years[0] ?? "", last: grid.years.at(-1) ?? "" }),
    ...monthCycles({
      picture: "season-cycles",
      width,
      write: numberFormat(props.language).format,
      most: largest(known),
      months: names.shortMonths.map((name, m) => ({
        name,
        years: grid.years.map((year, i) => marked(props, year, m, (grid.cells[i] as ReadonlyArray<Cell>)[m] as Cell))
      }))
    })
  }
}

/** The number of partners that report in each month; undefined if it is not published. */
const partnersGrid = ({ years }: Grid, trend: TrendAnswer | undefined): Grid | undefined =>
  trend === undefined || trend.reporting.length === 0
    ? undefined
    : {
        years,
        cells: years.map((year) => Array.from({ length: 12 }, (_, m) => partnersAt(trend, `${year}-${two(m + 1)}`))),
        hasUnknown: false
      }

/** Returns the months with the most persons, with the years of each, of years in which all months are published. */
const peaks = ({ t, names }: ViewProps, { years, cells }: Grid): string | undefined => {
  const found = new Map<number, Array<string>>()
  for (const [i, year] of years.entries()) {
    const row = (cells[i] as ReadonlyArray<Cell>).slice(0, 12)
    if (row.some(({ value }) => value === undefined)) continue
    const at = row.findIndex(({ value }) => value === largest(row))
    found.set(at, [...(found.get(at) ?? []), year])
  }
  const words = [...found].map(([month, own]) => `${names.months[month]} (${own.join(", ")})`)
  return words.length === 0 ? undefined : t("seasonPeaks", { peaks: words.join("; ") })
}

/** Returns the view of a release without months: coverage by year. */
const withoutMonths = (props: ViewProps): ViewModel => {
  const { t, tables } = props
  const table = tables.get("coverage")
  const none = { controls: [], notes: [] }
  if (table === undefined) return { ...none, pictures: [], first: [t("seasonNot")], tableEquivalents: [], files: [] }
  const { picture, tableEquivalent, notes } = barsOf(props, table, rowsOf(props, table, ["record_kind"], {}), {
    name: "season",
    title: t("seasonTitle"),
    rowHead: t("recordKind")
  })
  return {
    ...none,
    notes,
    pictures: [picture],
    first: [t("seasonNot"), t("seasonInstead")],
    tableEquivalents: [tableEquivalent],
    files: [{ table: "coverage", parameters: {} }]
  }
}

const make = (props: ViewProps): ViewModel => {
  const { t, names, tables } = props
  const table = tables.get(arrivals)
  const grid = table === undefined ? undefined : gridOf(table, {})
  if (grid === undefined || grid.years.length === 0) return withoutMonths(props)
  const own = calendar(props, grid, "season", t("seasonMonths"))
  const partners = partnersGrid(grid, props.resources["trend"] as TrendAnswer | undefined)
  const kind = withinSentence("record_kind", names.label("record_kind", "route"))
  const covered =
    partners === undefined
      ? undefined
      : calendar(props, partners, "season-partners", t("partnersName", { kind }), markedPartners)
  const most = peaks(props, grid)
  const pictures: ReadonlyArray<Picture> = [
    most === undefined ? own.picture : { ...own.picture, summary: `${most} ${own.picture.summary}` },
    cycles(props, grid),
    ...(covered === undefined ? [] : [covered.picture])
  ]
  return {
    pictures: pictures.map((picture) => ({
      ...picture,
      keys: [...(picture.keys ?? []), ...smallSignKeys(props, picture)]
    })),
    controls: [],
    notes: [
      t("monthOfArrival"),
      ...(own.picture.signNotes ?? []),
      ...(covered === undefined ? [] : [t("partnersNote")])
    ],
    tableEquivalents: [own.tableEquivalent, ...(covered === undefined ? [] : [covered.tableEquivalent])],
    files: [{ table: arrivals, parameters: {} }]
  }
}

export const seasonView: View = {
  name: "season",
  title: "navSeason",
  lead: "leadSeason",
  how: "howSeason",
  tables: [arrivals, "coverage"],
  resources: ({ tables }, release) =>
    tables.has(arrivals) ? { trend: trendAddress({ name: arrivals }, release, {}) } : {},
  make
}
