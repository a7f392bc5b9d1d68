import { type CostName, costs } from "../breaks/Cost.ts"
import { defaultPenalty } from "../breaks/findBreaks.ts"
import { pelt } from "../breaks/pelt.ts"
import { type Direction, describeChange } from "../model/describeChange.ts"
import type { Step } from "../model/findStep.ts"
import { minCycles, strengthsOf } from "../seasonality/analyseSeasonality.ts"
import { stl } from "../seasonality/stl.ts"
import { countReported, isCounts } from "../series/Series.ts"
import { seasonalTest, type TrendTest, type TrendTests, trendTests } from "../trend/mannKendall.ts"

/** Options that apply to every series. */
export interface BatchOptions {
  /** Points in a cycle; 1 for no season. */
  readonly season: number
  readonly robust: boolean
  readonly model: CostName
  readonly minSize: number
  /** Cost of each change; the default is Schwarz's criterion for each series. */
  readonly penalty?: number | undefined
  /** Computes season and change points on ln(1 + value). */
  readonly log1p: boolean
}

/** The result for one series. */
export interface BatchResult {
  readonly tests: TrendTests & { readonly seasonal?: TrendTest | undefined }
  /** What the count model states. */
  readonly direction: Direction
  /** The change of level, if one is stated. */
  readonly step: Step | undefined
  /** Undefined if points are missing or too few. */
  readonly seasonalStrength: number | undefined
  readonly trendStrength: number | undefined
  readonly breaks: ReadonlyArray<number> | undefined
}

/** Describes the change of one series, and runs all trend tests, STL and PELT on it. */
export const analyseOne = (values: Float64Array, options: BatchOptions): BatchResult => {
  const { season, robust, model, minSize, log1p } = options
  const tests = { ...trendTests(values), seasonal: season > 1 ? seasonalTest(values, season) : undefined }
  const points = countReported(values)
  const whole = points === values.length
  const scaled = log1p ? values.map(Math.log1p) : values
  const strengths =
    whole && season > 1 && points >= minCycles * season ? strengthsOf(stl(scaled, { season, robust })) : undefined
  const ofModel = model === "poisson" ? values : scaled
  const penalty = whole ? (options.penalty ?? defaultPenalty(model, ofModel)) : 0
  const change = isCounts(values) ? describeChange(values, { season }) : undefined
  return {
    tests,
    direction: change?.direction ?? "cannot say",
    step: change?.direction === "change of level" ? change.step : undefined,
    seasonalStrength: strengths?.seasonalStrength,
    trendStrength: strengths?.trendStrength,
    breaks: whole && points >= 2 * minSize ? pelt(costs[model](ofModel), { penalty, minSize }) : undefined
  }
}
