/**
 * Returns autocorrelations at lags 0 … `lags` about the mean, with divisor n (the biased estimate of Box and Jenkins). NaN for a constant
 * series.
 */
export const autocorrelations = (values: ArrayLike<number>, lags: number): Float64Array => {
  const n = values.length
  let mean = 0
  for (let i = 0; i < n; i++) mean += values[i] as number
  mean /= n
  const off = Float64Array.from({ length: n }, (_, i) => (values[i] as number) - mean)
  const result = new Float64Array(lags + 1)
  for (let lag = 0; lag <= lags; lag++) {
    let sum = 0
    for (let i = lag; i < n; i++) sum += (off[i] as number) * (off[i - lag] as number)
    result[lag] = sum
  }
  const variance = result[0] as number
  return result.map((sum) => sum / variance)
}
