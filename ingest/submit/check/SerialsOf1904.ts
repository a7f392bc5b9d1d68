/** Dates without a date format in a workbook that counts days from 1904: such a number has the same form as one that counts from 1900. */
import { hasDates } from "../columns/Binding.ts"
import type { ColumnPlan } from "../columns/ColumnPlan.ts"
import type { FileRow } from "../read/FileRow.ts"

/** Days from the epoch of 1900 to that of 1904. */
const daysBetween = 1_462

const serial = /^\d{5}(?:\.\d+)?$/

/** Returns the rows with the serial numbers of dates as if they counted from 1900. `plans`: those of the kinds of record that the rows may have. */
export async function* withSerialsOf1900(
  batches: AsyncIterable<ReadonlyArray<FileRow>>,
  plans: ReadonlyArray<ColumnPlan>
): AsyncGenerator<ReadonlyArray<FileRow>> {
  const isDate = (i: number) => plans.some(({ bindings }) => hasDates(bindings[i]))
  const moved = (cell: string, i: number) =>
    serial.test(cell.trim()) && isDate(i) ? String(Number(cell) + daysBetween) : cell
  for await (const batch of batches)
    yield batch.map((row) => ("cells" in row ? { ...row, cells: row.cells.map(moved) } : row))
}
