/** Series of years from released cells, and conclusions that hold for all values of hidden years. */
import { completeTrend } from "../../release/trends/completeTrend.ts"
import type { Cell, State } from "./released.ts"

export interface YearOf {
  readonly series: string
  readonly year: number
  readonly state: State
  readonly value: number | null
}

/** Groups cells into series by some labels, such as `UKR → RUS`, in order of years. */
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

/** Returns the series with the most published years; ties are broken by the largest value. */
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
  /** Sen's slope of the published years: change in persons per year. */
  readonly slope: number | null
  readonly words: string
}

const cellsOf = (years: ReadonlyArray<YearOf>) =>
  years.map(({ year, state, value }) => ({ year, state, value: value ?? undefined }))

/**
 * Returns what the published years say, if it holds at the extremes of the suppressed years. `reporting`: months, counted from year 0, from which
 * other partners report; `panel`: the years of the partners that reported throughout.
 */
export const verdictOf = (
  years: ReadonlyArray<YearOf>,
  reporting: ReadonlyArray<number> = [],
  panel: ReadonlyArray<YearOf> = [],
  incompleteFrom?: number
): Verdict => {
  const first = years[0]?.year ?? 0
  const count = (years.at(-1)?.year ?? first) - first + 1
  const trend = completeTrend(cellsOf(years), first, count, { reporting, panel: cellsOf(panel), incompleteFrom })
  const of = (wanted: State) => years.filter(({ state }) => state === wanted).length
  return {
    series: years[0]?.series ?? "",
    published: of("published"),
    suppressed: of("suppressed"),
    direction: trend?.direction ?? "cannot say",
    slope: trend === undefined ? null : trend.slope.value,
    words: trend?.words ?? "Fewer than two years are published: no verdict."
  }
}

/** Returns the minimum of a sum over cells, and whether it is exact. A hidden cell is one person or any larger number. */
export const sumBounds = (cells: ReadonlyArray<Pick<Cell, "state" | "value">>) => {
  const hidden = cells.filter(({ state }) => state === "suppressed").length
  const shown = cells.reduce((sum, { state, value }) => sum + (state === "published" ? (value as number) : 0), 0)
  return { shown, hidden, atLeast: shown + hidden, isExact: hidden === 0 }
}
