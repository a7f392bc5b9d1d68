/** Returns tricube weights of the distances 0, 1, … in a window of half-width h, with STL's rounding. */
const tricube = (h: number): Float64Array => {
  const weights = new Float64Array(Math.floor(h) + 1)
  for (let d = 0; d < weights.length; d++)
    weights[d] = d <= 0.001 * h ? 1 : d <= 0.999 * h ? (1 - (d / h) ** 3) ** 3 : 0
  return weights
}

const tables = new Map<number, Float64Array>()

const weightsOf = (h: number): Float64Array => {
  const known = tables.get(h)
  if (known !== undefined) return known
  const weights = tricube(h)
  if (tables.size < 4096) tables.set(h, weights)
  return weights
}

/** The first `n` values of `y`, with robustness weights if defined. */
export interface LoessInput {
  readonly y: Float64Array
  readonly n: number
  /** Number of points in a window; odd. */
  readonly width: number
  readonly robust: Float64Array | undefined
}

/**
 * Returns the local regression line at `x` over the points `left` … `right`, by weighted moments about x. `x` may be outside 0 … n - 1. NaN if
 * all weights are 0.
 */
export const loessAt = ({ y, n, width, robust }: LoessInput, x: number, left: number, right: number): number => {
  let h = Math.max(x - left, right - x)
  if (width > n) h += (width - n) >> 1
  const weights = weightsOf(h)
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let t0 = 0
  let t1 = 0
  for (let j = left; j <= right; j++) {
    const d = j - x
    let w = weights[d < 0 ? -d : d] as number
    if (robust !== undefined) w *= robust[j] as number
    const wd = w * d
    const value = y[j] as number
    s0 += w
    s1 += wd
    s2 += wd * d
    t0 += w * value
    t1 += wd * value
  }
  if (s0 <= 0) return Number.NaN
  const mean = t0 / s0
  if (h <= 0) return mean
  const centre = s1 / s0
  const spread = s2 / s0 - centre * centre
  // A window with hardly any spread determines no slope.
  if (Math.sqrt(Math.max(0, spread)) <= 0.001 * (n - 1)) return mean
  return mean - (centre * (t1 / s0 - centre * mean)) / spread
}

/** Smooths all points into `out`, starting at `to`. A point without weight keeps its value. */
export const loess = (input: LoessInput, out: Float64Array, to = 0): void => {
  const { y, n, width } = input
  if (n < 2) {
    out[to] = y[0] as number
    return
  }
  const half = (width + 2) >> 1
  let left = 0
  let right = Math.min(width, n) - 1
  for (let i = 0; i < n; i++) {
    if (i + 1 > half && right < n - 1) {
      left += 1
      right += 1
    }
    const smooth = loessAt(input, i, left, right)
    out[to + i] = Number.isNaN(smooth) ? (y[i] as number) : smooth
  }
}
