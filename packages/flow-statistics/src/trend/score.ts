import { normal } from "../numeric/Distribution.ts"

/** Returns S: the number of rising pairs minus that of falling pairs (Mann 1945). No value may be NaN. */
export const scoreOf = (values: ArrayLike<number>): number => {
  let s = 0
  const n = values.length
  for (let i = 0; i < n - 1; i++) {
    const from = values[i] as number
    for (let j = i + 1; j < n; j++) {
      const to = values[j] as number
      s += (to > from ? 1 : 0) - (to < from ? 1 : 0)
    }
  }
  return s
}

/** Returns the variance of S without trend or autocorrelation; `ties` are sizes of groups of equal values (Kendall 1975). */
export const varianceOfScore = (n: number, ties: ReadonlyArray<number>): number =>
  (n * (n - 1) * (2 * n + 5) - ties.reduce((sum, t) => sum + t * (t - 1) * (2 * t + 5), 0)) / 18

/** Returns the normal score with continuity correction; NaN if the variance is negative. */
export const zOf = (s: number, variance: number): number => {
  if (s === 0) return 0
  return (s > 0 ? s - 1 : s + 1) / Math.sqrt(variance)
}

/** Returns the two-sided p of z. */
export const pOf = (z: number): number => Math.min(1, 2 * normal.survival(Math.abs(z)))
