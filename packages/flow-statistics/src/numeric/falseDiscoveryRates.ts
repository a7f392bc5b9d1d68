/**
 * Returns the q-value of each p-value: the expected share of false discoveries among all p-values that are not larger (Benjamini and Hochberg
 * 1995). NaN stays NaN and is not counted as a test.
 */
export const falseDiscoveryRates = (p: ReadonlyArray<number>): ReadonlyArray<number> => {
  const order = p
    .flatMap((value, i) => (Number.isNaN(value) ? [] : [i]))
    .sort((a, b) => (p[b] as number) - (p[a] as number))
  const q = new Array<number>(p.length).fill(Number.NaN)
  let least = 1
  order.forEach((i, rank) => {
    least = Math.min(least, ((p[i] as number) * order.length) / (order.length - rank))
    q[i] = least
  })
  return q
}
