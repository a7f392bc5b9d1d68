import { monthIn, yearOf } from "../../release/catalogue/timeLabels.ts"
import type { PublishedTable } from "../../release/published/PublishedTable.ts"
import type { CellTrend } from "../../release/trends/cellTrend.ts"
import { completeTrend } from "../../release/trends/completeTrend.ts"

export interface YearFigure {
  readonly year: number
  /** From 1; undefined if the table is by year. */
  readonly month: number | undefined
  readonly state: PublishedTable["states"][number]
  readonly value: number | undefined
  /** Published bounds of a suppressed cell; NaN if it has none. */
  readonly low?: number | undefined
  readonly high?: number | undefined
  /** The encoded cell; undefined if the table has none. */
  readonly json: string | undefined
}

export interface TableTrend {
  readonly years: ReadonlyArray<YearFigure>
  /** The series of the constant panel; undefined if it is not released. */
  readonly panelYears: ReadonlyArray<YearFigure> | undefined
  readonly trend: CellTrend | undefined
}

/** One cell of a published table, by year or month: the table, and the indexes of the cells. */
export interface CellSeries {
  readonly table: PublishedTable
  readonly places: ReadonlyArray<number>
}

interface Span {
  readonly first: number
  readonly count: number
  readonly unit: "year" | "month"
}

const timesOf = ({ table }: CellSeries) => table.columns.find(({ kind }) => kind === "year")

/** Returns the span from a table's first to its last year or month; undefined if it has none. */
const spanOf = (series: CellSeries): Span | undefined => {
  const labels = timesOf(series)?.values ?? []
  const unit = labels.some((label) => monthIn(label) !== undefined) ? "month" : "year"
  const all = labels.flatMap((label) => stepOf(label, unit) ?? [])
  if (all.length === 0) return undefined
  const first = Math.min(...all)
  return { first, count: Math.max(...all) - first + 1, unit }
}

/** Returns the figures of each year or month. A year without a cell was not reported. */
const figuresIn = (series: CellSeries, { first, count, unit }: Span): ReadonlyArray<YearFigure> => {
  const { table, places } = series
  const column = timesOf(series)
  const labelOf = (place: number) => column?.values[column.cells[place] as number] ?? ""
  const byStep = new Map(places.map((place) => [stepOf(labelOf(place), unit), place]))
  return Array.from({ length: count }, (_, i): YearFigure => {
    const step = first + i
    const when =
      unit === "year" ? { year: step, month: undefined } : { year: Math.floor(step / 12), month: (step % 12) + 1 }
    const place = byStep.get(step)
    if (place === undefined) return { ...when, state: "not_reported", value: undefined, json: undefined }
    const state = table.states[place] as YearFigure["state"]
    const value = state === "published" ? (table.figures[place] as number) : undefined
    const [low, high] = [table.bounds.low[place], table.bounds.high[place]]
    return { ...when, state, value, low, high, json: table.json[place] }
  })
}

/**
 * Returns one cell's series by year or month, and the verdict on its trend. `panel`: the same cell of the constant panel, if it is released.
 * `reporting`: months, counted from year 0, from which other partners report than before; `incompleteFrom`: the first that is not loaded in full.
 */
export const tableTrend = (
  series: CellSeries,
  panel: CellSeries | undefined,
  reporting: ReadonlyArray<number>,
  incompleteFrom?: number
): TableTrend => {
  const span = spanOf(series)
  if (span === undefined) return { years: [], panelYears: undefined, trend: undefined }
  const years = figuresIn(series, span)
  const panelYears = panel === undefined ? undefined : figuresIn(panel, span)
  const { first, count, unit } = span
  return {
    years,
    panelYears,
    trend: completeTrend(years, first, count, { unit, reporting, panel: panelYears, incompleteFrom })
  }
}

const stepOf = (label: string, unit: "year" | "month"): number | undefined => {
  if (unit === "year") return /^\d{4}$/.test(label) ? Number(label) : undefined
  const month = monthIn(label)
  return month === undefined ? undefined : Number(yearOf(label)) * 12 + month - 1
}
