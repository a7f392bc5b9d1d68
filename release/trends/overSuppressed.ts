/**
 * What the count model says of a series for the values that its suppressed cells can have. A statement is made if it is the same at the combinations
 * that make a trend, a change of level or the noise largest and smallest, and, where one of them comes near to another statement, at those that a search
 * finds to be most adverse to it.
 */
import { unionOf } from "@corridor/flow-statistics/cells/Interval"
import {
  type Change,
  type ChangeOptions,
  describeChange,
  stepLevel,
  trendLevel
} from "@corridor/flow-statistics/model/describeChange"
import { excludedFactor } from "@corridor/flow-statistics/model/Need"
import type { Points } from "@corridor/flow-statistics/series/completions"

interface OverSuppressed {
  /** The change if the suppressed cells are in the middle of their bounds, with intervals over all that was tried. */
  readonly change: Change
  /** Whether everything that was tried is stated alike. */
  readonly isSame: boolean
  /** How many times as wide as at the middle the interval of the steady change is. */
  readonly widened: number
}

/** Combinations up to which all are tried, and the most that a search tries. */
const [maxCombinations, maxTrials] = [8, 64] as const

/** Returns how far a change is from no longer being stated; less is nearer. */
const marginOf = ({ trend, step, direction }: Change): number => {
  if (trend === undefined) return 0
  if (direction === "rising" || direction === "falling") return Math.abs(trend.value) / (trend.high - trend.low)
  if (direction === "change of level") return -Math.log(Math.max(step?.p ?? 1, Number.MIN_VALUE))
  return -Math.max(-trend.low, trend.high)
}

const middleOf = ({ low, high }: Points): Float64Array =>
  low.map((from, at) => Math.round((from + (high[at] as number)) / 2))

/** Values of a series, and what the model says of them. */
interface Trial {
  readonly values: Float64Array
  readonly change: Change
}

/** Returns whether two changes state the same; of changes of level, up or down, and at places whose intervals overlap. */
const isAlike = (one: Change, other: Change): boolean => {
  if (one.direction !== other.direction) return false
  const [a, b] = [one.step, other.step]
  if (one.direction !== "change of level" || a === undefined || b === undefined) return true
  return a.low <= b.high && b.low <= a.high && a.change.value > 0 === b.change.value > 0
}

/**
 * Tries the other end of each suppressed cell's interval in turn and keeps what is more adverse to the statement, until nothing is or the statement
 * changes. Returns every change that it met.
 */
const mostAdverse = (
  series: Points,
  hidden: ReadonlyArray<number>,
  start: Trial,
  describe: (values: Float64Array) => Change
): ReadonlyArray<Change> => {
  const found: Array<Change> = []
  const values = start.values.slice()
  let margin = marginOf(start.change)
  for (let isBetter = true; isBetter; ) {
    isBetter = false
    for (const at of hidden) {
      if (found.length === maxTrials) return found
      const before = values[at] as number
      const low = series.low[at] as number
      values[at] = before === low ? (series.high[at] as number) : low
      const change = describe(values)
      found.push(change)
      if (!isAlike(change, start.change)) return found
      if (marginOf(change) < margin) {
        margin = marginOf(change)
        isBetter = true
      } else values[at] = before
    }
  }
  return found
}

/** Returns the series with each suppressed cell at one end of its bounds. `isHigh` chooses the end by the cell's point and its place among the suppressed cells. */
const withEnds = (
  series: Points,
  hidden: ReadonlyArray<number>,
  isHigh: (at: number, place: number) => boolean
): Float64Array => {
  const values = series.low.slice()
  for (const [place, at] of hidden.entries()) if (isHigh(at, place)) values[at] = series.high[at] as number
  return values
}

/** Shares of a series at which suppressed cells change from one end of their bounds to the other. */
const cuts = [0.5, 0.25, 0.75] as const

/**
 * Returns combinations, those that change most first: cells low before a point and high after it, or the other way round, which make the largest trends and
 * changes of level; all low, all high; and in turn, which makes the most noise. All combinations if there are few.
 */
const combinations = (series: Points, hidden: ReadonlyArray<number>): ReadonlyArray<Float64Array> => {
  const last = series.low.length - 1
  const around = cuts.flatMap((cut) => [
    withEnds(series, hidden, (at) => at > cut * last),
    withEnds(series, hidden, (at) => at < cut * last)
  ])
  const all =
    2 ** hidden.length <= maxCombinations
      ? Array.from({ length: 2 ** hidden.length }, (_, mask) =>
          withEnds(series, hidden, (_at, place) => (mask >> place) % 2 === 1)
        )
      : [0, 1].map((odd) => withEnds(series, hidden, (_at, place) => place % 2 === odd))
  const found = [...around.slice(0, 2), series.low, series.high, ...around.slice(2), ...all]
  return [...new Map(found.map((values) => [hidden.map((at) => values[at]).join(), values])).values()]
}

/** Returns whether another statement is near: some other value of the cells may make it. */
const isNear = ({ trend, step, direction }: Change, points: number): boolean => {
  if (trend === undefined) return false
  const [steady, once] = [trend.p / trendLevel, (step?.p ?? 1) / stepLevel]
  if (direction === "no detectable change")
    return (
      Math.max(-trend.low, trend.high) * (points - 1) > 0.8 * Math.log(excludedFactor) || Math.min(steady, once) < 3
    )
  return Math.min(steady, once) > 0.2
}

/** Returns what the model says of combinations, up to the first of which it says something else than `stated`. */
const describeAll = (
  all: ReadonlyArray<Float64Array>,
  stated: Change,
  describe: (values: Float64Array) => Change
): ReadonlyArray<Trial> => {
  const found: Array<Trial> = []
  for (const values of all) {
    const change = describe(values)
    found.push({ values, change })
    if (!isAlike(change, stated)) return found
  }
  return found
}

const defined = <A>(value: A | undefined): ReadonlyArray<A> => (value === undefined ? [] : [value])

/** Returns what holds over the values that the cells between `low` and `high` can have. Points that were not reported are NaN. */
export const overSuppressed = (series: Points, options: ChangeOptions): OverSuppressed => {
  const describe = (values: Float64Array) => describeChange(values, options)
  const middle = describe(middleOf(series))
  const { direction, trend, step } = middle
  const hidden = [...series.low.keys()].filter((at) => (series.low[at] as number) < (series.high[at] as number))
  const ends = combinations(series, hidden)
  // Without a verdict, the two completions that change a trend most show whether that depends on the cells.
  const trials = describeAll(direction === "cannot say" ? ends.slice(0, 2) : ends, middle, describe)
  const nearest = trials.reduce<Trial | undefined>(
    (best, one) => (best === undefined || marginOf(one.change) < marginOf(best.change) ? one : best),
    undefined
  )
  const isSearched =
    direction !== "cannot say" &&
    trials.every(({ change }) => isAlike(change, middle)) &&
    trials.some(({ change }) => isNear(change, series.low.length))
  const changes = [
    middle,
    ...trials.map(({ change }) => change),
    ...(isSearched && nearest !== undefined ? mostAdverse(series, hidden, nearest, describe) : [])
  ]
  const trends = changes.flatMap((change) => defined(change.trend))
  const steps = changes.flatMap((change) => defined(change.step))
  const reach = unionOf(trends)
  return {
    isSame: changes.every((change) => isAlike(change, middle)),
    widened: trend === undefined ? 1 : (reach.high - reach.low) / (trend.high - trend.low),
    change: {
      ...middle,
      trend: trend && { ...trend, ...reach },
      step: step && {
        ...step,
        ...unionOf(steps),
        change: { ...step.change, ...unionOf(steps.map(({ change }) => change)) }
      }
    }
  }
}
