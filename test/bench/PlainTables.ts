/** The product's two tables for those who load no record twice by design of the test: the same columns, and no replacing. */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"

/**
 * A table that replaces rows sorts out every inserted block row by row, which costs 9 CPU-seconds per million rows here. The
 * setting that spares it (`optimize_on_insert`) does not reach the Kafka engine's inserts, so its rivals get plain tables.
 */
export const plainTables = Effect.fn("plainTables")(function* () {
  const warehouse = yield* Warehouse
  for (const table of ["corridor_raw.route_record", "corridor_audit.quarantine"]) {
    const [shown] = yield* warehouse.query<{ statement: string }>(`SHOW CREATE TABLE ${table}`)
    const statement = (shown?.statement ?? "").replace(/\bReplacingMergeTree(\([a-z_]*\))?/, "MergeTree")
    yield* warehouse.command(`DROP TABLE ${table} SYNC`)
    yield* warehouse.command(statement)
  }
})
