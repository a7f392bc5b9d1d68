import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { Remains } from "./Remains.ts"

/** Names of tables with parts that were set aside, damaged or detached by an operator: no statement reaches their rows. */
const tablesWithDetachedParts = Effect.gen(function* () {
  const rows = yield* Warehouse.query<{ readonly name: string }>(
    `SELECT DISTINCT concat(database, '.', table) AS name FROM system.detached_parts
     WHERE startsWith(database, 'corridor_') ORDER BY name`
  )
  return rows.map(({ name }) => name)
})

/** Returns where rows of an erased person stay in a store, apart from its tables. `isStoreHere`: whether its files are on this machine. */
export const storeRemains = Effect.fn("storeRemains")(function* (isStoreHere: boolean) {
  const detached = yield* tablesWithDetachedParts
  const setAside: Remains = {
    place: `detached parts of ${detached.join(", ")}`,
    what: "rows as they were when the part was set aside, perhaps of this case; no query reads them",
    until: "an operator deletes them",
    how: isStoreHere
      ? "Delete detached/ in the folders of these tables below clickhouse/ in the data folder, when you need it for no repair."
      : "ALTER TABLE … DROP DETACHED PART on every replica, when you need them for no repair."
  }
  const logs: Remains = {
    place: "log files of the ClickHouse server",
    what: "stored pseudonyms and record ids of the case in texts of statements that failed, and of all statements if the server logs at the level debug or trace, which is its default",
    until: "the server rotates its log",
    how: "Set its logger to the level information. Without the pipeline's keys a pseudonym leads to no case."
  }
  return [...(detached.length === 0 ? [] : [setAside]), ...(isStoreHere ? [] : [logs])]
})
