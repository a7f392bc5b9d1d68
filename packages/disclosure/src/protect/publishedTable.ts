import { stateCode } from "../tables/CellState.ts"
import type { CountTable } from "../tables/CountTable.ts"
import type { Protection } from "./Protection.ts"

/**
 * Returns a protected table as it may be published: the state of each row, and a figure only where the state is `published`.
 *
 * @param index the place of the table among those that were protected together
 *
 * @example
 * ```ts
 * import { defaultProfile, protectTables, publishedTable, Solver, tableFromRows } from "@corridor/disclosure"
 * import { Effect } from "effect"
 *
 * const table = tableFromRows("flows", ["origin"], [["BLR", 40], ["MDA", 4], ["UKR", 90], ["Total", 134]])
 * const protection = await protectTables([table], { total: "Total", hierarchy: [], profile: defaultProfile }).pipe(
 *   Effect.provide(Solver.layer),
 *   Effect.runPromise
 * )
 * console.log(publishedTable(table, protection).count) // NaN for each suppressed row
 * ```
 */
export const publishedTable = (
  table: CountTable,
  { linked, hidden, shown }: Pick<Protection, "linked" | "hidden" | "shown">,
  index = 0
): CountTable => {
  const cellOf = linked.joined.cellOf[index] as Int32Array
  const state = Uint8Array.from(table.state, (before, row) => {
    const cell = cellOf[row] as number
    return cell < 0 ? before : hidden[cell] === 0 ? stateCode.published : stateCode.suppressed
  })
  const count = table.count.map((value, row) => {
    if (state[row] !== stateCode.published) return Number.NaN
    return shown === undefined ? value : (shown[cellOf[row] as number] as number)
  })
  const { name, dimensions, codes, rows, key } = table
  return { name, dimensions, codes, rows, key, count, state }
}
