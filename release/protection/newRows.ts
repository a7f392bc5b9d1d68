/**
 * **High risk.** What nobody knows before a release: which combinations of its tables have persons and which have none. A table of 93 persons from one origin and
 * one of 84 persons in one year give no part of a table of both away, until that shows that no other origin has persons in the year.
 */
import type { LinkedSystem } from "@corridor/disclosure/system/LinkedSystem"
import { relationsFrom, type Sum } from "@corridor/disclosure/system/relationsFrom"
import { cellsByKey, type Disclosure } from "../history/Disclosure.ts"
import type { JointSystem } from "./JointSystem.ts"
import type { ReleaseSystem } from "./ReleaseSystem.ts"

/** Returns the keys of the requested cells with persons that no disclosure has, of whatever vintage. */
export const newRowsOf = (
  { keys, isSelected, system }: ReleaseSystem,
  disclosures: ReadonlyArray<Disclosure>
): ReadonlySet<string> => {
  const known = new Set(disclosures.flatMap((one) => [...cellsByKey(one).keys()]))
  return new Set(
    keys.filter((key, cell) => isSelected[cell] === 1 && (system.value[cell] as number) > 0 && !known.has(key))
  )
}

/**
 * Returns the sums of the cubes without those that have one of these rows, which somebody who knows no such row does not know to be whole. A sum with one part stays:
 * the part is as safe as the total is.
 */
const sumsWithout = ({ cubes, system: { relations, value } }: JointSystem, isNew: (cell: number) => boolean) => {
  const ofCubes = cubes.reduce((sum, { linked }) => sum + linked.system.relations.count, 0)
  const sums: Array<Sum> = []
  for (let r = 0; r < relations.count; r++) {
    const parts = [...relations.part.subarray(relations.start[r], relations.start[r + 1])]
    const isOnePart = parts.filter((cell) => value[cell] !== 0).length < 2
    if (r >= ofCubes || isOnePart || !parts.some(isNew)) sums.push({ total: relations.total[r] as number, parts })
  }
  return relationsFrom(sums)
}

/** Returns a vintage's system as it is known without these rows: sums and joint tables that need them are missing. */
export const withoutRows = <System extends JointSystem>(joint: System, rows: ReadonlySet<string>): System => {
  if (rows.size === 0) return joint
  const isNew = (cell: number) => rows.has(joint.keys[cell] ?? "")
  const system: LinkedSystem = { ...joint.system, relations: sumsWithout(joint, isNew) }
  const tables = joint.finer.tables.map((table) => ({
    ...table,
    margins: table.margins.filter(
      ({ cellOf, parts }) =>
        !cellOf.some((cell, number) => (cell < 0 ? (parts[number] ?? []).some(isNew) : isNew(cell)))
    )
  }))
  return { ...joint, system, finer: { ...joint.finer, tables } }
}
