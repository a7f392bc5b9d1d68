/** What is known of a number: it is between `low` and `high`, one point when it is exact. */
export interface Interval {
  readonly low: number
  readonly high: number
}

export const point = (value: number): Interval => ({ low: value, high: value })

export const plus = (a: Interval, b: Interval): Interval => ({ low: a.low + b.low, high: a.high + b.high })

/** Of quantities that share no cell. */
export const minus = (a: Interval, b: Interval): Interval => ({ low: a.low - b.high, high: a.high - b.low })

export const sumOf = (all: Iterable<Interval>): Interval => {
  let sum = point(0)
  for (const one of all) sum = plus(sum, one)
  return sum
}

export const absolute = ({ low, high }: Interval): Interval => ({
  low: low > 0 ? low : high < 0 ? -high : 0,
  high: Math.max(Math.abs(low), Math.abs(high))
})

/** A quotient of what is not negative: bounds that hold whatever both share. */
export const quotient = (a: Interval, b: Interval): Interval => ({
  low: b.high > 0 ? a.low / b.high : 0,
  high: b.low > 0 ? a.high / b.low : Number.POSITIVE_INFINITY
})

/** A part of a whole, its rest being in other cells: exact bounds. */
export const partOf = (part: Interval, rest: Interval): Interval => ({
  low: part.low + rest.high > 0 ? part.low / (part.low + rest.high) : 0,
  high: part.high + rest.low > 0 ? part.high / (part.high + rest.low) : part.high > 0 ? 1 : 0
})

export const times = ({ low, high }: Interval, factor: number): Interval => ({ low: low * factor, high: high * factor })

export const within = ({ low, high }: Interval, least: number, most: number): Interval => ({
  low: Math.max(least, low),
  high: Math.min(most, high)
})
