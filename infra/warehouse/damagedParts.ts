/**
 * Data parts that ClickHouse found damaged and set aside, as a failing disk or a power failure leaves them. ClickHouse opens such a table without
 * the rows of those parts and reports no error, so counts would be wrong and offsets would be committed past records that are gone.
 */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { Unavailable } from "../process/Unavailable.ts"
import { rebuilt } from "./brokenDefinitions.ts"

interface DamagedTable {
  readonly table: string
  readonly parts: number
}

/** Returns the tables that lack rows. Those that `transform` rebuilds do not count. */
export const damagedTables = Effect.fn("damagedParts.tables")(function* () {
  return yield* Warehouse.query<DamagedTable>(
    `SELECT concat(database, '.', table) AS table, toFloat64(count()) AS parts FROM system.detached_parts
     WHERE reason LIKE 'broken%' AND startsWith(database, 'corridor_') AND NOT has({rebuilt:Array(String)}, database)
     GROUP BY 1 ORDER BY 1`,
    { params: { rebuilt } }
  )
})

/** Returns what is wrong, for people; undefined if nothing is. */
export const damageOf = (tables: ReadonlyArray<DamagedTable>): string | undefined => {
  if (tables.length === 0) return undefined
  const parts = tables.reduce((sum, each) => sum + each.parts, 0)
  const named = tables.map(({ table }) => table).join(", ")
  return `${parts === 1 ? "1 data part is" : `${parts} data parts are`} damaged and set aside, so rows are missing in ${named}`
}

/** What to do about damaged parts of the embedded store. */
export const repair =
  "Stop the stack, move clickhouse/ and state/ out of the data folder, and restore a backup. Without one, see 'Damaged data' in docs/reference/backup.md."

/** Fails if the store has damaged parts: nothing is to be loaded into it or published from it. */
export const refuseDamage = Effect.fn("damagedParts.refuse")(function* () {
  const damage = damageOf(yield* damagedTables())
  if (damage !== undefined)
    return yield* new Unavailable({ part: "warehouse", message: `The store is damaged: ${damage}. ${repair}` })
})
