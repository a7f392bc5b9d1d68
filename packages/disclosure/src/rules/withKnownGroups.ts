import { stateCode } from "../tables/CellState.ts"
import { type CountTable, labelsOf } from "../tables/CountTable.ts"
import type { KnownGroup } from "../tables/KnownGroup.ts"
import { copyOf } from "./copyOf.ts"

/**
 * Returns the table with a row for each missing cell of a known group. A missing row means zero, and would disclose
 * what a hidden zero must not.
 */
export const withKnownGroups = (table: CountTable, groups: ReadonlyArray<KnownGroup>): CountTable => {
  if (groups.length === 0) return table
  const builder = copyOf(table)
  const whole = Array.from({ length: table.rows }, (_, row) => labelsOf(table, row))
  for (const { dimension, label } of groups) {
    const d = table.dimensions.indexOf(dimension)
    if (!(table.codes[d] ?? []).includes(label)) continue
    for (const labels of whole) {
      const { row, isNew } = builder.row(labels.map((code, k) => (k === d ? label : code)))
      if (isNew) builder.set(row, { count: 0, state: stateCode.published })
    }
  }
  return builder.build({
    contributors: table.contributors !== undefined,
    contributions: table.contributions !== undefined
  })
}
