/** `analyse flows --input FILE.csv` */

import type { Measured } from "@corridor/flow-statistics/cells/Interval"
import type { FlowReport } from "@corridor/flow-statistics/flowReport/FlowReport"
import { flowPicture } from "@corridor/flow-statistics/picture/flowPicture"
import { transitPicture } from "@corridor/flow-statistics/picture/transitPicture"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { normaliseCountry } from "../../../ingest/submit/countries/CountryNormaliser.ts"
import { isRegion } from "../../../schemas/Places.ts"
import { formatTable, printResult } from "../CommandOutput.ts"
import { commonFlags, switchFlag } from "../CommonFlags.ts"
import { printTableRefused, totalFlag } from "../DisclosureFlags.ts"
import { exitImmediately } from "../exitImmediately.ts"
import { cellFlags, cellRulesOf, columnFlag } from "./CellFlags.ts"
import { patternFlag, seriesFlags, wholeFlag } from "./SeriesFlags.ts"
import { flowsFromFile } from "./tables/flowsFromFile.ts"
import { pictureFlag, writePicture } from "./writePicture.ts"

const digits = (value: number) => Number(value.toPrecision(4)).toString()
const persons = (value: number) => Number(value.toFixed(1)).toString()
const percent = (share: number) => `${(100 * share).toFixed(1)} %`

/** A number, with its bounds where it has any. */
const bounded = ({ value, low, high }: Measured, format: (value: number) => string) =>
  low === high ? format(value) : `${format(value)} (${format(low)} to ${format(high)})`

const rankText = ({ value, low, high }: Measured) => (low === high ? `${value}` : `${value} (${low} to ${high})`)

const ranking = ({ ranking: { corridors, method, level } }: FlowReport, top: number): ReadonlyArray<string> => [
  ...formatTable([
    ["corridor", "persons", "share", `${Math.round(level * 100)} % of all shares`, "rank", "expected", ""],
    ...corridors
      .slice(0, top)
      .map(({ origin, destination, persons: count, share, interval, rank, expected }) => [
        `${origin} > ${destination}`,
        bounded(count, persons),
        bounded(share, percent),
        `${percent(interval.low)} to ${percent(interval.high)}`,
        rankText(rank),
        expected === undefined ? "" : persons(expected.expected),
        expected === undefined || expected.verdict === "as expected" ? "" : expected.verdict
      ])
  ]),
  ...(corridors.length > top ? [`… and ${corridors.length - top} more: --top shows them, --json lists all.`] : []),
  `Intervals are ${method === "goodman" ? "Goodman's" : "Sison's and Glaz's"}, over ${corridors.length} corridors at once.`
]

const lines = (found: FlowReport, top: number): ReadonlyArray<string> => {
  const { indices, transit, expectation } = found
  const places = found.places.toSorted((a, b) => b.gross.value - a.gross.value).slice(0, top)
  return [
    `${bounded(found.persons, persons)} persons with both ends known${found.unknownEnds > 0 ? `, ${persons(found.unknownEnds)} without` : ""}.`,
    "",
    ...ranking(found, top),
    "",
    ...formatTable([
      ["place", "out", "in", "net", "gross", "domestic", "effectiveness"],
      ...places.map((place) => [
        place.place,
        ...[place.out, place.in, place.net, place.gross, place.domestic].map((one) => bounded(one, persons)),
        bounded(place.effectiveness, digits)
      ])
    ]),
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
    ...formatTable([
      ["index", "value"],
      ["effectiveness", bounded(indices.effectiveness, digits)],
      ["connectivity", bounded(indices.connectivity, digits)],
      ["inequality", bounded(indices.inequality, digits)],
      ["Gini", bounded(indices.gini, digits)],
      ["coefficient of variation", bounded(indices.variation, digits)],
      ...(indices.crude === undefined
        ? []
        : (["crude", "courgeau", "netRate", "preference", "velocity"] as const).map((name) => [
            name,
            bounded(indices[name] as Measured, digits)
          ])),
      ...(indices.distanceMoved === undefined
        ? []
        : [
            ["mean distance", bounded(indices.distanceMoved.mean, digits)],
            ["median distance", bounded(indices.distanceMoved.median, digits)]
          ])
    ]),
    ...(expectation?.distance === undefined
      ? []
      : [
          "",
          `One per cent farther: ${bounded(expectation.distance, digits)} per cent persons, standard error ${digits(expectation.distance.error)}.`
        ]),
    ...(found.filled === undefined
      ? []
      : [
          "",
          `${found.filled.cells} hidden cells were filled from margins${found.filled.outside > 0 ? `; ${found.filled.outside} of them are outside their bounds` : ""}.`
        ]),
    ...(transit === undefined ? [] : ["", ...transitLines(transit, top)]),
    ...(found.leftOut.length === 0 ? [] : ["", "Left out:", ...found.leftOut.map((line) => `- ${line}`)]),
    "",
    "This rests on:",
    ...found.assumptions.map((line) => `- ${line}`),
    ...(transit?.assumptions ?? []).map((line) => `- ${line}`)
  ]
}

const transitLines = (transit: NonNullable<FlowReport["transit"]>, top: number): ReadonlyArray<string> => {
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
    ...(memory === undefined
      ? []
      : [
          `Where persons came from tells ${bounded(transit.gain ?? { value: memory.gain, low: 0, high: 0 }, digits)} bits of where they go next: G² ${digits(memory.statistic)}, ${memory.degreesOfFreedom} degrees of freedom${memory.p === undefined ? "" : `, p ${digits(memory.p)}`}${memory.shuffledP === undefined ? "" : `, by shuffles ${digits(memory.shuffledP)}`}.`
        ])
  ]
}

const share = (text: string) => {
  const value = /^0?\.\d+$/.test(text) ? Number(text) : Number.NaN
  return value > 0 && value < 1 ? value : undefined
}

/** The country or first-level region of a label. */
const placeOf = (label: string): string | undefined => {
  if (isRegion(label)) return label
  const answer = normaliseCountry(label, { codes: ["alpha3", "alpha2"] })
  return answer._tag === "Country" ? answer.alpha3 : undefined
}

export const flows = Command.make(
  "flows",
  {
    ...commonFlags,
    input: Flag.String("input").pipe(
      Flag.withDescription("CSV (also .csv.gz): origin, destination and persons, or routes and persons")
    ),
    origin: columnFlag("origin", "the column of the origin; found by its usual names when left out"),
    destination: columnFlag("destination", "the column of the destination"),
    route: columnFlag("route", "the column of routes, as MDA>UKR>RUS, in place of origin and destination"),
    value: columnFlag("value", "the column of persons"),
    period: columnFlag("period", "the column of periods: intervals then allow for counts that vary more than chance"),
    low: seriesFlags.low,
    high: seriesFlags.high,
    where: seriesFlags.where,
    total: totalFlag,
    asLabelled: switchFlag("as-labelled", "places go by their labels; without it, by the country that a label names"),
    distances: columnFlag(
      "distances",
      "CSV origin,destination,distance, or 'capitals': expected flows then know distance"
    ),
    population: columnFlag("population", "CSV place,population: intensities then are told"),
    method: Flag.Literals("intervals", ["goodman", "sison-glaz"]).pipe(
      Flag.withDescription("of shares; Sison's and Glaz's are narrower and need exact counts in one period"),
      Flag.withDefault("goodman" as const)
    ),
    level: patternFlag("level", "level of intervals", "a number between 0 and 1", share).pipe(Flag.withDefault(0.95)),
    top: wholeFlag("top", "corridors and places that are shown", 1).pipe(Flag.withDefault(20)),
    seed: wholeFlag("seed", "the same seed draws the same", 0).pipe(Flag.withDefault(1)),
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
    yield* printResult(flags.json, { json: found, lines: lines(found, flags.top) })
  })
).pipe(
  Command.withDescription(
    "Which corridors, how sure, which way and how far: rankings with intervals, in, out and net, reach, indices, expected flows, transit"
  ),
  Command.withExamples([
    { command: "corridor analyse flows --input flows.csv --period year --distances capitals" },
    {
      command: "corridor analyse flows --input safe.csv --suppressed 1:200",
      description:
        "a protected table: bounds must hold for cells hidden for others' sake, too; margins of 'Total' narrow and fill them"
    },
    { command: "corridor analyse flows --input routes.csv --route route", description: "MDA>UKR>RUS and persons" },
    { command: "corridor analyse flows --input glotip_od.csv --where Year=2016", description: "UNODC's table" }
  ])
)
