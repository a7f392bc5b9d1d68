/** `analyse seasonality --input FILE.csv` */

import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import type { Interval } from "@corridor/flow-statistics/cells/Interval"
import { seasonPicture } from "@corridor/flow-statistics/picture/pictures"
import { analyseSeasonality, minCycles } from "@corridor/flow-statistics/seasonality/analyseSeasonality"
import { seasonalityRange } from "@corridor/flow-statistics/seasonality/seasonalityRange"
import { defaultSeason } from "@corridor/flow-statistics/series/Period"
import { countUncertain } from "@corridor/flow-statistics/series/Series"
import { transformSeries, transforms } from "@corridor/flow-statistics/series/transformSeries"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { formatTable, printResult } from "../CommandOutput.ts"
import { documented, optionalWhole, switchFlag } from "../CommonFlags.ts"
import { withPage } from "./methodPage.ts"
import { requestOf, seriesFlags } from "./SeriesFlags.ts"
import { coverageJson, digits, preferred, readOrRefuse, type SeriesRead } from "./seriesCommand.ts"
import { writePicture } from "./writePicture.ts"

export const transformFlag = Flag.Literals("transform", transforms).pipe(
  Flag.withDescription("scale: the values, or ln(1 + value), where changes are ratios"),
  Flag.withDefault("none" as const)
)

const written = ({ low, high }: Interval) => `${low.toFixed(3)} to ${high.toFixed(3)}`

/** Most places in a cycle that are named one by one. */
const maxPlaces = 3

const placesOf = (names: ReadonlyArray<string>) =>
  names.length > maxPlaces ? `in any of ${names.length} places of the cycle` : names.join(" or ")

const seasonFor = (given: number | undefined, { coverage }: SeriesRead) =>
  given ?? Math.max(2, defaultSeason(coverage.all.granularity))

export const seasonality = Command.make(
  "seasonality",
  {
    ...seriesFlags,
    season: optionalWhole("season", "points in a cycle; default: 12 for months and 4 for quarters", 2),
    robust: switchFlag("robust", "reduce the weight of outliers"),
    transform: transformFlag
  },
  Effect.fn("analyse seasonality")(function* (flags) {
    const read = yield* readOrRefuse(requestOf(flags), flags.json, (one) => ({
      points: minCycles * seasonFor(flags.season, one),
      maxPoints: 100_000,
      whole: true,
      counts: flags.transform === "log1p"
    }))
    if (read === undefined) return
    if (flags.season === undefined && defaultSeason(read.coverage.all.granularity) < 2)
      return yield* new UsageError({
        message: "These periods have no usual season: give the points in a cycle by --season"
      })
    const { series: raw, lines } = preferred(read)
    const series = transformSeries(raw, flags.transform)
    const options = { season: seasonFor(flags.season, read), robust: flags.robust }
    const whole = analyseSeasonality(series, options)
    const { decomposition, ...found } = whole
    const open = countUncertain(series) === 0 ? undefined : seasonalityRange(series, options)
    const verdict = open?.verdict ?? found.verdict
    yield* writePicture(flags.picture, () => seasonPicture(series, { ...whole, verdict }))
    yield* printResult(flags.json, {
      json: {
        ...found,
        verdict,
        season: options.season,
        uncertainty: open,
        decomposition: {
          periods: series.periods,
          seasonal: [...decomposition.seasonal],
          trend: [...decomposition.trend],
          remainder: [...decomposition.remainder]
        },
        ...(read.reading.hasReporters ? { coverage: coverageJson(read.coverage) } : {})
      },
      lines: withPage("seasonality", [
        ...lines,
        verdict,
        "",
        open === undefined
          ? [
              `Strength of the season ${found.seasonalStrength.toFixed(3)}, of the trend ${found.trendStrength.toFixed(3)} (0 none, 1 all that is not remainder).`,
              found.peak.value > found.trough.value &&
                `Peak ${found.peak.name} (${digits(found.peak.value)}), trough ${found.trough.name} (${digits(found.trough.value)})${flags.transform === "log1p" ? ", on the logarithmic scale" : ""}.`
            ]
          : [
              `With all values that were tried, strength of the season ${written(open.seasonalStrength)}, of the trend ${written(open.trendStrength)} (0 none, 1 all that is not remainder).`,
              `Peak ${placesOf(open.peaks)}, trough ${placesOf(open.troughs)}.`,
              "Tests at the middle of the suppressed or rounded values:"
            ],
        ...formatTable([
          ["test", "statistic", "p"],
          ...Object.entries(found.tests).map(([name, test]) => [name, digits(test.statistic), digits(test.p)])
        ])
      ])
    })
  })
).pipe(
  documented(
    "Test for a season; find its strength, peak and trough: STL and three tests",
    "corridor analyse seasonality --input detections.csv --season 12 --robust --transform log1p"
  )
)
