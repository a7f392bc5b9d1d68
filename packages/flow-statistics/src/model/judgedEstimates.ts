import { normal, normalScore } from "../numeric/Distribution.ts"
import { rootOfIncreasing } from "../numeric/rootOfIncreasing.ts"
import { type CountFit, coefficientOf } from "./fitCounts.ts"
import { judgedFit, judgingWidening, type Kind } from "./JudgingPrior.ts"
import {
  type Estimate,
  estimateOf,
  type Mixture,
  meanOfMixture,
  pOfZero,
  quantileOf,
  tailsAt,
  widened
} from "./Mixture.ts"
import { judgeBySwings, type SlowSwings, slowSwings } from "./slowSwings.ts"

/** ln of the widening of a change of level without slow swings, what they add for their ratio to faster swings, and the most that they add. */
const [withoutSwings, forSwings, mostForSwings] = [-0.1, 1.5, 0.5]
/** Points more than columns at which slow swings begin to count, ln of the multiple at which they would count alone, and the most that they count. */
const [fromFreedom, logToAlone, mostWeight] = [19, 1.6, 0.9]
/** The normal score of an interval at 0.95, how large a mean of both scores is that equals it where slow swings do not count, and what it is more where they count alone. */
const [limit, leastSpread, moreSpread] = [normal.quantile(0.975), 0.945, 0.1]
/** Level at which the count model states a steady change by itself, relative to that of both together. */
const strictness = 0.2

/** Returns the last coefficient of a fit, under the prior of the noise by which a kind of change is judged. */
const judged = (kind: Kind, fit: CountFit, reported: number, more = 0): Mixture =>
  widened(
    coefficientOf(judgedFit(kind, fit, reported), fit.columns.length - 1),
    judgingWidening(kind, reported) * Math.exp(more)
  )

/** Returns how much slow swings count: the more points, the more of them there are, and the more there is that the count model may take for short memory. */
const weightOf = ({ freedom }: SlowSwings): number =>
  Math.min(mostWeight, Math.max(0, Math.log(freedom / fromFreedom) / logToAlone))

/**
 * Returns the last coefficient of a fit as that of a steady change: judged by the count model and by the slow swings around the fit together, or at a stricter level
 * by the count model alone. Normal scores of both are averaged (Stouffer 1949), because what deceives one of them seldom deceives the other. Few points are judged
 * by the count model (decision 0311).
 */
export const steadyEstimate = (fit: CountFit, reported: number): Estimate => {
  const mixture = judged("trend", fit, reported)
  const swings = slowSwings(fit)
  if (swings === undefined) return estimateOf(mixture)
  const bySwings = judgeBySwings(swings)
  const weight = weightOf(swings)
  const spread = leastSpread + moreSpread * weight
  const scoreOf = (value: number): number =>
    (weight * bySwings.scoreOf(value) + (1 - weight) * normalScore(tailsAt(mixture, value))) / spread
  const outside = 0.025 * strictness
  const [least, most] = [quantileOf(mixture, outside), quantileOf(mixture, 1 - outside)]
  /** Returns the value of a score, or the end of what the count model alone excludes. */
  const valueAt = (score: number): number => rootOfIncreasing((value) => scoreOf(value) - score, least, most)
  const [low, high] = [valueAt(-limit), valueAt(limit)]
  const value = weight * bySwings.value + (1 - weight) * meanOfMixture(mixture)
  return {
    value: Math.min(high, Math.max(low, value)),
    low,
    high,
    p: Math.min(1, 2 * normal.survival(Math.abs(scoreOf(0))), pOfZero(mixture) / strictness)
  }
}

/** Returns the last coefficient of a fit as that of a change of level. Slow swings that the model takes for short memory widen its interval. */
export const levelEstimate = (fit: CountFit, reported: number): Estimate => {
  const swings = slowSwings(fit)
  return estimateOf(
    judged("step", fit, reported, swings ? withoutSwings + Math.min(mostForSwings, forSwings * swings.ratio) : 0)
  )
}
