import { type CountFit, coefficientOf } from "./fitCounts.ts"
import { judgedFit, judgingWidening, type Kind } from "./JudgingPrior.ts"
import { type Estimate, estimateOf, type Mixture, pOfZero, quantileOf, widened } from "./Mixture.ts"
import { judgeBySwings, slowSwings } from "./slowSwings.ts"

/** Level at which the count model alone states a steady change, relative to that of the slow swings (decision 0311). */
const strictness = 0.2
/** ln of the widening of a change of level without slow swings, and the most that they add: the ratio of slow to faster swings, up to this. */
const [withoutSwings, mostForSwings] = [-0.05, 0.5]

/** Returns the last coefficient of a fit, under the prior of the noise by which a kind of change is judged. */
const judged = (kind: Kind, fit: CountFit, reported: number, more = 0): Mixture =>
  widened(
    coefficientOf(judgedFit(kind, fit, reported), fit.columns.length - 1),
    judgingWidening(kind, reported) * Math.exp(more)
  )

/**
 * Returns the last coefficient of a fit as that of a steady change: judged by the slow swings around the fit, or at a stricter level by the count model. So it is
 * stated if either excludes none, and its interval is what neither excludes. Few points are judged by the count model alone.
 */
export const steadyEstimate = (fit: CountFit, reported: number): Estimate => {
  const mixture = judged("trend", fit, reported)
  const swings = slowSwings(fit)
  if (swings === undefined) return estimateOf(mixture)
  const bySwings = judgeBySwings(swings)
  const outside = 0.025 * strictness
  const low = Math.max(bySwings.low, quantileOf(mixture, outside))
  const high = Math.min(bySwings.high, quantileOf(mixture, 1 - outside))
  // Each excludes all that the other does not, so that they say nothing together.
  if (low >= high) return bySwings
  return {
    value: Math.min(high, Math.max(low, bySwings.value)),
    low,
    high,
    p: Math.min(bySwings.p, pOfZero(mixture) / strictness)
  }
}

/** Returns the last coefficient of a fit as that of a change of level. Slow swings that the model takes for short memory widen its interval. */
export const levelEstimate = (fit: CountFit, reported: number): Estimate => {
  const swings = slowSwings(fit)
  return estimateOf(judged("step", fit, reported, swings ? withoutSwings + Math.min(mostForSwings, swings.ratio) : 0))
}
