/** What the verbs of series share: the table is read or its refusal told; numbers and coverage become words. */
import { basename } from "node:path"
import { TableRefused } from "@corridor/disclosure/tables/TableRefused"
import { type Coverage, isUneven, measureCoverage } from "@corridor/flow-statistics/coverage/measureCoverage"
import { countMissing, type Series } from "@corridor/flow-statistics/series/Series"
import { Effect, FileSystem } from "effect"
import { formatTable } from "../CommandOutput.ts"
import { printTableRefused } from "../DisclosureFlags.ts"
import { exitImmediately } from "../exitImmediately.ts"
import { type Reading, readSeries, type SeriesRequest } from "./tables/readSeries.ts"

export interface SeriesRead {
  readonly reading: Reading
  readonly coverage: Coverage
}

/** What a method needs of a series. */
export interface Needs {
  readonly points?: number
  readonly maxPoints?: number
  /** No point may be missing. */
  readonly whole?: boolean
  /** No value may be below 0: of counts, and of logarithms. */
  readonly counts?: boolean
}

/** The refusal of a file that a method cannot take. */
export const refusedFor = (input: string, rule: string, expected: string): TableRefused => {
  const file = basename(input)
  return new TableRefused({ message: `${file}: ${expected}`, problems: [{ file, row: 0, column: "", rule, expected }] })
}

/** Fails with the reason why a method cannot take the series. */
export const requireOf = (series: Series, needs: Needs, what = "the table"): Effect.Effect<void, TableRefused> => {
  const points = series.value.length
  const holes = countMissing(series)
  if (points - holes < (needs.points ?? 0))
    return Effect.fail(refusedFor(what, "too-short", `at least ${needs.points} points with a value`))
  if (points > (needs.maxPoints ?? Number.POSITIVE_INFINITY))
    return Effect.fail(refusedFor(what, "too-long", `at most ${needs.maxPoints} points: use coarser periods`))
  if (needs.whole === true && holes > 0)
    return Effect.fail(refusedFor(what, "missing", "a value in every period: this method cannot leave periods out"))
  if (needs.counts === true && series.low.some((value) => value < 0))
    return Effect.fail(refusedFor(what, "below-zero", "values from 0 on: counts and logarithms have no others"))
  return Effect.void
}

/** Reads the series, or tells why it is refused; undefined then. */
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

/** Six significant digits; a dash where there is none. */
export const digits = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? "-" : Number(value.toPrecision(6)).toString()

/** Where a verb analyses the matched panel only: which series that is, and what to say of it. */
export const preferred = ({
  coverage,
  reading
}: SeriesRead): { readonly series: Series; readonly lines: ReadonlyArray<string> } => {
  if (!reading.hasReporters || !isUneven(coverage) || coverage.matchedPanel === undefined)
    return { series: coverage.all, lines: [] }
  return {
    series: coverage.matchedPanel,
    lines: [
      `Analysed are the ${coverage.matched} of ${coverage.reporters} reporters that reported in every period: the sum of all compares different groups.`
    ]
  }
}

/** Steps as a table for people. */
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

/** The coverage as it goes into a document: without series. */
export const coverageJson = ({ reporters, matched, matchedReporters, byPeriod, steps }: Coverage) => ({
  reporters,
  matched,
  matchedReporters,
  byPeriod,
  steps
})

/** Writes the picture that was asked for. */
export const draw = Effect.fn("analyse draw")(function* (file: string | undefined, picture: () => string) {
  if (file === undefined) return
  const fs = yield* FileSystem.FileSystem
  yield* fs.writeFileString(file, picture())
})
