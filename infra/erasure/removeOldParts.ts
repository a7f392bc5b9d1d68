/**
 * Removes what a mutation replaced from the disk at once. ClickHouse keeps replaced parts of a table for a while, in case the machine loses power before
 * the new ones are on the disk, and an idle store looks for them only every ten minutes.
 */
import { execFile } from "node:child_process"
import { promisify } from "node:util"
import { Effect, Schedule } from "effect"
import {
  erasableTables,
  messageOutcomeTable,
  readingTable,
  sentRevisionTable,
  submissionTable
} from "../../ingest/keys/PersonTables.ts"
import { Warehouse } from "../../ports/Warehouse.ts"

/** The tables from which an erasure deletes rows, in addition to those that the transform makes. */
const tables = [
  ...erasableTables,
  readingTable,
  messageOutcomeTable,
  sentRevisionTable,
  submissionTable,
  "corridor_vintage.content"
]

/** A partition that no table has. Dropping it makes the store look for replaced parts. */
const dropNothing = "DROP PARTITION ID 'none'"

/** Waits until the disk has everything that was written; fails where that cannot be asked for. */
const flushDisk = Effect.tryPromise(() => promisify(execFile)("sync"))

const oldParts = Effect.gen(function* () {
  return yield* Warehouse.query<{ readonly of: string; readonly part: string }>(
    `SELECT concat(database, '.', table) AS of, name AS part FROM system.parts
     WHERE NOT active
       AND (database IN ('corridor_staging', 'corridor_mart') OR concat(database, '.', table) IN {tables:Array(String)})`,
    { params: { tables } }
  )
})

/** Returns the setting that a table had; 0 is left by an earlier run that was interrupted. */
const lifetimeOf = Effect.fnUntraced(function* (table: string) {
  const [row] = yield* Warehouse.query<{ readonly lifetime: string }>(
    `SELECT extract(engine_full, 'old_parts_lifetime = (\\\\d+)') AS lifetime FROM system.tables
     WHERE concat(database, '.', name) = {table:String}`,
    { params: { table } }
  )
  const lifetime = row?.lifetime ?? ""
  return lifetime === "0" ? "" : lifetime
})

const removeFrom = Effect.fnUntraced(function* (table: string) {
  const { command } = yield* Warehouse
  const lifetime = yield* lifetimeOf(table)
  const restore =
    lifetime === "" ? "RESET SETTING old_parts_lifetime" : `MODIFY SETTING old_parts_lifetime = ${lifetime}`
  yield* command(`ALTER TABLE ${table} MODIFY SETTING old_parts_lifetime = 0`)
  yield* command(`ALTER TABLE ${table} ${dropNothing}`).pipe(
    Effect.ensuring(Effect.ignore(command(`ALTER TABLE ${table} ${restore}`)))
  )
})

/**
 * Removes the parts that are replaced now. Returns whether none of them is left; a query that reads a part keeps it. Only for a store on this machine,
 * because the disk of another machine cannot be checked.
 */
export const removeOldParts = Effect.fn("removeOldParts")(
  function* () {
    const before = yield* oldParts
    const remove = Effect.gen(function* () {
      yield* flushDisk
      const left = (yield* oldParts).filter(({ of, part }) => before.some((one) => one.of === of && one.part === part))
      yield* Effect.forEach(new Set(left.map(({ of }) => of)), removeFrom, { discard: true })
      return left.length === 0
    })
    const isDone = yield* Effect.repeat(remove, {
      until: (done) => done,
      schedule: Schedule.spaced("200 millis"),
      times: 10
    })
    const [dropped] = yield* Warehouse.query<{ readonly n: number }>(
      "SELECT toFloat64(count()) AS n FROM system.dropped_tables WHERE database LIKE 'corridor%'"
    )
    return isDone && dropped?.n === 0
  },
  Effect.orElseSucceed(() => false)
)
