/**
 * How often the count model's statements are false, its intervals miss, and real changes are found, on simulated series whose truth is known.
 * Writes `docs/reference/calibration.md`.
 */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Change, describeChange } from "@corridor/flow-statistics/model/describeChange"
import { dateLevel, describeIntervention } from "@corridor/flow-statistics/model/describeIntervention"
import { type SeededNumbers, seededNumbers } from "@corridor/flow-statistics/numeric/SeededNumbers"
import { countRegression } from "@corridor/flow-statistics/trend/countRegression"
import { trendTests } from "@corridor/flow-statistics/trend/mannKendall"
import type { BenchOptions } from "../Options.ts"
import { nowcastCalibration } from "./nowcastCalibration.ts"
import { poolCalibration } from "./poolCalibration.ts"
import { head, percent, row } from "./tableLines.ts"

interface Setting {
  readonly n: number
  /** Mean count. */
  readonly mean: number
  /** Autocorrelation of the relative deviations, whose standard deviation is 0.3 unless `deviation` says otherwise. */
  readonly memory: number
  readonly deviation?: number
  /** α of negative binomial counts. */
  readonly spread?: number
  /** Size of the yearly cycle, on the scale of logarithms. */
  readonly season?: number
  /** Change of ln mean per point. */
  readonly slope?: number
  /** Change of ln mean in the middle. */
  readonly level?: number
  /** A partner with this share of the cases joins (or, negative, leaves) after a third of the series; the model knows when. */
  readonly joins?: number
}

const nulls: ReadonlyArray<Setting> = [
  ...[6, 8, 12].flatMap((n) => [0, 0.6].map((memory) => ({ n, mean: 50, memory }))),
  { n: 8, mean: 5, memory: 0.8 },
  { n: 12, mean: 20, memory: 0.8 },
  ...[0, 0.3, 0.6, 0.8].map((memory) => ({ n: 24, mean: 20, memory })),
  ...[0.5, 5, 20, 100].flatMap((mean) => [0, 0.6, 0.8].map((memory) => ({ n: 60, mean, memory }))),
  { n: 60, mean: 5, memory: 0, deviation: 0 },
  { n: 60, mean: 100, memory: 0, deviation: 0 },
  { n: 60, mean: 20, memory: 0.8, spread: 0.3 },
  { n: 60, mean: 20, memory: 0.3, spread: 0.3 },
  { n: 60, mean: 20, memory: 0.6, season: 0.5 },
  { n: 120, mean: 5, memory: 0.3, season: 0.5 },
  { n: 120, mean: 20, memory: 0.6 },
  { n: 120, mean: 100, memory: 0.8 },
  { n: 240, mean: 20, memory: 0.6 },
  { n: 240, mean: 5, memory: 0.8 },
  { n: 60, mean: 20, memory: 0.3, joins: 0.25 },
  { n: 60, mean: 20, memory: 0.6, joins: -0.25 },
  { n: 72, mean: 15, memory: 0, season: 0.5, joins: 0.5 },
  { n: 24, mean: 50, memory: 0.3, joins: 0.25 }
]

const changes: ReadonlyArray<Setting> = [
  { n: 10, mean: 50, memory: 0, deviation: 0, slope: 0.06 },
  { n: 24, mean: 20, memory: 0.3, slope: 0.05 },
  { n: 60, mean: 5, memory: 0.3, slope: 0.01 },
  { n: 60, mean: 20, memory: 0.6, slope: 0.02 },
  { n: 60, mean: 20, memory: 0.3, slope: -0.02, season: 0.5 },
  { n: 120, mean: 5, memory: 0.6, slope: 0.008 },
  { n: 60, mean: 20, memory: 0.3, slope: 0.02, joins: 0.25 },
  { n: 10, mean: 50, memory: 0, deviation: 0, level: 0.7 },
  { n: 60, mean: 5, memory: 0.3, level: 0.8 },
  { n: 60, mean: 20, memory: 0.3, level: 0.8 },
  { n: 72, mean: 90, memory: 0, deviation: 0, level: 0.22, season: 0.5 }
]

const joinOf = ({ n }: Setting): number => Math.round(n / 3)

const draw = (setting: Setting, random: SeededNumbers): Float64Array => {
  const { n, mean, memory, deviation = 0.3, spread = 0, season = 0, slope = 0, level = 0, joins = 0 } = setting
  let noise = random.normal() * deviation
  return Float64Array.from({ length: n }, (_, t) => {
    const others = joins < 0 ? (t < joinOf(setting) ? 1 : 1 + joins) : t < joinOf(setting) ? 1 - joins : 1
    const log =
      noise -
      deviation ** 2 / 2 +
      slope * (t - (n - 1) / 2) +
      season * Math.sin((Math.PI * t) / 6) +
      (t < n / 2 ? 0 : level)
    noise = memory * noise + Math.sqrt(1 - memory * memory) * deviation * random.normal()
    const gamma = spread === 0 ? 1 : random.gamma(1 / spread) * spread
    return random.poisson(mean * others * Math.exp(log) * gamma)
  })
}

const optionsOf = (setting: Setting) => ({
  season: setting.season === undefined ? 1 : 12,
  reporting:
    setting.joins === undefined
      ? []
      : [Float64Array.from({ length: setting.n }, (_, t) => (t < joinOf(setting) ? 0 : 1))]
})

const classical = (values: Float64Array, season: number): Readonly<Record<string, number>> => ({
  ...Object.fromEntries(Object.entries(trendTests(values)).map(([name, { p }]) => [name, p])),
  regression: countRegression({ values, season })?.p ?? 1
})

/** Shares of series, by name. */
const sharesOf = (names: ReadonlyArray<ReadonlyArray<string>>): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const name of names.flat()) counts.set(name, (counts.get(name) ?? 0) + 1 / names.length)
  return counts
}

const statementOf = ({ direction }: Change): string =>
  direction === "rising" || direction === "falling" ? "steady" : direction

const study = (setting: Setting, series: number, seed: number) => {
  const random = seededNumbers(seed)
  const truth = setting.slope ?? 0
  const all = Array.from({ length: series }, () => {
    const values = draw(setting, random)
    const options = optionsOf(setting)
    const change = describeChange(values, options)
    const dated =
      setting.n >= 24 && setting.joins === undefined && setting.slope === undefined && setting.level === undefined
        ? describeIntervention(values, { at: setting.n / 2, season: options.season })
        : undefined
    const tests = classical(values, options.season)
    return [
      statementOf(change),
      ...(change.trend === undefined ? ["no interval"] : []),
      ...(change.trend !== undefined && change.trend.low <= truth && truth <= change.trend.high ? ["covered"] : []),
      ...(dated === undefined ? [] : ["dated"]),
      ...(dated !== undefined && dated.p < dateLevel ? ["dated change"] : []),
      ...(dated !== undefined && dated.level.low <= 0 && dated.level.high >= 0 ? ["dated covered"] : []),
      ...Object.entries(tests).flatMap(([name, p]) => (p < 0.05 ? [`test ${name}`] : []))
    ]
  })
  return sharesOf(all)
}

const nameOf = ({
  n,
  mean,
  memory,
  deviation,
  spread,
  season,
  slope,
  level,
  joins
}: Setting): ReadonlyArray<string> => [
  String(n),
  String(mean),
  String(memory),
  [
    ...(deviation === 0 ? ["Poisson"] : []),
    ...(spread === undefined ? [] : [`α ${spread}`]),
    ...(season === undefined ? [] : [`season ±${season}`]),
    ...(joins === undefined ? [] : [joins > 0 ? `a partner of ${joins} joins` : `a partner of ${-joins} leaves`]),
    ...(slope === undefined ? [] : [`${(100 * Math.expm1(slope)).toFixed(1)} % a point`]),
    ...(level === undefined ? [] : [`level × ${Math.exp(level).toFixed(2)}`])
  ].join(", ") || "–"
]

/** Columns of both tables. */
const common = [
  "points",
  "mean",
  "memory",
  "setting",
  "steady change stated",
  "change of level stated",
  "95 % interval of the trend covers"
]

/** Largest share of false statements of a test that counts as calibrated. */
const calibrated = 0.06

const comparedWith = (setting: Setting, found: ReadonlyMap<string, number>, series: number): string => {
  const without = study({ ...setting, slope: 0, level: 0 }, series, 4_711)
  const tests = [...found].filter(([name]) => name.startsWith("test "))
  const best = tests
    .filter(([name]) => (without.get(name) ?? 0) <= calibrated)
    .reduce<readonly [string, number] | undefined>(
      (most, one) => (most === undefined || one[1] > most[1] ? one : most),
      undefined
    )
  return best === undefined ? "none is calibrated" : `${best[0].slice(5)}: ${percent(best[1])}`
}

export const calibration = async ({ records: series }: BenchOptions): Promise<number> => {
  const began = process.cpuUsage()
  const nullRows = nulls.map((setting, i) => {
    const found = study(setting, series, i + 1)
    const interval = 1 - (found.get("no interval") ?? 0)
    const dated = found.get("dated") ?? 0
    console.error(nameOf(setting).join(" "))
    return row([
      ...nameOf(setting),
      percent(found.get("steady")),
      percent(found.get("change of level")),
      interval === 0 ? "–" : percent((found.get("covered") ?? 0) / interval),
      dated === 0 ? "–" : percent((found.get("dated change") ?? 0) / dated),
      dated === 0 ? "–" : percent((found.get("dated covered") ?? 0) / dated),
      percent(found.get("no detectable change")),
      percent(found.get("cannot say"))
    ])
  })
  const changeRows = changes.map((setting, i) => {
    const found = study(setting, series, 1_000 + i)
    console.error(nameOf(setting).join(" "))
    return row([
      ...nameOf(setting),
      percent(found.get("steady")),
      percent(found.get("change of level")),
      setting.slope === undefined ? "–" : percent(found.get("covered")),
      comparedWith(setting, found, series),
      percent(found.get("cannot say"))
    ])
  })
  const seconds = (process.cpuUsage(began).user / 1e6).toFixed(0)
  const lines = [
    "# Calibration of the count model",
    "",
    `Written by \`npm run bench -- --calibration --records ${series}\`: ${series} simulated series in each of ${nulls.length + changes.length} settings (${seconds} CPU seconds). All figures are per cent of series. The error of a figure near 5 is about ${(100 * Math.sqrt((0.05 * 0.95) / series)).toFixed(1)}.`,
    "",
    "Counts have relative deviations of standard deviation 0.3 with the given autocorrelation at lag 1, unless the setting says otherwise. Where a partner joins or leaves, the model knows when, as pages are by the page of who reported.",
    "",
    "## Nothing happens",
    "",
    "Statements of a steady change or a change of level are false here. The date is the middle of the series.",
    "",
    ...head([
      ...common,
      "change at a date stated",
      "95 % interval of its level covers",
      "no detectable change",
      "cannot say"
    ]),
    ...nullRows,
    "",
    "## Something happens",
    "",
    "The best single test is the one that finds most among those that state a change in at most 6 % of series without one.",
    "",
    ...head([...common, "best single test that is calibrated there", "cannot say"]),
    ...changeRows,
    "",
    ...nowcastCalibration(series),
    ...poolCalibration(2 * series)
  ]
  writeFileSync(join(import.meta.dirname, "../../../docs/reference/calibration.md"), lines.join("\n"))
  return 0
}
