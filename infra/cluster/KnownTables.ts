/** Reads Corridor's tables and their columns from the store, for the row policies. */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { KnownTable } from "./Access.ts"

export const knownTables = Effect.fn("KnownTables.knownTables")(function* () {
  return yield* Warehouse.query<KnownTable>(
    `SELECT database, table, groupArray(CAST((name, type), 'Tuple(name String, type String)')) AS columns
     FROM (SELECT database, table, name, type FROM system.columns
           WHERE database IN ('corridor_raw', 'corridor_audit', 'corridor_release') ORDER BY database, table, position)
     GROUP BY database, table ORDER BY database, table`
  )
})
