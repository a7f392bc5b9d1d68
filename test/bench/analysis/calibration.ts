/**
 * How often the count model's statements are false, its intervals miss, and real changes are found, on simulated series whose truth is known.
 * Writes `docs/reference/calibration.md`.
 */
import { once } from "node:events"
import { readFileSync, writeFileSync } from "node:fs"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { Worker } from "node:worker_threads"
import type { BenchOptions, CalibrationPart } from "../Options.ts"
import { nowcastCalibration } from "./nowcastCalibration.ts"
import { poolCalibration } from "./poolCalibration.ts"
import { openStudies, type StudyStore } from "./StudyStore.ts"
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
  { n: 24, mean: 20, memory: 0.3, season: 0.5, cycle: 4 },
  { n: 24, mean: 20, memory: 0.8, deviation: 0.6 },
  { n: 60, mean: 20, memory: 0.6, deviation: 0.6 },
  { n: 60, mean: 100, memory: 0.8, deviation: 0.6 },
  { n: 60, mean: 20, memory: 0.8, deviation: 0.15 },
  { n: 60, mean: 100, memory: 0.8, spread: 0.1 },
  { n: 24, mean: 20, memory: 0.7, feedback: 0.4 },
  { n: 60, mean: 5, memory: 0.8, feedback: 0.4 },
  { n: 60, mean: 20, memory: 0.9, feedback: 0.3 },
  { n: 120, mean: 10, memory: 0.9, feedback: 0.4, spread: 0.1 },
  { n: 48, mean: 20, memory: 0.8, season: 0.5 },
  { n: 10, mean: 50, memory: 0.8 },
  { n: 28, mean: 20, memory: 0.7, spread: 0.1 },
  { n: 36, mean: 5, memory: 0.8 },
  { n: 60, mean: 20, memory: 0.8, joins: 0.25 },
  { n: 36, mean: 20, memory: 0.8, joins: -0.25 }
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

/** Settings that no prior, widening or bound was chosen with, most of them with something that the model does not have. */
const unexpected: ReadonlyArray<Setting> = [
  { n: 7, mean: 30, memory: 0.3 },
  { n: 13, mean: 3, memory: 0.5 },
  { n: 30, mean: 0.7, memory: 0.3 },
  { n: 100, mean: 30, memory: 0.7 },
  { n: 60, mean: 10, memory: 0.3, zeros: 0.2 },
  { n: 72, mean: 20, memory: 0.3, season: 0.4, isSeasonGrowing: true },
  { n: 60, mean: 20, memory: 0.3, joins: 0.25, joinsToo: 0.25 },
  { n: 60, mean: 20, memory: 0.3, outliers: 0.05 },
  { n: 36, mean: 12, memory: 0.3, hidden: 10 },
  { n: 60, mean: 20, memory: -0.4 },
  { n: 60, mean: 20, memory: 0.9 },
  { n: 60, mean: 20, memory: 0.95 },
  { n: 60, mean: 20, memory: 0, walk: 0.05 },
  { n: 60, mean: 20, memory: 0.3, doubles: 0.25 }
]

/** Studies all settings that were not studied yet, each in one of as many workers as there are cores. */
const studyAll = async (requests: ReadonlyArray<StudyRequest>, studies: StudyStore): Promise<ReadonlyArray<Shares>> => {
  const results: Array<Shares> = []
  let next = 0
  const work = async () => {
    const worker = new Worker(new URL("./studySeries.ts", import.meta.url))
    while (next < requests.length) {
      const own = next
      next += 1
      const request = requests[own] as StudyRequest
      const known = studies.get(request)
      if (known !== undefined) {
        results[own] = known
        continue
      }
      worker.postMessage(request)
      const [found] = (await once(worker, "message")) as [Shares]
      results[own] = found
      studies.set(request, found)
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
  isSeasonGrowing,
  joins,
  joinsToo,
  doubles,
  zeros,
  outliers,
  walk,
  feedback,
  hidden
}: Setting): ReadonlyArray<string> => [
  String(n),
  String(mean),
  String(memory),
  [
    ...(deviation === undefined ? [] : [deviation === 0 ? "Poisson" : `swings of ${percent(deviation)} %`]),
    ...(feedback === undefined ? [] : [`feedback ${feedback}`]),
    ...(spread === undefined ? [] : [`α ${spread}`]),
    ...(season === undefined ? [] : [`season ±${season}${cycle === undefined ? "" : `, ${cycle} a year`}`]),
    ...(joins === undefined ? [] : [joins > 0 ? `a partner of ${joins} joins` : `a partner of ${-joins} leaves`]),
    ...(isSeasonGrowing === undefined ? [] : ["growing from 0 to twice that"]),
    ...(joinsToo === undefined ? [] : [`a partner of ${joinsToo} joins later`]),
    ...(doubles === undefined ? [] : [`a partner of ${doubles} comes to report twice as much`]),
    ...(zeros === undefined ? [] : [`${percent(zeros)} % zeros`]),
    ...(outliers === undefined ? [] : [`${percent(outliers)} % outliers`]),
    ...(walk === undefined ? [] : [`level wanders by ${walk} a point`]),
    ...(hidden === undefined ? [] : [`counts of 1 to ${hidden - 1} suppressed`]),
    ...(slope === undefined ? [] : [`${(100 * Math.expm1(slope)).toFixed(1)} % a point`]),
    ...(level === undefined ? [] : [`level × ${Math.exp(level).toFixed(2)}`])
  ].join(", ") || "–"
]

const settingColumns = ["points", "mean", "memory", "setting"]

const nullColumns = [
  ...settingColumns,
  "steady change stated",
  "change of level stated",
  "false statements",
  "95 % interval of the trend covers",
  "change at a date stated",
  "95 % interval of its level covers",
  "no detectable change",
  "cannot say"
]

/** Largest share of false statements of a test that counts as calibrated. */
const calibrated = 0.06

/** Returns the test among `names` that finds most, with its share; none if all find nothing. */
const bestOf = (found: Shares, names: ReadonlyArray<string>): string => {
  const best = names.reduce<string | undefined>(
    (most, one) => (most === undefined || (found.get(one) ?? 0) > (found.get(most) ?? 0) ? one : most),
    undefined
  )
  return best === undefined || !found.has(best) ? "none" : `${best.slice(5)}: ${percent(found.get(best))}`
}

const testNames = [
  ...["original", "hamedRao", "yueWang", "preWhitened", "trendFreePreWhitened", "regression", "slowSwings"].map(
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

/** Memories for which a test should be calibrated whose reader does not know the memory. */
const unknownMemories = [0.6, 0.8]

/** Returns a setting without its change, as it is, and as it would be with more memory. */
const withoutChange = ({ slope: _, level: __, ...setting }: Setting): ReadonlyArray<Setting> => {
  const { deviation: ___, ...swinging } = setting
  return [setting, ...unknownMemories.map((memory) => ({ ...swinging, memory }))]
}

const changeRow = (setting: Setting, found: Shares, without: ReadonlyArray<Shares>): string => {
  const calibratedIn = (some: ReadonlyArray<Shares>) =>
    testNames.filter((name) => some.every((one) => (one.get(name) ?? 0) <= calibrated))
  return row([
    ...nameOf(setting),
    percent(found.get("steady")),
    percent(found.get("change of level")),
    percent(found.get("right")),
    setting.slope === undefined ? "–" : percent(found.get("covered")),
    bestOf(found, calibratedIn(without)),
    bestOf(found, calibratedIn(without.slice(0, 1))),
    percent(found.get("cannot say"))
  ])
}

/** Returns the lines of what the model says of series. */
const modelPart = async (series: number, out: string): Promise<ReadonlyArray<string>> => {
  const studies = openStudies(out)
  const study = (settings: ReadonlyArray<Setting>, seedOf: (place: number) => number, isTestsOnly = false) =>
    studyAll(
      settings.map((setting, i) => ({ setting, series, seed: seedOf(i), isTestsOnly })),
      studies
    )
  const ofNulls = await study(nulls, (i) => i + 1)
  const ofChanges = await study(changes, (i) => 1_001 + i)
  const ofUnexpected = await study(unexpected, (i) => 5_001 + i)
  const without = await study(changes.flatMap(withoutChange), () => 4_711, true)
  const each = without.length / changes.length
  const everywhere = testNames.filter((name) =>
    [...ofNulls, ...without].every((one) => (one.get(name) ?? 0) <= calibrated)
  )
  return [
    "# Calibration of the count model",
    "",
    `Written by \`npm run bench -- --calibration --parts model --records ${series}\`: ${series.toLocaleString("en")} simulated series in each of ${nulls.length + changes.length + unexpected.length} settings. The parts on recent periods and on small series together are simulated separately. All figures are per cent of series. The error of a figure near 5 is about ${(100 * Math.sqrt((0.05 * 0.95) / series)).toFixed(1)}.`,
    "",
    "Counts have relative deviations of standard deviation 0.3 with the given autocorrelation at lag 1, unless the setting says otherwise. Where a partner joins or leaves, the model knows when, as it does for pages, from the page of who reported. The priors by which changes are judged and the widenings of changes at a date were fitted to other series in random settings; their targets were set with some of the settings of the first two tables in view, so that those rows are favourable (decisions 0306 and 0310). So were the levels at which the model and slow swings state a steady change, with other series of some 25 of these settings in view (decisions 0312 and 0325), and of short series with other series of similar settings (decision 0313).",
    "",
    "## Nothing happens",
    "",
    "Statements of a steady change or a change of level are false here; both kinds together are the false statements. The date is the middle of the series, and a change at it is that of the model alone at 0.03, without the placebo dates that may retract it ([decision 0314](../decisions/0314-placebo-dates.md)). Simulated again with other seeds, 200 series each, the false statements of these rows were 3.4 % on average and 7.0 % at most, before the levels of decision 0325. With 4,000 other series of the worst rows at its levels: 4.0 % (24 of 20, memory 0.8), 5.5 (the same, swings of 60 %), 5.9 (60 of 100, memory 0.8, α 0.1), and 7.4 where counts feed back for long (0.3 of 0.9), whose memory is outside of what is calibrated. Swings of 60 % with memory of 0.8 in 8 to 23 points are stated to change in 8 to 13 %.",
    "",
    ...head(nullColumns),
    ...nulls.map((setting, i) => nullRow(setting, ofNulls[i] as Shares)),
    "",
    "## Something happens",
    "",
    `A test is calibrated if it states a change in at most 6 % of series without one. Tests that are calibrated in all settings of this page: ${everywhere.length === 0 ? "none" : everywhere.map((name) => name.slice(5)).join(", ")}. A test that is calibrated in one setting only is one for readers who know the memory of the series beforehand; others need one that is calibrated in the same setting also with swings of 30 % and memory of 0.6 and 0.8. \`slowSwings\` is the test of a steady change by its slow swings, of ln(count + 0.5), without the count model ([decision 0311](../decisions/0311-slow-swings.md)); it needs 8 points.`,
    "",
    ...head([
      ...settingColumns,
      "steady change stated",
      "change of level stated",
      "change in the right direction stated",
      "95 % interval of the trend covers",
      "best test calibrated also with memory of 0.6 and 0.8",
      "best test calibrated in this setting",
      "cannot say"
    ]),
    ...changes.map((setting, i) => changeRow(setting, ofChanges[i] as Shares, without.slice(i * each, (i + 1) * each))),
    "",
    "## What the model does not expect",
    "",
    "Settings that no prior and no widening was chosen with. Nothing happens to the persons in them; where the level wanders, or a partner comes to report twice as much, what is reported does change, and a change that is stated is one of reporting. A series alone cannot show that: where reporters are named, and in releases, other series are compared, and 0 to 6 % remain ([decisions 0318](../decisions/0318-shared-changes.md) and [0324](../decisions/0324-changes-of-one-partner.md)). Where the level wanders or memory is 0.95, a stated change had the direction of the simulated level itself in 62 of 62 series ([decision 0325](../decisions/0325-stricter-levels.md)). Simulated again with other seeds, 200 series each, false statements were 11.5 % with memory of 0.9, 13.5 % with 0.95, 15.0 % where the level wanders, and at most 7.5 % in the other rows.",
    "",
    ...head(nullColumns),
    ...unexpected.map((setting, i) => nullRow(setting, ofUnexpected[i] as Shares)),
    ""
  ]
}

const page = join(import.meta.dirname, "../../../docs/reference/calibration.md")

/** The heading of each part of the page, in order, and what simulates it anew. */
const parts: Readonly<
  Record<
    CalibrationPart,
    readonly [string, (series: number, out: string) => Promise<ReadonlyArray<string>> | ReadonlyArray<string>]
  >
> = {
  model: ["# Calibration of the count model", modelPart],
  nowcast: ["## Recent periods that are not loaded in full", nowcastCalibration],
  pool: ["## Many small series together", (series) => poolCalibration(2 * series)]
}

/** Writes the page: the parts that are asked for anew, the others as they are. */
export const calibration = async ({ records: series, parts: asked, out }: BenchOptions): Promise<number> => {
  const anew = new Map<string, string>()
  for (const name of asked) anew.set(name, (await parts[name][1](series, out)).join("\n"))
  const before = readFileSync(page, "utf8")
  const places = Object.values(parts).map(([heading]) => before.indexOf(`${heading}\n`))
  const written = Object.keys(parts).map((name, i) => anew.get(name) ?? before.slice(places[i], places[i + 1]))
  writeFileSync(page, `${written.map((part) => part.trimEnd()).join("\n\n")}\n`)
  return 0
}
