/** `analyse nowcast --input FILE.csv` */

import {
  type NowcastOfAll,
  nowcastReporters,
  type ReporterNowcast,
  type TotalPoint
} from "@corridor/flow-statistics/nowcast/nowcastReporters"
import { completeShare, type Incomplete, minPeriods } from "@corridor/flow-statistics/nowcast/nowcastTriangle"
import { nowcastPicture } from "@corridor/flow-statistics/picture/pictures"
import { monthsPer, periodName } from "@corridor/flow-statistics/series/Period"
import { seriesFrom } from "@corridor/flow-statistics/series/Series"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { counted } from "../../../ports/counted.ts"
import { formatTable, type Lines, printResult } from "../CommandOutput.ts"
import { commonFlags, documented, optionalText, optionalWhole, textFlag } from "../CommonFlags.ts"
import { printTableRefused } from "../DisclosureFlags.ts"
import { exitImmediately } from "../exitImmediately.ts"
import { withPage } from "./methodPage.ts"
import { seriesFlags } from "./SeriesFlags.ts"
import { type LoadedRead, readLoaded } from "./tables/readLoaded.ts"
import { pictureFlag, writePicture } from "./writePicture.ts"

const reasons: Readonly<Record<Incomplete, string>> = {
  "too few periods": `fewer than ${minPeriods} periods have records that were loaded in real time`,
  "nothing loaded": "nothing was loaded in the last period",
  "no recent records": "no record of the newest periods is loaded, although some were expected",
  "delays changed": "the delays are not stable"
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`

const stateOf = ({ stability }: ReporterNowcast) =>
  stability === undefined ? "" : `p ${stability.p.toFixed(3)} of stable delays`

const reporterLines = (
  { reporters }: NowcastOfAll,
  { granularity }: LoadedRead,
  hasReporters: boolean
): ReadonlyArray<string> =>
  reporters.map((one) => {
    const { name, shares, incomplete, stability, first, leftOut } = one
    const who = hasReporters ? `${name}: ` : ""
    const late = shares.length - 1
    const since = stability?.since === undefined ? "" : ` since ${periodName(granularity, first + stability.since)}`
    const state =
      incomplete === undefined
        ? `${percent(shares[0] as number)} of the records are loaded in their own period, all within ${late} more; ${stateOf(one)}.`
        : `No estimate, because ${reasons[incomplete]}${incomplete === "delays changed" ? `${since} (${stateOf(one)})` : ""}.`
    return `${who}${state}${leftOut === 0 ? "" : ` Left out: ${counted(leftOut, "record")}, with longer delays or of periods before the first load.`}`
  })

/** Returns what is known about the periods before the first point: nothing, if the delays of a reporter are not known. */
const completeLines = ({ points, reporters }: NowcastOfAll, nameOf: (step: number) => string, last: number): Lines => {
  const isKnown = reporters.every(({ incomplete }) => incomplete !== "too few periods")
  if (!isKnown) return [`Loaded up to ${nameOf(last)}. It is not known which periods are complete.`]
  return [
    ...(points.length === 0
      ? [`All periods are complete: at least ${percent(completeShare)} are expected to be loaded.`]
      : []),
    `Loaded up to ${nameOf(last)}. Periods before ${nameOf(points[0]?.step ?? last + 1)} are complete.${points.some(({ value }) => value !== undefined) ? " Intervals are at 95 % if partners loaded the last periods as they did before." : ""}`,
    points.some(({ isUnusual }) => isUnusual) &&
      `Far from the usual level: ${points.flatMap(({ step, isUnusual }) => (isUnusual ? [nameOf(step)] : [])).join(", ")}. Either the level or the delays changed; these intervals allow for both.`
  ]
}

const pointRow = (name: string, { loaded, share, value, low, high }: TotalPoint) => [
  name,
  loaded,
  value === undefined ? "" : percent(share),
  value === undefined ? "incomplete" : Math.round(value),
  value === undefined ? "" : Math.round(low as number),
  value === undefined ? "" : Math.round(high as number)
]

export const nowcast = Command.make(
  "nowcast",
  {
    ...commonFlags,
    input: textFlag("input", "CSV (also .csv.gz) of counts by period and by the period in which they were loaded"),
    period: textFlag("period", "column of the period; default: 'period'").pipe(Flag.withDefault("period")),
    loaded: textFlag("loaded", "column of the period or day of loading; default: 'loaded'").pipe(
      Flag.withDefault("loaded")
    ),
    value: textFlag("value", "column of the count; default: 'value'").pipe(Flag.withDefault("value")),
    reporter: seriesFlags.reporter,
    until: optionalText("until", "last period of loading to use: leave out a period that is not over"),
    longest: optionalWhole("longest", "longest delay; default: what occurs, at most half of the known periods", 1),
    picture: pictureFlag
  },
  Effect.fn("analyse nowcast")(function* (flags) {
    yield* exitImmediately
    const read = yield* readLoaded(flags).pipe(Effect.catchTag("TableRefused", printTableRefused(flags.json)))
    if (read === undefined) return
    // Months and quarters may have holidays of their own. Days have no season: their delays already depend on the day of the week.
    const season = 12 / (monthsPer[read.granularity] ?? 12)
    const found = nowcastReporters(read.reporters, read.last, flags.longest, season)
    const nameOf = (step: number) => periodName(read.granularity, step)
    yield* writePicture(flags.picture, () =>
      nowcastPicture(
        seriesFrom(
          Array.from(found.loaded, (_, i) => nameOf(found.first + i)),
          found.loaded
        ),
        found
      )
    )
    yield* printResult(flags.json, {
      json: {
        last: nameOf(read.last),
        reporters: found.reporters.map(({ first, points, ...rest }) => ({
          ...rest,
          first: nameOf(first),
          points: points.map(({ at, ...point }) => ({ period: nameOf(first + at), ...point }))
        })),
        points: found.points.map(({ step, ...point }) => ({ period: nameOf(step), ...point }))
      },
      lines: withPage("nowcast", [
        ...reporterLines(found, read, flags.reporter !== undefined),
        found.points.length > 0 &&
          formatTable([
            ["period", "loaded", "expected share", "estimate", "low", "high"],
            ...found.points.map((point) => pointRow(nameOf(point.step), point))
          ]),
        ...completeLines(found, nameOf, read.last)
      ])
    })
  })
).pipe(
  documented(
    "Estimate recent periods whose records are not all loaded yet, or say that they are incomplete",
    "corridor analyse nowcast --input loaded.csv",
    [
      "corridor analyse nowcast --input loaded.csv --reporter partner --until 2025-11",
      "each partner by its own delays, without the month that is not over"
    ]
  )
)
