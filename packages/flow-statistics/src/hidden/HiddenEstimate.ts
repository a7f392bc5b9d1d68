/** What `estimateHidden` answers. Persons everywhere; lists and pairs by name. */
import type { BootstrapInterval } from "./bootstrap.ts"

export interface Bounds {
  readonly low: number
  readonly high: number
}

/** One model of main effects and pairs on the table. */
export interface FittedModel {
  /** The lists, then the pairs, as `A:B`. */
  readonly terms: ReadonlyArray<string>
  /** Pairs among the terms that have no person in common: their parameter is minus infinity. */
  readonly emptyPairs: ReadonlyArray<string>
  readonly hidden: number
  readonly total: number
  readonly deviance: number
  readonly aic: number
}

export interface ChosenModel extends FittedModel {
  /** Bounds of `total` if the model were true: on the scale of the logarithm of `hidden`, by the information matrix. */
  readonly interval: Bounds & { readonly level: number }
}

export interface AveragedModels {
  readonly hidden: Bounds & { readonly mean: number; readonly median: number }
  readonly total: Bounds & { readonly mean: number; readonly median: number }
  readonly level: number
  /** Sets of lists that depend on each other, the probability of the model, and the median of `hidden` under it. */
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
  /** The model that was asked for: main effects, unless pairs were named. */
  readonly model: ChosenModel
  /** Forward choice, with the interval that counts the choice where draws were asked for. */
  readonly stepwise: ChosenModel & { readonly threshold: number; readonly bootstrap?: BootstrapInterval }
  readonly averaged?: AveragedModels
  /** Bounds of `hidden` over all that was tried: models, averages, and fillings of hidden cells; and of `total`. */
  readonly range: Bounds & { readonly total: Bounds; readonly models: number; readonly possible: number }
  /** The same over the models whose AIC is within 10 of the least. */
  readonly supported: Bounds & { readonly total: Bounds; readonly models: number }
  /** What the model and the stepwise choice give on tables that hidden cells may stand for. */
  readonly fillings?: Bounds & { readonly total: Bounds; readonly tables: number; readonly corners: "all" | "some" }
  readonly models: ReadonlyArray<FittedModel>
  readonly withoutEstimate: ReadonlyArray<{ readonly terms: ReadonlyArray<string>; readonly reason: string }>
  readonly assumptions: ReadonlyArray<string>
}
