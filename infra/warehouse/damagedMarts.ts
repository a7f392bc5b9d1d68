/**
 * Drops what `transform` builds if any of it is damaged: a vintage would freeze marts without some of their rows, or without a mart, and a model that is
 * built incrementally would never get its rows back. All of it, so that nothing is frozen until the next build has made it from the records.
 */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { brokenTables, forgetBroken, rebuilt } from "./brokenDefinitions.ts"

/** Does so in the store in `path`. */
export const dropDamagedMarts = Effect.fn("dropDamagedMarts")(function* (path: string) {
  const params = { rebuilt }
  const parts = yield* Warehouse.query<{ name: string }>(
    `SELECT DISTINCT concat(database, '.', table) AS name FROM system.detached_parts
     WHERE reason LIKE 'broken%' AND has({rebuilt:Array(String)}, database) ORDER BY 1`,
    { params }
  )
  const damaged = [...parts.map(({ name }) => name), ...brokenTables(path)]
  if (damaged.length === 0) return
  const built = yield* Warehouse.query<{ database: string; name: string }>(
    "SELECT database, name FROM system.tables WHERE has({rebuilt:Array(String)}, database) ORDER BY 1, 2",
    { params }
  )
  for (const { database, name } of built)
    yield* Warehouse.command("DROP TABLE {database:Identifier}.{name:Identifier} SYNC", { params: { database, name } })
  forgetBroken(path)
  yield* Effect.logWarning(
    `${damaged.join(", ")} ${damaged.length === 1 ? "was" : "were"} damaged, so all marts were removed. Run 'transform build', which makes them from the records.`
  )
})
