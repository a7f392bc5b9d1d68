/** Shared by the commands that read a series: reading or refusing the table, and printing numbers and coverage. */
import { basename } from "node:path"
import { TableRefused } from "@corridor/disclosure/tables/TableRefused"
import { type Coverage, isUneven, measureCoverage } from "@corridor/flow-statistics/coverage/measureCoverage"
import { countMissing, type Series } from "@corridor/flow-statistics/series/Series"
import { analyseTrend, type Trend, type TrendOptions } from "@corridor/flow-statistics/trend/analyseTrend"
import { reportersVerdict } from "@corridor/flow-statistics/trend/compareTrends"
import type { Verdict } from "@corridor/flow-statistics/trend/verdict"
import { Effect } from "effect"
import { formatTable } from "../CommandOutput.ts"
import { printTableRefused } from "../DisclosureFlags.ts"
import { exitImmediately } from "../exitImmediately.ts"
import { type Reading, readSeries, type SeriesRequest } from "./tables/readSeries.ts"

export interface SeriesRead {
  readonly reading: Reading
  readonly coverage: Coverage
}

/** Requirements of a method. */
interface Needs {
  readonly points?: number
  readonly maxPoints?: number
  /** No point may be missing. */
  readonly whole?: boolean
  /** No value may be negative: for counts and logarithms. */
  readonly counts?: boolean
}

/** Returns the refusal of a file that a method cannot use. */
export const refusedFor = (input: string, rule: string, expected: string): TableRefused => {
  const file = basename(input)
  return new TableRefused({ message: `${file}: ${expected}`, problems: [{ file, row: 0, column: "", rule, expected }] })
}

/** Fails with the reason why a method cannot use the series. */
const requireOf = (series: Series, needs: Needs, what: string): Effect.Effect<void, TableRefused> => {
  const points = series.value.length
  const holes = countMissing(series)
  if (points - holes < (needs.points ?? 0))
    return Effect.fail(refusedFor(what, "too-short", `at least ${needs.points} points with a value`))
  if (points > (needs.maxPoints ?? Number.POSITIVE_INFINITY))
    return Effect.fail(refusedFor(what, "too-long", `at most ${needs.maxPoints} points: use coarser periods`))
  if (needs.whole === true && holes > 0)
    return Effect.fail(refusedFor(what, "missing", "a value in every period: this method cannot omit periods"))
  if (needs.counts === true && series.low.some((value) => value < 0))
    return Effect.fail(
      refusedFor(what, "below-zero", "no negative values: counts and logarithms need values of at least 0")
    )
  return Effect.void
}

/** Reads the series. Prints the problems and returns undefined if it is refused. */
export const readOrRefuse = Effect.fn("analyse read")(function* (
  request: SeriesRequest,
  json: boolean,
  needs: (read: SeriesRead) => Needs
) {
  yield* exitImmediately
  return yield* Effect.gen(function* () {
    const reading = yield* readSeries(request)
    const coverage = measureCoverage(reading.panel)
    const read: SeriesRead = { reading, coverage }
    yield* requireOf(coverage.all, needs(read), request.input)
    return read
  }).pipe(Effect.catchTag("TableRefused", printTableRefused(json)))
})

/** Formats a maximum number of significant digits, or a dash if there is no number. */
export const significant = (value: number | undefined, most: number): string => {
  if (value === undefined || Number.isNaN(value)) return "-"
  return Number.isFinite(value) ? Number(value.toPrecision(most)).toString() : "unbounded"
}

/** Returns a number with six significant digits, as all commands print results. */
export const digits = (value: number | undefined): string => significant(value, 6)

/** Returns the series to analyse, which is the constant panel if reporters differ between periods, and a sentence about it. */
export const preferred = ({
  coverage,
  reading
}: SeriesRead): { readonly series: Series; readonly lines: ReadonlyArray<string> } => {
  if (!reading.hasReporters || !isUneven(coverage)) return { series: coverage.all, lines: [] }
  if (coverage.matchedPanel === undefined)
    return {
      series: coverage.all,
      lines: [
        `None of ${coverage.reporters} reporters reported in every period: the sum of all compares different groups. Choose a shorter span with --from and --to.`
      ]
    }
  return {
    series: coverage.matchedPanel,
    lines: [
      `Analysed: the ${coverage.matched} of ${coverage.reporters} reporters that reported in every period. The sum of all reporters compares different groups.`
    ]
  }
}

/** The trends of all reporters and of those that always report, if the table names reporters, and what is stated of them. */
interface TrendsRead {
  readonly all: Trend
  readonly matched: Trend | undefined
  readonly verdict: Verdict
}

/** Analyses the trend of all reporters and of those who report at every point, if there are any, and gives a verdict on both. */
export const trendsOf = ({ reading, coverage }: SeriesRead, options: TrendOptions): TrendsRead => {
  const all = analyseTrend(coverage.all, options)
  if (!reading.hasReporters) return { all, matched: undefined, verdict: all.verdict }
  const matched = coverage.matchedPanel === undefined ? undefined : analyseTrend(coverage.matchedPanel, options)
  return { all, matched, verdict: reportersVerdict(coverage, all, matched) }
}

/** Returns the ratios of each step as a table. */
export const stepLines = ({ byPeriod, steps }: Coverage): ReadonlyArray<string> =>
  formatTable([
    ["period", "reporters", "all x", "both x", "always x"],
    ...byPeriod.map(({ period, reporters }, i) => {
      const step = steps[i - 1]
      const times = (value: number | undefined) =>
        value === undefined || !Number.isFinite(value) ? "-" : value.toFixed(2)
      return [period, reporters, times(step?.all), times(step?.both), times(step?.matched)]
    })
  ])

/** Returns the coverage for JSON, without the series. */
export const coverageJson = ({ reporters, matched, matchedReporters, byPeriod, steps, changes }: Coverage) => ({
  reporters,
  matched,
  matchedReporters,
  byPeriod,
  steps,
  changes: {
    joined: changes.joined.map(({ at, reporters: count }) => ({ period: byPeriod[at]?.period, reporters: count })),
    left: changes.left.map(({ at, reporters: count }) => ({ period: byPeriod[at]?.period, reporters: count })),
    paused: changes.paused.map(({ from, to, reporters: count }) => ({
      from: byPeriod[from]?.period,
      to: byPeriod[to]?.period,
      reporters: count
    }))
  }
})
