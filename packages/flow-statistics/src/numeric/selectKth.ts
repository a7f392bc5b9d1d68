/** Below this number of values, a sample costs more than it saves. */
const sampled = 600

/**
 * Moves the k-th smallest of `values[low … high]` to index k and smaller ones before it, by Floyd and Rivest's selection (1975), which takes
 * pivots from a sample.
 */
const select = (values: Float64Array, k: number, from: number, to: number): void => {
  let low = from
  let high = to
  while (low < high) {
    if (high - low > sampled) {
      const n = high - low + 1
      const i = k - low + 1
      const z = Math.log(n)
      const s = 0.5 * Math.exp((2 * z) / 3)
      const spread = 0.5 * Math.sqrt((z * s * (n - s)) / n) * (i < n / 2 ? -1 : 1)
      select(
        values,
        k,
        Math.max(low, Math.floor(k - (i * s) / n + spread)),
        Math.min(high, Math.floor(k + ((n - i) * s) / n + spread))
      )
    }
    const pivot = values[k] as number
    let i = low
    let j = high
    while (i <= j) {
      while ((values[i] as number) < pivot) i++
      while ((values[j] as number) > pivot) j--
      if (i <= j) {
        const swap = values[i] as number
        values[i++] = values[j] as number
        values[j--] = swap
      }
    }
    if (k <= j) high = j
    else if (k >= i) low = i
    else return
  }
}

/** Returns the k-th smallest (from 0) of `values` and reorders them. No value may be NaN. */
export const selectKth = (values: Float64Array, k: number): number => {
  select(values, k, 0, values.length - 1)
  return values[k] as number
}

/** Returns the median of `values` and reorders them; NaN for none. No value may be NaN. */
export const medianOf = (values: Float64Array): number => {
  const { length } = values
  if (length === 0) return Number.NaN
  const half = length >> 1
  const upper = selectKth(values, half)
  if (length % 2 === 1) return upper
  let lower = Number.NEGATIVE_INFINITY
  for (let i = 0; i < half; i++) lower = Math.max(lower, values[i] as number)
  return (lower + upper) / 2
}
