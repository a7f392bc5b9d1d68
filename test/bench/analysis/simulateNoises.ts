/**
 * Simulates series in random settings, and writes for each what `fit_noise_prior.py` needs to choose the prior of the noise by which a steady change or a
 * change of level is judged: what each noise of the grid says of it, and how probable it makes the counts.
 *
 * Usage: node simulateNoises.ts trend|step SERIES SEED [LENGTH...] > FILE   (32-bit floats)
 */
import { writeSync } from "node:fs"
import { levelAndSeason, stepAt, time } from "@corridor/flow-statistics/model/columns"
import {
  describeChange,
  estimateTrend,
  sideFor,
  stepLevel,
  trendLevel
} from "@corridor/flow-statistics/model/describeChange"
import { findStep } from "@corridor/flow-statistics/model/findStep"
import { type CountFit, factorise, fitCounts, type Weighted } from "@corridor/flow-statistics/model/fitCounts"
import { solveLower } from "@corridor/flow-statistics/model/triangular"
import { type SeededNumbers, seededNumbers } from "@corridor/flow-statistics/numeric/SeededNumbers"
import { draw, optionsOf, type Setting } from "./simulatedSeries.ts"

const shortLengths = [8, 10, 12, 12, 16, 20, 24, 24, 24, 30, 36, 48, 60, 60, 60, 60, 72, 96, 120]

const drawSetting = (chance: SeededNumbers, lengths: ReadonlyArray<number>): Setting => {
  const between = (low: number, high: number) => low + (high - low) * chance.next()
  const among = (all: ReadonlyArray<number>) => all[chance.below(all.length)] as number
  const n = lengths.length > 0 ? among(lengths) : chance.next() < 0.04 ? 240 : among(shortLengths)
  const kind = chance.next()
  return {
    n,
    mean: Math.exp(between(Math.log(0.5), Math.log(200))),
    memory: chance.next() < 0.2 ? 0 : between(0, 0.85),
    deviation: kind < 0.1 ? 0 : kind < 0.75 ? 0.3 : between(0.1, 0.6),
    ...(chance.next() < 0.2 ? { spread: between(0.05, 0.4) } : {}),
    ...(n >= 36 && chance.next() < 0.1 ? { season: between(0, 0.6) } : {})
  }
}

/** Returns the standard error of the last coefficient from Cholesky's factor of the precision of all. */
const errorOf = ({ factor }: Pick<Weighted, "factor">, columns: CountFit["columns"]): number => {
  const unit = new Float64Array(columns.length)
  unit[columns.length - 1] = 1
  solveLower(factor, unit)
  return Math.hypot(...unit)
}

/** Returns the standard error that the last coefficient would have if the noise were known. */
const trueError = (columns: CountFit["columns"], { n, mean, memory, deviation = 0.3, spread = 0 }: Setting): number => {
  const noise = { autocorrelation: memory, swing: Math.expm1(deviation ** 2), overdispersion: spread, prior: 1 }
  return errorOf(factorise(columns, noise, new Float64Array(n).fill(1 / mean + spread)), columns)
}

/** What is known of a series besides its setting. */
interface Facts {
  /** Whether something happens. */
  readonly isChanged: boolean
  /** The level of p. */
  readonly level: number
  /** Whether the other kind of change is stated. */
  readonly isOtherStated: boolean
}

/** Returns the row of a series: its setting, its facts, and what each noise says of the last column, in units of its true error. */
const rowOf = (
  setting: Setting,
  { isChanged, level, isOtherStated }: Facts,
  { columns, noises }: CountFit
): Float32Array => {
  const { n, mean, memory, deviation = 0.3, spread = 0 } = setting
  const unit = trueError(columns, setting)
  return Float32Array.from([
    ...[n, mean, memory, deviation, spread],
    ...[isChanged ? 1 : 0, level, isOtherStated ? 1 : 0],
    ...noises.flatMap((one) => [
      one.logWeight - Math.log(one.prior),
      (one.coefficients[columns.length - 1] as number) / unit,
      Math.log(errorOf(one, columns) / unit)
    ])
  ])
}

/** Returns the row of a series without a change. */
const trendRow = (setting: Setting, chance: SeededNumbers): Float32Array => {
  const values = draw(setting, chance)
  const options = optionsOf(setting)
  const fit = fitCounts(values, [...levelAndSeason(setting.n, options.season), time(setting.n)])
  const { step } = describeChange(values, options)
  const isOtherStated = step !== undefined && step.p < stepLevel
  return rowOf(setting, { isChanged: false, level: trendLevel, isOtherStated }, fit)
}

/** Returns the row of a series, in which the level may change. The level of p is that at one place which is as seldom undercut at any as `stepLevel`. */
const stepRow = (setting: Setting, chance: SeededNumbers, isLifted: boolean): Float32Array => {
  const { n } = setting
  const { season } = optionsOf(setting)
  const levelAt = 0.15 + 0.7 * chance.next()
  const level = levelAndSeason(n, season)
  const errors = 2.5 + 3.5 * chance.next()
  const size = errors * trueError([...level, stepAt(n, Math.ceil(n * levelAt))], setting)
  const values = draw(isLifted ? { ...setting, level: chance.next() < 0.5 ? size : -size, levelAt } : setting, chance)
  const search = findStep(fitCounts(values, level), values, sideFor(n, season))
  if (search === undefined) throw new Error("there is a place for a step in every series")
  let [low, high] = [-20, 0]
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2
    if (search.pAmongAll(Math.exp(middle)) < stepLevel) low = middle
    else high = middle
  }
  const isOtherStated = (estimateTrend(values, { season })?.p ?? 1) < trendLevel
  return rowOf(setting, { isChanged: isLifted, level: Math.exp(low), isOtherStated }, search.fit)
}

const question = process.argv[2]
const [series, seed, ...lengths] = process.argv.slice(3).map(Number) as [number, number, ...Array<number>]
const chance = seededNumbers(seed)
for (let k = 0; k < series; k++) {
  const setting = drawSetting(chance, lengths)
  writeSync(1, question === "step" ? stepRow(setting, chance, k % 3 === 0) : trendRow(setting, chance))
}
