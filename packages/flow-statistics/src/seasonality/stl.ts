import { selectKth } from "../numeric/selectKth.ts"
import { loess, loessAt } from "./loess.ts"

/** A decomposition: value = seasonal + trend + remainder. */
export interface Decomposition {
  readonly seasonal: Float64Array
  readonly trend: Float64Array
  readonly remainder: Float64Array
}

export interface StlOptions {
  /** Points in a cycle, at least 2. */
  readonly season: number
  /** Reduces the weight of outliers in 15 rounds, as statsmodels does. */
  readonly robust: boolean
}

/** Window of the seasonal smoother, in cycles. */
const seasonalWidth = 7

const odd = (value: number) => value + (value % 2 === 0 ? 1 : 0)

/** Writes moving averages of length `length` of the first `n` values. */
const movingAverage = (x: Float64Array, n: number, length: number, out: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < length; i++) sum += x[i] as number
  out[0] = sum / length
  const count = n - length + 1
  for (let j = 1; j < count; j++) {
    sum += (x[j + length - 1] as number) - (x[j - 1] as number)
    out[j] = sum / length
  }
  return count
}

/** Writes bisquare weights of the residuals, scaled by six times their median. */
const robustWeights = (values: Float64Array, seasonal: Float64Array, trend: Float64Array, out: Float64Array): void => {
  const n = values.length
  for (let i = 0; i < n; i++)
    out[i] = Math.abs((values[i] as number) - ((trend[i] as number) + (seasonal[i] as number)))
  const sorted = out.slice()
  const middle = n >> 1
  // Residuals at the level of rounding errors contain no outliers.
  const scale = 1e-13 * values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const six = 3 * (selectKth(sorted, middle) + selectKth(sorted, n - middle - 1))
  for (let i = 0; i < n; i++) {
    const off = out[i] as number
    out[i] = six <= scale || off <= 0.001 * six ? 1 : off <= 0.999 * six ? (1 - (off / six) ** 2) ** 2 : 0
  }
}

/**
 * STL: decomposition by local regression (Cleveland, Cleveland, McRae and Terpenning 1990), with the defaults of statsmodels' `STL(period,
 * robust)`: seasonal width 7, degree 1, no jumps. No value may be missing, and there must be at least two whole cycles.
 */
export const stl = (values: Float64Array, { season, robust }: StlOptions): Decomposition => {
  const n = values.length
  const trendWidth = odd(Math.ceil((1.5 * season) / (1 - 1.5 / seasonalWidth)))
  const lowWidth = odd(season + 1)
  const long = n + 2 * season
  const seasonal = new Float64Array(n)
  const trend = new Float64Array(n)
  const detrended = new Float64Array(n)
  const cycle = new Float64Array(long)
  const first = new Float64Array(long)
  const second = new Float64Array(long)
  const low = new Float64Array(n)
  const perSeason = Math.ceil(n / season)
  const own = new Float64Array(perSeason)
  const ownWeights = new Float64Array(perSeason)
  const smooth = new Float64Array(perSeason + 2)
  const weights = new Float64Array(n)
  let used: Float64Array | undefined

  const smoothSeason = (s: number): void => {
    const k = Math.floor((n - s - 1) / season) + 1
    for (let i = 0; i < k; i++) {
      own[i] = detrended[i * season + s] as number
      ownWeights[i] = weights[i * season + s] as number
    }
    const input = { y: own, n: k, width: seasonalWidth, robust: used === undefined ? undefined : ownWeights }
    loess(input, smooth, 1)
    const before = loessAt(input, -1, 0, Math.min(seasonalWidth, k) - 1)
    smooth[0] = Number.isNaN(before) ? (smooth[1] as number) : before
    const after = loessAt(input, k, Math.max(0, k - seasonalWidth), k - 1)
    smooth[k + 1] = Number.isNaN(after) ? (smooth[k] as number) : after
    for (let m = 0; m < k + 2; m++) cycle[m * season + s] = smooth[m] as number
  }

  const inner = (): void => {
    for (let i = 0; i < n; i++) detrended[i] = (values[i] as number) - (trend[i] as number)
    for (let s = 0; s < season; s++) smoothSeason(s)
    const once = movingAverage(cycle, long, season, first)
    const twice = movingAverage(first, once, season, second)
    movingAverage(second, twice, 3, first)
    loess({ y: first, n, width: lowWidth, robust: undefined }, low)
    for (let i = 0; i < n; i++) {
      seasonal[i] = (cycle[season + i] as number) - (low[i] as number)
      detrended[i] = (values[i] as number) - (seasonal[i] as number)
    }
    loess({ y: detrended, n, width: trendWidth, robust: used }, trend)
  }

  const rounds = robust ? 15 : 0
  for (let round = 0; ; round++) {
    for (let k = 0; k < (robust ? 2 : 5); k++) inner()
    if (round === rounds) break
    robustWeights(values, seasonal, trend, weights)
    used = weights
  }
  const remainder = values.map((value, i) => value - (seasonal[i] as number) - (trend[i] as number))
  return { seasonal, trend, remainder }
}
