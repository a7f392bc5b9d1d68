/** `analyse many --input FILE.csv --series origin,destination` */

import { safeLabel } from "@corridor/disclosure/tables/safeLabel"
import { analyseMany } from "@corridor/flow-statistics/batch/analyseMany"
import type { BatchResult } from "@corridor/flow-statistics/batch/analyseOne"
import { costNames } from "@corridor/flow-statistics/breaks/Cost"
import { falseDiscoveryRates } from "@corridor/flow-statistics/numeric/falseDiscoveryRates"
import { defaultSeason } from "@corridor/flow-statistics/series/Period"
import { transforms } from "@corridor/flow-statistics/series/transformSeries"
import { Clock, Effect, FileSystem } from "effect"
import { Command, Flag } from "effect/cli"
import { formatTable, printResult } from "../CommandOutput.ts"
import { commonFlags, optional, switchFlag } from "../CommonFlags.ts"
import { names, printTableRefused } from "../DisclosureFlags.ts"
import { exitImmediately } from "../exitImmediately.ts"
import { positiveFlag, seriesFlags, wholeFlag } from "./SeriesFlags.ts"
import { digits } from "./seriesCommand.ts"
import { readMany } from "./tables/readMany.ts"

const flags = {
  ...commonFlags,
  input: seriesFlags.input,
  period: seriesFlags.period,
  value: seriesFlags.value,
  suppressed: seriesFlags.suppressed,
  series: Flag.String("series").pipe(
    Flag.withDescription("the columns that name a series, with commas between them"),
    Flag.map(names)
  ),
  absent: Flag.Literals("absent", ["missing", "zero"]).pipe(
    Flag.withDescription("what a period is in which a series has no row; season and breaks need every period"),
    Flag.withDefault("missing" as const)
  ),
  season: optional(
    wholeFlag("season", "points in a cycle; 12 for months, 4 for quarters when left out, 1 for none", 1)
  ),
  robust: switchFlag("robust", "outliers weigh less in the season"),
  model: Flag.Literals("model", costNames).pipe(
    Flag.withDescription("what breaks are changes of"),
    Flag.withDefault("l2" as const)
  ),
  minSize: wholeFlag("min-size", "points in a segment at least", 1).pipe(Flag.withDefault(3)),
  penalty: optional(
    positiveFlag("penalty", "what each break must gain; Schwarz's criterion for each series when left out")
  ),
  transform: Flag.Literals("transform", transforms).pipe(
    Flag.withDescription("the scale of season and breaks"),
    Flag.withDefault("none" as const)
  ),
  out: optional(Flag.String("out").pipe(Flag.withDescription("CSV to write: one row per series")))
}

/** Tells how far it is, at every tenth. */
const progress = (count: number) => {
  let told = 0
  return (done: number) => {
    const tenth = Math.floor((10 * done) / count)
    if (tenth > told) {
      told = tenth
      process.stderr.write(`${done} of ${count} series\n`)
    }
  }
}

const columns = [
  "direction",
  "s",
  "z",
  "p",
  "hamedRaoP",
  "hamedRaoQ",
  "slope",
  "seasonalStrength",
  "trendStrength",
  "breaks"
]

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const fieldsOf = (result: BatchResult, q: number): ReadonlyArray<string> => [
  result.direction,
  ...[
    result.tests.original.s,
    result.tests.original.z,
    result.tests.original.p,
    result.tests.hamedRao.p,
    q,
    result.tests.original.slope
  ].map(digits),
  digits(result.seasonalStrength),
  digits(result.trendStrength),
  result.breaks?.join(" ") ?? "-"
]

export const many = Command.make(
  "many",
  flags,
  Effect.fn("analyse many")(function* (given) {
    yield* exitImmediately
    const rules = { suppressed: given.suppressed }
    const read = yield* readMany({
      input: given.input,
      period: given.period ?? "period",
      value: given.value ?? "value",
      keys: given.series,
      rules,
      absent: given.absent
    }).pipe(Effect.catchTag("TableRefused", printTableRefused(given.json)))
    if (read === undefined) return
    const start = yield* Clock.currentTimeMillis
    const results = yield* Effect.promise((signal) =>
      analyseMany({
        signal,
        series: read.series,
        options: {
          season: given.season ?? (read.timeline.every === 1 ? defaultSeason(read.timeline.granularity) : 1),
          robust: given.robust,
          model: given.model,
          minSize: given.minSize,
          penalty: given.penalty,
          log1p: given.transform === "log1p"
        },
        onProgress: progress(read.series.length)
      })
    )
    const seconds = ((yield* Clock.currentTimeMillis) - start) / 1000
    const q = falseDiscoveryRates(results.map(({ tests }) => tests.hamedRao.p))
    if (given.out !== undefined) {
      const fs = yield* FileSystem.FileSystem
      const rows = results.map((result, i) => [
        ...(read.names[i] ?? []).map(safeLabel),
        ...fieldsOf(result, q[i] as number)
      ])
      yield* fs.writeFileString(
        given.out,
        `${[[...given.series, ...columns], ...rows].map((row) => row.map(quoted).join(",")).join("\n")}\n`
      )
    }
    const counts = Map.groupBy(results, ({ direction }) => direction)
    yield* printResult(given.json, {
      json: {
        periods: read.timeline.periods,
        uncertain: read.uncertain,
        seconds,
        series: results.map((result, i) => ({
          key: Object.fromEntries(given.series.map((column, k) => [column, read.names[i]?.[k]])),
          ...result,
          hamedRaoQ: q[i]
        }))
      },
      lines: [
        `${results.length} series of ${read.timeline.periods.length} periods in ${seconds.toFixed(1)} s.`,
        ...formatTable([["verdict", "series"], ...[...counts].map(([direction, own]) => [direction, own.length])]),
        `Of so many tests some find a trend by chance: at a false discovery rate of 0.05 Hamed-Rao leaves ${q.filter((value) => value < 0.05).length}.`,
        ...(read.uncertain === 0
          ? []
          : [
              `${read.uncertain} points are known as intervals only; their middle was taken: 'analyse trend' on one series says what that leaves open.`
            ]),
        ...(given.out === undefined ? ["--out FILE.csv writes one row per series; --json tells all."] : [])
      ]
    })
  })
).pipe(
  Command.withDescription(
    "Many series of one table at once, on all cores: trend tests, strengths of season and trend, breaks"
  ),
  Command.withExamples([
    {
      command:
        "corridor analyse many --input flows.csv --series origin,destination --period month --value victims --absent zero --out trends.csv"
    }
  ])
)
