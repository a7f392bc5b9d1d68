/** Smoothing parameters of damped exponential smoothing. */
export interface SmoothingRates {
  /** Smoothing parameter of the level, 0 … 1. */
  readonly alpha: number
  /** Smoothing parameter of the slope, 0 … alpha. */
  readonly beta: number
  /** Smoothing parameter of the season, 0 … 1 - alpha. */
  readonly gamma: number
  /** Damping: the share of the slope that remains after one period. */
  readonly phi: number
}

/** Level, slope and seasons before the first or after the last point. `seasons[0]` belongs to the next point. */
export interface SmoothingState {
  readonly level: number
  readonly slope: number
  readonly seasons: ReadonlyArray<number>
}

export interface Smoothed {
  readonly errors: Float64Array
  readonly last: SmoothingState
}

/** Computes one-step errors of damped exponential smoothing: ETS(A,Ad,A), or ETS(A,Ad,N) without a season. */
export const smooth = (
  values: ArrayLike<number>,
  { alpha, beta, gamma, phi }: SmoothingRates,
  start: SmoothingState
): Smoothed => {
  const season = start.seasons.length
  const seasons = Float64Array.from(start.seasons)
  const errors = new Float64Array(values.length)
  let { level, slope } = start
  for (let t = 0; t < values.length; t++) {
    const place = season === 0 ? 0 : t % season
    const own = season === 0 ? 0 : (seasons[place] as number)
    const error = (values[t] as number) - level - phi * slope - own
    errors[t] = error
    level += phi * slope + alpha * error
    slope = phi * slope + beta * error
    if (season > 0) seasons[place] = own + gamma * error
  }
  const from = season === 0 ? 0 : values.length % season
  return { errors, last: { level, slope, seasons: [...seasons.slice(from), ...seasons.slice(0, from)] } }
}

/** Returns the forecasts from a state. */
export const project = (
  { level, slope, seasons }: SmoothingState,
  phi: number,
  horizon: number
): ReadonlyArray<number> => {
  let damped = 0
  let share = 1
  return Array.from({ length: horizon }, (_, h) => {
    share *= phi
    damped += share
    return level + damped * slope + (seasons.length === 0 ? 0 : (seasons[h % seasons.length] as number))
  })
}

/** Returns the standard deviations of the forecasts; that of one error is `sigma` (Hyndman, Koehler, Ord and Snyder 2008, table 6.2). */
export const spreads = (
  { alpha, beta, gamma, phi }: SmoothingRates,
  season: number,
  sigma: number,
  horizon: number
): ReadonlyArray<number> => {
  let sum = 1
  let damped = 0
  let share = 1
  return Array.from({ length: horizon }, (_, i) => {
    const spread = sigma * Math.sqrt(sum)
    // Effect of an error on the value i + 1 periods later.
    const lag = i + 1
    share *= phi
    damped += share
    const weight = alpha + beta * damped + (season > 0 && lag % season === 0 ? gamma : 0)
    sum += weight ** 2
    return spread
  })
}
