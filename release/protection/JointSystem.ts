/**
 * **High risk.** The tables of all cubes of one vintage as one linear system. Cells of the cubes come one after the other, then the extra cells
 * of the links between cubes, then one for the others of each group that discloses a sensitive value.
 */
import { type CellFacts, cellFacts } from "@corridor/disclosure/rules/CellFacts"
import { minProtectionWidth } from "@corridor/disclosure/rules/primaryCells"
import { disclosingGroups, type SensitiveGroup, sensitiveGroups } from "@corridor/disclosure/rules/sensitiveGroups"
import { joinSystems, offsetsOf } from "@corridor/disclosure/system/joinSystems"
import type { Knowledge, LinkedSystem } from "@corridor/disclosure/system/LinkedSystem"
import type { Sum } from "@corridor/disclosure/system/relationsFrom"
import type { CountTable } from "@corridor/disclosure/tables/CountTable"
import type { ImpliedJointTables } from "@corridor/disclosure/tables/impliedJointTables"
import type { LinkedTables } from "@corridor/disclosure/tables/toSystem"
import { type Cube, sensitiveDimensions, spineDimensions } from "../catalogue/Cube.ts"
import { totalLabel } from "../catalogue/totalLabel.ts"
import { cellKey } from "../history/Disclosure.ts"
import { likeLinks } from "./likeLabels.ts"
import { type LinkDifference, linksAmong, type SpineCell, type SpineLinks } from "./spineLinks.ts"

/** The tables of one cube as a separate system. */
export interface CubeTables {
  readonly cube: Cube
  readonly tables: ReadonlyArray<CountTable>
  readonly linked: LinkedTables
  /** 1 for cells of sensitive values that no person has and that were never disclosed: a reader concludes zero unless a release hides them. */
  readonly absent: Uint8Array
  /** 1 for cells that were suppressed in any vintage, and sums with one: once they are empty, a zero would reveal that all persons withdrew. */
  readonly holdsSuppressed: Uint8Array
}

export interface JointSystem {
  readonly cubes: ReadonlyArray<CubeTables>
  /** First cell of each cube, and after the last the first extra cell. */
  readonly offsets: ReadonlyArray<number>
  readonly system: LinkedSystem
  readonly finer: ImpliedJointTables
  readonly facts: CellFacts
  /** Key of each cell; extra cells have none. */
  readonly keys: ReadonlyArray<string>
  readonly cellOf: ReadonlyMap<string, number>
  readonly differences: ReadonlyArray<LinkDifference>
  readonly absent: Uint8Array
  readonly holdsSuppressed: Uint8Array
  /** Groups that disclose a sensitive value. Those with other values have an extra cell each for the others, from `firstOthers` on. */
  readonly groups: ReadonlyArray<SensitiveGroup>
  readonly firstOthers: number
}

const labelOf = ({ joined }: LinkedTables, cell: number, d: number): string => {
  const code = joined.cells.at(cell, d)
  return code === 0 ? totalLabel : (joined.codes[d]?.[code] as string)
}

const keysOf = ({ cube, linked }: CubeTables): ReadonlyArray<string> =>
  Array.from({ length: linked.system.cells }, (_, cell) =>
    cellKey(
      cube.name,
      linked.joined.dimensions,
      linked.joined.dimensions.map((_, d) => labelOf(linked, cell, d))
    )
  )

interface SpineGroup {
  /** Labels of `spineDimensions`. */
  readonly labels: ReadonlyArray<string>
  readonly cells: Array<SpineCell>
}

const cubesIn = (groups: ReadonlyArray<SpineGroup>): number =>
  new Set(groups.flatMap(({ cells }) => cells.map(({ cube }) => cube))).size

/**
 * Returns the groups with an origin that is in one cube only, such as citizens of an unknown country. If all other differences were known, that count
 * would be known too, without any publication. So for these groups only equal counts are assumed to be the same persons.
 */
const incompleteOrigins = (groups: ReadonlyArray<SpineGroup>): ReadonlySet<SpineGroup> => {
  const from = 1
  const apart = Map.groupBy(
    groups.filter(({ labels }) => labels[from] !== totalLabel),
    ({ labels }) => labels.with(from, totalLabel).join("\n")
  )
  return new Set([...apart.values()].filter((own) => own.some((one) => cubesIn([one]) < cubesIn(own))).flat())
}

/** Returns the cells of all cubes by what they share. */
const spineCells = (cubes: ReadonlyArray<CubeTables>, offsets: ReadonlyArray<number>): ReadonlyArray<SpineGroup> => {
  const found = new Map<string, SpineGroup>()
  cubes.forEach(({ cube, linked }, c) => {
    const { dimensions } = linked.joined
    const shared = spineDimensions(cube).map((name) => (name === undefined ? -1 : dimensions.indexOf(name)))
    const further = dimensions.map((_, d) => d).filter((d) => !shared.includes(d) && dimensions[d] !== cube.spine.kind)
    for (let cell = 0; cell < linked.system.cells; cell++) {
      const value = linked.system.value[cell] as number
      // What is published of a cell without persons says nothing about them.
      if (!(value > 0)) continue
      const isMargin = further.every((d) => linked.joined.cells.at(cell, d) === 0)
      if (!isMargin && cube.spine.isWhole) continue
      const labels = shared.map((d) => (d < 0 ? totalLabel : labelOf(linked, cell, d)))
      const group = found.get(labels.join("\n")) ?? { labels, cells: [] }
      found.set(labels.join("\n"), group)
      group.cells.push({
        cell: (offsets[c] as number) + cell,
        cube: c,
        value,
        isMargin,
        further: further.map((d) => linked.joined.cells.at(cell, d)),
        isWhole: isMargin && cube.spine.isWhole
      })
    }
  })
  return [...found.values()]
}

/** Returns the groups of a cube that disclose a value, with cells counted from `offset`. */
const groupsOf = ({ cube, linked }: CubeTables, offset: number): ReadonlyArray<SensitiveGroup> =>
  disclosingGroups(linked.system, sensitiveGroups(linked, sensitiveDimensions(cube))).map((group) => ({
    value: group.value + offset,
    others: group.others.map((cell) => cell + offset),
    all: group.all.map((cell) => cell + offset)
  }))

const shifted = ({ finer }: LinkedTables, offset: number): ImpliedJointTables =>
  offset === 0
    ? finer
    : {
        unwritten: finer.unwritten,
        tables: finer.tables.map((table) => ({
          ...table,
          margins: table.margins.map((margin) => ({
            ...margin,
            cellOf: margin.cellOf.map((cell) => (cell < 0 ? cell : cell + offset)),
            parts: margin.parts.map((parts) => parts.map((cell) => cell + offset))
          }))
        }))
      }

const joinedFacts = (cubes: ReadonlyArray<CubeTables>, offsets: ReadonlyArray<number>, cells: number): CellFacts => {
  const own = cubes.map(({ tables, linked }) => cellFacts(tables, linked))
  const contributors = own.some((facts) => facts.contributors !== undefined)
    ? new Float64Array(cells).fill(Number.NaN)
    : undefined
  const contributions = own.some((facts) => facts.contributions !== undefined)
    ? new Array<ReadonlyArray<readonly [string, number]> | undefined>(cells).fill(undefined)
    : undefined
  own.forEach((facts, c) => {
    const offset = offsets[c] as number
    if (facts.contributors !== undefined) contributors?.set(facts.contributors, offset)
    facts.contributions?.forEach((list, cell) => {
      if (contributions !== undefined) contributions[offset + cell] = list
    })
  })
  return { contributors, contributions }
}

/** Joins the systems of cubes into one: cells of different cubes that count the same persons are linked by sums and differences. */
export const jointSystem = (cubes: ReadonlyArray<CubeTables>): JointSystem => {
  const systems = cubes.map(({ linked }) => linked.system)
  const offsets = offsetsOf(systems)
  const from = offsets.at(-1) as number
  const sums: Array<Sum> = []
  const differences: Array<LinkDifference> = []
  const add = (linksFrom: (extra: number) => SpineLinks) => {
    const links = linksFrom(from + differences.length)
    sums.push(...links.sums)
    differences.push(...links.differences)
  }
  const spine = spineCells(cubes, offsets)
  const incomplete = incompleteOrigins(spine)
  for (const group of spine.filter((one) => cubesIn([one]) > 1))
    add((extra) => linksAmong(group.cells, extra, incomplete.has(group) ? 1 : minProtectionWidth))
  for (const [c, one] of cubes.entries())
    add((extra) => likeLinks(one, offsets[c] as number, extra, minProtectionWidth))
  const groups = cubes.flatMap((one, c) => groupsOf(one, offsets[c] as number))
  const firstOthers = from + differences.length
  const withOthers = groups.filter(({ others }) => others.length > 0)
  withOthers.forEach(({ others }, k) => {
    sums.push({ total: firstOthers + k, parts: others })
  })
  const values = cubes.flatMap(({ linked }) => [...linked.system.value])
  const system = joinSystems(systems, {
    values: [
      ...differences.map(({ value }) => value),
      ...withOthers.map(({ others }) => others.reduce((sum, cell) => sum + (values[cell] as number), 0))
    ],
    sums
  })
  const absent = new Uint8Array(system.cells)
  const holdsSuppressed = new Uint8Array(system.cells)
  for (const [c, one] of cubes.entries()) {
    absent.set(one.absent, offsets[c])
    holdsSuppressed.set(one.holdsSuppressed, offsets[c])
  }
  const finer = cubes.map(({ linked }, c) => shifted(linked, offsets[c] as number))
  const keys = cubes.flatMap(keysOf)
  return {
    cubes,
    offsets,
    system,
    finer: { tables: finer.flatMap(({ tables }) => tables), unwritten: finer.flatMap(({ unwritten }) => unwritten) },
    facts: joinedFacts(cubes, offsets, system.cells),
    keys,
    cellOf: new Map(keys.map((key, cell) => [key, cell])),
    differences,
    absent,
    holdsSuppressed,
    groups,
    firstOthers
  }
}

/** Adds to what is known of all cells what is known of the extra ones. */
export const limitDifferences = ({ offsets, differences }: JointSystem, known: Knowledge): void =>
  differences.forEach(({ low, high }, d) => {
    const cell = (offsets.at(-1) as number) + d
    known.low[cell] = low
    known.high[cell] = high
  })

/** Returns the cell of `to` with the key of each cell of `from`; -1 if there is none, or if either was never disclosed and has no persons. */
export const sameKeys = (from: JointSystem, to: JointSystem): Int32Array =>
  Int32Array.from({ length: from.system.cells }, (_, cell) => {
    const same = to.cellOf.get(from.keys[cell] ?? "") ?? -1
    return from.absent[cell] === 1 || to.absent[same] === 1 ? -1 : same
  })

/** Returns the cube of a cell; undefined for an extra one. */
export const cubeAt = ({ cubes, offsets }: JointSystem, cell: number): Cube | undefined =>
  cubes[offsets.findLastIndex((start) => start <= cell)]?.cube
