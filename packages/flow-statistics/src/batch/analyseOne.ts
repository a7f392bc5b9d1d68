import { usualPenalty } from "../breaks/breaksOf.ts"
import { type CostName, costs } from "../breaks/Cost.ts"
import { pelt } from "../breaks/pelt.ts"
import { leastCycles, strengthsOf } from "../seasonality/seasonalityOf.ts"
import { stl } from "../seasonality/stl.ts"
import { seasonalTest, type TrendTest, type TrendTests, trendTests } from "../trend/mannKendall.ts"
import { type Verdict, verdictOf } from "../trend/verdict.ts"

/** What is asked of each of many series. */
export interface BatchOptions {
  /** Points in a cycle; 1 is none. */
  readonly season: number
  readonly robust: boolean
  readonly model: CostName
  readonly minSize: number
  /** Schwarz's criterion for each series when left out. */
  readonly penalty?: number | undefined
  /** Season and breaks on ln(1 + value). */
  readonly log1p: boolean
}

/** What is said of one of many series. */
export interface BatchResult {
  readonly tests: TrendTests & { readonly seasonal?: TrendTest | undefined }
  readonly direction: Verdict["direction"]
  /** Undefined where points are missing or too few. */
  readonly seasonalStrength: number | undefined
  readonly trendStrength: number | undefined
  readonly breaks: ReadonlyArray<number> | undefined
}

/** All trend tests, STL's strengths and PELT's breaks of one series. */
export const analyseOne = (values: Float64Array, options: BatchOptions): BatchResult => {
  const { season, robust, model, minSize, log1p } = options
  const tests = { ...trendTests(values), seasonal: season > 1 ? seasonalTest(values, season) : undefined }
  const points = values.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0)
  const whole = points === values.length
  const scaled = log1p ? values.map(Math.log1p) : values
  const strengths =
    whole && season > 1 && points >= leastCycles * season ? strengthsOf(stl(scaled, { season, robust })) : undefined
  const ofModel = model === "poisson" ? values : scaled
  const penalty = whole ? (options.penalty ?? usualPenalty(model, ofModel)) : 0
  return {
    tests,
    direction: verdictOf({ points, tests }).direction,
    seasonalStrength: strengths?.seasonalStrength,
    trendStrength: strengths?.trendStrength,
    breaks: whole && points >= 2 * minSize ? pelt(costs[model](ofModel), { penalty, minSize }) : undefined
  }
}
