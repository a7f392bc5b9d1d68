import { stateCode } from "../tables/CellState.ts"
import { type CountTable, labelsOf } from "../tables/CountTable.ts"
import type { KnownGroup } from "../tables/KnownGroup.ts"
import { TableBuilder } from "../tables/TableBuilder.ts"

/**
 * Returns the table with a row for each missing cell of a known group. A missing row means zero, and would disclose
 * what a hidden zero must not.
 */
export const withKnownGroups = (table: CountTable, groups: ReadonlyArray<KnownGroup>): CountTable => {
  if (groups.length === 0) return table
  const builder = new TableBuilder(table.name, table.dimensions)
  const whole = Array.from({ length: table.rows }, (_, row) => labelsOf(table, row))
  whole.forEach((labels, row) => {
    builder.row(labels)
    builder.set(row, {
      count: table.count[row] as number,
      state: table.state[row] as number,
      ...(table.atMost === undefined ? {} : { atMost: table.atMost[row] as number })
    })
    if (table.contributors !== undefined) builder.setContributors(row, table.contributors[row] as number)
    const of = table.contributions
    for (let k = of?.start[row] ?? 0; k < (of?.start[row + 1] ?? 0); k++)
      builder.contribute(row, of?.partners[of.partner[k] as number] as string, of?.count[k] as number)
  })
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
