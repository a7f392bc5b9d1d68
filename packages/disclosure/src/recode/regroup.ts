import { stateCode } from "../tables/CellState.ts"
import { type CountTable, labelsOf } from "../tables/CountTable.ts"
import { TableBuilder } from "../tables/TableBuilder.ts"

interface Pooled {
  count: number
  state: number
  partners: number
  readonly by: Map<string, number>
}

/**
 * Returns the table with other labels. Rows that get the same labels become one cell. Missing counts add nothing to
 * others; a cell with a suppressed part is suppressed. If only numbers of partners are known, a cell has as many as
 * the part with the most.
 */
export const regroup = (
  table: CountTable,
  relabel: (labels: ReadonlyArray<string>) => ReadonlyArray<string> | undefined
): CountTable => {
  const builder = new TableBuilder(table.name, table.dimensions)
  const made: Array<Pooled> = []
  for (let row = 0; row < table.rows; row++) {
    const labels = relabel(labelsOf(table, row))
    if (labels === undefined) continue
    const at = builder.row(labels)
    const state = table.state[row] as number
    const count = table.count[row] as number
    const partners = table.contributors?.[row] ?? Number.NaN
    const before = made[at.row]
    const own = before ?? { count, state, partners, by: new Map<string, number>() }
    made[at.row] = own
    const contributed = table.contributions
    if (contributed !== undefined)
      for (let k = contributed.start[row] as number; k < (contributed.start[row + 1] as number); k++) {
        const partner = contributed.partners[contributed.partner[k] as number] as string
        own.by.set(partner, (own.by.get(partner) ?? 0) + (contributed.count[k] as number))
      }
    if (before === undefined) continue
    if (!Number.isNaN(count)) own.count = Number.isNaN(own.count) ? count : own.count + count
    if (!Number.isNaN(partners)) own.partners = Number.isNaN(own.partners) ? partners : Math.max(own.partners, partners)
    const silent = (one: number) => one > stateCode.suppressed
    if (silent(own.state) || state === stateCode.suppressed) own.state = silent(state) ? own.state : state
  }
  made.forEach(({ count, state, partners, by }, row) => {
    builder.set(row, { count, state })
    if (table.contributors !== undefined) builder.setContributors(row, partners)
    for (const [partner, persons] of by) builder.contribute(row, partner, persons)
  })
  return builder.build({
    contributors: table.contributors !== undefined,
    contributions: table.contributions !== undefined
  })
}
