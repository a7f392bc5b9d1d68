/** The result of `estimateHidden`. Numbers are persons; lists and pairs are named. */
import type { Interval } from "../cells/Interval.ts"
import type { BootstrapInterval } from "./bootstrap.ts"
import type { LatentClasses } from "./latentClasses.ts"
import type { LowerBounds } from "./lowerBounds.ts"
import type { Answer, Disagreement } from "./statedRange.ts"

/** One model of main effects and pairs on the table. */
export interface FittedModel {
  /** The lists, then the pairs, as `A:B`. */
  readonly terms: ReadonlyArray<string>
  /** Pairs among the terms without a common person: their parameter is minus infinity. */
  readonly emptyPairs: ReadonlyArray<string>
  readonly hidden: number
  readonly total: number
  readonly deviance: number
  readonly aic: number
  /** Interval of `total` if the model is true, on the scale of ln `hidden`, by the information matrix. */
  readonly interval: Interval & { readonly level: number }
}

export interface AveragedModels {
  readonly hidden: Interval & { readonly mean: number; readonly median: number }
  readonly total: Interval & { readonly mean: number; readonly median: number }
  readonly level: number
  /** Groups of lists that depend on each other, the probability of the model, and its median of `hidden`. */
  readonly models: ReadonlyArray<{
    readonly cliques: ReadonlyArray<ReadonlyArray<string>>
    readonly probability: number
    readonly hidden: number
  }>
  readonly considered: number
  readonly atLimit: number
}

export interface HiddenEstimate {
  /** Two supported models whose intervals of the total do not overlap; undefined if the models agree. */
  readonly disagreement?: Disagreement
  /** The total: "at least N", and "at most N" only if the lists support it. */
  readonly answer: Answer
  readonly observed: number
  /** Bounds of `observed` if some cells are hidden. */
  readonly observedWithin?: Interval
  readonly lists: ReadonlyArray<string>
  /** The requested model; main effects by default. */
  readonly model: FittedModel
  /** The stepwise choice; with draws, also an interval that includes the uncertainty of the choice. */
  readonly stepwise: FittedModel & { readonly threshold: number; readonly bootstrap?: BootstrapInterval }
  readonly averaged?: AveragedModels
  /** Two latent classes; undefined for fewer than four lists. */
  readonly latentClasses?: LatentClasses & { readonly total: Interval & { readonly value: number } }
  readonly lowerBounds: LowerBounds
  /** Union of the intervals of `supported` and of all other models of pairs, and the completions of hidden cells. */
  readonly range: Interval & { readonly total: Interval; readonly models: number; readonly possible: number }
  /**
   * Union of the intervals of the models of pairs with an AIC within 10 of the smallest, the averages, the latent classes and Chao's lower
   * bound with differing lists. `models` counts the models of pairs. With fewer than four lists the upper end is 160 times the observed persons: they support none.
   */
  readonly supported: Interval & { readonly total: Interval; readonly models: number }
  /** Range of the model and the stepwise choice over tables that the hidden cells allow; `within` is that of their intervals and of the lower bound. */
  readonly fillings?: Interval & {
    readonly total: Interval
    readonly tables: number
    readonly corners: "all" | "some"
    readonly within: Interval & { readonly total: Interval }
  }
  readonly models: ReadonlyArray<FittedModel>
  readonly withoutEstimate: ReadonlyArray<{ readonly terms: ReadonlyArray<string>; readonly reason: string }>
  readonly assumptions: ReadonlyArray<string>
}
