/** Tests whether a series changed in a year: a fitted change if all years are published, bounds if some are hidden. */

import { analyseIntervention, type Intervention } from "@corridor/flow-statistics/interventions/analyseIntervention"
import { changeWeights, minSide } from "@corridor/flow-statistics/interventions/interrupted"
import type { YearOf } from "./series.ts"

/** Bounds of a change; infinite if nothing bounds it. */
export interface Bounds {
  readonly low: number
  readonly high: number
}

interface Run {
  /** Consecutive years. */
  readonly run: ReadonlyArray<YearOf>
  /** Index in `run` of the first year after the change. */
  readonly at: number
}

export type Change =
  | { readonly kind: "refused"; readonly why: string }
  | ({ readonly kind: "fitted"; readonly found: Intervention } & Run)
  | ({ readonly kind: "bounded"; readonly hidden: number; readonly level: Bounds; readonly slope: Bounds } & Run)

/** Returns the consecutive years around a year that are published or suppressed. A year that was not reported ends them. */
const runAround = (years: ReadonlyArray<YearOf>, year: number): ReadonlyArray<YearOf> => {
  const known = years.filter(({ state }) => state === "published" || state === "suppressed")
  const byYear = new Map(known.map((one) => [one.year, one]))
  const found: Array<YearOf> = []
  for (let at = year; byYear.has(at); at++) found.push(byYear.get(at) as YearOf)
  for (let at = year - 1; byYear.has(at); at--) found.unshift(byYear.get(at) as YearOf)
  return found
}

/** The minimum of a hidden cell. It has no maximum: a large cell may be hidden to protect a small one. */
const leastHidden = 1

const boundsOver = (run: ReadonlyArray<YearOf>, weights: ReadonlyArray<number>): Bounds => {
  let [low, high] = [0, 0]
  run.forEach(({ value }, i) => {
    const weight = weights[i] as number
    const least = weight * (value ?? leastHidden)
    low += value === null && weight < 0 ? Number.NEGATIVE_INFINITY : least
    high += value === null && weight > 0 ? Number.POSITIVE_INFINITY : least
  })
  return { low, high }
}

const options = { season: 1, lags: 1 } as const

/**
 * Tests for a change of level and slope in a year (interrupted time series). If years are hidden, returns bounds over all hidden values. The
 * changes are linear in the values, so the bounds are exact; they include no sampling error.
 */
export const changeAt = (years: ReadonlyArray<YearOf>, year: number): Change => {
  const run = runAround(years, year)
  const at = run.findIndex((one) => one.year === year)
  const published = (side: ReadonlyArray<YearOf>) => side.filter(({ state }) => state === "published").length
  const [before, after] = at < 0 ? [0, 0] : [published(run.slice(0, at)), published(run.slice(at))]
  if (before < minSide || after < minSide)
    return {
      kind: "refused",
      why: `a line needs ${minSide} published years on each side of ${year} without a gap: there are ${before} before and ${after} from it on`
    }
  const hidden = run.length - before - after
  if (hidden > 0) {
    const weights = changeWeights(run.length, { at, ...options })
    const boundsOf = (change: "level" | "slope") =>
      boundsOver(
        run,
        weights.map((one) => one[change])
      )
    return { kind: "bounded", run, at, hidden, level: boundsOf("level"), slope: boundsOf("slope") }
  }
  const value = Float64Array.from(run, (one) => one.value as number)
  const periods = run.map((one) => String(one.year))
  const series = { granularity: "year" as const, every: 1, periods, value, low: value, high: value }
  return { kind: "fitted", run, at, found: analyseIntervention(series, { dates: [at], ...options }) }
}

/** Returns bounds in words, with one decimal. */
export const boundsWords = ({ low, high }: Bounds): string => {
  const text = (value: number) => value.toFixed(1)
  if (low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY) return "anything"
  if (low === Number.NEGATIVE_INFINITY) return `at most ${text(high)}`
  return high === Number.POSITIVE_INFINITY ? `at least ${text(low)}` : `${text(low)} to ${text(high)}`
}
