/**
 * What the count model says of a series for the values that its suppressed cells can have. A statement is made if it is the same at the extremes of
 * what they can be and at combinations that a search finds to be most adverse to it.
 */
import { type Change, type ChangeOptions, describeChange } from "@corridor/flow-statistics/model/describeChange"
import { seededNumbers } from "@corridor/flow-statistics/numeric/SeededNumbers"
import { extremes, type Points } from "@corridor/flow-statistics/series/completions"

export interface OverSuppressed {
  /** The change if the suppressed cells are in the middle of their bounds, with intervals over all that was tried. */
  readonly change: Change
  /** Whether everything that was tried is stated alike. */
  readonly isSame: boolean
  /** How many times as wide as at the middle the interval of the steady change is. */
  readonly widened: number
}

/** Combinations of the ends of the suppressed cells' bounds up to which all are tried; so many are searched, and drawn, where there are more. */
const mostTrials = 64

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
      if (found.length === mostTrials) return found
      const before = values[at] as number
      const low = series.low[at] as number
      values[at] = before === low ? (series.high[at] as number) : low
      const change = describe(values)
      found.push(change)
      if (change.direction !== start.change.direction) return found
      if (marginOf(change) < margin) {
        margin = marginOf(change)
        isBetter = true
      } else values[at] = before
    }
  }
  return found
}

/** Returns series with each suppressed cell at an end of its bounds: all of them, or drawn ones if there are too many. */
function* combinations(series: Points, hidden: ReadonlyArray<number>): Generator<Float64Array> {
  const isAll = hidden.length <= Math.log2(mostTrials)
  const numbers = seededNumbers(1)
  for (let mask = 0; mask < (isAll ? 2 ** hidden.length : mostTrials); mask++) {
    const isHigh = (place: number) => (isAll ? (mask >> place) % 2 === 1 : numbers.next() < 0.5)
    const values = series.low.slice()
    for (const [place, at] of hidden.entries()) if (isHigh(place)) values[at] = series.high[at] as number
    yield values
  }
}

/** Returns what the model says of combinations, up to the first of which it says something else than `stated`. */
const describeAll = (
  all: Iterable<Float64Array>,
  stated: Change["direction"],
  describe: (values: Float64Array) => Change
): ReadonlyArray<Change> => {
  const found: Array<Change> = []
  for (const values of all) {
    const change = describe(values)
    found.push(change)
    if (change.direction !== stated) return found
  }
  return found
}

const spanOf = <A extends { readonly low: number; readonly high: number }>(all: ReadonlyArray<A>) => ({
  low: Math.min(...all.map(({ low }) => low)),
  high: Math.max(...all.map(({ high }) => high))
})

const defined = <A>(value: A | undefined): ReadonlyArray<A> => (value === undefined ? [] : [value])

/** Returns what holds over the values that the cells between `low` and `high` can have. Points that nobody reported are NaN. */
export const overSuppressed = (series: Points, options: ChangeOptions): OverSuppressed => {
  const describe = (values: Float64Array) => describeChange(values, options)
  const middle = describe(middleOf(series))
  const ends = extremes(series).map((values): Trial => ({ values, change: describe(values) }))
  const isAlike = ({ direction }: Change) => direction === middle.direction
  const nearest = ends.reduce((best, one) => (marginOf(one.change) < marginOf(best.change) ? one : best))
  const hidden = [...series.low.keys()].filter((at) => (series.low[at] as number) < (series.high[at] as number))
  const isOpen = middle.direction === "cannot say" || !ends.every(({ change }) => isAlike(change))
  const changes = [
    middle,
    ...ends.map(({ change }) => change),
    ...(isOpen ? [] : describeAll(combinations(series, hidden), middle.direction, describe)),
    ...(isOpen || 2 ** hidden.length <= mostTrials ? [] : mostAdverse(series, hidden, nearest, describe))
  ]
  const trends = changes.flatMap(({ trend }) => defined(trend))
  const steps = changes.flatMap(({ step }) => defined(step))
  const { trend, step } = middle
  const reach = spanOf(trends)
  return {
    isSame: changes.every(isAlike),
    widened: trend === undefined ? 1 : (reach.high - reach.low) / (trend.high - trend.low),
    change: {
      ...middle,
      trend: trend && { ...trend, ...reach },
      step: step && {
        ...step,
        ...spanOf(steps),
        change: { ...step.change, ...spanOf(steps.map(({ change }) => change)) }
      }
    }
  }
}
