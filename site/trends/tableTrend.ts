import { firstMonthOf, partIn, partsOfYear } from "../../release/catalogue/timeLabels.ts"
import type { PublishedTable } from "../../release/published/PublishedTable.ts"
import type { CellTrend, Span } from "../../release/trends/cellTrend.ts"
import { type CompleteTrendOptions, completeTrend } from "../../release/trends/completeTrend.ts"
import { monthsOf, type SeriesUnit } from "../../release/trends/SeriesUnit.ts"

export interface YearFigure {
  readonly year: number
  /** The first month of the half-year or quarter, or the month, from 1; undefined if the table is by year. */
  readonly month: number | undefined
  readonly state: PublishedTable["states"][number]
  readonly value: number | undefined
  /** Published bounds of a suppressed cell; NaN if it has none. */
  readonly low?: number | undefined
  readonly high?: number | undefined
  /** The encoded cell; undefined if the table has none. */
  readonly json: string | undefined
}

export interface TableSeries {
  /** Undefined if the table has no years. */
  readonly span: Span | undefined
  readonly unit: SeriesUnit
  readonly years: ReadonlyArray<YearFigure>
  /** The series of the constant panel; undefined if it is not released. */
  readonly panelYears: ReadonlyArray<YearFigure> | undefined
}

/** A series with the verdict on it; undefined if it has too few figures. */
export interface TableTrend extends TableSeries {
  readonly trend: CellTrend | undefined
}

/** One cell of a published table, by year or month: the table, and the indexes of the cells. */
interface CellSeries {
  readonly table: PublishedTable
  readonly places: ReadonlyArray<number>
}

const timesOf = ({ table }: CellSeries) => table.columns.find(({ kind }) => kind === "year")

/** Returns the span from a table's first to its last year, or part of one; undefined if it has none. A table of several levels has the finest. */
const spanOf = (series: CellSeries): Span | undefined => {
  const labels = timesOf(series)?.values ?? []
  const parts = new Set(labels.flatMap((label) => partIn(label)?.part ?? []))
  const unit = partsOfYear.find((part) => parts.has(part)) ?? "year"
  const all = labels.flatMap((label) => stepOf(label, unit) ?? [])
  if (all.length === 0) return undefined
  const first = Math.min(...all)
  return { first, count: Math.max(...all) - first + 1, unit }
}

/** Returns the figures of each year, or part of one. One without a cell was not reported. */
const figuresIn = (series: CellSeries, { first, count, unit }: Span): ReadonlyArray<YearFigure> => {
  const { table, places } = series
  const column = timesOf(series)
  const labelOf = (place: number) => column?.values[column.cells[place] as number] ?? ""
  const byStep = new Map(places.map((place) => [stepOf(labelOf(place), unit), place]))
  return Array.from({ length: count }, (_, i): YearFigure => {
    const step = first + i
    const month = step * monthsOf(unit)
    const when = { year: Math.floor(month / 12), month: unit === "year" ? undefined : (month % 12) + 1 }
    const place = byStep.get(step)
    if (place === undefined) return { ...when, state: "not_reported", value: undefined, json: undefined }
    const state = table.states[place] as YearFigure["state"]
    const value = state === "published" ? (table.figures[place] as number) : undefined
    const [low, high] = [table.bounds.low[place], table.bounds.high[place]]
    return { ...when, state, value, low, high, json: table.json[place] }
  })
}

/** Returns one cell's series by year or part of one. `panel`: the same cell of the constant panel, if it is released. */
export const tableSeries = (series: CellSeries, panel: CellSeries | undefined): TableSeries => {
  const span = spanOf(series)
  return span === undefined
    ? { span, unit: "year", years: [], panelYears: undefined }
    : {
        span,
        unit: span.unit,
        years: figuresIn(series, span),
        panelYears: panel === undefined ? undefined : figuresIn(panel, span)
      }
}

/** Returns the verdict on a series, by what is known of who reported. */
export const trendOfSeries = (
  { span, years, panelYears }: TableSeries,
  known: Omit<CompleteTrendOptions, "unit" | "panel">
): CellTrend | undefined =>
  span && completeTrend(years, span.first, span.count, { ...known, unit: span.unit, panel: panelYears })

const stepOf = (label: string, unit: SeriesUnit): number | undefined => {
  const month = firstMonthOf(label)
  return month === undefined || (partIn(label)?.part ?? "year") !== unit ? undefined : month / monthsOf(unit)
}
