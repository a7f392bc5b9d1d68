/**
 * **High risk.** What figures with noise disclose about counts: an interval of 95 % confidence, because a higher confidence would be a weaker
 * attacker. The attack takes the interval for certain, so it is widened to contain the true count.
 */
import { intervalReach } from "@corridor/disclosure/private/publishMarginal"
import type { Knowledge, Need } from "@corridor/disclosure/system/LinkedSystem"
import { historyDimension } from "../catalogue/Cube.ts"
import { totalLabel } from "../catalogue/dimensionLabels.ts"
import { cubes } from "../catalogue/releaseTables.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { cellKey, cubeNameOf, cubeOfKey, type Disclosure } from "../history/Disclosure.ts"
import type { JointSystem } from "./JointSystem.ts"

const isSameSet = (a: ReadonlyArray<string>, b: ReadonlyArray<string>) =>
  a.length === b.length && a.every((name) => b.includes(name))

/** Returns the interval of each cell about which some disclosure has figures with noise. */
const noisyIntervals = ({ cellOf, system }: JointSystem, disclosures: ReadonlyArray<Disclosure>) => {
  const found = new Map<number, { low: number; high: number }>()
  for (const { choices, cells, noise } of disclosures)
    for (const { choice: c, labels, shown } of cells) {
      if (noise === undefined || shown.state !== "published") continue
      const choice = choices[c] as TableChoice
      const columns = choice.by.filter((_, d) => labels[d] !== totalLabel)
      const own = noise.find((one) => one.choice === c && isSameSet(one.columns, columns))
      const cell = cellOf.get(cellKey(cubeNameOf(choice), choice.by, labels))
      if (own === undefined || cell === undefined) continue
      const value = system.value[cell] as number
      const reach = intervalReach * (own.estimated ?? own.deviation)
      const before = found.get(cell) ?? { low: 0, high: Number.POSITIVE_INFINITY }
      found.set(cell, {
        low: Math.max(before.low, Math.min(value, Math.ceil(shown.victims - reach))),
        high: Math.min(before.high, Math.max(value, Math.floor(shown.victims + reach)))
      })
    }
  return found
}

/** Narrows what is known of cells by figures with noise. Cells that are known exactly stay so. */
export const learnNoisy = (joint: JointSystem, disclosures: ReadonlyArray<Disclosure>, known: Knowledge): void => {
  for (const [cell, { low, high }] of noisyIntervals(joint, disclosures)) {
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
export const relaxNeeds = (joint: JointSystem, disclosures: ReadonlyArray<Disclosure>, need: Need): void => {
  for (const [cell, key] of joint.keys.entries())
    if (isNoiseAlone(key)) {
      need.width[cell] = 0
      need.reach[cell] = 0
    }
  for (const [cell, { low, high }] of noisyIntervals(joint, disclosures)) {
    need.width[cell] = Math.min(need.width[cell] as number, high - low)
    need.reach[cell] = Math.min(need.reach[cell] as number, high)
  }
}
