/**
 * Simulates series in random settings, and writes for each what `fit_noise_prior.py` needs to choose the priors of the noise by which steady changes and
 * changes of level are judged: what each noise of the grid says of either, and how probable it makes the counts.
 *
 * Usage: node simulateNoises.ts SERIES SEED [LENGTH...] > FILE   (32-bit floats)
 */

import { writeSync } from "node:fs"
import { levelAndSeason, stepAt, time } from "@corridor/flow-statistics/model/columns"
import { sideFor, stepLevel } from "@corridor/flow-statistics/model/describeChange"
import { findStep } from "@corridor/flow-statistics/model/findStep"
import { type CountFit, factorise, fitCounts, type Weighted } from "@corridor/flow-statistics/model/fitCounts"
import { solveLower } from "@corridor/flow-statistics/model/triangular"
import { type SeededNumbers, seededNumbers } from "@corridor/flow-statistics/numeric/SeededNumbers"
import { scriptArguments } from "../../../packages/scriptArguments.ts"
import { draw, optionsOf, type Setting } from "./simulatedSeries.ts"

const usualLengths = [8, 10, 12, 12, 16, 20, 24, 24, 24, 30, 36, 36, 48, 60, 60, 60, 60, 72, 96, 120, 120, 240]

/** What series swing by, and how often each kind is drawn. */
const shares = {
  usual: 0.3,
  any: 0.25,
  none: 0.08,
  feedback: 0.15,
  long: 0.09,
  walk: 0.05,
  overdispersed: 0.08
} as const
type Kind = keyof typeof shares
const kinds = Object.keys(shares) as ReadonlyArray<Kind>

const drawKind = (chance: SeededNumbers): Kind => {
  const at = chance.next()
  let sum = 0
  for (const kind of kinds) {
    sum += shares[kind]
    if (at < sum) return kind
  }
  return "usual"
}

const drawSetting = (chance: SeededNumbers, lengths: ReadonlyArray<number>): Setting & { readonly kind: Kind } => {
  const between = (low: number, high: number) => low + (high - low) * chance.next()
  const evenly = (low: number, high: number) => Math.exp(between(Math.log(low), Math.log(high)))
  const among = (all: ReadonlyArray<number>) => all[chance.below(all.length)] as number
  const n = among(lengths.length > 0 ? lengths : usualLengths)
  const kind = drawKind(chance)
  const memory = chance.next() < 0.2 ? 0 : between(0, 0.85)
  const setting = {
    kind,
    n,
    mean: evenly(0.5, 200),
    memory,
    deviation: 0.3,
    ...(chance.next() < 0.2 ? { spread: evenly(0.03, 0.8) } : {}),
    ...(n >= 24 && chance.next() < 0.12 ? { season: between(0, 0.6) } : {})
  }
  if (kind === "overdispersed")
    return { ...setting, mean: evenly(25, 200), memory: between(0.55, 0.85), spread: evenly(0.03, 0.22) }
  if (kind === "any") return { ...setting, deviation: evenly(0.08, 1) }
  if (kind === "none") return { ...setting, memory: 0, deviation: 0 }
  if (kind === "long") return { ...setting, memory: between(0.85, 0.96), deviation: evenly(0.1, 0.8) }
  if (kind === "walk") return { ...setting, deviation: between(0, 0.3), walk: evenly(0.01, 0.2) }
  if (kind !== "feedback") return setting
  const all = between(0.2, 0.92)
  return { ...setting, deviation: 0, memory: all, feedback: all * between(0.2, 1) }
}

/** Returns the standard error of the last coefficient from Cholesky's factor of the precision of all. */
const errorOf = ({ factor }: Pick<Weighted, "factor">, columns: CountFit["columns"]): number => {
  const unit = new Float64Array(columns.length)
  unit[columns.length - 1] = 1
  solveLower(factor, unit)
  return Math.hypot(...unit)
}

/** Returns the noise of a setting. Of counts with feedback it is the autoregression with the same variance and memory; a level that wanders has none. */
const noiseOf = ({ mean, memory, deviation = 0.3, spread = 0, feedback }: Setting) => {
  const white = 1 / mean + spread
  if (feedback === undefined)
    return {
      noise: { autocorrelation: memory, swing: Math.expm1(deviation ** 2), overdispersion: spread, prior: 1 },
      white
    }
  const left = 1 - memory ** 2
  const swing = (white * feedback * (1 - memory * (memory - feedback))) / left / memory
  const rest = Math.max(1e-6, white * (1 + feedback ** 2 / left) - swing)
  return { noise: { autocorrelation: memory, swing, overdispersion: rest, prior: 1 }, white: rest }
}

/** Returns the standard error that the last coefficient would have if the noise were known. */
const trueError = (columns: CountFit["columns"], setting: Setting): number => {
  const { noise, white } = noiseOf(setting)
  return errorOf(factorise(columns, noise, new Float64Array(setting.n).fill(white)), columns)
}

/** Returns what each noise says of the last column, in units of its true error. */
const saidOf = (setting: Setting, { columns, noises }: CountFit): ReadonlyArray<number> => {
  const unit = trueError(columns, setting)
  return noises.flatMap((one) => [
    one.logWeight - Math.log(one.prior),
    (one.coefficients[columns.length - 1] as number) / unit,
    Math.log(errorOf(one, columns) / unit)
  ])
}

/** Returns the row of a series in which the level may change. The level of p is that at one place which is as seldom undercut at any as `stepLevel`. */
const rowOf = (setting: Setting & { readonly kind: Kind }, chance: SeededNumbers, isLifted: boolean): Float32Array => {
  const { n, mean, memory, deviation = 0.3, spread = 0, kind } = setting
  const { season } = optionsOf(setting)
  const levelAt = 0.15 + 0.7 * chance.next()
  const level = levelAndSeason(n, season)
  const size = (2.5 + 3.5 * chance.next()) * trueError([...level, stepAt(n, Math.ceil(n * levelAt))], setting)
  const values = draw(isLifted ? { ...setting, level: chance.next() < 0.5 ? size : -size, levelAt } : setting, chance)
  const steady = fitCounts(values, [...level, time(n)])
  const search = findStep(fitCounts(values, level), values, sideFor(n, season))
  if (search === undefined) throw new Error("there is a place for a step in every series")
  let [low, high] = [-20, 0]
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2
    if (search.pAmongAll(Math.exp(middle)) < stepLevel) low = middle
    else high = middle
  }
  return Float32Array.from([
    ...[n, mean, memory, deviation, spread, kinds.indexOf(kind), isLifted ? 1 : 0, Math.exp(low)],
    ...saidOf(setting, steady),
    ...saidOf(setting, search.fit)
  ])
}

const [series, seed, ...lengths] = scriptArguments(import.meta.filename, { allowPositionals: true }, 2).positionals.map(
  Number
) as [number, number, ...Array<number>]
const chance = seededNumbers(seed)
for (let k = 0; k < series; k++) {
  const setting = drawSetting(chance, lengths)
  writeSync(1, rowOf(setting, chance, k % 4 === 0 && setting.kind !== "walk"))
}
