import { describeChange } from "./describeChange.ts"

/** Logarithms of the least factors by which a reporter's counts must change against those of the others, and by which this must change the sum. Smaller changes seldom make a statement false. */
const [leastOfOwn, leastOfSum] = [Math.log(1.5), Math.log(1.2)] as const
/** Levels of a steady change and of a change of level. The factors exclude most of what chance does, so that they are more lenient than those of a statement. */
const [steadyLevel, onceLevel] = [0.05, 0.1] as const

const totalOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0)

/** Returns whether a change of ln own counts by `size` is large, where own counts were `ratio` times those of the others before it. */
const isLarge = (size: number, ratio: number): boolean =>
  Math.abs(size) > leastOfOwn && Math.abs(Math.log((1 + ratio * Math.exp(size)) / (1 + ratio))) > leastOfSum

/**
 * Returns the point at which a reporter's counts changed against those of the others: the first of the new level, or the middle of a steady change. What all have in common cancels, so this
 * shows far smaller changes than the sum does. Undefined if they did not, or not by a factor of 1.5, or if the sum did not change by 1.2 with them.
 *
 * @param own counts at equal distances, NaN where nothing was reported
 * @param others those of all other reporters
 */
export const changedShare = (own: ArrayLike<number>, others: ArrayLike<number>, season: number): number | undefined => {
  const points = own.length
  const mean = totalOf(others) / points
  const relative = Float64Array.from({ length: points }, (_, t) => {
    const count = others[t] as number
    return count > 0 ? ((own[t] as number) * mean) / count : Number.NaN
  })
  const { trend, step } = describeChange(relative, { season })
  const before = relative.subarray(0, step?.at ?? 0)
  const ratioBefore = totalOf(before) / before.filter((one) => !Number.isNaN(one)).length / mean
  if (step !== undefined && step.p < onceLevel && isLarge(step.change.value, ratioBefore)) return step.at
  if (trend === undefined || trend.p >= steadyLevel) return undefined
  const size = trend.value * (points - 1)
  return isLarge(size, (totalOf(own) / totalOf(others)) * Math.exp(-size / 2)) ? Math.floor(points / 2) : undefined
}
