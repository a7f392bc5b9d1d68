import { selectKth } from "../numeric/selectKth.ts"
import type { CountFit } from "./fitCounts.ts"

/** Neighbours that a point is compared with. */
const neighbours = 4
/** A point is not far from its neighbours unless it is this many times as large or small. */
const minFactor = 2
/** Standard deviations from what the others lead to expect: chance goes as far in one of 16,000 points. */
const farDeviations = 4

/** ln of the ratio of two counts, of which either may be 0. */
const logRatio = (a: number, b: number): number => Math.log((a + 0.5) / (b + 0.5))

/**
 * Returns the reported point that differs most from the median of its neighbours, such as a month with one large operation; undefined if no point is at least
 * twice as large or small.
 */
export const mostApart = (values: ArrayLike<number>): number | undefined => {
  const reported: Array<number> = []
  for (let t = 0; t < values.length; t++) if (!Number.isNaN(values[t])) reported.push(t)
  let [found, most]: [number | undefined, number] = [undefined, Math.log(minFactor)]
  reported.forEach((t, i) => {
    const from = Math.max(0, Math.min(i - neighbours / 2, reported.length - 1 - neighbours))
    const around = reported.slice(from, from + neighbours + 1).flatMap((s) => (s === t ? [] : [values[s] as number]))
    const apart = Math.abs(logRatio(values[t] as number, selectKth(Float64Array.from(around), around.length >> 1)))
    if (apart > most) {
      found = t
      most = apart
    }
  })
  return found
}

/**
 * Returns whether a point is far from what a fit without it leads to expect, as a ratio and as a difference: large counts swing as ratios do, and
 * 0 is far from 5 as a ratio only.
 */
export const isFar = ({ mean, plausible }: CountFit, at: number, count: number): boolean => {
  const expected = mean[at] as number
  const relative = plausible.reduce(
    (sum, { weight, swing, overdispersion }) => sum + weight * (swing + overdispersion),
    1 / (expected + 0.5)
  )
  const deviations =
    Math.min(Math.abs(logRatio(count, expected)), Math.abs(count - expected) / (expected + 0.5)) / Math.sqrt(relative)
  return deviations > farDeviations
}
