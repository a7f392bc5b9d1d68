import { normal } from "../numeric/Distribution.ts"
import { tieSizes } from "../numeric/ranks.ts"
import { medianOf } from "../numeric/selectKth.ts"
import { varianceOfScore } from "./score.ts"

/** Returns the slopes between all pairs of points that are not missing. */
const pairSlopes = (values: ArrayLike<number>): Float64Array => {
  const n = values.length
  const slopes = new Float64Array((n * (n - 1)) / 2)
  let count = 0
  for (let i = 0; i < n - 1; i++) {
    const from = values[i] as number
    if (Number.isNaN(from)) continue
    for (let j = i + 1; j < n; j++) {
      const to = values[j] as number
      if (!Number.isNaN(to)) slopes[count++] = (to - from) / (j - i)
    }
  }
  return slopes.subarray(0, count)
}

/** Returns Sen's slope per period: the median of all pairwise slopes (Theil 1950, Sen 1968). NaN for fewer than two points. */
export const senSlope = (values: ArrayLike<number>): number => medianOf(pairSlopes(values))

/** Returns the median of all slopes between points of the same season, per cycle (Hirsch, Slack and Smith 1982). */
export const seasonalSenSlope = (values: ArrayLike<number>, season: number): number => {
  const n = values.length
  const cycles = Math.ceil(n / season)
  const slopes = new Float64Array((season * cycles * (cycles - 1)) / 2)
  let count = 0
  for (let i = 0; i < n; i++) {
    const from = values[i] as number
    if (Number.isNaN(from)) continue
    for (let j = i + season, apart = 1; j < n; j += season, apart++) {
      const to = values[j] as number
      if (!Number.isNaN(to)) slopes[count++] = (to - from) / apart
    }
  }
  return medianOf(slopes.subarray(0, count))
}

/**
 * Returns the 95 % interval of Sen's slope (Sen 1968, equation 2.6, with ties): order statistics of the slopes around the
 * median, as in `scipy.stats.theilslopes`. Assumes independent points. NaN if there are too few.
 */
export const senInterval = (values: ArrayLike<number>): readonly [number, number] => {
  const there = Array.from(values).filter((value) => !Number.isNaN(value))
  const slopes = pairSlopes(values).sort()
  const count = slopes.length
  if (count === 0) return [Number.NaN, Number.NaN]
  const reach = normal.quantile(0.975) * Math.sqrt(varianceOfScore(there.length, tieSizes(there)))
  const upper = Math.min(roundToEven((count + reach) / 2), count - 1)
  const lower = Math.max(roundToEven((count - reach) / 2) - 1, 0)
  return [slopes[lower] as number, slopes[upper] as number]
}

/** Rounds halves to even, as numpy does. */
const roundToEven = (value: number): number => {
  const down = Math.floor(value)
  const rest = value - down
  if (rest !== 0.5) return Math.round(value)
  return down % 2 === 0 ? down : down + 1
}
