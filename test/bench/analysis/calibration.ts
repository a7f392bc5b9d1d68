/**
 * How often the count model's statements are false, its intervals miss, and real changes are found, on simulated series whose truth is known.
 * Writes `docs/reference/calibration.md`.
 */
import { once } from "node:events"
import { writeFileSync } from "node:fs"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { Worker } from "node:worker_threads"
import type { BenchOptions } from "../Options.ts"
import { nowcastCalibration } from "./nowcastCalibration.ts"
import { poolCalibration } from "./poolCalibration.ts"
import type { Setting } from "./simulatedSeries.ts"
import type { Shares, StudyRequest } from "./studySeries.ts"
import { head, percent, row } from "./tableLines.ts"

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
  { n: 24, mean: 50, memory: 0.3, joins: 0.25 },
  { n: 60, mean: 5, memory: 0.3, hidden: 3 },
  { n: 60, mean: 20, memory: 0.6, hidden: 10 },
  { n: 24, mean: 12, memory: 0, deviation: 0, hidden: 10 },
  { n: 12, mean: 45, memory: 0, deviation: 0, season: 0.2, cycle: 2 },
  { n: 12, mean: 45, memory: 0.3, season: 0.2, cycle: 2, joins: 0.15 },
  { n: 12, mean: 45, memory: 0.6, season: 0.2, cycle: 2 },
  { n: 24, mean: 20, memory: 0.3, season: 0.5, cycle: 4 }
]

const changes: ReadonlyArray<Setting> = [
  { n: 10, mean: 50, memory: 0, deviation: 0, slope: 0.06 },
  { n: 24, mean: 20, memory: 0.3, slope: 0.05 },
  { n: 60, mean: 5, memory: 0.3, slope: 0.01 },
  { n: 60, mean: 20, memory: 0.6, slope: 0.02 },
  { n: 60, mean: 20, memory: 0.3, slope: -0.02, season: 0.5 },
  { n: 120, mean: 5, memory: 0.6, slope: 0.008 },
  { n: 60, mean: 20, memory: 0.3, slope: 0.02, joins: 0.25 },
  { n: 60, mean: 20, memory: 0.3, slope: 0.02, hidden: 10 },
  { n: 10, mean: 50, memory: 0, deviation: 0, level: 0.7 },
  { n: 60, mean: 5, memory: 0.3, level: 0.8 },
  { n: 60, mean: 20, memory: 0.3, level: 0.8 },
  { n: 72, mean: 90, memory: 0, deviation: 0, level: 0.22, season: 0.5 },
  { n: 12, mean: 45, memory: 0, deviation: 0, slope: 0.07, season: 0.2, cycle: 2 },
  { n: 24, mean: 20, memory: 0, deviation: 0, slope: 0.035, season: 0.5, cycle: 4 }
]

/** Studies all settings, each in one of as many workers as there are cores. */
const studyAll = async (requests: ReadonlyArray<StudyRequest>): Promise<ReadonlyArray<Shares>> => {
  const results: Array<Shares> = []
  let next = 0
  const work = async () => {
    const worker = new Worker(new URL("./studySeries.ts", import.meta.url))
    while (next < requests.length) {
      const own = next
      next += 1
      const request = requests[own] as StudyRequest
      worker.postMessage(request)
      const [found] = (await once(worker, "message")) as [Shares]
      results[own] = found
      console.error(nameOf(request.setting).join(" "))
    }
    await worker.terminate()
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return results
}

const nameOf = ({
  n,
  mean,
  memory,
  deviation,
  spread,
  season,
  cycle,
  slope,
  level,
  joins,
  hidden
}: Setting): ReadonlyArray<string> => [
  String(n),
  String(mean),
  String(memory),
  [
    ...(deviation === 0 ? ["Poisson"] : []),
    ...(spread === undefined ? [] : [`α ${spread}`]),
    ...(season === undefined ? [] : [`season ±${season}${cycle === undefined ? "" : `, ${cycle} a year`}`]),
    ...(joins === undefined ? [] : [joins > 0 ? `a partner of ${joins} joins` : `a partner of ${-joins} leaves`]),
    ...(hidden === undefined ? [] : [`counts of 1 to ${hidden - 1} suppressed`]),
    ...(slope === undefined ? [] : [`${(100 * Math.expm1(slope)).toFixed(1)} % a point`]),
    ...(level === undefined ? [] : [`level × ${Math.exp(level).toFixed(2)}`])
  ].join(", ") || "–"
]

const settingColumns = ["points", "mean", "memory", "setting"]

/** Largest share of false statements of a test that counts as calibrated. */
const calibrated = 0.06

/** Returns the test among `names` that finds most, with its share. */
const bestOf = (found: Shares, names: ReadonlyArray<string>): string => {
  const best = names.reduce<string | undefined>(
    (most, one) => (most === undefined || (found.get(one) ?? 0) > (found.get(most) ?? 0) ? one : most),
    undefined
  )
  return best === undefined ? "none" : `${best.slice(5)}: ${percent(found.get(best))}`
}

const testNames = [
  ...["original", "hamedRao", "yueWang", "preWhitened", "trendFreePreWhitened", "regression"].map(
    (name) => `test ${name}`
  )
]

const nullRow = (setting: Setting, found: Shares): string => {
  // Sums of shares are not exact.
  const interval = Math.round(1e6 * (1 - (found.get("no interval") ?? 0))) / 1e6
  const dated = found.get("dated") ?? 0
  return row([
    ...nameOf(setting),
    percent(found.get("steady")),
    percent(found.get("change of level")),
    percent(found.get("stated")),
    interval === 0 ? "–" : percent((found.get("covered") ?? 0) / interval),
    dated === 0 ? "–" : percent((found.get("dated change") ?? 0) / dated),
    dated === 0 ? "–" : percent((found.get("dated covered") ?? 0) / dated),
    percent(found.get("no detectable change")),
    percent(found.get("cannot say"))
  ])
}

const changeRow = (setting: Setting, found: Shares, without: Shares, everywhere: ReadonlyArray<string>): string =>
  row([
    ...nameOf(setting),
    percent(found.get("steady")),
    percent(found.get("change of level")),
    percent(found.get("right")),
    setting.slope === undefined ? "–" : percent(found.get("covered")),
    bestOf(found, everywhere),
    bestOf(
      found,
      testNames.filter((name) => (without.get(name) ?? 0) <= calibrated)
    ),
    percent(found.get("cannot say"))
  ])

export const calibration = async ({ records: series }: BenchOptions): Promise<number> => {
  const began = process.cpuUsage()
  const found = await studyAll([
    ...nulls.map((setting, i) => ({ setting, series, seed: i + 1 })),
    ...changes.map((setting, i) => ({ setting, series, seed: 1_001 + i })),
    ...changes.map(({ slope: _, level: __, ...setting }) => ({ setting, series, seed: 4_711, isTestsOnly: true }))
  ])
  const ofNulls = found.slice(0, nulls.length)
  const ofChanges = found.slice(nulls.length, nulls.length + changes.length)
  const without = found.slice(nulls.length + changes.length)
  const everywhere = testNames.filter((name) =>
    found.every(
      (one, i) => (i >= nulls.length && i < nulls.length + changes.length) || (one.get(name) ?? 0) <= calibrated
    )
  )
  const { user, system } = process.cpuUsage(began)
  const lines = [
    "# Calibration of the count model",
    "",
    `Written by \`npm run bench -- --calibration --records ${series}\`: ${series} simulated series in each of ${nulls.length + changes.length} settings (${((user + system) / 1e6).toFixed(0)} CPU seconds). All figures are per cent of series. The error of a figure near 5 is about ${(100 * Math.sqrt((0.05 * 0.95) / series)).toFixed(1)}.`,
    "",
    "Counts have relative deviations of standard deviation 0.3 with the given autocorrelation at lag 1, unless the setting says otherwise. Where a partner joins or leaves, the model knows when, as pages are by the page of who reported. The prior by which a steady change is judged and the widenings of the other intervals were fitted to other series in random settings; their targets were set with some of the settings below in view, so that those rows are favourable (decisions 0306 and 0307).",
    "",
    "## Nothing happens",
    "",
    "Statements of a steady change or a change of level are false here; both kinds together are the false statements. The date is the middle of the series.",
    "",
    ...head([
      ...settingColumns,
      "steady change stated",
      "change of level stated",
      "false statements",
      "95 % interval of the trend covers",
      "change at a date stated",
      "95 % interval of its level covers",
      "no detectable change",
      "cannot say"
    ]),
    ...nulls.map((setting, i) => nullRow(setting, ofNulls[i] as Shares)),
    "",
    "## Something happens",
    "",
    `A test is calibrated if it states a change in at most 6 % of series without one. Tests that are calibrated in all settings of this page: ${everywhere.length === 0 ? "none" : everywhere.map((name) => name.slice(5)).join(", ")}. A test that is calibrated in one setting only is one for readers who know the memory of the series beforehand.`,
    "",
    ...head([
      ...settingColumns,
      "steady change stated",
      "change of level stated",
      "change in the right direction stated",
      "95 % interval of the trend covers",
      "best test calibrated everywhere",
      "best test calibrated in this setting",
      "cannot say"
    ]),
    ...changes.map((setting, i) => changeRow(setting, ofChanges[i] as Shares, without[i] as Shares, everywhere)),
    "",
    ...nowcastCalibration(series),
    ...poolCalibration(2 * series)
  ]
  writeFileSync(join(import.meta.dirname, "../../../docs/reference/calibration.md"), lines.join("\n"))
  return 0
}
