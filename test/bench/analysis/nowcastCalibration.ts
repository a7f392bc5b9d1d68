/** How often the nowcast's intervals contain the final count, on simulated delays whose truth is known. A section of the calibration page. */
import { nowcastTriangle } from "@corridor/flow-statistics/nowcast/nowcastTriangle"
import type { ReportingTriangle } from "@corridor/flow-statistics/nowcast/Triangle"
import { type SeededNumbers, seededNumbers } from "@corridor/flow-statistics/numeric/SeededNumbers"
import { head, percent, row } from "./tableLines.ts"

interface Setting {
  readonly periods: number
  /** Mean count of a period. */
  readonly mean: number
  /** Share loaded at each delay. */
  readonly delays: ReadonlyArray<number>
  /** Correlation of the delays of two records of a period: Dirichlet shares. */
  readonly batches?: number
  /** Standard deviation of an autoregressive level (memory 0.7), on the scale of logarithms. */
  readonly level?: number
  /** Factor of the level in the last three periods. */
  readonly jump?: number
  /** Delays of the last periods, and how many these are. */
  readonly changed?: { readonly delays: ReadonlyArray<number>; readonly last: number }
}

const early = [0.5, 0.25, 0.12, 0.07, 0.04, 0.02]
const late = [0.15, 0.3, 0.25, 0.12, 0.08, 0.06, 0.04]
const even = Array.from({ length: 10 }, () => 0.1)

const stable: ReadonlyArray<Setting> = [
  ...[12, 24, 36, 60].flatMap((periods) =>
    [5, 20, 100].map((mean) => ({ periods, mean, delays: early, batches: 0.03 }))
  ),
  { periods: 24, mean: 20, delays: early },
  { periods: 36, mean: 20, delays: late },
  { periods: 36, mean: 50, delays: late, batches: 0.1 },
  { periods: 36, mean: 500, delays: late, batches: 0.02 },
  { periods: 36, mean: 50, delays: even, batches: 0.05 },
  { periods: 36, mean: 50, delays: early, batches: 0.03, level: 0.4 },
  { periods: 36, mean: 50, delays: late, batches: 0.03, level: 0.4 },
  { periods: 36, mean: 50, delays: early, batches: 0.03, jump: 2 },
  { periods: 36, mean: 50, delays: early, batches: 0.03, jump: 0.5 },
  { periods: 36, mean: 50, delays: late, batches: 0.03, jump: 0.5 }
]

const changing: ReadonlyArray<Setting> = [
  ...[10, 50].flatMap((mean) =>
    [18, 8, 4].map((last) => ({ periods: 36, mean, delays: late, batches: 0.03, changed: { delays: early, last } }))
  ),
  { periods: 36, mean: 50, delays: early, batches: 0.03, changed: { delays: late, last: 8 } },
  { periods: 36, mean: 50, delays: late, batches: 0.03, changed: { delays: early, last: 2 } },
  { periods: 36, mean: 50, delays: early, batches: 0.03, changed: { delays: late, last: 2 } }
]

const draw = (setting: Setting, random: SeededNumbers) => {
  const { periods, mean, delays, batches = 0, level = 0, jump = 1, changed } = setting
  const final: Array<number> = []
  let swing = level * random.normal()
  const triangle: ReportingTriangle = Array.from({ length: periods }, (_, t) => {
    const own = changed !== undefined && t >= periods - changed.last ? changed.delays : delays
    const parts = batches === 0 ? own : own.map((share) => random.gamma((share * (1 - batches)) / batches))
    let left = random.poisson(mean * Math.exp(swing - (level * level) / 2) * (t < periods - 3 ? 1 : jump))
    swing = 0.7 * swing + Math.sqrt(1 - 0.49) * level * random.normal()
    final.push(left)
    let total = parts.reduce((a, b) => a + b, 0)
    return Float64Array.from({ length: Math.max(delays.length, changed?.delays.length ?? 0) }, (_, d) => {
      const part = parts[d] ?? 0
      const count = part >= total ? left : random.binomial(left, part / total)
      left -= count
      total -= part
      return t + d < periods ? count : Number.NaN
    })
  })
  return { triangle, final }
}

const study = (setting: Setting, series: number, seed: number) => {
  const random = seededNumbers(seed)
  let [stated, inside, points, lastInside, width] = [0, 0, 0, 0, 0]
  for (let k = 0; k < series; k++) {
    const { triangle, final } = draw(setting, random)
    const found = nowcastTriangle(triangle)
    if (found.incomplete !== undefined) continue
    stated += 1
    found.points.forEach(({ at, low, high }, i) => {
      if (low === undefined || high === undefined) return
      const truth = final[at] as number
      const isInside = low <= truth && truth <= high
      points += 1
      if (isInside) inside += 1
      if (i < found.points.length - 1) return
      if (isInside) lastInside += 1
      width += (high - low) / Math.max(1, truth)
    })
  }
  return { stated: stated / series, inside: inside / points, last: lastInside / stated, width: width / stated }
}

const nameOf = ({ periods, mean, delays, batches, level, jump, changed }: Setting): ReadonlyArray<string> => [
  String(periods),
  String(mean),
  percent(delays[0]),
  [
    ...(batches === undefined ? ["independent records"] : [`batches ${batches}`]),
    ...(level === undefined ? [] : [`level ±${level}`]),
    ...(jump === undefined ? [] : [`level × ${jump} in the last 3`]),
    ...(changed === undefined
      ? []
      : [`delays of the last ${changed.last} changed: ${percent(changed.delays[0])} at once`])
  ].join(", ")
]

/** Returns the section of the page. */
export const nowcastCalibration = (series: number): ReadonlyArray<string> => {
  const rowsOf = (settings: ReadonlyArray<Setting>, seed: number) =>
    settings.map((setting, i) => {
      const { stated, inside, last, width } = study(setting, series, seed + i)
      const known = (text: string) => (stated === 0 ? "–" : text)
      const line = row([
        ...nameOf(setting),
        percent(stated),
        ...[percent(inside), percent(last), width.toFixed(2)].map(known)
      ])
      console.error(line)
      return line
    })
  const columns = [
    "periods",
    "mean",
    "loaded at once",
    "setting",
    "estimate given",
    "95 % interval contains the final count",
    "of the last period",
    "its width over the count"
  ]
  return [
    "## Recent periods that are not loaded in full",
    "",
    `\`analyse nowcast\` on ${series.toLocaleString("en")} simulated triangles in each setting (\`--parts nowcast\`). "Batches" is the correlation of the delays of two records of one period. Delays are stable in the first table: 5 % are called unstable.`,
    "",
    ...head(columns),
    ...rowsOf(stable, 2_001),
    "",
    "Delays changed in these. Where an estimate is given, the interval may miss.",
    "",
    ...head(columns),
    ...rowsOf(changing, 3_001),
    ""
  ]
}
