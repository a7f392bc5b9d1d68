/** `analyse changepoints --input FILE.csv` */

import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import { breakShares } from "@corridor/flow-statistics/breaks/breakShares"
import { type Breaks, findBreaks } from "@corridor/flow-statistics/breaks/findBreaks"
import { isChange } from "@corridor/flow-statistics/model/describeChange"
import { breaksPicture } from "@corridor/flow-statistics/picture/pictures"
import { hasCalendarSeason, minCycles, removeSeason } from "@corridor/flow-statistics/seasonality/analyseSeasonality"
import { countUncertain, type Series } from "@corridor/flow-statistics/series/Series"
import { transformSeries } from "@corridor/flow-statistics/series/transformSeries"
import type { Verdict } from "@corridor/flow-statistics/trend/verdict"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { counted } from "../../../ports/counted.ts"
import { formatTable, type Lines, printResult } from "../CommandOutput.ts"
import { documented, optional, optionalWhole } from "../CommonFlags.ts"
import { withPage } from "./methodPage.ts"
import { transformFlag } from "./SeasonalityCommand.ts"
import { breakFlags, positiveFlag, requestOf, seriesFlags } from "./SeriesFlags.ts"
import { coverageJson, digits, preferred, readOrRefuse, trendsOf } from "./seriesCommand.ts"
import { writePicture } from "./writePicture.ts"

interface Found {
  readonly series: Series
  readonly breaks: Breaks
  /** The count model states whether there is a change at all; the search only describes where. */
  readonly verdict: Verdict
  readonly hasOwnSeason: boolean
}

const nameIn =
  ({ periods }: Series) =>
  (at: number) =>
    periods[at] as string

const breakLines = ({ series, breaks: found, verdict, hasOwnSeason }: Found): Lines => {
  const name = nameIn(series)
  const hidden = countUncertain(series)
  const middle = hidden === 0 ? "" : `, at the middle of ${counted(hidden, "suppressed or rounded value")},`
  return [
    `Count model: ${verdict.words}`,
    "",
    ...(found.breaks.length === 0
      ? [`The search${middle} finds no break at penalty ${digits(found.penalty)}.`]
      : [
          `${isChange(verdict.direction) ? `The search${middle}` : `The search, which also takes slow swings and chance for breaks${middle === "" ? "," : middle}`} finds ${counted(found.breaks.length, "break")} at penalty ${digits(found.penalty)}; intervals at 0.95:`,
          ...formatTable([
            ["break", "at", "earliest", "latest", "mean before", "mean after", "also by binary segmentation"],
            ...found.intervals.map(({ at, low, high }, i) => [
              name(at),
              at,
              name(low),
              name(high),
              digits(found.segments[i]?.mean),
              digits(found.segments[i + 1]?.mean),
              found.foundByBoth.includes(at) ? "yes" : "no"
            ])
          ])
        ]),
    "",
    hasOwnSeason && "There is a season, and its swings may be found as change points: remove it with --season.",
    "Other penalties:",
    ...formatTable([
      ["from", "to", "breaks"],
      ...found.path.map((step) => [digits(step.from), digits(step.to), step.breaks.length])
    ]),
    !Number.isNaN(found.autocorrelation) &&
      `The residuals have the autocorrelation ${found.autocorrelation.toFixed(2)}; change points and intervals assume 0${found.autocorrelation > 0.3 ? ", so slow swings may be found as change points" : ""}.`
  ]
}

export const changepoints = Command.make(
  "changepoints",
  {
    ...seriesFlags,
    ...breakFlags,
    penalty: optional(positiveFlag("penalty", "cost of each change point; default: Schwarz's criterion")),
    transform: transformFlag,
    season: optionalWhole("season", "remove a season of this many points first (robust STL); not with poisson", 2)
  },
  Effect.fn("analyse changepoints")(function* (flags) {
    if (flags.model === "poisson" && (flags.transform === "log1p" || flags.season !== undefined))
      return yield* new UsageError({
        message: "--model poisson needs the counts themselves: omit --transform and --season"
      })
    const read = yield* readOrRefuse(requestOf(flags), flags.json, () => ({
      points: Math.max(2 * flags.minSize, minCycles * (flags.season ?? 0)),
      maxPoints: 100_000,
      whole: true,
      counts: flags.transform === "log1p" || flags.model === "poisson"
    }))
    if (read === undefined) return
    const { series: raw, lines } = preferred(read)
    const series = removeSeason(transformSeries(raw, flags.transform), flags.season)
    const found = findBreaks(series.value, flags)
    const open = countUncertain(series) === 0 ? undefined : breakShares(series, { ...flags, penalty: found.penalty })
    const name = nameIn(series)
    const { verdict } = trendsOf(read, { season: flags.season })
    yield* writePicture(flags.picture, () => breaksPicture(series, found))
    yield* printResult(flags.json, {
      json: {
        ...found,
        verdict: verdict.words,
        direction: verdict.direction,
        periods: found.breaks.map(name),
        uncertainty: open,
        ...(read.reading.hasReporters ? { coverage: coverageJson(read.coverage) } : {})
      },
      lines: withPage("changepoints", [
        ...lines,
        ...breakLines({
          series,
          breaks: found,
          verdict,
          hasOwnSeason: flags.season === undefined && hasCalendarSeason(series)
        }),
        open && [
          "Share of completions of hidden or rounded values with a change at:",
          open.map(({ at, share }) => `  ${name(at)} ${share.toFixed(2)}`)
        ]
      ])
    })
  })
).pipe(
  documented(
    "State whether the level changed (count model), and search all segmentations for a range of penalties (PELT)",
    "corridor analyse changepoints --input detections.csv --model l2 --min-size 3 --penalty 10 --transform log1p",
    ["corridor analyse changepoints --input cases.csv --model poisson", "counts; the penalty by Schwarz's criterion"]
  )
)
