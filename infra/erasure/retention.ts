/**
 * Bounded retention: rows of audit tables that are older than the tables keep them (`boundedTables`), and loaded messages of partners
 * (`CORRIDOR_MESSAGE_DAYS`). ClickHouse's own TTL is not used, because it follows a clock that may be wrong: a machine that wakes a year ahead would
 * delete all refused messages.
 */
import { Clock, Effect, Schedule } from "effect"
import { dropFinishedPairs } from "../../ingest/keys/Rekey.ts"
import { millisOfDay, secondsOfDay } from "../../ports/days.ts"
import { makeSteadyClock } from "../../ports/steadyClock.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { boundedTables, clockTable } from "../migrations/boundedTables.ts"
import { settings } from "../settings/Settings.ts"
import { trimTopics } from "./trimTopics.ts"

/** Seconds by which the clocks of this machine and of the store may differ. */
const tolerance = 600

/** Returns whether the store's clock is that of this machine, and whether an earlier process saw it between one and eight days ago. */
const lookAtClock = Effect.gen(function* () {
  const [row] = yield* Warehouse.query<{ now: number; seen: number }>(
    `SELECT toFloat64(toUnixTimestamp(now())) AS now,
            countIf(at BETWEEN now() - INTERVAL 8 DAY AND now() - INTERVAL 1 DAY) > 0 AS seen
     FROM ${clockTable}`
  )
  const own = (yield* Clock.currentTimeMillis) / 1_000
  return { agrees: row !== undefined && Math.abs(row.now - own) < tolerance, wasSeen: row?.seen === 1 }
})

const noteClock = Effect.gen(function* () {
  const hour = Math.floor((yield* Clock.currentTimeMillis) / 3_600_000)
  yield* Warehouse.insert(clockTable, [{ at: hour * 3_600 }], { token: `hour ${hour}` })
})

/** Deletes rows that were written longer ago than their tables keep them. It rewrites parts, so it deletes by whole days. */
const expireRows = Effect.fn("expireRows")(function* () {
  const today = Math.floor((yield* Clock.currentTimeMillis) / millisOfDay)
  for (const { table, written, days } of boundedTables) {
    const params = { before: Math.max(0, today - days) * secondsOfDay }
    const isOld = `${written} < toDateTime({before:UInt32}, 'UTC')`
    const old = yield* Warehouse.query(`SELECT 1 AS there FROM ${table} WHERE ${isOld} LIMIT 1`, { params })
    if (old.length > 0)
      yield* Warehouse.command(`ALTER TABLE ${table} DELETE WHERE ${isOld}`, {
        params,
        settings: { mutations_sync: 2 }
      })
  }
})

const expireAll = Effect.gen(function* () {
  yield* expireRows()
  const { messageDays } = yield* settings
  if (messageDays !== undefined && messageDays > 0) yield* trimTopics(messageDays)
})

/**
 * Returns an effect that deletes what is too old, if the clock can be trusted: this process has seen it run for a day without a jump, or an earlier
 * process saw it between one and eight days ago, and the clock of the store agrees. Run it at least every few hours.
 */
const makeRetention = Effect.gen(function* () {
  const { wasSeen } = yield* lookAtClock
  const isSteady = yield* makeSteadyClock(wasSeen)
  return Effect.gen(function* () {
    const steady = yield* isSteady
    const { agrees } = yield* lookAtClock
    if (!agrees)
      return yield* Effect.logWarning(
        "The clocks of this machine and of ClickHouse differ by more than ten minutes. Nothing is deleted because of its age until they agree."
      )
    if (steady) yield* expireAll
    yield* noteClock
  })
})

const logged = <A, E extends { readonly message: string }, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.catch(effect, ({ message }) => Effect.logWarning(`Old messages and audit rows were not deleted: ${message}`))

/** Deletes what is too old, and what a killed rotation left, every hour, for as long as the scope is open. */
export const startRetention = Effect.gen(function* () {
  const turn = yield* makeRetention
  yield* logged(Effect.andThen(dropFinishedPairs(), turn)).pipe(Effect.repeat(Schedule.spaced("1 hour")))
}).pipe(logged, Effect.forkScoped)

/** Deletes what is too old, and what a killed rotation left, once, and messages that are not kept at all. */
export const retainOnce = Effect.gen(function* () {
  yield* dropFinishedPairs()
  yield* Effect.flatten(makeRetention)
  const { messageDays } = yield* settings
  if (messageDays === 0) yield* trimTopics(0)
}).pipe(logged)
