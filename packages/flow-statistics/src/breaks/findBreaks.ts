import { autocorrelations } from "../numeric/autocorrelation.ts"
import { meanOf } from "../numeric/moments.ts"
import { medianOf } from "../numeric/selectKth.ts"
import { binarySegmentation } from "./binarySegmentation.ts"
import { type Cost, type CostName, costs, divisionCost } from "./Cost.ts"
import { crops, type PathStep } from "./crops.ts"
import { pelt } from "./pelt.ts"

/** The interval of a break's date. */
interface BreakInterval {
  /** First point of the new segment, with its earliest and latest position. */
  readonly at: number
  readonly low: number
  readonly high: number
}

/** Critical value of twice the log-likelihood ratio at a level: -2 ln(1 - √level); 7.35 at 0.95. */
export const breakThreshold = (level: number): number => -2 * Math.log(1 - Math.sqrt(level))

/**
 * Returns a 95 % interval for the date of each break by inverting the likelihood ratio (Eo and Morley 2015, with the limit distribution of
 * Yao 1987): from the first to the last position between its neighbours that the ratio does not reject. Assumes that points are
 * independent given the segments and that the number of breaks is right.
 */
const breakIntervals = (cost: Cost, breaks: ReadonlyArray<number>, minSize: number): ReadonlyArray<BreakInterval> => {
  const scale = cost.likelihood(divisionCost(cost, breaks))
  const threshold = breakThreshold(0.95)
  const least = Math.max(minSize, cost.least)
  return breaks.map((at, b) => {
    const start = breaks[b - 1] ?? 0
    const end = breaks[b + 1] ?? cost.n
    const best = cost.of(start, at) + cost.of(at, end)
    let low = at
    let high = at
    for (let place = start + least; place + least <= end; place++) {
      const more = cost.of(start, place) + cost.of(place, end) - best
      if (more > 0 && more * scale > threshold) continue
      low = Math.min(low, place)
      high = Math.max(high, place)
    }
    return { at, low, high }
  })
}

/** The change points of a series. */
export interface Breaks {
  /** First point of each new segment, counted from 0. */
  readonly breaks: ReadonlyArray<number>
  readonly intervals: ReadonlyArray<BreakInterval>
  /** The cost of each break that was used. */
  readonly penalty: number
  /** The segmentations that other penalties give. */
  readonly path: ReadonlyArray<PathStep>
  /** The breaks that the greedy search finds, and those that both searches find. */
  readonly binarySegmentation: ReadonlyArray<number>
  readonly foundByBoth: ReadonlyArray<number>
  readonly segments: ReadonlyArray<{ readonly start: number; readonly end: number; readonly mean: number }>
  /** Lag-1 autocorrelation of the residuals. If it is high, breaks may be slow swings. */
  readonly autocorrelation: number
}

export interface BreakOptions {
  readonly model: CostName
  readonly minSize: number
  /** Cost of each break; the default is `defaultPenalty`. */
  readonly penalty?: number | undefined
}

/** Estimates σ² around steps from the median of absolute differences, which few steps hardly change. */
const differenceVariance = (values: ArrayLike<number>): number => {
  const steps = Float64Array.from({ length: Math.max(0, values.length - 1) }, (_, i) =>
    Math.abs((values[i + 1] as number) - (values[i] as number))
  )
  const sigma = medianOf(steps) / (0.6744897501960817 * Math.SQRT2)
  return sigma > 0 ? sigma ** 2 : meanOf(steps.map((step) => step ** 2)) / 2
}

/** Returns the penalty by Schwarz's criterion: ln n for the date and for each parameter of a segment. */
export const defaultPenalty = (model: CostName, values: ArrayLike<number>): number => {
  const each = Math.log(values.length)
  if (model === "normal") return 3 * each
  if (model === "poisson") return 2 * each
  return 2 * each * differenceVariance(values)
}

/**
 * Finds change points by PELT. No value may be missing. With `poisson` the values are counts.
 *
 * @example
 * ```ts
 * import { findBreaks } from "@corridor/flow-statistics"
 *
 * const { breaks } = findBreaks([5, 6, 5, 4, 11, 12, 10, 11], { model: "l2", minSize: 2 })
 * ```
 */
export const findBreaks = (values: ArrayLike<number>, { model, minSize, penalty: given }: BreakOptions): Breaks => {
  const cost = costs[model](values)
  const penalty = given ?? defaultPenalty(model, values)
  const breaks = pelt(cost, { penalty, minSize })
  const greedy = binarySegmentation(cost, { penalty, minSize })
  const edges = [0, ...breaks, values.length]
  const segments = edges.slice(1).map((end, i) => {
    const start = edges[i] as number
    return { start, end, mean: meanOf(Array.from(values).slice(start, end)) }
  })
  const left = segments.flatMap(({ start, end, mean }) =>
    Array.from(values)
      .slice(start, end)
      .map((value) => value - mean)
  )
  return {
    breaks,
    intervals: breakIntervals(cost, breaks, minSize),
    penalty,
    path: crops(cost, { from: penalty / 4, to: penalty * 4, minSize }),
    binarySegmentation: greedy,
    foundByBoth: breaks.filter((at) => greedy.includes(at)),
    segments,
    autocorrelation: autocorrelations(left, 1)[1] as number
  }
}
