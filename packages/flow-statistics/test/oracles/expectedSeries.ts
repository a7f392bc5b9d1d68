import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { TrendTest } from "../../src/trend/mannKendall.ts"

type Tests = Readonly<Record<string, Readonly<Record<keyof TrendTest, number | null>>>>

/** An invented series with the results of other programs: pymannkendall, scipy, statsmodels and ruptures (`make_series.py`). */
export interface ExpectedSeries {
  readonly kind: string
  readonly season: number
  readonly values: ReadonlyArray<number>
  readonly tests: Tests
  readonly gaps: ReadonlyArray<number | null>
  readonly testsOfGaps: Tests
  readonly slope: readonly [number, number, number]
  readonly stl?: Readonly<
    Record<
      "true" | "false",
      {
        readonly seasonal: ReadonlyArray<number>
        readonly trend: ReadonlyArray<number>
        readonly seasonalStrength: number
        readonly trendStrength: number
      }
    >
  >
  readonly breaks?: ReadonlyArray<{
    readonly penalty: number
    readonly l2: ReadonlyArray<number>
    readonly normal: ReadonlyArray<number>
    readonly poisson: ReadonlyArray<number>
    readonly binarySegmentation: ReadonlyArray<number>
  }>
}

export const expectedSeries: ReadonlyArray<ExpectedSeries> = readFileSync(
  join(import.meta.dirname, "expected/series.ndjson"),
  "utf8"
)
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as ExpectedSeries)

export const titleOf = ({ kind, values }: ExpectedSeries): string => `${values.length} points, ${kind}`
