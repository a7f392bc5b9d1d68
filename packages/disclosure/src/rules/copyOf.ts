import { type CountTable, labelsOf } from "../tables/CountTable.ts"
import { TableBuilder } from "../tables/TableBuilder.ts"

/** Returns a builder with all rows of a table, in its order. */
export const copyOf = (table: CountTable): TableBuilder => {
  const builder = new TableBuilder(table.name, table.dimensions)
  for (let row = 0; row < table.rows; row++) {
    builder.row(labelsOf(table, row))
    builder.set(row, {
      count: table.count[row] as number,
      state: table.state[row] as number,
      ...(table.atMost === undefined ? {} : { atMost: table.atMost[row] as number })
    })
    if (table.contributors !== undefined) builder.setContributors(row, table.contributors[row] as number)
    const contributed = table.contributions
    for (let k = contributed?.start[row] ?? 0; k < (contributed?.start[row + 1] ?? 0); k++)
      builder.contribute(
        row,
        contributed?.partners[contributed.partner[k] as number] as string,
        contributed?.count[k] as number
      )
  }
  return builder
}
