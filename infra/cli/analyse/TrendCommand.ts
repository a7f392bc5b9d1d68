/** `analyse trend --input FILE.csv` */

import { trendPicture } from "@corridor/flow-statistics/picture/pictures"
import { maxPoints, type Trend } from "@corridor/flow-statistics/trend/analyseTrend"
import { compareTrends } from "@corridor/flow-statistics/trend/compareTrends"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { formatTable, type Lines, printResult } from "../CommandOutput.ts"
import { documented, optionalText } from "../CommonFlags.ts"
import { withPage } from "./methodPage.ts"
import { requestOf, seasonFlag, seriesFlags } from "./SeriesFlags.ts"
import { coverageJson, digits, readOrRefuse, stepLines, trendsOf } from "./seriesCommand.ts"
import { writePicture } from "./writePicture.ts"

const testLines = ({ tests, slope, regression }: Trend): Lines => [
  formatTable([
    ["test", "S", "variance", "z", "p", "tau", "slope"],
    ...Object.entries(tests).flatMap(([name, test]) =>
      test === undefined ? [] : [[name, ...[test.s, test.varS, test.z, test.p, test.tau, test.slope].map(digits)]]
    )
  ]),
  `Sen's slope per period: ${digits(slope.value)} (${digits(slope.low)} to ${digits(slope.high)})`,
  regression &&
    `Negative binomial regression: rate ratio ${digits(regression.rateRatio.value)} per period (${digits(regression.rateRatio.low)} to ${digits(regression.rateRatio.high)}), p ${digits(regression.p)}; variance over mean ${digits(regression.dispersion)}`
]

const trendJson = ({ verdict, ...rest }: Trend) => ({ ...rest, verdict: verdict.words, direction: verdict.direction })

export const trend = Command.make(
  "trend",
  {
    ...seriesFlags,
    season: seasonFlag,
    exposure: optionalText("exposure", "column of the exposure in each period, for the regression")
  },
  Effect.fn("analyse trend")(function* (flags) {
    const read = yield* readOrRefuse({ ...requestOf(flags), exposure: flags.exposure }, flags.json, () => ({
      points: 2,
      maxPoints
    }))
    if (read === undefined) return
    const { reading, coverage } = read
    const options = { season: flags.season, exposure: reading.exposure }
    const { all, matched, verdict } = trendsOf(read, options)
    const comparison = reading.hasReporters ? compareTrends(coverage, all, matched) : []
    yield* writePicture(flags.picture, () => trendPicture(coverage.all, all))
    yield* printResult(flags.json, {
      json: {
        ...trendJson(all),
        ...(reading.hasReporters
          ? {
              direction: verdict.direction,
              verdict: [
                verdict.words,
                ...comparison,
                `All: ${all.verdict.words}`,
                ...(matched === undefined ? [] : [`Constant panel: ${matched.verdict.words}`])
              ].join(" "),
              matched: matched === undefined ? null : trendJson(matched),
              coverage: coverageJson(coverage)
            }
          : {})
      },
      lines: withPage("trend", [
        reading.known !== undefined && `Read as ${reading.known}.`,
        verdict.words,
        "",
        reading.hasReporters && [stepLines(coverage), "", comparison, "", "All reporters:"],
        testLines(all),
        matched && ["", "Constant panel:", testLines(matched)],
        "",
        ...all.assumptions.map((line) => `- ${line}`)
      ])
    })
  })
).pipe(
  documented(
    "Test whether the series rises or falls: Mann-Kendall's tests, with and without correction for autocorrelation, and Sen's slope",
    "corridor analyse trend --input detections.csv --period month --value n --season 12",
    [
      "corridor analyse trend --input glotip.csv.gz --from 2010",
      "UNODC's table: all countries, and those that report every year"
    ],
    [
      "corridor analyse trend --input released.csv --reporter partner --suppressed 1:10",
      "suppressed cells are 1 to 10; the verdict holds for all their values"
    ]
  )
)
