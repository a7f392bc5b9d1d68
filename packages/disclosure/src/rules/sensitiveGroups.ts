import { joinSystems } from "../system/joinSystems.ts"
import type { LinkedSystem } from "../system/LinkedSystem.ts"
import type { DimensionSums } from "../tables/DimensionSums.ts"
import type { LinkedTables } from "../tables/toSystem.ts"
import { isGroupDisclosure, othersNeeded, saysNothing } from "./groupDisclosure.ts"

/** A group of persons, at any level of the other dimensions, and one value of a sensitive dimension. */
export interface SensitiveGroup {
  /** Cell of the members with this value. */
  readonly value: number
  /** Cells of the members with other values, at the finest level. None if there is no other value. */
  readonly others: ReadonlyArray<number>
  /** Cells of all values of the group, also at coarser levels. */
  readonly all: ReadonlyArray<number>
}

const codesBelow = ({ sums, below }: DimensionSums): ((code: number) => ReadonlySet<number>) => {
  const known = new Map<number, ReadonlySet<number>>()
  const codesUnder = (code: number): ReadonlySet<number> => {
    const before = known.get(code)
    if (before !== undefined) return before
    const found = new Set<number>()
    known.set(code, found)
    for (const s of below[code] ?? [])
      for (const child of sums[s]?.children ?? []) {
        found.add(child)
        for (const one of codesUnder(child)) found.add(one)
      }
    return found
  }
  return codesUnder
}

/** Returns the cells of values of a dimension that say something, by group. */
const cellsByGroup = ({ joined, system }: LinkedTables, d: number) => {
  const groups = new Map<string, Array<{ readonly cell: number; readonly code: number }>>()
  const vector = new Uint32Array(joined.dimensions.length)
  for (let cell = 0; cell < joined.cells.size; cell++) {
    const code = joined.cells.at(cell, d)
    if (code === 0 || system.unshown[cell] === 1 || saysNothing.has(joined.codes[d]?.[code] as string)) continue
    joined.cells.read(cell, vector)
    vector[d] = 0
    const key = vector.join(",")
    const list = groups.get(key) ?? []
    groups.set(key, list)
    list.push({ cell, code })
  }
  return [...groups.values()]
}

/**
 * Returns every group and value of the sensitive dimensions, at every level of each dimension. A code that contains all finer values of
 * a group is a margin and left out. The tables need rows for values that no person has (`withSensitiveRows`).
 */
export const sensitiveGroups = (
  linked: LinkedTables,
  sensitive: ReadonlyArray<string>
): ReadonlyArray<SensitiveGroup> =>
  sensitive.flatMap((name) => {
    const d = linked.joined.dimensions.indexOf(name)
    if (d < 0) return []
    const below = codesBelow(linked.joined.sums[d] as DimensionSums)
    return cellsByGroup(linked, d).flatMap((list) => {
      const finest = list.filter(({ code }) => !list.some((one) => one.code !== code && below(code).has(one.code)))
      const all = list.map(({ cell }) => cell)
      return list.flatMap(({ cell, code }) => {
        const others = finest.flatMap((one) => (one.code === code || below(code).has(one.code) ? [] : [one.cell]))
        return others.length === 0 && finest.length > 1 ? [] : [{ value: cell, others, all }]
      })
    })
  })

/** Returns the groups that disclose their value. */
export const disclosingGroups = (
  { value }: LinkedSystem,
  groups: ReadonlyArray<SensitiveGroup>
): ReadonlyArray<SensitiveGroup> =>
  groups.filter((group) =>
    isGroupDisclosure(
      value[group.value] as number,
      group.others.reduce((sum, cell) => sum + (value[cell] as number), 0)
    )
  )

/** Returns the system with an unpublished cell for the others of each group, after all its cells. */
export const withOthers = (system: LinkedSystem, groups: ReadonlyArray<SensitiveGroup>): LinkedSystem =>
  groups.length === 0
    ? system
    : joinSystems([system], {
        values: groups.map(({ others }) => others.reduce((sum, cell) => sum + (system.value[cell] as number), 0)),
        sums: groups.map(({ others }, k) => ({ total: system.cells + k, parts: others }))
      })

/** What hiding needs in disclosing groups. */
export interface GroupProtection {
  /** Zeros that must be hidden, because they alone show that no person has another value. */
  readonly forced: Uint8Array
  /** Zeros that may be hidden. */
  readonly mayHide: Uint8Array
}

/**
 * Returns the zeros to hide in disclosing groups. A published zero says that no person in the group has that value, so without hidden zeros
 * every reader knows the value of all members, however few counts are published.
 */
export const groupProtection = (
  { cells, value }: LinkedSystem,
  groups: ReadonlyArray<SensitiveGroup>
): GroupProtection => {
  const forced = new Uint8Array(cells)
  const mayHide = Uint8Array.from({ length: cells }, (_, cell) => ((value[cell] as number) > 0 ? 1 : 0))
  for (const { others, all } of groups) {
    for (const cell of all) mayHide[cell] = 1
    if (others.length === 1) forced[others[0] as number] = 1
  }
  return { forced, mayHide }
}

/** Raises the need of the cells that `withOthers` added: each must reach as many persons as make its group safe. */
export const needOthers = (
  reach: Float64Array,
  from: number,
  groups: ReadonlyArray<SensitiveGroup>,
  value: Float64Array
): void =>
  groups.forEach((group, k) => {
    const [only] = group.others
    reach[from + k] = othersNeeded(value[group.value] as number)
    // A zero that is hidden for its group alone need not reach the threshold.
    if (group.others.length === 1 && value[only as number] === 0) reach[only as number] = reach[from + k] as number
  })

/** Returns 1 for the cells of values of a sensitive dimension. A hidden one may be zero. */
export const sensitiveCells = ({ joined, system }: LinkedTables, sensitive: ReadonlyArray<string>): Uint8Array => {
  const marks = new Uint8Array(system.cells)
  for (const name of sensitive) {
    const d = joined.dimensions.indexOf(name)
    if (d < 0) continue
    for (let cell = 0; cell < joined.cells.size; cell++) {
      const code = joined.cells.at(cell, d)
      if (code !== 0 && !saysNothing.has(joined.codes[d]?.[code] as string)) marks[cell] = 1
    }
  }
  return marks
}
