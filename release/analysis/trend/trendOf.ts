import { type Series, uncertain } from "../series/Series.ts"
import { seasonOf } from "../table/Period.ts"
import { seasonalTest, type TrendTest, type TrendTests, trendTests } from "./mannKendall.ts"
import { senInterval } from "./sen.ts"
import { type Verdict, verdictOf } from "./verdict.ts"

/** Everything that is said of a series' trend. */
export interface Trend {
  readonly tests: TrendTests & { readonly seasonal: TrendTest | undefined }
  readonly verdict: Verdict
  /** Sen's slope per period with its interval at 0.95, which takes points as independent. */
  readonly slope: { readonly value: number; readonly low: number; readonly high: number }
  readonly points: number
  readonly uncertain: number
}

export interface TrendOptions {
  /** Points in a cycle; what the periods suggest when left out. 1 is none. */
  readonly season?: number | undefined
}

/** More points would take quadratic memory beyond bounds. */
export const mostPoints = 20_000

export const trendOf = (series: Series, options: TrendOptions = {}): Trend => {
  const { value } = series
  const season = options.season ?? (series.every === 1 ? seasonOf(series.granularity) : 1)
  const tests = { ...trendTests(value), seasonal: season > 1 ? seasonalTest(value, season) : undefined }
  const [low, high] = senInterval(value)
  const points = value.reduce((count, one) => count + (Number.isNaN(one) ? 0 : 1), 0)
  return {
    tests,
    verdict: verdictOf({ points, tests }),
    slope: { value: tests.original.slope, low, high },
    points,
    uncertain: uncertain(series)
  }
}
