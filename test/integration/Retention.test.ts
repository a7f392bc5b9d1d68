/** Rows leave the audit tables after the days that `boundedTables` states, and a clock that jumped deletes nothing. */
import { randomUUID } from "node:crypto"
import { assert, it } from "@effect/vitest"
import { Clock, Effect, Logger } from "effect"
import { retainOnce } from "../../infra/erasure/retention.ts"
import { boundedTables, clockTable } from "../../infra/migrations/boundedTables.ts"
import { eraseByTable } from "../../ingest/keys/ErasePersons.ts"
import { KeyStore } from "../../ingest/keys/KeyStore.ts"
import { erasingTable, rekeyingTable } from "../../ingest/keys/PersonTables.ts"
import * as QuarantineList from "../../ingest/pipeline/QuarantineList.ts"
import { EventLog } from "../../ports/EventLog.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { temporaryFolder } from "./TestStack.ts"

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 19).replace("T", " ")

const refused = (offset: number, days: number) => ({
  topic: "corridor.partner.p",
  partition: 0,
  offset,
  sent_at: `${daysAgo(days)}.125`,
  partner_id: "p",
  kind: "route",
  schema_id: 1,
  code: "code-unknown",
  path: "legs[0].transport",
  quarantined_at: daysAgo(days)
})

/** A row of each other table, as old as its table keeps rows and one day more, and one day less. */
const others = [
  { table: "batch", days: 90, row: { topic: "t", partition: 0, last_offset: 0, token: "x", state: "stored" } },
  {
    table: "quarantine_reading",
    days: 180,
    row: { topic: "t", partition: 0, sent_at: 0, outcome: "loaded", problems: [] }
  },
  {
    table: "message_outcome",
    days: 180,
    row: {
      partner_id: "p",
      record_id: "00000000-0000-0000-0000-000000000001",
      partition: 0,
      sent_at: 0,
      outcome: "rejected"
    }
  },
  { table: "erased_record", days: 180, row: { partner_id: "p" } }
]

const keyOf = (table: string, n: number) =>
  table === "batch"
    ? { first_offset: n }
    : table === "erased_record"
      ? { record_hash: String(n).repeat(64) }
      : { offset: n }

const unused = <A>() => new Proxy({} as A & object, { get: () => () => Effect.die("not used") })

it.live("rows leave after their days, unless the clock was not seen before or is not the store's", () =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder("retention")
    yield* Effect.gen(function* () {
      const warehouse = yield* Warehouse
      const insert = (table: string, rows: ReadonlyArray<Readonly<Record<string, unknown>>>) =>
        warehouse.insert(table, rows, { token: JSON.stringify(rows) })
      yield* insert("corridor_audit.quarantine", [refused(1, 400), refused(2, 181), refused(3, 179)])
      for (const { table, days, row } of others)
        for (const [n, age] of [days + 1, days - 1].entries())
          yield* insert(`corridor_audit.${table}`, [{ ...row, ...keyOf(table, n), at: daysAgo(age) }])
      yield* QuarantineList.writeOutcomes({ topic: "corridor.partner.p", partition: 0 }, [
        { offset: 5, sentAt: 0, outcome: "loaded", problems: [] }
      ])
      const left = Effect.gen(function* () {
        const found: Record<string, number> = {}
        for (const { table } of boundedTables) {
          // A merge would delete by a TTL.
          yield* warehouse.command(`OPTIMIZE TABLE ${table} FINAL`)
          const [row] = yield* warehouse.query<{ n: number }>(`SELECT toFloat64(count()) AS n FROM ${table}`)
          found[table.slice("corridor_audit.".length)] = row?.n ?? 0
        }
        const { clock_seen: _, ...rest } = found
        return rest
      })
      const warnings: Array<unknown> = []
      const turn = retainOnce.pipe(
        Effect.provide(Logger.layer([Logger.make(({ message }) => warnings.push(message))])),
        Effect.provideService(KeyStore, unused()),
        Effect.provideService(EventLog, unused()),
        Effect.provideService(EventLogAdmin, unused())
      )
      const all = { batch: 2, quarantine: 3, quarantine_reading: 3, message_outcome: 2, erased_record: 2 }
      // The last time that the clock was seen was a year ago: it may have jumped.
      yield* insert(clockTable, [{ at: daysAgo(365) }])
      yield* turn
      assert.deepStrictEqual(yield* left, all)
      yield* insert(clockTable, [{ at: daysAgo(2) }])
      const yearAhead: Clock.Clock = Object.create(yield* Effect.service(Clock.Clock), {
        currentTimeMillis: { value: Effect.sync(() => Date.now() + 365 * 86_400_000) }
      })
      yield* Effect.provideService(turn, Clock.Clock, yearAhead)
      assert.deepStrictEqual(yield* left, all)
      assert.match(String(warnings), /^The clocks of this machine and of ClickHouse differ/)
      yield* turn
      assert.deepStrictEqual(yield* left, {
        batch: 1,
        quarantine: 1,
        quarantine_reading: 2,
        message_outcome: 1,
        erased_record: 1
      })
      // Without its pairs, an interrupted destruction of keys gives a person's remaining rows another pseudonym.
      const pair = { partner_id: "p", round: randomUUID(), person: randomUUID(), next: randomUUID(), next_version: 0 }
      yield* insert(rekeyingTable, [{ ...pair, at: daysAgo(30) }])
      yield* warehouse.command(`OPTIMIZE TABLE ${rekeyingTable} FINAL`)
      assert.lengthOf(yield* warehouse.query(`SELECT 1 FROM ${rekeyingTable}`), 1)
      // As a TTL or another process does while an erasure runs, if the clock jumps.
      const forgetful = Warehouse.of({
        ...warehouse,
        insert: (table, ...rest) =>
          Effect.tap(warehouse.insert(table, ...rest), () =>
            table === erasingTable ? warehouse.command(`TRUNCATE TABLE ${erasingTable}`) : Effect.void
          )
      })
      const person = new Set(["00000000-0000-0000-0000-000000000001"])
      const failure = yield* Effect.flip(Effect.provideService(eraseByTable("p", person), Warehouse, forgetful))
      assert.match(failure.message, /^The erasure was interrupted: .* Run the command again$/)
      yield* eraseByTable("p", person)
    }).pipe(Effect.provide(embeddedStores(folder)))
  }).pipe(Effect.scoped)
)

it("a reading outlives its refusal", () => {
  const daysOf = (name: string) => boundedTables.find(({ table }) => table === `corridor_audit.${name}`)?.days
  assert.isAtLeast(daysOf("quarantine_reading") ?? 0, daysOf("quarantine") ?? Number.NaN)
})
