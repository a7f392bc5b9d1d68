/** Series of years from released cells, and sums that hold for all values of hidden cells. */
import { nameOf } from "./names.ts"
import type { Cell, State } from "./released.ts"

export interface YearOf {
  /** The name of the series, such as "Ukraine → Russia". */
  readonly series: string
  /** The labels of the series by dimension. */
  readonly labels: Cell["labels"]
  readonly year: number
  readonly state: State
  readonly value: number | null
}

/** Groups cells into series by some labels, in order of years. A series has the key of its codes, such as `UKR → RUS`. */
export const seriesBy = (
  cells: ReadonlyArray<Cell>,
  dimensions: ReadonlyArray<string>
): ReadonlyMap<string, ReadonlyArray<YearOf>> => {
  const keyed = cells
    .filter(({ year }) => !Number.isNaN(year))
    .map(({ labels, year, state, value }) => ({
      key: dimensions.map((name) => labels[name]).join(" → "),
      own: {
        series: dimensions.map((name) => nameOf(name, labels[name] ?? "")).join(" → "),
        labels: Object.fromEntries(dimensions.map((name) => [name, labels[name] ?? ""])),
        year,
        state,
        value
      }
    }))
    .sort((a, b) => a.own.year - b.own.year)
  return new Map(
    [...Map.groupBy(keyed, ({ key }) => key)].map(([key, years]) => [key, years.map(({ own }) => own)] as const)
  )
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

/**
 * Returns the minimum of a sum over cells, and whether it is exact. A hidden cell has at least its lower bound, and one person where the
 * release has no bounds. `reported` is the number of cells that were reported: without any, nothing is known of the sum.
 */
export const sumBounds = (cells: ReadonlyArray<Pick<Cell, "state" | "value" | "low">>) => {
  const hidden = cells.filter(({ state }) => state === "suppressed")
  const published = cells.filter(({ state }) => state === "published")
  const shown = published.reduce((sum, { value }) => sum + (value as number), 0)
  const atLeast = shown + hidden.reduce((sum, { low }) => sum + (low ?? 1), 0)
  return {
    shown,
    hidden: hidden.length,
    atLeast,
    isExact: hidden.length === 0,
    reported: published.length + hidden.length
  }
}

/** Says what is known about a sum: "exactly 12", "12 or more", "not known" or "not reported". It is never 0 for what was not reported. */
export const sumWords = (cells: ReadonlyArray<Pick<Cell, "state" | "value" | "low">>): string => {
  const { atLeast, isExact, reported } = sumBounds(cells)
  if (reported === 0) return "not reported"
  if (isExact) return `exactly ${atLeast}`
  return atLeast === 0 ? "not known" : `${atLeast} or more`
}
