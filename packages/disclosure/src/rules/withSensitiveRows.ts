import { stateCode } from "../tables/CellState.ts"
import { type CountTable, labelsOf } from "../tables/CountTable.ts"
import type { Hierarchy } from "../tables/Hierarchy.ts"
import { copyOf } from "./copyOf.ts"

/** Returns the depth of each code of a dimension in the hierarchy: 1 for those that are part of no other. */
const depths = (hierarchy: Hierarchy, dimension: string): ReadonlyMap<string, number> => {
  const parents = new Map<string, string>()
  const codes = new Set<string>()
  for (const one of hierarchy)
    if (one.dimension === dimension) {
      parents.set(one.child, one.parent)
      codes.add(one.child).add(one.parent)
    }
  const depth = (code: string): number => {
    let steps = 1
    // A hierarchy with a cycle is refused later.
    for (let at = parents.get(code); at !== undefined && steps <= codes.size; at = parents.get(at)) steps++
    return steps
  }
  return new Map([...codes].map((code) => [code, depth(code)]))
}

/** Returns the values of a dimension: those in the table, and those that the hierarchy has at the same levels. */
const valuesOf = (table: CountTable, d: number, hierarchy: Hierarchy): ReadonlyArray<string> => {
  const own = table.codes[d] ?? []
  const known = depths(hierarchy, table.dimensions[d] as string)
  const levels = new Set(own.map((code) => known.get(code)))
  return [...new Set([...own, ...[...known].flatMap(([code, depth]) => (levels.has(depth) ? [code] : []))])]
}

/**
 * Returns the table with a row for each value of the sensitive dimensions in each group, also for values of the hierarchy that nobody has. A
 * missing row means zero, and would disclose what a hidden zero must not. All groups get their rows, so that they say nothing about one.
 */
export const withSensitiveRows = (
  table: CountTable,
  sensitive: ReadonlyArray<string>,
  hierarchy: Hierarchy
): CountTable => {
  const places = sensitive.map((name) => table.dimensions.indexOf(name)).filter((d) => d >= 0)
  if (places.length === 0) return table
  const builder = copyOf(table)
  let rows = Array.from({ length: table.rows }, (_, row) => labelsOf(table, row))
  for (const d of places) {
    const groups = new Map(rows.map((labels) => [JSON.stringify(labels.with(d, "")), labels]))
    const values = valuesOf(table, d, hierarchy)
    rows = [...groups.values()].flatMap((labels) => values.map((code) => labels.with(d, code)))
  }
  for (const labels of rows) {
    const { row, isNew } = builder.row(labels)
    if (isNew) builder.set(row, { count: 0, state: stateCode.published })
  }
  return builder.build({
    contributors: table.contributors !== undefined,
    contributions: table.contributions !== undefined
  })
}
