/**
 * Rules about who makes up a cell: (n, k) dominance and the p-percent rule (Hundepool et al. 2010, "Handbook on Statistical
 * Disclosure Control", ch. 4.2; Cox 1981, "Linear sensitivity measures in statistical disclosure control").
 * Contributions are persons by partner, in any order.
 */

const fromLargest = (contributions: ReadonlyArray<number>): ReadonlyArray<number> =>
  [...contributions].sort((a, b) => b - a)

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((total, one) => total + one, 0)

/**
 * How much the cell's upper bound must lie above its value for the largest `n` to be no more than `k` percent of it; not above 0
 * where the cell is safe.
 */
export const dominanceShortfall = (contributions: ReadonlyArray<number>, n: number, k: number): number =>
  (100 / k) * sum(fromLargest(contributions).slice(0, n)) - sum(contributions)

/**
 * How much the cell's upper bound must lie above its value for the second largest partner to miss the largest by `p` percent at
 * least; not above 0 where the cell is safe.
 */
export const pPercentShortfall = (contributions: ReadonlyArray<number>, p: number): number => {
  const [first = 0, second = 0] = fromLargest(contributions)
  return (p / 100) * first - (sum(contributions) - first - second)
}
