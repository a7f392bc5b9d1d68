/**
 * Rules about the contributors of a cell: (n, k) dominance and the p% rule (Hundepool et al. 2010, "Handbook on
 * Statistical Disclosure Control", ch. 4.2; Cox 1981, "Linear sensitivity measures in statistical disclosure
 * control"). Contributions are persons by partner, in any order.
 */

const fromLargest = (contributions: ReadonlyArray<number>): ReadonlyArray<number> =>
  [...contributions].sort((a, b) => b - a)

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((total, one) => total + one, 0)

/**
 * Returns how far the cell's upper bound must lie above its value for the largest `n` partners to have at most `k`
 * percent of it. Not above 0 if the cell is safe.
 */
export const dominanceShortfall = (contributions: ReadonlyArray<number>, n: number, k: number): number =>
  (100 / k) * sum(fromLargest(contributions).slice(0, n)) - sum(contributions)

/**
 * Returns how far the cell's upper bound must lie above its value for the second largest partner to miss the largest
 * by at least `p` percent. Not above 0 if the cell is safe.
 */
export const pPercentShortfall = (contributions: ReadonlyArray<number>, p: number): number => {
  const [first = 0, second = 0] = fromLargest(contributions)
  return (p / 100) * first - (sum(contributions) - first - second)
}
