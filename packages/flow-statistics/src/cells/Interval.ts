/** Bounds of a number: it is at least `low` and at most `high`; both are equal when it is known exactly. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** A number with the bounds that hidden and rounded cells leave. */
export interface Measured extends Interval {
  readonly value: number
}

/** Returns a count whose value, if it is a middle between whole bounds, is the nearest whole number. */
export const wholeCount = (count: Measured): Measured =>
  count.low < count.high && Number.isInteger(count.low) && Number.isInteger(count.high)
    ? { ...count, value: Math.round(count.value) }
    : count

/** Returns the interval of a number that is known exactly. */
export const point = (value: number): Interval => ({ low: value, high: value })

/** Returns the bounds of a sum. They are exact only if no cell is part of both. */
export const plus = (a: Interval, b: Interval): Interval => ({ low: a.low + b.low, high: a.high + b.high })

/** Returns the bounds of a difference. They are exact only if no cell is part of both. */
export const minus = (a: Interval, b: Interval): Interval => ({ low: a.low - b.high, high: a.high - b.low })

/** Returns the bounds of the sum of intervals; 0 for none. */
export const sumOf = (all: Iterable<Interval>): Interval => {
  let sum = point(0)
  for (const one of all) sum = plus(sum, one)
  return sum
}

/** Returns the bounds of the absolute value. */
export const absolute = ({ low, high }: Interval): Interval => ({
  low: low > 0 ? low : high < 0 ? -high : 0,
  high: Math.max(Math.abs(low), Math.abs(high))
})

/** Returns the bounds of a quotient of non-negative numbers; nothing in nothing is 0. They hold for any cells that both share. */
export const quotient = (a: Interval, b: Interval): Interval => ({
  low: b.high > 0 ? a.low / b.high : 0,
  high: b.low > 0 ? a.high / b.low : a.high === 0 ? 0 : Number.POSITIVE_INFINITY
})

/** Returns the exact bounds of `part / (part + rest)`, where part and rest share no cell. */
export const partOf = (part: Interval, rest: Interval): Interval => ({
  low: part.low + rest.high > 0 ? part.low / (part.low + rest.high) : 0,
  high: part.high + rest.low > 0 ? part.high / (part.high + rest.low) : part.high > 0 ? 1 : 0
})

/** Returns the bounds of a number multiplied by a factor that is not negative. */
export const times = ({ low, high }: Interval, factor: number): Interval => ({ low: low * factor, high: high * factor })

/** Cuts an interval to the range from `least` to `most`, which the number cannot leave. */
export const within = ({ low, high }: Interval, least: number, most: number): Interval => ({
  low: Math.max(least, low),
  high: Math.min(most, high)
})

/** Returns the smallest and the largest of some numbers, without those that are NaN; NaN if none is left. */
export const rangeOf = (values: Iterable<number>): Interval => {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return low > high ? { low: Number.NaN, high: Number.NaN } : { low, high }
}

/** Returns the interval from the lowest to the highest bound of some intervals, without bounds that are NaN; NaN if none is left. */
export const unionOf = (intervals: ReadonlyArray<Interval>): Interval => ({
  low: rangeOf(intervals.map(({ low }) => low)).low,
  high: rangeOf(intervals.map(({ high }) => high)).high
})
