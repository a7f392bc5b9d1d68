/**
 * **High risk.** What figures with noise disclose about counts: an interval of 95 % confidence, because a higher confidence would be a weaker
 * attacker. The attack takes the interval for certain, so it is widened to contain the true count.
 */
import { intervalReach } from "@corridor/disclosure/private/publishMarginal"
import { equalCells } from "@corridor/disclosure/system/equalCells"
import type { Knowledge, Need } from "@corridor/disclosure/system/LinkedSystem"
import { historyDimension } from "../catalogue/Cube.ts"
import { cubes } from "../catalogue/cubes.ts"
import { totalLabel } from "../catalogue/dimensionLabels.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { cellKey, cubeNameOf, cubeOfKey, type Disclosure } from "../history/Disclosure.ts"
import type { JointSystem } from "./JointSystem.ts"

const isSameSet = (a: ReadonlyArray<string>, b: ReadonlyArray<string>) =>
  a.length === b.length && a.every((name) => b.includes(name))

/** Figures with noise of one vintage. */
export interface NoisySource {
  readonly joint: JointSystem
  readonly disclosures: ReadonlyArray<Disclosure>
}

/** A figure with noise of one cell. */
interface Measurement {
  readonly cell: number
  /** Figure minus count. */
  readonly off: number
  readonly deviation: number
}

/**
 * Returns each measurement once: the same question about the same records has one answer, however often it is published. A figure of another
 * vintage measures a count that is the same there.
 */
const measurementsIn = (
  { cellOf, system }: JointSystem,
  sources: ReadonlyArray<NoisySource>
): ReadonlyArray<Measurement> => {
  const found = new Map<string, Measurement>()
  const all = sources.flatMap(({ joint, disclosures }) => disclosures.map((one) => [joint, one] as const))
  for (const [joint, { choices, cells, noise }] of all)
    for (const { choice: c, labels, shown } of cells) {
      if (noise === undefined || shown.state !== "published") continue
      const choice = choices[c] as TableChoice
      const columns = choice.by.filter((_, d) => labels[d] !== totalLabel)
      const own = noise.find((one) => one.choice === c && isSameSet(one.columns, columns))
      const key = cellKey(cubeNameOf(choice), choice.by, labels)
      const [cell, there] = [cellOf.get(key), joint.cellOf.get(key)]
      if (own === undefined || cell === undefined || there === undefined) continue
      if (system.value[cell] !== joint.system.value[there]) continue
      const deviation = own.estimated ?? own.deviation
      const question = JSON.stringify([choice, cell, shown.victims, deviation])
      found.set(question, { cell, off: shown.victims - (system.value[cell] as number), deviation })
    }
  return [...found.values()]
}

/** Returns the measurement that all of these together are: their mean, each weighted by its precision. */
const together = (cell: number, some: ReadonlyArray<Measurement>): Measurement => {
  const weight = some.reduce((sum, { deviation }) => sum + deviation ** -2, 0)
  const off = some.reduce((sum, one) => sum + one.off * one.deviation ** -2, 0) / weight
  return { cell, off, deviation: weight ** -0.5 }
}

/**
 * Returns the interval of each cell about which some disclosure has figures with noise. Cells that contain the same persons, such as those of
 * two cubes, are measurements of one count: many of them are as good as a figure with less noise.
 */
export const noisyIntervals = (joint: JointSystem, sources: ReadonlyArray<NoisySource>) => {
  const measured = measurementsIn(joint, sources)
  const found = new Map<number, { low: number; high: number }>()
  if (measured.length === 0) return found
  const firstDifference = joint.offsets.at(-1) as number
  const isKnown = (cell: number) => {
    const { low, high } = joint.differences[cell - firstDifference] ?? { low: 0, high: 1 }
    return low === high
  }
  const { root } = equalCells(joint.system, isKnown)
  const sets = Map.groupBy(measured, ({ cell }) => root(cell))
  const all = measured.flatMap((one) => [one, together(one.cell, sets.get(root(one.cell)) ?? [one])])
  for (const { cell, off, deviation } of all) {
    const value = joint.system.value[cell] as number
    const reach = intervalReach * deviation
    const before = found.get(cell) ?? { low: 0, high: Number.POSITIVE_INFINITY }
    found.set(cell, {
      low: Math.max(before.low, Math.min(value, Math.ceil(value + off - reach))),
      high: Math.min(before.high, Math.max(value, Math.floor(value + off + reach)))
    })
  }
  return found
}

/** Narrows what is known of cells by figures with noise. Cells that are known exactly stay so. */
export const learnNoisy = (joint: JointSystem, sources: ReadonlyArray<NoisySource>, known: Knowledge): void => {
  for (const [cell, { low, high }] of noisyIntervals(joint, sources)) {
    known.low[cell] = Math.max(known.low[cell] as number, low)
    known.high[cell] = Math.min(known.high[cell] as number, high)
  }
}

/** Whether noise alone protects a cell: rules on what partners contribute mean nothing there. */
const isNoiseAlone = (key: string): boolean =>
  key.includes(`\n${historyDimension}=`) || cubes.get(cubeOfKey(key))?.hasNoContributions === true

/**
 * Lowers needs to what figures with noise have left, because hiding more cannot widen that again. Cells that noise alone protects need nothing:
 * they are in no table that is exact.
 */
export const relaxNeeds = (joint: JointSystem, sources: ReadonlyArray<NoisySource>, need: Need): void => {
  for (const [cell, key] of joint.keys.entries())
    if (isNoiseAlone(key)) {
      need.width[cell] = 0
      need.reach[cell] = 0
    }
  for (const [cell, { low, high }] of noisyIntervals(joint, sources)) {
    need.width[cell] = Math.min(need.width[cell] as number, high - low)
    need.reach[cell] = Math.min(need.reach[cell] as number, high)
  }
}
