/**
 * Simultaneous intervals of the shares of a multinomial count, narrower than Goodman's for larger counts (Sison and Glaz 1995, JASA 90; May
 * and Johnson 2000). The multinomial is a set of Poisson counts with a known sum, whose probability is approximated by an Edgeworth series.
 */

import type { Interval } from "../cells/Interval.ts"
import { incompleteGamma } from "../numeric/incompleteGamma.ts"
import { poissonDensity } from "../numeric/saddlePoint.ts"

/** P(from <= X <= to) of a Poisson count. */
const between = (from: number, to: number, mean: number): number => {
  const cdf = (x: number) => (x < 0 ? 0 : incompleteGamma(x + 1, mean).upper)
  return cdf(to) - cdf(from - 1)
}

/** Central moments of Poisson counts within bounds, summed over the counts. */
const probability = (counts: ReadonlyArray<number>, total: number, reach: number): number => {
  let logProduct = 0
  const sums = { mean: 0, second: 0, squares: 0, third: 0, fourth: 0 }
  for (const count of counts) {
    const from = Math.max(count - reach, 0)
    const to = Math.min(count + reach, total)
    const inside = between(from, to, count)
    logProduct += Math.log(inside)
    const factorial = (r: number) =>
      count ** r * (1 - (between(to - r + 1, to, count) - between(from - r, from - 1, count)) / inside)
    const [m1, f2, f3, f4] = [factorial(1), factorial(2), factorial(3), factorial(4)]
    const second = f2 + m1 - m1 ** 2
    sums.mean += m1
    sums.second += second
    sums.squares += second ** 2
    sums.third += f3 + f2 * (3 - 3 * m1) + m1 - 3 * m1 ** 2 + 2 * m1 ** 3
    sums.fourth +=
      f4 + f3 * (6 - 4 * m1) + f2 * (7 - 12 * m1 + 6 * m1 ** 2) + m1 - 4 * m1 ** 2 + 6 * m1 ** 3 - 3 * m1 ** 4
  }
  const skew = sums.third / sums.second ** 1.5
  const excess = (sums.fourth - 3 * sums.squares) / sums.second ** 2
  const x = (total - sums.mean) / Math.sqrt(sums.second)
  const series =
    1 +
    (skew * (x ** 3 - 3 * x)) / 6 +
    (excess * (x ** 4 - 6 * x ** 2 + 3)) / 24 +
    (skew ** 2 * (x ** 6 - 15 * x ** 4 + 45 * x ** 2 - 15)) / 72
  const density = (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * (series / Math.sqrt(sums.second))
  return (Math.exp(logProduct) * density) / poissonDensity(total, total)
}

/**
 * @param counts all above 0
 * @returns the interval of each share; undefined if the series gives none, which happens for few and small counts
 */
export const sisonGlaz = (counts: ReadonlyArray<number>, level: number): ReadonlyArray<Interval> | undefined => {
  const total = counts.reduce((a, b) => a + b, 0)
  let before = 0
  for (let reach = 1; reach <= total; reach++) {
    const now = probability(counts, total, reach)
    if (Number.isNaN(now)) return undefined
    if (before <= level && level < now) {
      const part = (level - before) / (now - before)
      return counts.map((count) => ({
        low: Math.max(0, (count - reach + 1) / total),
        high: Math.min(1, (count + reach - 1 + 2 * part) / total)
      }))
    }
    before = now
  }
  return undefined
}
