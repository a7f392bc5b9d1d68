import { stateCode } from "./CellState.ts"
import type { CountTable } from "./CountTable.ts"
import { TableBuilder } from "./TableBuilder.ts"

/**
 * Builds a table from rows of labels and a count. The rows include the margins, whose label you name again when you protect or audit the
 * table. Throws a `RangeError` if a row has another length, a count that is not a whole number from 0 on, or labels that occur twice.
 *
 * @param name how errors name the table
 *
 * @example
 * ```ts
 * import { tableFromRows } from "@corridor/disclosure/tables/tableFromRows"
 *
 * const table = tableFromRows("flows", ["origin", "destination"], [
 *   ["UKR", "POL", 120],
 *   ["UKR", "DEU", 7],
 *   ["UKR", "Total", 127]
 * ])
 * console.log(table.rows) // 3
 * ```
 */
export const tableFromRows = (
  name: string,
  dimensions: ReadonlyArray<string>,
  rows: Iterable<readonly [...labels: ReadonlyArray<string>, count: number]>
): CountTable => {
  const builder = new TableBuilder(name, dimensions)
  let number = 0
  for (const fields of rows) {
    number += 1
    const labels = fields.slice(0, -1) as ReadonlyArray<string>
    const count = fields.at(-1) as number
    if (labels.length !== dimensions.length)
      throw new RangeError(`Row ${number} of ${name} needs ${dimensions.length} labels and a count.`)
    if (!Number.isSafeInteger(count) || count < 0)
      throw new RangeError(`The count in row ${number} of ${name} must be a whole number from 0 on.`)
    const { row, isNew } = builder.row(labels)
    if (!isNew) throw new RangeError(`Row ${number} of ${name} repeats the labels of an earlier row.`)
    builder.set(row, { count, state: stateCode.published })
  }
  return builder.build({ contributors: false, contributions: false })
}
