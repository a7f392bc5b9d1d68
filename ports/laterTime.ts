import { Clock, Effect } from "effect"
import { timeText } from "./timeText.ts"
import { type QueryOptions, Warehouse } from "./Warehouse.ts"

/**
 * Returns the time of a change, as ClickHouse reads it: now, or just after the newest time in the column of these rows if the clock was set back since. Of the
 * rows with one key the store keeps the one with the latest time, so a change with an earlier one would be lost.
 */
export const laterTime = Effect.fn("laterTime")(function* (
  table: string,
  column: string,
  where: string,
  params: NonNullable<QueryOptions["params"]>
) {
  const [row] = yield* Warehouse.query<{ newest: number }>(
    `SELECT toFloat64(toUnixTimestamp64Milli(max(${column}))) AS newest FROM ${table} WHERE ${where}`,
    { params }
  )
  return timeText(Math.max(yield* Clock.currentTimeMillis, (row?.newest ?? 0) + 1))
})
