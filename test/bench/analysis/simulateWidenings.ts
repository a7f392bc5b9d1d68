/**
 * Simulates series without a change in many settings, and writes for each what `fit_widenings.py` needs to choose the widenings of the
 * count model's intervals: how far an interval may be widened until it contains 0, and the memory that the fit found.
 *
 * Usage: node simulateWidenings.ts SETTINGS SERIES SEED > FILE
 */

import { levelAndSeason } from "@corridor/flow-statistics/model/columns"
import { trendLevel } from "@corridor/flow-statistics/model/describeChange"
import { brokenLine, pOfDate } from "@corridor/flow-statistics/model/describeIntervention"
import { coefficientOf, fitCounts } from "@corridor/flow-statistics/model/fitCounts"
import { type Mixture, pOfZero, widened } from "@corridor/flow-statistics/model/Mixture"
import { memoryOf } from "@corridor/flow-statistics/model/Widening"
import { type SeededNumbers, seededNumbers } from "@corridor/flow-statistics/numeric/SeededNumbers"
import { scriptArguments } from "../../../packages/scriptArguments.ts"
import { draw, optionsOf, type Setting } from "./simulatedSeries.ts"

/** Half of the settings have much memory, which is where statements are false most easily. */
const drawSetting = (chance: SeededNumbers): Setting => {
  const between = (low: number, high: number) => low + (high - low) * chance.next()
  const among = <A>(all: ReadonlyArray<A>) => all[chance.below(all.length)] as A
  const isLong = chance.next() < 0.5
  const n = among([24, 24, 30, 36, 48, 60, 60, 72, 96, 120, 160, 240])
  const kind = chance.next()
  return {
    n,
    mean: Math.exp(between(Math.log(isLong ? 2 : 0.5), Math.log(200))),
    memory: isLong ? between(0.45, 0.85) : chance.next() < 0.4 ? 0 : between(0.1, 0.7),
    deviation: kind < 0.15 && !isLong ? 0 : kind < 0.6 ? 0.3 : between(0.1, 0.6),
    ...(chance.next() < 0.25 ? { spread: between(0.05, 0.4) } : {}),
    ...(n >= 36 && chance.next() < 0.15 ? { season: between(0, 0.6) } : {})
  }
}

/** Returns the largest widening at which p is below the level. */
const maxWidening = (level: number, pOf: (widening: number) => number): number => {
  let [low, high] = [0.1, 8]
  for (let step = 0; step < 16; step++) {
    const middle = Math.sqrt(low * high)
    if (pOf(middle) < level) low = middle
    else high = middle
  }
  return low
}

const ofMixture = (level: number, mixture: Mixture): number =>
  maxWidening(level, (factor) => pOfZero(widened(mixture, factor)))

/** Returns what is found at a date at which nothing happens. */
const atDate = (values: Float64Array, setting: Setting, at: number) => {
  const columns = [...levelAndSeason(setting.n, optionsOf(setting).season), ...brokenLine(setting.n, at)]
  const fit = fitCounts(values, columns)
  return {
    broken: memoryOf(fit),
    dated: ofMixture(trendLevel, coefficientOf(fit, columns.length - 2)),
    datedJointly: maxWidening(trendLevel, (factor) => pOfDate(fit, factor))
  }
}

const [settings, series, seed] = scriptArguments(import.meta.filename, { allowPositionals: true }, 3).positionals.map(
  Number
) as [number, number, number]
const chance = seededNumbers(seed)
for (let s = 0; s < settings; s++) {
  const setting = drawSetting(chance)
  const { n, mean, memory, deviation = 0.3, spread = 0 } = setting
  const swing = Math.expm1(deviation ** 2)
  const other = 1 / mean + spread
  const inflation = Math.log((swing * (1 + memory)) / (1 - memory) + other) - Math.log(swing + other)
  for (let k = 0; k < series; k++) {
    const values = draw(setting, chance)
    const levelAt = 0.2 + 0.6 * chance.next()
    const at = Math.ceil(n * levelAt)
    console.log(JSON.stringify({ n, inflation, ...atDate(values, setting, at) }))
  }
}
