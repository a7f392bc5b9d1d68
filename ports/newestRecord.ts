import { Effect } from "effect"
import { recordSchemas } from "../schemas/RecordSchemas.ts"
import { Warehouse } from "./Warehouse.ts"

/** Returns when the newest record was stored, in milliseconds since 1970; 0 without records. Nothing else of the records is read. */
export const newestRecord = Effect.fn("newestRecord")(function* () {
  const tables = recordSchemas.map(({ table }) => `SELECT max(loaded_at) AS newest FROM corridor_raw.${table}`)
  const [row] = yield* Warehouse.query<{ seconds: number }>(
    `SELECT toFloat64(toUnixTimestamp(max(newest))) AS seconds FROM (${tables.join(" UNION ALL ")})`
  )
  return (row?.seconds ?? 0) * 1000
})
