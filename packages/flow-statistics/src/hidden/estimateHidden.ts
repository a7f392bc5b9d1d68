/** Multiple-systems estimation: the number of persons on no list, by several models, with the union of their intervals. */

import { type Interval, rangeOf, unionOf } from "../cells/Interval.ts"
import { normal } from "../numeric/Distribution.ts"
import { seededNumbers } from "../numeric/SeededNumbers.ts"
import { averageModels } from "./averageModels.ts"
import { bootstrapTotal } from "./bootstrap.ts"
import { type CaptureTable, hiddenCells, observed } from "./CaptureTable.ts"
import { cornerTables } from "./cornerTables.ts"
import { maxAveragedLists } from "./DecomposableGraph.ts"
import { hiddenWithoutOverlap } from "./emptyCombinations.ts"
import type { Existence } from "./existence.ts"
import { fitManyModels } from "./fitManyModels.ts"
import { fitPairModel, type PairFit } from "./fitPairModel.ts"
import type { AveragedModels, FittedModel, HiddenEstimate } from "./HiddenEstimate.ts"
import { hiddenAssumptions } from "./hiddenAssumptions.ts"
import { fitLatentClasses, type LatentClasses, maxHidden } from "./latentClasses.ts"
import type { LinearSolver } from "./linearProgramme.ts"
import { type LowerBounds, lowerBounds } from "./lowerBounds.ts"
import { ModelCheck } from "./ModelCheck.ts"
import { mainEffects, maskName, type PairModel, termNames } from "./PairModel.ts"
import { answerOf, disagreementOf, type ModelInterval } from "./statedRange.ts"
import { paperThreshold, stepwise } from "./stepwise.ts"

export interface HiddenOptions {
  readonly model?: PairModel
  /** Pairs enter the stepwise choice while the probability of their overlap is below this. */
  readonly threshold?: number
  /** Number of bootstrap draws; 0 for none. */
  readonly draws?: number
  readonly level?: number
  readonly seed?: number
  readonly onProgress?: (stage: string, done: number, total: number) => void
}

/** Explanations of why a model has no estimate. */
const reasonWords: Readonly<Record<Exclude<Existence, "fits">, string>> = {
  "no-estimate": "the maximum likelihood estimate does not exist: too many combinations of lists are empty",
  "not-identifiable": "the model is not identifiable: different numbers of hidden persons fit the table equally well",
  undecided: "whether the estimate exists could not be decided"
}

/** The requested model has no estimate on the table. */
export class NoEstimate extends Error {
  readonly reason: Exclude<Existence, "fits">
  constructor(reason: Exclude<Existence, "fits">) {
    super(reasonWords[reason])
    this.reason = reason
  }
}

/** Fits a model after checking that an estimate exists. Throws `NoEstimate`. */
const fitChecked = (table: CaptureTable, check: ModelCheck, model: PairModel): PairFit => {
  const existence = check.existence(table, model)
  if (existence !== "fits") throw new NoEstimate(existence)
  const fit = fitPairModel(table, model)
  if (fit === undefined) throw new NoEstimate("undecided")
  return fit
}

/** Converts intervals of the number of hidden persons to intervals of the total, and back. */
const totalOf = (persons: number, { low, high }: Interval): Interval => ({ low: low + persons, high: high + persons })
const hiddenOf = (persons: number, { low, high }: Interval): Interval => ({ low: low - persons, high: high - persons })

/** Describes a fit; its interval is that of the logarithm of the hidden persons. */
const describeFit = (table: CaptureTable, fit: PairFit, level: number): FittedModel => {
  const persons = observed(table)
  const z = normal.quantile((1 + level) / 2)
  return {
    terms: termNames(table.lists, fit.model),
    emptyPairs: fit.emptyPairs.map((pair) => maskName(table.lists, pair)),
    hidden: fit.hidden,
    total: persons + fit.hidden,
    deviance: fit.deviance,
    aic: fit.aic,
    interval: {
      level,
      low: persons + fit.hidden * Math.exp(-z * fit.logError),
      high: persons + fit.hidden * Math.exp(z * fit.logError)
    }
  }
}

/** Posterior probability at the end of the grid above which the average has no upper bound. */
const openAverage = 1e-3

const pairNames = (terms: ReadonlyArray<string>): string =>
  terms.filter((term) => term.includes(":")).join(" ") || "main effects"

/** What several models say about one table. */
interface Estimates {
  /** Models that are nearly as good as the best by AIC. */
  readonly supported: ReadonlyArray<FittedModel>
  readonly averaged: AveragedModels | undefined
  readonly classes: LatentClasses | undefined
  readonly bounds: LowerBounds
}

/** Returns the intervals of the total by models of which each may have an upper end. */
const modelIntervals = (persons: number, { supported, averaged, classes }: Estimates): ReadonlyArray<ModelInterval> => [
  ...supported.map(({ terms, interval: { low, high } }) => ({ model: pairNames(terms), low, high, isBounded: true })),
  ...(averaged === undefined
    ? []
    : [
        {
          model: "average of decomposable models",
          low: averaged.total.low,
          high: averaged.total.high,
          isBounded: averaged.atLimit <= openAverage
        }
      ]),
  ...(classes === undefined
    ? []
    : [{ model: "latent classes", ...totalOf(persons, classes.hidden), isBounded: !classes.isUnbounded }])
]

/** Returns the intervals of the total by bounds that have no upper end. */
const openIntervals = (
  table: CaptureTable,
  { bounds, classes }: Estimates,
  level: number
): ReadonlyArray<ModelInterval> => {
  const persons = observed(table)
  const withoutOverlap = hiddenWithoutOverlap(table, normal.quantile((1 + level) / 2))
  return [
    {
      model: "lower bound",
      ...totalOf(persons, bounds.chaoOfLists),
      // Two classes fit any number of hidden persons on so few lists.
      ...(classes === undefined ? { high: (1 + maxHidden) * persons } : {}),
      isBounded: false
    },
    ...(withoutOverlap === undefined
      ? []
      : [
          {
            model: "all pairs, an empty combination as half a person",
            ...totalOf(persons, withoutOverlap),
            isBounded: false
          }
        ])
  ]
}

/** Everything that is fitted to one table. */
interface Fits {
  readonly requested: PairFit
  /** The last model of the stepwise search. */
  readonly chosen: PairFit
  readonly tried: ReturnType<typeof fitManyModels>
  readonly averaged: AveragedModels | undefined
  readonly classes: LatentClasses | undefined
  readonly bounds: LowerBounds
  readonly bootstrap: ReturnType<typeof bootstrapTotal> | undefined
  readonly fillings: HiddenEstimate["fillings"]
}

type Settings = Required<Omit<HiddenOptions, "onProgress">> & {
  readonly onProgress: HiddenOptions["onProgress"] | undefined
}

const fitAll = (solver: LinearSolver, table: CaptureTable, settings: Settings): Fits => {
  const { model, threshold, draws, level, seed, onProgress } = settings
  const check = new ModelCheck(solver)
  const choose = (one: CaptureTable) => stepwise(one, check, threshold)?.path.at(-1)
  const requested = fitChecked(table, check, model)
  const steps = stepwise(table, check, threshold)?.path ?? [requested]
  onProgress?.("models", 0, 1)
  const tried = fitManyModels(table, check, [model, ...steps.map((step) => step.model)])
  onProgress?.("models", 1, 1)
  const onDraw = (done: number) => onProgress?.("bootstrap", done, draws)
  return {
    requested,
    chosen: steps.at(-1) as PairFit,
    tried,
    averaged: table.lists.length <= maxAveragedLists ? averagedModels(table, observed(table), level) : undefined,
    bootstrap: draws === 0 ? undefined : bootstrapTotal(table, choose, seededNumbers(seed), { draws, level, onDraw }),
    fillings: filled(table, { seed, level }, (one) => [
      ...(check.existence(one, model) === "fits" ? [fitPairModel(one, model)] : []),
      choose(one)
    ]),
    bounds: lowerBounds(table, level),
    classes: fitLatentClasses(table, level)
  }
}

const withTotal = (persons: number, classes: LatentClasses) => ({
  ...classes,
  total: { value: classes.hidden.value + persons, ...totalOf(persons, classes.hidden) }
})

/**
 * Estimates the number of persons on no list. Call `checkCaptures` first: it checks whether the table can show how the lists depend on each
 * other.
 *
 * @throws NoEstimate if the requested model has no estimate on this table
 *
 * @example
 * ```ts
 * import { captureTable, estimateHidden, loadLinearSolver } from "@corridor/flow-statistics"
 *
 * const counts = [[1, 60], [2, 45], [4, 30], [3, 12], [5, 8], [6, 6], [7, 3]] as const
 * const table = captureTable(["police", "shelter", "inspection"], counts)
 * const { model, range } = estimateHidden(await loadLinearSolver(), table)
 * ```
 */
export const estimateHidden = (
  solver: LinearSolver,
  table: CaptureTable,
  { model = mainEffects, threshold = paperThreshold, draws = 0, level = 0.95, seed = 1, onProgress }: HiddenOptions = {}
): HiddenEstimate => {
  const persons = observed(table)
  const fits = fitAll(solver, table, { model, threshold, draws, level, seed, onProgress })
  const { tried, averaged, classes, bounds, bootstrap, fillings } = fits
  const models = tried.fits.map((fit) => describeFit(table, fit, level))
  const best = Math.min(...models.map(({ aic }) => aic))
  const supported = models.filter(({ aic }) => aic <= best + 10)
  const estimates = { supported, averaged, classes, bounds }
  const uppers = modelIntervals(persons, estimates)
  const intervals = [...uppers, ...openIntervals(table, estimates, level)]
  const disagreement = disagreementOf(intervals)
  const stated = unionOf(intervals)
  const all = unionOf([stated, ...models.map(({ interval }) => interval)])
  const totals = fillings === undefined ? [] : [fillings.within.total]
  return {
    ...(disagreement === undefined ? {} : { disagreement }),
    answer: answerOf(intervals, {
      atLeast: unionOf([stated, ...totals]).low,
      models: uppers,
      hasLatentClasses: classes !== undefined,
      fillings: totals
    }),
    observed: persons,
    ...(fillings === undefined ? {} : { observedWithin: { low: sum(table.low), high: sum(table.high) } }),
    lists: table.lists,
    model: describeFit(table, fits.requested, level),
    stepwise: {
      ...describeFit(table, fits.chosen, level),
      threshold,
      ...(bootstrap === undefined ? {} : { bootstrap })
    },
    ...(averaged === undefined ? {} : { averaged }),
    ...(classes === undefined ? {} : { latentClasses: withTotal(persons, classes) }),
    lowerBounds: bounds,
    range: {
      ...unionOf([hiddenOf(persons, all), ...(fillings === undefined ? [] : [fillings.within])]),
      total: unionOf([all, ...totals]),
      models: models.length,
      possible: tried.possible
    },
    supported: { ...hiddenOf(persons, stated), total: stated, models: supported.length },
    ...(fillings === undefined ? {} : { fillings }),
    models,
    withoutEstimate: tried.without.map(({ model: one, reason }) => ({
      terms: termNames(table.lists, one),
      reason: reasonWords[reason]
    })),
    assumptions: hiddenAssumptions(table, { hasFillings: fillings !== undefined })
  }
}

const averagedModels = (table: CaptureTable, persons: number, level: number): AveragedModels => {
  const { hidden, models, considered, atLimit } = averageModels(table, { level })
  const plus = (value: number) => value + persons
  return {
    hidden,
    total: { mean: plus(hidden.mean), median: plus(hidden.median), low: plus(hidden.low), high: plus(hidden.high) },
    level,
    models: models.map(({ graph, probability, hidden: median }) => ({
      cliques: graph.cliques.map((set) => table.lists.filter((_, i) => (set & (1 << i)) !== 0)),
      probability,
      hidden: median
    })),
    considered,
    atLimit
  }
}

const sum = (counts: Float64Array): number => counts.reduce((all, count) => all + count, 0)

const filled = (
  table: CaptureTable,
  { seed, level }: Pick<Settings, "seed" | "level">,
  fits: (one: CaptureTable) => ReadonlyArray<PairFit | undefined>
): HiddenEstimate["fillings"] => {
  if (hiddenCells(table).length === 0) return undefined
  const { tables, corners } = cornerTables(table, seededNumbers(seed))
  const found = tables.flatMap((one) => {
    const persons = observed(one)
    return fits(one).flatMap((fit) =>
      fit === undefined
        ? []
        : [
            {
              persons,
              hidden: fit.hidden,
              total: fit.hidden + persons,
              interval: describeFit(one, fit, level).interval
            }
          ]
    )
  })
  const bounds = tables.map((one) => ({ persons: observed(one), ...lowerBounds(one, level).chaoOfLists }))
  return {
    ...rangeOf(found.map(({ hidden }) => hidden)),
    total: rangeOf(found.map(({ total }) => total)),
    tables: tables.length,
    corners,
    within: {
      ...unionOf([...found.map(({ persons, interval }) => hiddenOf(persons, interval)), ...bounds]),
      total: unionOf([...found.map(({ interval }) => interval), ...bounds.map((one) => totalOf(one.persons, one))])
    }
  }
}
