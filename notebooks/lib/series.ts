/** Series of years out of released cells, and what can be said of them whatever the hidden years are. */
import { cellTrend } from "../../release/trends/cellTrend.ts"
import type { Cell, State } from "./released.ts"

export interface YearOf {
  readonly series: string
  readonly year: number
  readonly state: State
  readonly value: number | null
}

/** Cells as series by the labels named, such as `UKR → RUS`, in order of years. */
export const seriesBy = (
  cells: ReadonlyArray<Cell>,
  names: ReadonlyArray<string>
): ReadonlyMap<string, ReadonlyArray<YearOf>> => {
  const named = cells
    .filter(({ year }) => !Number.isNaN(year))
    .map(({ labels, year, state, value }) => ({
      series: names.map((name) => labels[name]).join(" → "),
      year,
      state,
      value
    }))
    .sort((a, b) => a.year - b.year)
  return Map.groupBy(named, ({ series }) => series)
}

/** The series with the most published years, of those the ones with the largest single figure. */
export const longest = (all: ReadonlyMap<string, ReadonlyArray<YearOf>>, count: number) => {
  const shown = (years: ReadonlyArray<YearOf>) => years.filter(({ state }) => state === "published")
  const largest = (years: ReadonlyArray<YearOf>) => Math.max(0, ...shown(years).map(({ value }) => value ?? 0))
  return [...all]
    .sort(([, a], [, b]) => shown(b).length - shown(a).length || largest(b) - largest(a))
    .slice(0, count)
    .map(([, years]) => years)
}

export interface Verdict {
  readonly series: string
  readonly published: number
  readonly suppressed: number
  readonly direction: string
  /** Sen's slope: persons a year more, of the published years alone. */
  readonly slope: number | null
  readonly words: string
}

/** Mann-Kendall's verdict, which holds whatever the suppressed years are, or says that they decide. */
export const verdictOf = (years: ReadonlyArray<YearOf>): Verdict => {
  const first = years[0]?.year ?? 0
  const count = (years.at(-1)?.year ?? first) - first + 1
  const trend = cellTrend(
    years.map(({ year, state, value }) => ({ year, state, value: value ?? undefined })),
    first,
    count
  )
  const of = (wanted: State) => years.filter(({ state }) => state === wanted).length
  return {
    series: years[0]?.series ?? "",
    published: of("published"),
    suppressed: of("suppressed"),
    direction: trend?.direction ?? "too few points",
    slope: trend === undefined ? null : trend.slope.value,
    words: trend?.words ?? "Fewer than two years are published: nothing can be said."
  }
}

/** What a sum over cells is at least, and whether anything bounds it from above. A hidden cell is one person or any number. */
export const sumBounds = (cells: ReadonlyArray<Pick<Cell, "state" | "value">>) => {
  const hidden = cells.filter(({ state }) => state === "suppressed").length
  const shown = cells.reduce((sum, { state, value }) => sum + (state === "published" ? (value as number) : 0), 0)
  return { shown, hidden, atLeast: shown + hidden, isExact: hidden === 0 }
}
