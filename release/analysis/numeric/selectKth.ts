/** The k-th smallest (from 0) of `values`, which are put in another order: Hoare's selection, linear in their number. */
export const selectKth = (values: Float64Array, k: number): number => {
  let low = 0
  let high = values.length - 1
  while (low < high) {
    const pivot = values[(low + high) >>> 1] as number
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
    else return values[k] as number
  }
  return values[k] as number
}

/** The median of `values`, which are put in another order; NaN of none. No value may be NaN. */
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
