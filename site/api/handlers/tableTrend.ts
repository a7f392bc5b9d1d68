import { monthIn, yearOf } from "../../../release/catalogue/timeLabels.ts"
import type { PublishedTable } from "../../../release/published/PublishedTable.ts"
import { type CellTrend, cellTrend } from "../../../release/trends/cellTrend.ts"

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
  readonly trend: CellTrend | undefined
}

/**
 * Returns one cell's series by year or month, and the verdict on its trend.
 *
 * `places` are the indexes of the series' cells. The series runs from the table's first to its last year or month; a year without a
 * cell was not reported. `reporting`: months, counted from year 0, from which other partners report than before.
 */
export const tableTrend = (
  table: PublishedTable,
  places: ReadonlyArray<number>,
  reporting: ReadonlyArray<number>
): TableTrend => {
  const column = table.columns.find(({ kind }) => kind === "year")
  const labelOf = (place: number) => column?.values[column.cells[place] as number] ?? ""
  const labels = column?.values ?? []
  const unit = labels.some((label) => monthIn(label) !== undefined) ? "month" : "year"
  const all = labels.flatMap((label) => stepOf(label, unit) ?? [])
  if (all.length === 0) return { years: [], trend: undefined }
  const first = Math.min(...all)
  const count = Math.max(...all) - first + 1
  const byStep = new Map(places.map((place) => [stepOf(labelOf(place), unit), place]))
  const years = Array.from({ length: count }, (_, i): YearFigure => {
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
  return { years, trend: cellTrend(years, first, count, { unit, reporting }) }
}

const stepOf = (label: string, unit: "year" | "month"): number | undefined => {
  if (unit === "year") return /^\d{4}$/.test(label) ? Number(label) : undefined
  const month = monthIn(label)
  return month === undefined ? undefined : Number(yearOf(label)) * 12 + month - 1
}
