/** Returns ranks from 1; ties share their mean rank. */
export const ranksOf = (values: ArrayLike<number>): Float64Array => {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort(
    (a, b) => (values[a] as number) - (values[b] as number)
  )
  const ranks = new Float64Array(values.length)
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to + 1 < order.length && values[order[to + 1] as number] === values[order[from] as number]) to++
    for (let i = from; i <= to; i++) ranks[order[i] as number] = (from + to) / 2 + 1
    from = to + 1
  }
  return ranks
}

/** Returns the sizes of groups of at least two equal values. */
export const tieSizes = (values: ArrayLike<number>): ReadonlyArray<number> => {
  const sorted = Float64Array.from(values).sort()
  const sizes: Array<number> = []
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1
    while (to < sorted.length && sorted[to] === sorted[from]) to++
    if (to - from > 1) sizes.push(to - from)
    from = to
  }
  return sizes
}
