/**
 * Simulates series without a change in random settings, and writes for each what `fit_trend_prior.py` needs to choose the prior of the noise by
 * which a steady change is judged: what each noise of the grid says of the trend, and how probable it makes the counts.
 *
 * Usage: node simulateTrends.ts SERIES SEED [LENGTH...] > FILE   (32-bit floats)
 */
import { writeSync } from "node:fs"
import { levelAndSeason, time } from "@corridor/flow-statistics/model/columns"
import { describeChange, stepLevel } from "@corridor/flow-statistics/model/describeChange"
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

/** Returns what is found, in units of the standard error that a trend would have if the noise were known. */
const rowOf = (setting: Setting, chance: SeededNumbers): Float32Array => {
  const { n, mean, memory, deviation = 0.3, spread = 0 } = setting
  const values = draw(setting, chance)
  const options = optionsOf(setting)
  const columns = [...levelAndSeason(n, options.season), time(n)]
  const { noises } = fitCounts(values, columns)
  const truth = { autocorrelation: memory, swing: Math.expm1(deviation ** 2), overdispersion: spread, prior: 1 }
  const unit = errorOf(factorise(columns, truth, new Float64Array(n).fill(1 / mean + spread)), columns)
  const { step } = describeChange(values, options)
  return Float32Array.of(
    n,
    mean,
    memory,
    deviation,
    spread,
    step !== undefined && step.p < stepLevel ? 1 : 0,
    ...noises.flatMap((one) => [
      one.logWeight - Math.log(one.prior),
      (one.coefficients[columns.length - 1] as number) / unit,
      Math.log(errorOf(one, columns) / unit)
    ])
  )
}

const [series, seed, ...lengths] = process.argv.slice(2).map(Number) as [number, number, ...Array<number>]
const chance = seededNumbers(seed)
for (let k = 0; k < series; k++) writeSync(1, rowOf(drawSetting(chance, lengths), chance))
