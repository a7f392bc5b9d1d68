/** `analyse trend --input FILE.csv` */
import { Effect } from "effect"
import { Command } from "effect/cli"
import { sumOf } from "../../../release/analysis/coverage/Panel.ts"
import { readSeries } from "../../../release/analysis/series/readSeries.ts"
import { trendOf } from "../../../release/analysis/trend/trendOf.ts"
import { tellTableRefused } from "../DisclosureFlags.ts"
import { endsAtOnce } from "../endsAtOnce.ts"
import { optional, tableWords, tell } from "../Verb.ts"
import { requestOf, seriesFlags, wholeFlag } from "./SeriesFlags.ts"

const digits = (value: number) => (Number.isNaN(value) ? "-" : Number(value.toPrecision(6)).toString())

export const trend = Command.make(
  "trend",
  { ...seriesFlags, season: optional(wholeFlag("season", "points in a cycle; 12 for months", 1)) },
  Effect.fn("analyse trend")(function* (flags) {
    yield* endsAtOnce
    const reading = yield* readSeries(requestOf(flags)).pipe(
      Effect.catchTag("TableRefused", tellTableRefused(flags.json))
    )
    if (reading === undefined) return
    const found = trendOf(sumOf(reading.panel), flags)
    const { tests, verdict } = found
    yield* tell(flags.json, {
      json: { ...found, tests, verdict: verdict.words, direction: verdict.direction },
      words: [
        ...tableWords([
          ["test", "S", "variance", "z", "p", "tau", "slope"],
          ...Object.entries(tests).flatMap(([name, test]) =>
            test === undefined ? [] : [[name, ...[test.s, test.varS, test.z, test.p, test.tau, test.slope].map(digits)]]
          )
        ]),
        verdict.words
      ]
    })
  })
).pipe(
  Command.withDescription(
    "Is it rising? Mann-Kendall's tests, with and without allowance for autocorrelation, and Sen's slope"
  ),
  Command.withExamples([
    { command: "corridor analyse trend --input detections.csv --season 12" },
    {
      command: "corridor analyse trend --input glotip.csv.gz --from 2010",
      description: "UNODC's table: all countries beside those that always report"
    }
  ])
)
