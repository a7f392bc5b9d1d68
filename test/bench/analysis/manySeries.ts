/**
 * `analyseMany` against pymannkendall, statsmodels and ruptures on the same series, both on all cores, in interleaved rounds; and alone
 * on 10,000. All must say the same.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { availableParallelism, tmpdir } from "node:os"
import { join } from "node:path"
import { analyseMany } from "@corridor/flow-statistics/batch/analyseMany"
import type { BatchOptions, BatchResult } from "@corridor/flow-statistics/batch/analyseOne"
import type { BenchOptions } from "../Options.ts"
import { publish, spread, whole } from "../Report.ts"
import { say } from "../Say.ts"
import { corridorSeries } from "./corridorSeries.ts"

const months = 240
const options: BatchOptions = { season: 12, robust: true, model: "l2", minSize: 3, penalty: 10, log1p: true }
const requirements = join(import.meta.dirname, "../../../packages/flow-statistics/test/oracles/requirements.txt")

/** The Python of an environment with the packages; one is made in `work` when none is given. */
const pythonOf = (venv: string | undefined, work: string): string => {
  const folder = venv ?? join(work, "venv")
  const python = join(folder, "bin", "python3")
  if (existsSync(python)) return python
  say("fetching Python's packages …")
  const made = spawnSync("python3", ["-m", "venv", folder], { stdio: ["ignore", "ignore", 2] })
  const installed = spawnSync(
    python,
    ["-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", requirements],
    {
      stdio: ["ignore", 2, 2]
    }
  )
  if (made.status !== 0 || installed.status !== 0) throw new Error("Python 3 with venv and pip is needed for the rival")
  return python
}

interface Timed {
  readonly wall: number
  readonly cpu: number
}

const childrenCpu = () => {
  // Fields 16 and 17 of the process's own line: user and system ticks of children that have ended.
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ").at(-1)?.split(" ") ?? []
  return (Number(fields[13]) + Number(fields[14])) / 100
}

const product = async (series: ReadonlyArray<Float64Array>, onProgress?: (done: number) => void) => {
  const cpu = process.cpuUsage()
  const start = performance.now()
  const results = await analyseMany({ series, options, onProgress })
  const wall = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return { results, time: { wall, cpu: (user + system) / 1e6 } satisfies Timed }
}

interface PeerResult {
  readonly tests: Readonly<Record<string, readonly [number, number | null, number]>>
  readonly seasonalStrength: number
  readonly trendStrength: number
  readonly breaks: ReadonlyArray<number>
}

const peer = (python: string, input: string, output: string) => {
  const before = childrenCpu()
  const { status, stdout, stderr } = spawnSync(
    python,
    [join(import.meta.dirname, "peer.py"), input, output, String(availableParallelism())],
    { encoding: "utf8", env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" } }
  )
  if (status !== 0) throw new Error(`the rival failed: ${stderr.slice(-800)}`)
  const { seconds } = JSON.parse(stdout) as { readonly seconds: number }
  const results = readFileSync(output, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as PeerResult)
  return { results, time: { wall: seconds, cpu: childrenCpu() - before } satisfies Timed }
}

const alike = (a: number, b: number, digits: number) => Math.abs(a - b) <= digits * Math.max(1e-9, Math.abs(b))

/**
 * Of whole numbers with a rational slope the trend-free series has pairs that are equal but for rounding; S counts them as the
 * processor's sums fall, in any program.
 */
const byRounding = 4

interface Disagreement {
  /** Series that differ: six digits for the tests, three for strengths, each break. */
  readonly series: number
  /** Series in which only ties of the trend-free test that hang on rounding differ. */
  readonly ties: number
}

const compare = (own: ReadonlyArray<BatchResult>, other: ReadonlyArray<PeerResult>): Disagreement => {
  let series = 0
  let ties = 0
  own.forEach((result, i) => {
    const rival = other[i] as PeerResult
    const off = Object.entries(rival.tests).filter(([name, [s, z, slope]]) => {
      const test = result.tests[name as "original"]
      const sameZ = z === null ? Number.isNaN(test.z) : alike(test.z, z, 1e-6)
      return !(test.s === s && sameZ && alike(test.slope, slope, 1e-6))
    })
    const strengths =
      Math.abs((result.seasonalStrength ?? -1) - rival.seasonalStrength) < 5e-4 &&
      Math.abs((result.trendStrength ?? -1) - rival.trendStrength) < 5e-4
    const isTie = off.every(
      ([name, [s]]) =>
        name === "trendFreePreWhitened" && Math.abs(result.tests.trendFreePreWhitened.s - s) <= byRounding
    )
    if (!(isTie && strengths && JSON.stringify(result.breaks) === JSON.stringify(rival.breaks))) series += 1
    else if (off.length > 0) ties += 1
  })
  return { series, ties }
}

/** Runs all rounds and publishes the table; 1 when the two differ anywhere. */
export const manySeries = async ({ rounds, out, venv, records }: BenchOptions): Promise<number> => {
  const work = mkdtempSync(join(tmpdir(), "corridor-bench-analysis-"))
  try {
    const python = pythonOf(venv, work)
    const count = records
    const some = corridorSeries(Math.min(count, 200), months)
    const input = join(work, "series.ndjson")
    writeFileSync(input, `${some.map((values) => JSON.stringify([...values])).join("\n")}\n`)
    const rows: Array<{ readonly round: number; readonly own: Timed; readonly rival: Timed }> = []
    let off: Disagreement = { series: 0, ties: 0 }
    for (let round = 1; round <= rounds; round++) {
      const rival = peer(python, input, join(work, "peer.ndjson"))
      const own = await product(some)
      off = compare(own.results, rival.results)
      rows.push({ round, own: own.time, rival: rival.time })
      say(
        `round ${round}: ${own.time.wall.toFixed(2)} s, rival ${rival.time.wall.toFixed(2)} s, ${off.series} series differ`
      )
    }
    const all = corridorSeries(count, months)
    const alone = await product(all, (done) => {
      if (done % 1000 < 25) say(`${done} of ${count} series`)
    })
    const seconds = (values: ReadonlyArray<number>) => spread(values, (value) => value.toFixed(2))
    publish(
      {
        name: `analysis-${count}`,
        title: `trend tests, STL and PELT of series of ${months} months`,
        rows: [
          ["candidate", "series", "wall s, median (min-max)", "CPU-s", "CPU-ms a series", "x rival, wall, same round"],
          [
            "pymannkendall, statsmodels, ruptures",
            whole(some.length),
            seconds(rows.map(({ rival }) => rival.wall)),
            seconds(rows.map(({ rival }) => rival.cpu)),
            seconds(rows.map(({ rival }) => (rival.cpu / some.length) * 1000)),
            "1"
          ],
          [
            "analyseMany",
            whole(some.length),
            seconds(rows.map(({ own }) => own.wall)),
            seconds(rows.map(({ own }) => own.cpu)),
            seconds(rows.map(({ own }) => (own.cpu / some.length) * 1000)),
            spread(
              rows.map(({ own, rival }) => rival.wall / own.wall),
              (value) => value.toFixed(1)
            )
          ],
          [
            "analyseMany",
            whole(count),
            alone.time.wall.toFixed(1),
            alone.time.cpu.toFixed(1),
            ((alone.time.cpu / count) * 1000).toFixed(2),
            "-"
          ]
        ],
        notes: [
          `six trend tests, robust STL(12) on ln(1 + value), PELT (l2, at least 3 points, penalty 10) of each series; ${off.series} of ${some.length} series differ between the two (six digits of S, z and slope, three of strengths, every break); in ${off.ties} more the S of the trend-free test differs by up to ${byRounding}, by ties that hang on rounding`,
          `both on ${availableParallelism()} cores: worker threads here, processes there, which are up and have loaded their packages before the clock starts; threads here are started within it`,
          "versions: packages/flow-statistics/test/oracles/requirements.txt; series are invented: test/bench/analysis/corridorSeries.ts"
        ],
        data: { rows, alone: alone.time, count, compared: some.length, different: off }
      },
      out
    )
    return off.series === 0 ? 0 : 1
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
