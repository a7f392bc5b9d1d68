/** `analyse interrupted --input FILE.csv --at PERIOD` */

import { UsageError } from "@corridor/dbt-ts/command/UsageError"
import { isReported } from "@corridor/flow-statistics/cells/Cell"
import {
  analyseIntervention,
  type Intervention,
  minSideFor
} from "@corridor/flow-statistics/interventions/analyseIntervention"
import type { Effect as Change } from "@corridor/flow-statistics/interventions/interrupted"
import {
  controlOverHidden,
  type HiddenUnit,
  placeboUnits,
  syntheticControl
} from "@corridor/flow-statistics/interventions/syntheticControl"
import { type Estimate, maxFactor } from "@corridor/flow-statistics/model/Mixture"
import { Collinear } from "@corridor/flow-statistics/numeric/leastSquares"
import { interventionPicture } from "@corridor/flow-statistics/picture/pictures"
import { defaultSeason, periodForms } from "@corridor/flow-statistics/series/Period"
import { positionsOfDate } from "@corridor/flow-statistics/series/positionsOfDate"
import { transformSeries } from "@corridor/flow-statistics/series/transformSeries"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { formatTable, type Lines, printResult } from "../CommandOutput.ts"
import { documented, optional, optionalText, optionalWhole } from "../CommonFlags.ts"
import { printTableRefused } from "../DisclosureFlags.ts"
import { withPage } from "./methodPage.ts"
import { policyDates } from "./policyDates.ts"
import { transformFlag } from "./SeasonalityCommand.ts"
import { requestOf, seasonFlag, seriesFlags } from "./SeriesFlags.ts"
import {
  coverageJson,
  digits,
  preferred,
  readOrRefuse,
  refusedFor,
  type SeriesRead,
  significant
} from "./seriesCommand.ts"
import { writePicture } from "./writePicture.ts"

const dated = policyDates.filter(({ date }) => date !== "")

const flags = {
  ...seriesFlags,
  at: optionalText("at", "first period after the intervention, or its date"),
  milestone: optional(
    Flag.Literals(
      "milestone",
      policyDates.map(({ code }) => code)
    ).pipe(Flag.withDescription("a policy date, instead of --at"))
  ),
  season: seasonFlag,
  lags: optionalWhole("lags", "lags of autocorrelated errors; the default depends on the number of points", 0),
  treated: optionalText(
    "treated",
    "synthetic control: compare this reporter with the weighted mean of the others that is nearest to it (needs --reporter)"
  ),
  transform: transformFlag
}

/** Returns the requested date. */
const dateOf = Effect.fn("analyse interrupted date")(function* (at: string | undefined, milestone: string | undefined) {
  if ((at === undefined) === (milestone === undefined))
    return yield* new UsageError({ message: "Give the date with either --at or --milestone, not both." })
  if (at !== undefined) return at
  const date = policyDates.find(({ code }) => code === milestone)?.date ?? ""
  if (date === "")
    return yield* new UsageError({
      message: `The source states no date for this milestone: use --at. Milestones with a date: ${dated.map(({ code }) => code).join(", ")}`
    })
  return date
})

const changeRow = (name: string, { value, low, high, t, p }: Change) => [name, ...[value, low, high, t, p].map(digits)]

const ratio = (log: number) =>
  Math.abs(log) > Math.log(maxFactor)
    ? `${log > 0 ? `more than ${maxFactor}` : `less than ${1 / maxFactor}`}`
    : significant(Math.exp(log), 4)

const ratioRow = (name: string, { value, low, high }: Estimate) => [name, ...[value, low, high].map(ratio)]

/** Returns the lines of what decides. */
const modelLines = ({ level, slope, p }: NonNullable<Intervention["model"]>): ReadonlyArray<string> => [
  `Count model, as ratios to what would have been; p of both changes ${significant(p, 3)}:`,
  ...formatTable([["", "value", "low", "high"], ratioRow("level", level), ratioRow("growth per period", slope)])
]

const interventionLines = (found: Intervention, period: string): Lines => [
  found.verdict,
  "",
  `First period after the intervention: ${period}. Regression with errors that are robust over ${found.lags} lags: its intervals are too narrow if counts are autocorrelated.`,
  ...formatTable([
    ["", "value", "low", "high", "t", "p"],
    changeRow("slope before", found.slopeBefore),
    changeRow("change of level", found.levelChange),
    changeRow("change of slope", found.slopeChange)
  ]),
  `Both changes together: F ${digits(found.joint.statistic)}, p ${digits(found.joint.p)}; ${found.placebo.tried === 0 ? "no placebo date fits into the series" : `placebo dates: ${found.placebo.asLarge} of ${found.placebo.tried} as large, p ${digits(found.placebo.p)}`}.`,
  found.overDates &&
    `Only the year or month of the date is known. Over all possible periods, the change of level is ${digits(found.overDates.levelChange.low)} to ${digits(found.overDates.levelChange.high)}, p ${digits(found.overDates.p.low)} to ${digits(found.overDates.p.high)}.`,
  found.overHidden &&
    `Over completions of hidden or rounded values, the change of level is ${digits(found.overHidden.levelChange.low)} to ${digits(found.overHidden.levelChange.high)}, p ${digits(found.overHidden.p.low)} to ${digits(found.overHidden.p.high)} (observed, not proved).`,
  found.model && modelLines(found.model)
]

/** Returns the reporters with a value in every period; the others cannot be compared. */
const unitsOf = ({ reading }: SeriesRead, scale: (value: number) => number): ReadonlyArray<HiddenUnit> =>
  reading.panel.reporters.flatMap((name, r) => {
    const cells = reading.panel.cells[r] ?? []
    if (!cells.every(isReported)) return []
    const part = (figure: "value" | "low" | "high") => Float64Array.from(cells, (cell) => scale(cell[figure]))
    return [{ name, points: { value: part("value"), low: part("low"), high: part("high") } }]
  })

const controlOf = (read: SeriesRead, treated: string, at: number, scale: (value: number) => number) => {
  const units = unitsOf(read, scale)
  const own = units.find(({ name }) => name === treated)
  const donors = units.filter(({ name }) => name !== treated)
  if (own === undefined || donors.length === 0) return undefined
  const exactly = ({ name, points }: HiddenUnit) => ({ name, values: points.value })
  const found = syntheticControl(exactly(own), donors.map(exactly), at)
  const overHidden = controlOverHidden(own, donors, at)
  return {
    ...found,
    placebo: placeboUnits(found, donors.map(exactly), at),
    ...(overHidden === undefined ? {} : { overHidden })
  }
}

const controlLines = (control: NonNullable<ReturnType<typeof controlOf>>, period: string): Lines => {
  const { weights, effect, before, after, placebo, overHidden } = control
  return [
    `First period after the intervention: ${period}. Weights of the donors:`,
    ...formatTable([
      ["donor", "weight"],
      ...weights.filter(({ weight }) => weight > 1e-9).map(({ unit, weight }) => [unit, weight.toFixed(4)])
    ]),
    `Mean gap after: ${digits(effect)}; root mean square of the gap ${digits(before)} before, ${digits(after)} after.`,
    `Placebo units: ${placebo.asLarge} of ${placebo.tried} have at least as large a ratio, p ${digits(placebo.p)}. The intervention must not affect donors.`,
    overHidden &&
      `Over completions of hidden or rounded values, the mean gap after is ${digits(overHidden.effect.low)} to ${digits(overHidden.effect.high)}, p ${digits(overHidden.p.low)} to ${digits(overHidden.p.high)} (observed, not proved).`
  ]
}

export const interruptedCommand = Command.make(
  "interrupted",
  flags,
  Effect.fn("analyse interrupted")(function* (given) {
    if (given.treated !== undefined && given.reporter === undefined)
      return yield* new UsageError({ message: "--treated needs --reporter, the column of the units." })
    const date = yield* dateOf(given.at, given.milestone)
    const read = yield* readOrRefuse(requestOf(given), given.json, () => ({
      points: 10,
      maxPoints: 10_000,
      whole: given.treated === undefined,
      counts: given.transform === "log1p"
    }))
    if (read === undefined) return
    const { series: raw, lines } = preferred(read)
    const series = transformSeries(raw, given.transform)
    const wanted = given.season ?? (series.every === 1 ? defaultSeason(series.granularity) : 1)
    const places = positionsOfDate(series, date)
    if (places === undefined)
      return yield* printTableRefused(given.json)(
        refusedFor(given.input, "no-period", `--at as one of the periods of the table, or a date: ${periodForms}`)
      )
    const n = series.value.length
    // A season needs whole cycles on both sides; without them, only a line is fitted.
    const fits = (season: number) =>
      places.filter((place) => place >= minSideFor(season) && n - place >= minSideFor(season))
    const season = given.season === undefined && fits(wanted).length === 0 ? 1 : wanted
    const dates = fits(season)
    if (dates.length === 0)
      return yield* printTableRefused(given.json)(
        refusedFor(given.input, "date-outside", `at least ${minSideFor(season)} periods before and after the date`)
      )
    const at = dates[0] as number
    const period = series.periods[at] as string
    const coverage = read.reading.hasReporters ? { coverage: coverageJson(read.coverage) } : {}
    if (given.treated !== undefined) {
      const control = controlOf(read, given.treated, at, given.transform === "log1p" ? Math.log1p : (value) => value)
      if (control === undefined)
        return yield* printTableRefused(given.json)(
          refusedFor(given.input, "no-units", "the treated reporter and at least one other that report in every period")
        )
      return yield* printResult(given.json, {
        json: { at, period, synthetic: control, ...coverage },
        lines: withPage("interventions", controlLines(control, period))
      })
    }
    const withoutMost = read.reading.hasReporters && read.coverage.reporters > 1 ? read.coverage.withoutMost : undefined
    const found = yield* Effect.try({
      try: () => analyseIntervention(series, { dates, season, lags: given.lags, counts: raw, withoutMost }),
      catch: (error) => {
        if (error instanceof Collinear)
          return refusedFor(given.input, "no-estimate", "enough points to separate level, slope and season")
        throw error
      }
    }).pipe(Effect.catchTag("TableRefused", printTableRefused(given.json)))
    if (found === undefined) return
    yield* writePicture(given.picture, () => interventionPicture(series, found))
    yield* printResult(given.json, {
      json: { ...found, period, season, ...coverage },
      lines: withPage("interventions", [...lines, ...interventionLines(found, period)])
    })
  })
).pipe(
  documented(
    "Test for a change at a given date: segmented regression with robust errors and placebo dates, or synthetic control",
    "corridor analyse interrupted --input detections.csv --milestone EuEnlargement2004",
    "corridor analyse interrupted --input detections.csv --at 2011-02 --transform log1p",
    ["corridor analyse interrupted --input panel.csv --reporter country --treated RUS --at 2004", "synthetic control"]
  )
)
