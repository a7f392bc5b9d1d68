import { type CountTable, labelsOf } from "../tables/CountTable.ts"
import { depthsOf } from "../tables/commonMargins.ts"
import { dimensionSums } from "../tables/DimensionSums.ts"
import type { Hierarchy } from "../tables/Hierarchy.ts"
import { withZeroRows } from "./withZeroRows.ts"

/** Returns the values of a dimension: those in the table, and those that the hierarchy has at the same levels. */
const valuesOf = (table: CountTable, d: number, hierarchy: Hierarchy): ReadonlyArray<string> => {
  const own = table.codes[d] ?? []
  const dimension = table.dimensions[d] as string
  const members = hierarchy.filter((one) => one.dimension === dimension)
  // The label of margins comes first, and is not a value.
  const codes = ["", ...new Set(members.flatMap(({ child, parent }) => [child, parent]))]
  const depths = depthsOf(dimensionSums(dimension, codes, members))
  const levels = new Set(own.map((code) => depths[codes.indexOf(code)]))
  return [...new Set([...own, ...codes.filter((code, c) => code !== "" && levels.has(depths[c]))])]
}

/**
 * Returns the table with a row for each value of the sensitive dimensions in each group, including values of the hierarchy that no person has. A
 * missing row means zero, and would disclose what a hidden zero must not. All groups get their rows, so that they say nothing about one. A margin that
 * the table lacks is not zero, and gets none. `total` is the label of margins.
 *
 * @example
 * ```ts
 * import { tableFromRows, withSensitiveRows } from "@corridor/disclosure"
 *
 * const table = tableFromRows("flows", ["origin", "sex"], [["MDA", "Female", 4], ["UKR", "Female", 9], ["UKR", "Male", 2]])
 * const whole = withSensitiveRows(table, ["sex"], [], "Total") // with a row for MDA, Male
 * ```
 */
export const withSensitiveRows = (
  table: CountTable,
  sensitive: ReadonlyArray<string>,
  hierarchy: Hierarchy,
  total: string
): CountTable => {
  const places = sensitive.map((name) => table.dimensions.indexOf(name)).filter((d) => d >= 0)
  if (places.length === 0) return table
  let rows = Array.from({ length: table.rows }, (_, row) => labelsOf(table, row))
  for (const d of places) {
    const groups = new Map(rows.map((labels) => [JSON.stringify(labels.with(d, "")), labels]))
    const values = valuesOf(table, d, hierarchy)
    rows = [...groups.values()].flatMap((labels) => values.map((code) => labels.with(d, code)))
  }
  return withZeroRows(table, rows, hierarchy, total)
}
