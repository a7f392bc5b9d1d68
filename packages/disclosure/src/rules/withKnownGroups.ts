import { type CountTable, labelsOf } from "../tables/CountTable.ts"
import type { Hierarchy } from "../tables/Hierarchy.ts"
import type { KnownGroup } from "../tables/KnownGroup.ts"
import { withZeroRows } from "./withZeroRows.ts"

/**
 * Returns the table with a row for each missing cell of a known group. A missing row means zero, and would disclose
 * what a hidden zero must not. A margin that the table lacks gets none. `total` is the label of margins.
 */
export const withKnownGroups = (
  table: CountTable,
  groups: ReadonlyArray<KnownGroup>,
  hierarchy: Hierarchy,
  total: string
): CountTable => {
  if (groups.length === 0) return table
  const whole = Array.from({ length: table.rows }, (_, row) => labelsOf(table, row))
  const cells = groups.flatMap(({ dimension, label }) => {
    const d = table.dimensions.indexOf(dimension)
    return (table.codes[d] ?? []).includes(label) ? whole.map((labels) => labels.with(d, label)) : []
  })
  return withZeroRows(table, cells, hierarchy, total)
}
