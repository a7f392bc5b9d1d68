/** The answer of several models: what all of them leave possible, and whether they contradict each other. */
import { type Interval, unionOf } from "../cells/Interval.ts"

/** The interval of the total by one model. */
export interface ModelInterval extends Interval {
  readonly model: string
  /** False if `high` is not a bound: a lower bound, or a model whose likelihood has no upper limit. */
  readonly isBounded: boolean
}

/** Two models whose intervals have no total in common. */
export interface Disagreement {
  /** The interval that ends first, and the one that begins last. */
  readonly lower: ModelInterval
  readonly higher: ModelInterval
}

export interface Answer {
  /** Totals below this are in no interval. */
  readonly atLeast: number
  /** Upper end of the intervals, if the lists support one: there are latent classes, every model has an upper bound, and no models disagree. */
  readonly atMost?: number
  /** Why there is no upper end. */
  readonly open?: "too-few-lists" | "disagreement" | "no-upper-bound"
}

/** Returns the two models that are furthest apart, if no total is in all intervals. */
export const disagreementOf = (intervals: ReadonlyArray<ModelInterval>): Disagreement | undefined => {
  const bounded = intervals.filter(({ isBounded }) => isBounded)
  const lower = bounded.reduce((first, one) => (one.high < first.high ? one : first), bounded[0] as ModelInterval)
  const higher = intervals.reduce((last, one) => (one.low > last.low ? one : last), intervals[0] as ModelInterval)
  return lower !== undefined && higher.low > lower.high ? { lower, higher } : undefined
}

/** Returns the range of the total that the intervals leave possible. `models` are the models whose upper bounds decide whether it has an upper end. */
export const answerOf = (
  intervals: ReadonlyArray<ModelInterval>,
  {
    atLeast,
    models,
    hasLatentClasses,
    fillings = []
  }: {
    atLeast: number
    models: ReadonlyArray<ModelInterval>
    hasLatentClasses: boolean
    /** Totals that hidden cells leave possible; none without hidden cells. */
    fillings?: ReadonlyArray<Interval>
  }
): Answer => {
  if (!hasLatentClasses) return { atLeast, open: "too-few-lists" }
  if (disagreementOf(intervals) !== undefined) return { atLeast, open: "disagreement" }
  if (models.some(({ isBounded }) => !isBounded)) return { atLeast, open: "no-upper-bound" }
  return { atLeast, atMost: unionOf([...intervals, ...fillings]).high }
}
