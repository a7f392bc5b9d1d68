/**
 * **High risk.** What figures with noise disclose about counts: an interval of 95 % confidence, because a higher confidence would be a weaker
 * attacker. The attack takes the interval for certain, so it is widened to contain the true count.
 */
import { intervalReach } from "@corridor/disclosure/private/publishMarginal"
import { equalCells } from "@corridor/disclosure/system/equalCells"
import type { Knowledge, Need } from "@corridor/disclosure/system/LinkedSystem"
import { historyDimension } from "../catalogue/Cube.ts"
import { cubes } from "../catalogue/cubes.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { totalLabel } from "../catalogue/totalLabel.ts"
import { cellKey, cubeNameOf, cubeOfKey, type Disclosure } from "../history/Disclosure.ts"
import type { MarginNoise } from "../ledger/LedgerEntry.ts"
import type { JointSystem } from "./JointSystem.ts"
import { planOf } from "./noisyDomain.ts"

const isSameSet = (a: ReadonlyArray<string>, b: ReadonlyArray<string>) =>
  a.length === b.length && a.every((name) => b.includes(name))

const labelsOfKey = (key: string): ReadonlyMap<string, string> =>
  new Map(
    key
      .split("\n")
      .slice(1)
      .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)])
  )

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
  /** The tables that it is from. */
  readonly tables: ReadonlyArray<NoisyTable>
}

/** A table of figures with noise. Its margins have less noise than sums of its cells, whether or not they are published. */
interface NoisyTable {
  readonly noise: ReadonlyArray<MarginNoise>
  readonly choice: number
}

/** What an attacker knows exactly. */
export type IsExact = (cell: number) => boolean

/**
 * Returns each measurement once: the same question about the same records has one answer, however often it is published. A figure of another
 * vintage measures a count that is the same there, with noise of its own, even if both figures happen to be equal.
 */
const measurementsIn = (
  { cellOf, system }: JointSystem,
  sources: ReadonlyArray<NoisySource>
): ReadonlyArray<Measurement> => {
  const found = new Map<string, Measurement>()
  const all = sources.flatMap(({ joint, disclosures }) => disclosures.map((one) => [joint, one] as const))
  for (const [joint, { choices, cells, noise, vintage }] of all) {
    const tables = choices.map((_, choice) => [{ noise: noise ?? [], choice }])
    for (const { choice: c, labels, shown } of cells) {
      if (noise === undefined || shown.state !== "published") continue
      const choice = choices[c] as TableChoice
      const columns = choice.by.filter((_, d) => labels[d] !== totalLabel)
      const own = noiseOf({ noise, choice: c }, columns)
      const key = cellKey(cubeNameOf(choice), choice.by, labels)
      const [cell, there] = [cellOf.get(key), joint.cellOf.get(key)]
      if (own === undefined || cell === undefined || there === undefined) continue
      if (system.value[cell] !== joint.system.value[there]) continue
      // Counts of a linkage round are the same records in each vintage that has it.
      const records = cubes.get(cubeNameOf(choice))?.noiseOnly === undefined ? vintage : undefined
      const question = JSON.stringify([choice, records, cell, shown.victims, own])
      const off = shown.victims - (system.value[cell] as number)
      found.set(question, { cell, off, deviation: own, tables: tables[c] as ReadonlyArray<NoisyTable> })
    }
  }
  return [...found.values()]
}

/**
 * Returns the most that each count may be that a table measured and does not show: it was measured below the limit of what is shown. A
 * release from before limits were stored is taken to have the lowest.
 */
export const unshownHighs = (joint: JointSystem, sources: ReadonlyArray<NoisySource>): ReadonlyMap<number, number> => {
  const highs = new Map<number, number>()
  for (const { joint: there, disclosures } of sources)
    for (const { choices, cells, noise = [], threshold } of disclosures)
      for (const { choice: c, columns, limit = threshold, ...own } of noise) {
        const choice = choices[c] as TableChoice
        if (!choice.margins && columns.length < choice.by.length) continue
        const name = cubeNameOf(choice)
        const lists = new Map(planOf(choice).domain.columns.map((list) => [list.name, new Set(list.values)]))
        const shown = new Set(
          cells.flatMap((cell) => (cell.choice === c ? [cellKey(name, choice.by, cell.labels)] : []))
        )
        for (const [key, cell] of joint.cellOf) {
          if (cubeOfKey(key) !== name || shown.has(key)) continue
          const labels = labelsOfKey(key)
          if (!isSameSet([...labels.keys()], columns)) continue
          if ([...labels].some(([column, label]) => lists.get(column)?.has(label) !== true)) continue
          const value = joint.system.value[cell] as number
          if (there.system.value[there.cellOf.get(key) ?? -1] !== value) continue
          const high = Math.floor(limit + intervalReach * (own.estimated ?? own.deviation))
          highs.set(cell, Math.max(value, Math.min(high, highs.get(cell) ?? high)))
        }
      }
  return highs
}

/** Returns the standard deviation of a table's figures by some columns. */
const noiseOf = ({ noise, choice }: NoisyTable, columns: ReadonlyArray<string>): number | undefined => {
  const own = noise.find((one) => one.choice === choice && isSameSet(one.columns, columns))
  return own?.estimated ?? own?.deviation
}

/** Returns the measurement that all of these together are: their mean, each weighted by its precision. */
const together = (cell: number, some: ReadonlyArray<Measurement>): Measurement => {
  const weight = some.reduce((sum, { deviation }) => sum + deviation ** -2, 0)
  const off = some.reduce((sum, one) => sum + one.off * one.deviation ** -2, 0) / weight
  return { cell, off, deviation: weight ** -0.5, tables: some.flatMap(({ tables }) => tables) }
}

const columnsOf = ({ keys }: JointSystem, cell: number): ReadonlyArray<string> => [
  ...labelsOfKey(keys[cell] ?? "").keys()
]

/**
 * Returns what follows for each cell from the figures of all others of a sum: their errors add up to less than their intervals do. Nothing follows
 * where a table has the sum as well, because its cells and margins agree.
 */
const measuredBySums = (
  joint: JointSystem,
  isExact: IsExact,
  meanOf: (cell: number) => Measurement | undefined
): ReadonlyArray<Measurement> => {
  const { count, total, part, start } = joint.system.relations
  return Array.from({ length: count }, (_, r) => {
    const sum = total[r] as number
    const parts = [...part.subarray(start[r], start[r + 1])].filter((cell) => !isExact(cell))
    const open = isExact(sum) ? parts : [sum, ...parts]
    const means = open.map(meanOf)
    const lacking = means.filter((mean) => mean === undefined).length
    const ofSum = isExact(sum) ? [] : (meanOf(sum)?.tables ?? [])
    const isShared = means.some((mean, i) => open[i] !== sum && mean?.tables.some((one) => ofSum.includes(one)))
    if (lacking > 1 || isShared) return []
    return open.flatMap((cell, i): ReadonlyArray<Measurement> => {
      const others = means.filter((_, k) => k !== i)
      if (others.includes(undefined) || others.length < (lacking === 0 ? 1 : 2)) return []
      const known = others as ReadonlyArray<Measurement>
      const signs = open.filter((_, k) => k !== i).map((other) => (cell !== sum && other !== sum ? -1 : 1))
      const off = known.reduce((all, one, k) => all + (signs[k] as number) * one.off, 0)
      const tables = known.flatMap((one) => one.tables)
      const columns = columnsOf(joint, cell)
      const isMargin = cell === sum && parts.every((one) => columnsOf(joint, one).length > columns.length)
      const [only] = tables
      const margin = isMargin && only !== undefined && new Set(tables).size === 1 ? noiseOf(only, columns) : undefined
      const added = Math.hypot(...known.map(({ deviation }) => deviation))
      return [{ cell, off, deviation: Math.min(added, margin ?? added), tables }]
    })
  }).flat()
}

/**
 * Returns the interval of each cell about which some disclosure has figures with noise. Cells that contain the same persons, such as those of
 * two cubes, are measurements of one count: many of them are as good as a figure with less noise.
 */
export const noisyIntervals = (joint: JointSystem, sources: ReadonlyArray<NoisySource>, isExact: IsExact) => {
  const measured = measurementsIn(joint, sources)
  const found = new Map([...unshownHighs(joint, sources)].map(([cell, high]) => [cell, { low: 0, high }]))
  if (measured.length === 0) return found
  const firstDifference = joint.offsets.at(-1) as number
  const isKnown = (cell: number) => {
    const { low, high } = joint.differences[cell - firstDifference] ?? { low: 0, high: 1 }
    return low === high
  }
  const { root } = equalCells(joint.system, isKnown)
  const sets = Map.groupBy(measured, ({ cell }) => root(cell))
  const means = new Map([...sets].map(([of, some]) => [of, together(of, some)]))
  const meanOf = (cell: number) => means.get(root(cell))
  const isCertain = (cell: number) =>
    isExact(cell) || joint.system.value[cell] === 0 || (cell >= firstDifference && isKnown(cell))
  const bySums = Map.groupBy(measuredBySums(joint, isCertain, meanOf), ({ cell }) => cell)
  const all = [
    ...measured.flatMap((one) => [one, { ...(meanOf(one.cell) ?? one), cell: one.cell }]),
    ...[...bySums].map(([cell, some]) => together(cell, [...some, meanOf(cell) ?? []].flat()))
  ]
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
export const learnNoisy = (
  joint: JointSystem,
  sources: ReadonlyArray<NoisySource>,
  known: Knowledge,
  isExact: IsExact
): void => {
  for (const [cell, { low, high }] of noisyIntervals(joint, sources, isExact)) {
    known.low[cell] = Math.max(known.low[cell] as number, low)
    known.high[cell] = Math.min(known.high[cell] as number, high)
  }
}

/** Returns whether noise alone protects a cell: rules on what partners contribute mean nothing there. */
const isNoiseAlone = (key: string): boolean =>
  key.includes(`\n${historyDimension}=`) || cubes.get(cubeOfKey(key))?.hasNoContributions === true

/**
 * Lowers needs to what figures with noise have left, because hiding more cannot widen that again. Cells that noise alone protects need nothing:
 * they are in no table that is exact.
 */
export const relaxNeeds = (
  joint: JointSystem,
  sources: ReadonlyArray<NoisySource>,
  need: Need,
  isExact: IsExact
): void => {
  for (const [cell, key] of joint.keys.entries())
    if (isNoiseAlone(key)) {
      need.width[cell] = 0
      need.reach[cell] = 0
    }
  for (const [cell, { low, high }] of noisyIntervals(joint, sources, isExact)) {
    need.width[cell] = Math.min(need.width[cell] as number, high - low)
    need.reach[cell] = Math.min(need.reach[cell] as number, high)
  }
}
