/** The result of `estimateHidden`. Numbers are persons; lists and pairs are named. */
import type { Interval } from "../cells/Interval.ts"
import type { BootstrapInterval } from "./bootstrap.ts"

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
}

export interface ChosenModel extends FittedModel {
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
  readonly observed: number
  readonly lists: ReadonlyArray<string>
  /** The requested model; main effects by default. */
  readonly model: ChosenModel
  /** The stepwise choice; with draws, also an interval that includes the uncertainty of the choice. */
  readonly stepwise: ChosenModel & { readonly threshold: number; readonly bootstrap?: BootstrapInterval }
  readonly averaged?: AveragedModels
  /** Range of `hidden` and `total` over all models, averages and completions of hidden cells. */
  readonly range: Interval & { readonly total: Interval; readonly models: number; readonly possible: number }
  /** The same over the models with an AIC within 10 of the smallest. */
  readonly supported: Interval & { readonly total: Interval; readonly models: number }
  /** Range of the model and the stepwise choice over tables that the hidden cells allow. */
  readonly fillings?: Interval & { readonly total: Interval; readonly tables: number; readonly corners: "all" | "some" }
  readonly models: ReadonlyArray<FittedModel>
  readonly withoutEstimate: ReadonlyArray<{ readonly terms: ReadonlyArray<string>; readonly reason: string }>
  readonly assumptions: ReadonlyArray<string>
}
