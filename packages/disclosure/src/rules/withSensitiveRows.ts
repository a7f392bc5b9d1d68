import { stateCode } from "../tables/CellState.ts"
import { type CountTable, labelsOf } from "../tables/CountTable.ts"
import { copyOf } from "./copyOf.ts"

/**
 * Returns the table with a row for each value of the sensitive dimensions in each group. A missing row means zero, and would disclose what
 * a hidden zero must not. All groups get their rows, so that they say nothing about one.
 */
export const withSensitiveRows = (table: CountTable, sensitive: ReadonlyArray<string>): CountTable => {
  const places = sensitive.map((name) => table.dimensions.indexOf(name)).filter((d) => d >= 0)
  if (places.length === 0) return table
  const builder = copyOf(table)
  let rows = Array.from({ length: table.rows }, (_, row) => labelsOf(table, row))
  for (const d of places) {
    const groups = new Map(rows.map((labels) => [JSON.stringify(labels.with(d, "")), labels]))
    rows = [...groups.values()].flatMap((labels) => (table.codes[d] ?? []).map((code) => labels.with(d, code)))
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
