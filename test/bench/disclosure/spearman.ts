/** Ranks from 1 on; equal numbers share the mean of theirs. */
export const meanRanks = (numbers: ReadonlyArray<number>): ReadonlyArray<number> => {
  const order = numbers
    .map((_, i) => i)
    .sort((a, b) => {
      const [x, y] = [numbers[a] as number, numbers[b] as number]
      return x === y ? 0 : x < y ? -1 : 1
    })
  const ranks = new Array<number>(numbers.length)
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to < order.length && numbers[order[to] as number] === numbers[order[from] as number]) to += 1
    for (let k = from; k < to; k++) ranks[order[k] as number] = (from + 1 + to) / 2
    from = to
  }
  return ranks
}

/**
 * Spearman's rho: the correlation of ranks, ties with their mean rank (Spearman 1904). Null for fewer than two pairs and where either
 * side is all equal.
 */
export const spearman = (x: ReadonlyArray<number>, y: ReadonlyArray<number>): number | null => {
  const [a, b] = [meanRanks(x), meanRanks(y)]
  const mean = (a.length + 1) / 2
  let [ab, aa, bb] = [0, 0, 0]
  a.forEach((rank, i) => {
    const [da, db] = [rank - mean, (b[i] as number) - mean]
    ab += da * db
    aa += da * da
    bb += db * db
  })
  return aa === 0 || bb === 0 ? null : ab / Math.sqrt(aa * bb)
}
