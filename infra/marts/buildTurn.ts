/**
 * One build of the marts at a time, of all processes and machines on one store: two at once replace each other's tables, and both fail or leave a
 * mixture.
 *
 * A builder writes a claim and looks for others afterwards. If there is another one, it withdraws its claim and waits, so two never build at once.
 * A claim that is not renewed expires after a minute.
 */
import { randomUUID } from "node:crypto"
import { Effect, Redacted, Schedule } from "effect"
import { Warehouse, WarehouseError } from "../../ports/Warehouse.ts"
import { buildResults } from "./failedBuilds.ts"

const table = "corridor_staging.build_turn"

/** Seconds after which a claim expires, after which its holder renews it, and for which others wait. */
const [expiry, renewal, longestWait] = [60, 15, 3_600]

const define = [
  `CREATE TABLE IF NOT EXISTS ${table} ENGINE = MergeTree() ORDER BY holder EMPTY AS SELECT '' AS holder, now() AS at`,
  `CREATE TABLE IF NOT EXISTS ${buildResults} ENGINE = MergeTree() ORDER BY node EMPTY AS SELECT '' AS node, '' AS status, now64(6) AS at`
]

const tooLong = new WarehouseError({
  operation: "command",
  retryable: true,
  message: "Another process has been building the marts for an hour. Look for it, end it, and run the command again",
  detail: Redacted.make("")
})

/** Waits until no other process builds the marts, and keeps others from it until the scope closes. */
export const holdBuildTurn = Effect.gen(function* () {
  const { command, query } = yield* Warehouse
  const params = { holder: randomUUID() }
  // Not interrupted: the server may execute an interrupted insert after the claim was withdrawn, and other builds would wait until it expires.
  const claim = Effect.uninterruptible(command(`INSERT INTO ${table} SELECT {holder:String}, now()`, { params }))
  const withdraw = command(`ALTER TABLE ${table} DELETE WHERE holder = {holder:String}`, {
    params,
    settings: { mutations_sync: 2 }
  })
  // A claim with a time in the future was written by a clock that was wrong.
  const others = query(
    `SELECT holder FROM ${table} WHERE holder <> {holder:String}
     GROUP BY holder HAVING abs(dateDiff('second', max(at), now())) < ${expiry} LIMIT 1`,
    { params }
  )
  const isFree = Effect.map(others, (found) => found.length === 0)
  const take = Effect.gen(function* () {
    if (!(yield* isFree)) return false
    yield* claim
    if (yield* isFree) return true
    yield* withdraw
    return false
  })
  for (const statement of define) yield* command(statement)
  yield* Effect.addFinalizer(() => Effect.ignore(withdraw))
  if (!(yield* take)) {
    yield* Effect.logInfo("Another process builds the marts. Waiting until it is done.")
    yield* Effect.repeat(take, {
      until: (taken) => taken,
      schedule: Schedule.jittered(Schedule.spaced("1 second"))
    }).pipe(Effect.timeoutOrElse({ duration: longestWait * 1_000, orElse: () => Effect.fail(tooLong) }))
  }
  yield* Effect.forkScoped(Effect.repeat(Effect.ignore(claim), Schedule.spaced(renewal * 1_000)))
})
