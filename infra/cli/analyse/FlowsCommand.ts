/** `analyse flows --input FILE.csv` */

import { tableProblemLines } from "@corridor/disclosure/command/tableRefusedOutput"
import type { Measured } from "@corridor/flow-statistics/cells/Interval"
import type { FlowReport } from "@corridor/flow-statistics/flowReport/FlowReport"
import { flowPicture, transitPicture } from "@corridor/flow-statistics/picture/pictures"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { normaliseCountry } from "../../../ingest/submit/countries/CountryNormaliser.ts"
import { counted } from "../../../ports/counted.ts"
import { percent } from "../../../ports/percent.ts"
import { isRegion } from "../../../schemas/Places.ts"
import { formatTable, type Lines, printResult } from "../CommandOutput.ts"
import { commonFlags, documented, optionalText, switchFlag, textFlag, wholeFlag } from "../CommonFlags.ts"
import { printTableRefused, totalFlag } from "../DisclosureFlags.ts"
import { exitImmediately } from "../exitImmediately.ts"
import { withPage } from "./methodPage.ts"
import { cellFlags, cellRulesOf, seriesFlags, shareFlag } from "./SeriesFlags.ts"
import { significant } from "./seriesCommand.ts"
import { flowsFromFile } from "./tables/flowsFromFile.ts"
import { pictureFlag, writePicture } from "./writePicture.ts"

const digits = (value: number) => significant(value, 4)
const persons = (value: number) => Number(value.toFixed(1)).toString()

/**
 * Returns a function that formats a number, or its bounds if it is not exact: a number in between would be read as a count. One that was fitted to margins
 * is an estimate, and comes before its bounds.
 */
const boundedIn =
  ({ filled }: Pick<FlowReport, "filled">) =>
  ({ value, low, high }: Measured, format: (value: number) => string) => {
    if (low === high) return format(value)
    const bounds = `${format(low)} to ${format(high)}`
    return filled === undefined ? bounds : `${format(value)} (${bounds})`
  }

/** Formats the number of persons that a model expects. */
const expectedText = (expected: number) => (expected < 0.5 ? "below 1" : Math.round(expected).toString())

const rankText = ({ value, low, high }: Measured, isKnown: boolean) =>
  low === high ? `${value}` : isKnown ? `${value} (${low} to ${high})` : `${low} to ${high}`

const ranking = (report: FlowReport, top: number): ReadonlyArray<string> => {
  const bounded = boundedIn(report)
  const { corridors, method, level } = report.ranking
  return [
    ...formatTable([
      ["corridor", "persons", "share", `joint ${Math.round(level * 100)} % interval`, "rank", "expected", ""],
      ...corridors
        .slice(0, top)
        .map(({ origin, destination, persons: count, share, interval, rank, expected }) => [
          `${origin} > ${destination}`,
          bounded(count, persons),
          bounded(share, percent),
          `${percent(interval.low)} to ${percent(interval.high)}`,
          rankText(rank, count.low === count.high),
          expected === undefined ? "" : expectedText(expected.expected),
          expected === undefined || expected.verdict === "as expected" ? "" : expected.verdict
        ])
    ]),
    ...(corridors.length > top ? [`… and ${corridors.length - top} more: --top shows them, --json lists all.`] : []),
    `Intervals are ${method === "goodman" ? "Goodman's" : "Sison's and Glaz's"}, jointly over ${counted(corridors.length, "corridor")}.`
  ]
}

/** Most corridors that are named as standing out. */
const maxNamed = 5

/** Returns which corridors stand out from what the model leads to expect, wherever they are in the ranking. */
const standingOut = (report: FlowReport): Lines => {
  const { corridors } = report.ranking
  if (report.expectation === undefined) return []
  const bounded = boundedIn(report)
  const wordsFor = (verdict: "more" | "less") => {
    const found = corridors.flatMap((one) => (one.expected?.verdict === verdict ? [{ ...one, ...one.expected }] : []))
    const named = found
      .slice(0, maxNamed)
      .map(
        (one) =>
          `${one.origin} > ${one.destination} (${bounded(one.persons, persons)}, expected ${expectedText(one.expected)})`
      )
    const others = found.length > maxNamed ? ` and ${found.length - maxNamed} more` : ""
    return found.length > 0 && `${verdict === "more" ? "More" : "Less"} than expected: ${named.join(", ")}${others}.`
  }
  const words = [wordsFor("more"), wordsFor("less")]
  return words.some(Boolean) ? words : ["No corridor has clearly more or less than expected."]
}

const placeTable = (found: FlowReport, top: number) => {
  const bounded = boundedIn(found)
  const largest = found.places.toSorted((a, b) => b.gross.value - a.gross.value).slice(0, top)
  return formatTable([
    ["place", "out", "in", "net", "gross", "domestic", "effectiveness"],
    ...largest.map((place) => [
      place.place,
      ...[place.out, place.in, place.net, place.gross, place.domestic].map((one) => bounded(one, persons)),
      bounded(place.effectiveness, digits)
    ])
  ])
}

const indexTable = (report: FlowReport) => {
  const bounded = boundedIn(report)
  const { indices } = report
  const { crude, courgeau, netRate, preference, velocity, distanceMoved } = indices
  const values: Readonly<Record<string, Measured | undefined>> = {
    effectiveness: indices.effectiveness,
    connectivity: indices.connectivity,
    inequality: indices.inequality,
    Gini: indices.gini,
    "coefficient of variation": indices.variation,
    ...{ crude, courgeau, netRate, preference, velocity },
    "mean distance": distanceMoved?.mean,
    "median distance": distanceMoved?.median
  }
  const rows = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, bounded(value, digits)]]
  )
  return formatTable([["index", "value"], ...rows])
}

type FlowsFound = Effect.Success<ReturnType<typeof flowsFromFile>>

const measuredEnds = ({ unknownEnds, unknownEndsWithin: within }: FlowsFound): Measured => ({
  value: unknownEnds,
  low: within?.low ?? unknownEnds,
  high: within?.high ?? unknownEnds
})

const lines = (found: FlowsFound, top: number): Lines => {
  const { problems, transit, expectation } = found
  const bounded = boundedIn(found)
  return [
    problems.length > 0 && [
      "The table has problems; its figures are those of all rows:",
      tableProblemLines(problems, problems.length),
      ""
    ],
    `${bounded(found.persons, persons)} persons with both ends known${measuredEnds(found).high > 0 ? `, ${bounded(measuredEnds(found), persons)} without` : ""}.`,
    standingOut(found),
    "",
    ...ranking(found, top),
    "",
    ...placeTable(found, top),
    "",
    ...formatTable([
      ["reach", "persons", "share"],
      ...found.reach.map(({ reach, persons: count, share }) => [
        reach,
        bounded(count, persons),
        bounded(share, percent)
      ])
    ]),
    "",
    ...indexTable(found),
    expectation?.distance && [
      "",
      `A distance larger by one per cent changes the number of persons by ${bounded(expectation.distance, digits)} per cent, standard error ${digits(expectation.distance.error)}.`
    ],
    found.filled && [
      "",
      `${found.filled.cells} hidden cells were filled from margins${found.filled.outside > 0 ? `; ${found.filled.outside} of them are outside their bounds` : ""}.`
    ],
    transit && ["", transitLines(transit, top)],
    found.leftOut.length > 0 && ["", "Left out:", found.leftOut.map((line) => `- ${line}`)],
    "",
    "Assumptions:",
    ...found.assumptions.map((line) => `- ${line}`),
    ...(transit?.assumptions ?? []).map((line) => `- ${line}`)
  ]
}

const transitLines = (transit: NonNullable<FlowReport["transit"]>, top: number): Lines => {
  const bounded = boundedIn({})
  const { memory } = transit
  const through = transit.places.filter(({ through: passed }) => passed.high > 0)
  const neighbours = (all: ReadonlyArray<{ readonly place: string }>) =>
    all
      .slice(0, 3)
      .map(({ place }) => place)
      .join(" ")
  return [
    `${bounded(transit.withTransit, persons)} of ${bounded(transit.persons, persons)} persons were moved through a third place.`,
    ...formatTable([
      ["place", "through", "share of its persons", "in from", "on to", "betweenness"],
      ...through
        .toSorted((a, b) => b.through.value - a.through.value)
        .slice(0, top)
        .map((place) => [
          place.place,
          bounded(place.through, persons),
          bounded(place.transitShare, percent),
          neighbours(place.entries),
          neighbours(place.exits),
          digits(place.betweenness)
        ])
    ]),
    memory &&
      `The previous place gives ${bounded(transit.gain ?? { value: memory.gain, low: 0, high: 0 }, digits)} bits about the next place: G² ${digits(memory.statistic)}, ${memory.degreesOfFreedom} degrees of freedom${memory.p === undefined ? "" : `, p ${digits(memory.p)}`}${memory.shuffledP === undefined ? "" : `, by shuffles ${digits(memory.shuffledP)}`}.`
  ]
}

/** Returns the code of the country or first-level region that a label names. */
const placeOf = (label: string): string | undefined => {
  if (isRegion(label)) return label
  const answer = normaliseCountry(label, { codes: ["alpha3", "alpha2"], isOfficial: true })
  return answer._tag === "Country" ? answer.alpha3 : undefined
}

export const flows = Command.make(
  "flows",
  {
    ...commonFlags,
    input: textFlag("input", "CSV (also .csv.gz): origin, destination and persons, or routes and persons"),
    origin: optionalText("origin", "column of the origin; default: a column with a usual name"),
    destination: optionalText("destination", "column of the destination"),
    route: optionalText("route", "column of routes, such as MDA>UKR>RUS, instead of origin and destination"),
    value: optionalText("value", "column of the number of persons"),
    period: optionalText("period", "column of periods: intervals then allow for overdispersion"),
    low: seriesFlags.low,
    high: seriesFlags.high,
    where: seriesFlags.where,
    total: totalFlag,
    asLabelled: switchFlag(
      "as-labelled",
      "use labels as they are; default: the code of the country that a label names"
    ),
    distances: optionalText(
      "distances",
      "CSV origin,destination,distance, or 'capitals': expected flows then depend on distance"
    ),
    population: optionalText("population", "CSV place,population: adds intensities"),
    method: Flag.Literals("intervals", ["goodman", "sison-glaz"]).pipe(
      Flag.withDescription("intervals of shares; sison-glaz is narrower and needs exact counts of one period"),
      Flag.withDefault("goodman" as const)
    ),
    level: shareFlag("level", "level of intervals").pipe(Flag.withDefault(0.95)),
    top: wholeFlag("top", "number of corridors and places to print", 1).pipe(Flag.withDefault(20)),
    seed: wholeFlag("seed", "seed of random numbers", 0).pipe(Flag.withDefault(1)),
    picture: pictureFlag,
    ...cellFlags
  },
  Effect.fn("analyse flows")(function* (flags) {
    yield* exitImmediately
    const found = yield* flowsFromFile({
      ...flags,
      rules: cellRulesOf(flags),
      place: flags.asLabelled ? undefined : placeOf
    }).pipe(Effect.catchTag("TableRefused", printTableRefused(flags.json)))
    if (found === undefined) return
    yield* writePicture(flags.picture, () =>
      found.transit === undefined ? flowPicture(found, flags.top) : transitPicture(found.transit, flags.top)
    )
    yield* printResult(flags.json, { json: found, lines: withPage("flows", lines(found, flags.top)) })
  })
).pipe(
  documented(
    "Rank corridors with intervals; compute in, out and net flows, reach, indices, expected flows and transit",
    "corridor analyse flows --input flows.csv --period year --distances capitals",
    [
      "corridor analyse flows --input safe.csv --suppressed 1:200",
      "a protected table: the bounds must hold for all suppressed cells; margins labelled 'Total' narrow them"
    ],
    ["corridor analyse flows --input routes.csv --route route", "routes such as MDA>UKR>RUS"],
    ["corridor analyse flows --input glotip_od.csv --where Year=2016", "UNODC's table"]
  )
)
