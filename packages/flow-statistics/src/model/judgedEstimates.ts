import { type CountFit, coefficientOf } from "./fitCounts.ts"
import { judgedFit, judgingWidening, type Kind } from "./JudgingPrior.ts"
import { type Estimate, estimateOf, type Mixture, meanOfMixture, pOfZero, quantileOf, widened } from "./Mixture.ts"
import { judgeBySwings, type SlowSwings, slowSwings } from "./slowSwings.ts"

/** ln of the widening of a change of level without slow swings, what they add for their ratio to faster swings, and the most that they add. */
const [withoutSwings, forSwings, maxForSwings] = [-0.1, 1.5, 0.5]
/** Points more than columns from which on levels depend on them. */
const longFreedom = 22
/** Points more than columns at which slow swings begin to count more, and ln of how many times as many there are where they decide nearly alone. */
const [fromFreedom, logToMost] = [19, 1.45]
/** Levels of both with fewer points, that of slow swings from `fullFreedom` on. */
const shortLevels = { model: 0.05, swings: 0.034 }
const fullFreedom = 14
/** The most and the least that the level of the model can be in longer series. */
const [mostOfModel, leastOfModel] = [0.04, 0.005] as const
/** Levels of both where reporting changed: its columns take out of the slow swings a part of what they should show. */
const levelsWithReporting = { model: 0.04, swings: 0.036 }

const hasReporting = ({ columns }: CountFit): boolean => columns.slice(0, -1).some(({ isOfPlace }) => !isOfPlace)

/**
 * Returns the levels at which the count model and slow swings state a steady change. The more points there are, the more slow swings there are, and the more there
 * is that the model may take for short memory.
 */
const levelsOf = (fit: CountFit, { freedom }: SlowSwings) => {
  if (hasReporting(fit)) return levelsWithReporting
  if (freedom < longFreedom) return { ...shortLevels, swings: shortLevels.swings * Math.min(1, freedom / fullFreedom) }
  const share = Math.min(1, Math.log(freedom / fromFreedom) / logToMost)
  const model = Math.max(leastOfModel, Math.min(mostOfModel, 0.065 - 0.077 * share))
  return { model, swings: 0.034 + 0.016 * share }
}

/** Returns the last coefficient of a fit, under the prior of the noise by which a kind of change is judged. */
const judged = (kind: Kind, fit: CountFit, reported: number, more = 0): Mixture =>
  widened(
    coefficientOf(judgedFit(kind, fit, reported), fit.columns.length - 1),
    judgingWidening(kind, reported) * Math.exp(more)
  )

/**
 * Returns the last coefficient of a fit as that of a steady change: what neither the count model nor the slow swings around the fit exclude, each at a
 * level of its own, because what misleads one of them seldom misleads the other. Fewer points than slow swings need are judged by the count model, and
 * so are points where each excludes everything that the other does not (decisions 0312, 0313 and 0325).
 */
export const steadyEstimate = (fit: CountFit, reported: number): Estimate => {
  const mixture = judged("trend", fit, reported)
  const found = slowSwings(fit)
  if (found === undefined) return estimateOf(mixture)
  const swings = judgeBySwings(found)
  const levels = levelsOf(fit, found)
  const ofSwings = swings.intervalAt(levels.swings)
  const low = Math.max(quantileOf(mixture, levels.model / 2), ofSwings.low)
  const high = Math.min(quantileOf(mixture, 1 - levels.model / 2), ofSwings.high)
  if (low > high) return estimateOf(mixture)
  return {
    value: Math.min(high, Math.max(low, (swings.value + meanOfMixture(mixture)) / 2)),
    low,
    high,
    p: Math.min(1, (0.05 * pOfZero(mixture)) / levels.model, (0.05 * swings.p) / levels.swings)
  }
}

/**
 * Returns the last coefficient of a fit as that of a change of level. Slow swings that the model takes for short memory widen its interval, if there are enough
 * faster ones to compare them with.
 */
export const levelEstimate = (fit: CountFit, reported: number): Estimate => {
  const swings = hasReporting(fit) ? undefined : slowSwings(fit)
  const isCompared = swings !== undefined && swings.freedom >= longFreedom
  const more = isCompared ? withoutSwings + Math.min(maxForSwings, forSwings * swings.ratio) : 0
  return estimateOf(judged("step", fit, reported, more))
}
