import { stateCode } from "../tables/CellState.ts"
import { type CountTable, labelsOf } from "../tables/CountTable.ts"
import type { Hierarchy } from "../tables/Hierarchy.ts"
import { joinCells } from "../tables/joinCells.ts"
import { missingMargins } from "../tables/missingMargins.ts"
import { TableBuilder } from "../tables/TableBuilder.ts"

/** Returns a builder with all rows of a table, in its order. */
const copyOf = (table: CountTable): TableBuilder => {
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

/** Returns a test of whether a cell is a margin that the table lacks: it has persons, whom rows of finer cells count. */
const lackingIn = (table: CountTable, hierarchy: Hierarchy, total: string) => {
  const joined = joinCells([table], hierarchy, total)
  const lacking = missingMargins(joined)
  const numbers = joined.codes.map((codes) => new Map(codes.map((code, number) => [code, number])))
  return (labels: ReadonlyArray<string>): boolean => {
    const vector = labels.map((label, d) => numbers[d]?.get(label) ?? -1)
    return !vector.includes(-1) && lacking.find(Uint32Array.from(vector)) >= 0
  }
}

/** Returns the table with a row of zero for each of the cells that has none and is zero. `total` is the label of margins. */
export const withZeroRows = (
  table: CountTable,
  cells: ReadonlyArray<ReadonlyArray<string>>,
  hierarchy: Hierarchy,
  total: string
): CountTable => {
  const builder = copyOf(table)
  const isLacking = lackingIn(table, hierarchy, total)
  for (const labels of cells) {
    if (isLacking(labels)) continue
    const { row, isNew } = builder.row(labels)
    if (isNew) builder.set(row, { count: 0, state: stateCode.published })
  }
  return builder.build({
    contributors: table.contributors !== undefined,
    contributions: table.contributions !== undefined
  })
}
