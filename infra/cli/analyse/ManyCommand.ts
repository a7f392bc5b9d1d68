/** `analyse many --input FILE.csv --series origin,destination` */

import { csvField } from "@corridor/disclosure/tables/csvField"
import { analyseMany } from "@corridor/flow-statistics/batch/analyseMany"
import type { BatchOptions, BatchResult } from "@corridor/flow-statistics/batch/analyseOne"
import { isSameStep } from "@corridor/flow-statistics/model/findStep"
import type { Estimate } from "@corridor/flow-statistics/model/Mixture"
import { minPooled, type PooledWithin, poolTrendsWithin } from "@corridor/flow-statistics/model/poolTrends"
import { falseDiscoveryRates } from "@corridor/flow-statistics/numeric/falseDiscoveryRates"
import { pooledPicture } from "@corridor/flow-statistics/picture/pictures"
import { type Points, valuesWithin } from "@corridor/flow-statistics/series/completions"
import { defaultSeason } from "@corridor/flow-statistics/series/Period"
import { transforms } from "@corridor/flow-statistics/series/transformSeries"
import { Clock, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { counted } from "../../../ports/counted.ts"
import { writeOutput } from "../../../ports/files/OutputFile.ts"
import { percent } from "../../../ports/percent.ts"
import { formatTable, type Lines, printResult } from "../CommandOutput.ts"
import { commonFlags, documented, optional, optionalText, switchFlag, textFlag } from "../CommonFlags.ts"
import { names, printTableRefused } from "../DisclosureFlags.ts"
import { exitImmediately } from "../exitImmediately.ts"
import { withPage } from "./methodPage.ts"
import { breakFlags, positiveFlag, seasonFlag, seriesFlags } from "./SeriesFlags.ts"
import { digits, refusedFor } from "./seriesCommand.ts"
import { readMany } from "./tables/readMany.ts"
import { writePicture } from "./writePicture.ts"

const flags = {
  ...commonFlags,
  input: seriesFlags.input,
  period: seriesFlags.period,
  value: seriesFlags.value,
  suppressed: seriesFlags.suppressed,
  series: textFlag("series", "columns that name a series, separated by commas").pipe(Flag.map(names)),
  absent: Flag.Literals("absent", ["missing", "zero"]).pipe(
    Flag.withDescription("how to treat a period without a row; season and change points need every period"),
    Flag.withDefault("missing" as const)
  ),
  season: seasonFlag,
  robust: switchFlag("robust", "reduce the weight of outliers in the season"),
  ...breakFlags,
  penalty: optional(positiveFlag("penalty", "cost of each change point; default: Schwarz's criterion for each series")),
  transform: Flag.Literals("transform", transforms).pipe(
    Flag.withDescription("scale of season and change points"),
    Flag.withDefault("none" as const)
  ),
  pool: switchFlag(
    "pool",
    "estimate the growth of each series from all of them together, for series that are too small to say by themselves"
  ),
  picture: optionalText("picture", "SVG file to write, with the estimates of --pool"),
  out: optionalText("out", "CSV to write: one row per series")
}

const isAlike = (one: BatchResult, other: BatchResult | undefined): boolean =>
  one.direction === other?.direction && (one.step === undefined || isSameStep(one.step, other.step))

/** Returns the results with what is stated only if it is stated at the extremes of hidden values too, and the number of those of which it is not. */
const holdingWithin = async (
  results: ReadonlyArray<BatchResult>,
  series: ReadonlyArray<Points>,
  analyse: (series: ReadonlyArray<Float64Array>) => Promise<ReadonlyArray<BatchResult>>
) => {
  const trials = results.flatMap((result, i) =>
    result.direction === "cannot say"
      ? []
      : valuesWithin(series[i] as Points)
          .slice(1)
          .map((values) => ({ i, result, values }))
  )
  const found = trials.length === 0 ? [] : await analyse(trials.map(({ values }) => values))
  const open = new Set(trials.flatMap(({ i, result }, k) => (isAlike(result, found[k]) ? [] : [i])))
  return {
    results: results.map(
      (one, i): BatchResult => (open.has(i) ? { ...one, direction: "cannot say", step: undefined } : one)
    ),
    open: open.size
  }
}

/** Prints the progress at every tenth. */
const progress = (count: number) => {
  let printed = 0
  return (done: number) => {
    const tenth = Math.floor((10 * done) / count)
    if (tenth > printed) {
      printed = tenth
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

const pooledColumns = ["pooledGrowth", "pooledLow", "pooledHigh"]

/** Returns the growth of a series per period, as a share. */
const growthOf = ({ value, low, high }: Pick<Estimate, "value" | "low" | "high">) => ({
  growth: Math.expm1(value),
  low: Math.expm1(low),
  high: Math.expm1(high)
})

const pooledLines = ({ typical, estimates, widening }: PooledWithin): Lines => {
  const { growth, low, high } = growthOf(typical)
  const up = estimates.filter((one) => one.low > 0).length
  const down = estimates.filter((one) => one.high < 0).length
  return [
    `Estimates from all series together: the typical series changes by ${percent(growth)} a period (${percent(low)} to ${percent(high)}). With 95 % intervals, ${up} series grow and ${down} shrink; the others may do either.`,
    widening !== undefined &&
      `Intervals hold at the extremes of the suppressed values, which make the interval of the typical series ${widening.toFixed(1)} times as wide.`
  ]
}

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

interface Analysed {
  /** The labels of each series. */
  readonly names: ReadonlyArray<ReadonlyArray<string>>
  readonly results: ReadonlyArray<BatchResult>
  /** The false discovery rate at which Hamed-Rao finds a trend in each series. */
  readonly q: ReadonlyArray<number>
  readonly pooled: PooledWithin | undefined
}

const csvOf = (keys: ReadonlyArray<string>, { names, results, q, pooled }: Analysed): string => {
  const header = [...keys.map(csvField), ...columns, ...(pooled === undefined ? [] : pooledColumns)]
  const rows = results.map((result, i) => [
    ...(names[i] ?? []).map(csvField),
    ...fieldsOf(result, q[i] as number),
    ...(pooled === undefined ? [] : Object.values(growthOf(pooled.estimates[i] as Estimate)).map(digits))
  ])
  return `${[header, ...rows].map((row) => row.join(",")).join("\n")}\n`
}

const jsonOf = (keys: ReadonlyArray<string>, { names, results, q, pooled }: Analysed) => ({
  series: results.map((result, i) => ({
    key: Object.fromEntries(keys.map((column, k) => [column, names[i]?.[k]])),
    ...result,
    hamedRaoQ: q[i],
    ...(pooled === undefined ? {} : { pooled: growthOf(pooled.estimates[i] as Estimate) })
  })),
  ...(pooled === undefined
    ? {}
    : { pooled: { typical: growthOf(pooled.typical), spread: pooled.spread, widening: pooled.widening } })
})

const verdictLines = ({ results, q, pooled }: Analysed): Lines => [
  ...formatTable([
    ["verdict", "series"],
    ...[...Map.groupBy(results, ({ direction }) => direction)].map(([direction, own]) => [direction, own.length])
  ]),
  `At a false discovery rate of 0.05, Hamed-Rao finds a trend in ${q.filter((value) => value < 0.05).length} of them.`,
  pooled && pooledLines(pooled)
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
    const season = given.season ?? (read.timeline.every === 1 ? defaultSeason(read.timeline.granularity) : 1)
    const start = yield* Clock.currentTimeMillis
    const values = read.series.map(({ value }) => value)
    const needsCounts = given.pool || given.transform === "log1p" || given.model === "poisson"
    if (needsCounts && values.some((own) => own.some((value) => value < 0)))
      return yield* printTableRefused(given.json)(
        refusedFor(given.input, "below-zero", "no negative values: counts and logarithms need values of at least 0")
      )
    if (given.pool && values.length < minPooled)
      return yield* printTableRefused(given.json)(
        refusedFor(given.input, "too-few-series", `at least ${minPooled} series for --pool`)
      )
    const options: BatchOptions = {
      season,
      robust: given.robust,
      model: given.model,
      minSize: given.minSize,
      penalty: given.penalty,
      log1p: given.transform === "log1p"
    }
    const { results, open } = yield* Effect.promise(async (signal) => {
      const found = await analyseMany({ signal, series: values, options, onProgress: progress(values.length) })
      return holdingWithin(found, read.series, (series) => analyseMany({ signal, series, options }))
    })
    const pooled = given.pool ? poolTrendsWithin(read.series, { season }) : undefined
    const seconds = ((yield* Clock.currentTimeMillis) - start) / 1000
    const q = falseDiscoveryRates(results.map(({ tests }) => tests.hamedRao.p))
    if (pooled !== undefined)
      yield* writePicture(given.picture, () =>
        pooledPicture(
          read.names.map((name) => name.join(" ")),
          pooled
        )
      )
    const all: Analysed = { names: read.names, results, q, pooled }
    if (given.out !== undefined) yield* writeOutput(given.out, csvOf(given.series, all), { replace: true })
    yield* printResult(given.json, {
      json: {
        periods: read.timeline.periods,
        uncertain: read.uncertain,
        seconds,
        ...jsonOf(given.series, all)
      },
      lines: withPage(given.pool ? "pooling" : "trend", [
        `${results.length} series of ${read.timeline.periods.length} periods in ${seconds.toFixed(1)} s.`,
        ...verdictLines(all),
        read.uncertain > 0 &&
          `${counted(read.uncertain, "suppressed value")}: verdicts hold at the extremes of their intervals${open === 0 ? "" : `; of ${counted(open, "series", "series")} nothing is stated because it would not`}. Tests, strengths, breaks and the false discovery rate are those at the middle.`,
        given.out === undefined && "--out FILE.csv writes one row per series; --json prints all results."
      ])
    })
  })
).pipe(
  documented(
    "Analyse many series of one table on all cores: trend tests, strengths of season and trend, change points",
    "corridor analyse many --input flows.csv --series origin,destination --period month --value victims --absent zero --out trends.csv",
    [
      "corridor analyse many --input flows.csv --series origin,destination --period year --value victims --pool",
      "estimates for corridors that are too small to analyse alone"
    ]
  )
)
