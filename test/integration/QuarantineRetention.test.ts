/** ClickHouse's TTL removes from the quarantine what is older than the migrations say, and nothing else. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import * as QuarantineList from "../../ingest/pipeline/QuarantineList.ts"
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

it.live("entries older than 180 days are removed from the disk", () =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder("retention")
    yield* Effect.gen(function* () {
      const warehouse = yield* Warehouse
      // One insert: rows of one part leave it by themselves.
      yield* warehouse.insert("corridor_audit.quarantine", [refused(1, 400), refused(2, 181), refused(3, 179)], {
        token: "a"
      })
      yield* warehouse.insert("corridor_audit.quarantine", [refused(4, 181)], { token: "b" })
      yield* QuarantineList.writeOutcomes({ topic: "corridor.partner.p", partition: 0 }, [
        { offset: 5, sentAt: 0, outcome: "loaded", problems: [] }
      ])
      yield* warehouse.insert(
        "corridor_audit.quarantine_reading",
        [{ topic: "t", partition: 0, offset: 6, sent_at: 0, outcome: "loaded", problems: [], at: daysAgo(181) }],
        { token: "c" }
      )
      for (const table of ["quarantine", "quarantine_reading"])
        yield* warehouse.command(`OPTIMIZE TABLE corridor_audit.${table} FINAL`)
      const left = (table: string) =>
        Effect.map(
          warehouse.query<{ offset: number }>(`SELECT offset FROM corridor_audit.${table} ORDER BY offset`),
          (rows) => rows.map(({ offset }) => offset)
        )
      assert.deepStrictEqual(yield* left("quarantine"), [3])
      assert.deepStrictEqual(yield* left("quarantine_reading"), [5])
    }).pipe(Effect.provide(embeddedStores(folder)))
  }).pipe(Effect.scoped)
)

it.live("a reading outlives its refusal", () =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder("retention")
    const days = yield* Effect.gen(function* () {
      const warehouse = yield* Warehouse
      const tables = yield* warehouse.query<{ name: string; sql: string }>(
        "SELECT name, create_table_query AS sql FROM system.tables WHERE database = 'corridor_audit' AND name LIKE 'quarantine%'"
      )
      return new Map(tables.map(({ name, sql }) => [name, Number(/toIntervalDay\((\d+)\)/.exec(sql)?.[1])]))
    }).pipe(Effect.provide(embeddedStores(folder)))
    assert.isAtLeast(days.get("quarantine_reading") ?? 0, days.get("quarantine") ?? Number.NaN)
  }).pipe(Effect.scoped)
)
