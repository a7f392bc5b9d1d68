/** `analyse forecast --input FILE.csv` */

import { type Interval, point } from "@corridor/flow-statistics/cells/Interval"
import { forecastSeries, minPoints } from "@corridor/flow-statistics/forecast/forecastSeries"
import { forecastPicture } from "@corridor/flow-statistics/picture/pictures"
import { defaultSeason } from "@corridor/flow-statistics/series/Period"
import { transformSeries } from "@corridor/flow-statistics/series/transformSeries"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { formatTable, printResult } from "../CommandOutput.ts"
import { documented, optionalWhole } from "../CommonFlags.ts"
import { withPage } from "./methodPage.ts"
import { transformFlag } from "./SeasonalityCommand.ts"
import { requestOf, seasonFlag, seriesFlags } from "./SeriesFlags.ts"
import { coverageJson, digits, preferred, readOrRefuse, type SeriesRead, significant } from "./seriesCommand.ts"
import { writePicture } from "./writePicture.ts"

const ratio = (decimals: number) => (value: number) => (Number.isFinite(value) ? value.toFixed(decimals) : "-")

const whole = (value: number) => Math.round(value).toString()

/** Formats an interval, or a single number if both ends are written alike. */
const range = ({ low, high }: Interval, write: (value: number) => string) =>
  write(low) === write(high) ? write(low) : `${write(low)} to ${write(high)}`

const seasonFor = (given: number | undefined, { coverage }: SeriesRead) =>
  given ?? (coverage.all.every === 1 ? defaultSeason(coverage.all.granularity) : 1)

export const forecast = Command.make(
  "forecast",
  {
    ...seriesFlags,
    season: seasonFlag,
    horizon: optionalWhole("horizon", "number of periods to forecast; default: one cycle", 1),
    transform: transformFlag
  },
  Effect.fn("analyse forecast")(function* (flags) {
    const read = yield* readOrRefuse(requestOf(flags), flags.json, (one) => ({
      points: minPoints(seasonFor(flags.season, one)),
      maxPoints: 5000,
      whole: true,
      counts: flags.transform === "log1p"
    }))
    if (read === undefined) return
    const { series: raw, lines } = preferred(read)
    const season = seasonFor(flags.season, read)
    const horizon = flags.horizon ?? (season > 1 ? season : 4)
    const log = flags.transform === "log1p"
    const isWhole = [...raw.low, ...raw.high].every(Number.isInteger)
    const found = forecastSeries(transformSeries(raw, flags.transform), {
      season,
      horizon: Math.min(horizon, 1000),
      back: log ? Math.expm1 : (value) => value,
      counts: raw.low.every((value) => value >= 0)
    })
    yield* writePicture(flags.picture, () => forecastPicture(raw, found))
    yield* printResult(flags.json, {
      json: { ...found, season, ...(read.reading.hasReporters ? { coverage: coverageJson(read.coverage) } : {}) },
      lines: withPage("forecast", [
        ...lines,
        ...formatTable([
          ["period", "forecast", "low", "high"],
          ...found.points.map(({ period, value, low, high, within = point(value) }) => [
            period,
            range(within, isWhole ? whole : digits),
            isWhole ? Math.floor(low) : digits(low),
            isWhole ? Math.ceil(high) : digits(high)
          ])
        ]),
        "",
        ...formatTable([
          ["method", "mean absolute error", "relative", "own interval coverage"],
          ...Object.entries(found.methods).map(([name, { backTest: test, overHidden: over }]) => [
            name,
            range(over?.meanAbsolute ?? point(test?.meanAbsolute ?? Number.NaN), (error) => significant(error, 3)),
            range(over?.relative ?? point(test?.relative ?? Number.NaN), ratio(3)),
            range(over?.coverage ?? point(test?.coverage ?? Number.NaN), ratio(2))
          ])
        ]),
        `Errors are of back-tests${log ? ", on the logarithmic scale" : ""}.`,
        found.verdict
      ])
    })
  })
).pipe(
  documented(
    "Forecast by damped smoothing or the value one cycle before, with the errors of past forecasts",
    "corridor analyse forecast --input detections.csv --horizon 12 --transform log1p"
  )
)
