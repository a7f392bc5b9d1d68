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
  /** Counts from 1 to below this are suppressed. */
  readonly hidden?: number
}

const joinOf = ({ n }: Setting): number => Math.round(n / 3)

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
    joins = 0,
    levelAt = 0.5
  } = setting
  let noise = random.normal() * deviation
  return Float64Array.from({ length: n }, (_, t) => {
    const others = joins < 0 ? (t < joinOf(setting) ? 1 : 1 + joins) : t < joinOf(setting) ? 1 - joins : 1
    const log =
      noise -
      deviation ** 2 / 2 +
      slope * (t - (n - 1) / 2) +
      season * Math.sin((2 * Math.PI * t) / cycle + (cycle === 2 ? Math.PI / 2 : 0)) +
      (t < n * levelAt ? 0 : level)
    noise = memory * noise + Math.sqrt(1 - memory * memory) * deviation * random.normal()
    const gamma = spread === 0 ? 1 : random.gamma(1 / spread) * spread
    return random.poisson(mean * others * Math.exp(log) * gamma)
  })
}

/** Returns what the model is told of a series. */
export const optionsOf = (setting: Setting) => ({
  season: setting.season === undefined ? 1 : (setting.cycle ?? 12),
  reporting:
    setting.joins === undefined
      ? []
      : [Float64Array.from({ length: setting.n }, (_, t) => (t < joinOf(setting) ? 0 : 1))]
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
