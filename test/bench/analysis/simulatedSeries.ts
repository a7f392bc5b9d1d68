import type { SeededNumbers } from "@corridor/flow-statistics/numeric/SeededNumbers"

/** How counts are simulated. */
export interface Setting {
  readonly n: number
  /** Mean count. */
  readonly mean: number
  /** Autocorrelation of the relative deviations, whose standard deviation is 0.3 unless `deviation` says otherwise. */
  readonly memory: number
  readonly deviation?: number
  /** α of negative binomial counts. */
  readonly spread?: number
  /** Size of the yearly cycle, on the scale of logarithms. */
  readonly season?: number
  /** Whether the cycle grows from nothing to twice its size. */
  readonly isSeasonGrowing?: boolean
  /** Points a year; the default is 12. */
  readonly cycle?: number
  /** Change of ln mean per point. */
  readonly slope?: number
  /** Change of ln mean in the middle, or at `levelAt`. */
  readonly level?: number
  /** Share of the points before the change of level. */
  readonly levelAt?: number
  /** A partner with this share of the cases joins (or, negative, leaves) after a third of the series; the model knows when. */
  readonly joins?: number
  /** A further partner with this share joins after two thirds. */
  readonly joinsToo?: number
  /** A partner with this share comes to report twice as many of the same cases, little by little, which the model cannot know. */
  readonly doubles?: number
  /** Share of points at which nothing is counted. */
  readonly zeros?: number
  /** Share of points that are multiplied by e to the absolute value of Student's t of two degrees of freedom. */
  readonly outliers?: number
  /** Standard deviation of the steps of a level that wanders (random walk), on the scale of logarithms. */
  readonly walk?: number
  /**
   * Weight of the count before in what is expected of the next, as in integer-valued GARCH(1, 1): then counts have no other deviations, and `memory` is the
   * weight of this and of what was expected before together.
   */
  readonly feedback?: number
  /** Counts from 1 to below this are suppressed. */
  readonly hidden?: number
}

/** Returns the points from which other partners report, with their shares. */
const joinsOf = ({ n, joins, joinsToo }: Setting): ReadonlyArray<{ readonly at: number; readonly share: number }> => [
  ...(joins === undefined ? [] : [{ at: Math.round(n / 3), share: joins }]),
  ...(joinsToo === undefined ? [] : [{ at: Math.round((2 * n) / 3), share: joinsToo }])
]

/** Points of feedback before a series begins. */
const settling = 60

/** Returns the factor of mean 1 that makes a Poisson count a negative binomial one. */
const gammaOf = (spread: number, random: SeededNumbers): number =>
  spread === 0 ? 1 : random.gamma(1 / spread) * spread

/** Returns the counts of a series. */
export const draw = (setting: Setting, random: SeededNumbers): Float64Array => {
  const {
    n,
    mean,
    memory,
    deviation = 0.3,
    spread = 0,
    season = 0,
    cycle = 12,
    slope = 0,
    level = 0,
    levelAt = 0.5,
    isSeasonGrowing = false,
    doubles = 0,
    zeros = 0,
    outliers = 0,
    walk = 0,
    feedback
  } = setting
  let noise = random.normal() * deviation
  let wandered = 0
  /** What is expected of a count with feedback, relative to its mean. */
  let relative = 1
  const feed = (count: number, expected: number) => {
    if (feedback !== undefined) relative = 1 - memory + (feedback * count) / expected + (memory - feedback) * relative
  }
  if (feedback !== undefined)
    for (let t = 0; t < settling; t++) feed(random.poisson(mean * relative * gammaOf(spread, random)), mean)
  return Float64Array.from({ length: n }, (_, t) => {
    const others = joinsOf(setting).reduce(
      (all, { at, share }) => all - (share > 0 ? (t < at ? share : 0) : t < at ? 0 : -share),
      1 + (doubles * t) / n
    )
    const log =
      (feedback === undefined ? noise - deviation ** 2 / 2 : 0) +
      wandered +
      slope * (t - (n - 1) / 2) +
      season *
        (isSeasonGrowing ? (2 * t) / n : 1) *
        Math.sin((2 * Math.PI * t) / cycle + (cycle === 2 ? Math.PI / 2 : 0)) +
      (t < n * levelAt ? 0 : level)
    noise = memory * noise + Math.sqrt(1 - memory * memory) * deviation * random.normal()
    if (walk > 0) wandered += walk * random.normal()
    const gamma = gammaOf(spread, random)
    const far =
      outliers > 0 && random.next() < outliers ? Math.exp(Math.abs(random.normal()) / Math.sqrt(random.gamma(1))) : 1
    const expected = mean * others * Math.exp(log)
    const count = random.poisson(expected * relative * gamma * far)
    feed(count, expected)
    return zeros > 0 && random.next() < zeros ? 0 : count
  })
}

/** Returns what the model is told of a series. */
export const optionsOf = (setting: Setting) => ({
  season: setting.season === undefined ? 1 : (setting.cycle ?? 12),
  reporting: joinsOf(setting).map(({ at }) => Float64Array.from({ length: setting.n }, (_, t) => (t < at ? 0 : 1)))
})

/** Returns the bounds of the counts of a series of which small ones are suppressed. */
export const boundsOf = (values: Float64Array, hidden: number) => {
  const isHidden = (count: number) => count > 0 && count < hidden
  return {
    value: values.map((count) => (isHidden(count) ? Number.NaN : count)),
    low: values.map((count) => (isHidden(count) ? 1 : count)),
    high: values.map((count) => (isHidden(count) ? hidden - 1 : count))
  }
}
