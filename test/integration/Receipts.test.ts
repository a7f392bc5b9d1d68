/** Receipts and revisions on the embedded store, with a log that only counts offsets: each state of a submission. */
import { assert, it } from "@effect/vitest"
import { Effect, Layer, Redacted, Stream } from "effect"
import { migrate } from "../../infra/migrations/Migrate.ts"
import * as EmbeddedWarehouse from "../../infra/warehouse/EmbeddedWarehouse.ts"
import type { ReadyRow } from "../../ingest/submit/check/CheckTable.ts"
import * as Receipts from "../../ingest/submit/receipts/Receipts.ts"
import { history } from "../../ingest/submit/receipts/Revisions.ts"
import { joined, sendRecords } from "../../ingest/submit/send/SendRecords.ts"
import { EventLog, type ProduceRecord } from "../../ports/EventLog.ts"
import { SchemaRegistry } from "../../ports/SchemaRegistry.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { temporaryFolder } from "./TestStack.ts"

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`

const withdrawal = (n: number, requestedOn: string | null): ReadyRow => ({
  kind: "withdrawal",
  record: { recordId: id(n), revision: 0, caseReference: "a".repeat(64), requestedOn },
  revisable: true
})

/** One partition; `sent` is its content. */
const countingLog = (sent: Array<ProduceRecord>) =>
  Layer.mock(EventLog, {
    producer: () =>
      Effect.succeed({
        send: (_topic, records) =>
          Effect.sync(() => {
            const first = sent.length
            sent.push(...records)
            return records.length === 0 ? [] : [{ partition: 0, first, last: sent.length - 1 }]
          })
      })
  })

const registry = Layer.mock(SchemaRegistry, { register: () => Effect.succeed(1) })

const send = (contentHash: string, rows: ReadonlyArray<ReadyRow>, partner = "p", undo = false) =>
  sendRecords(
    {
      partner,
      identity: { username: "u", password: Redacted.make("p") },
      contentHash,
      records: rows.length,
      via: "command-line",
      undo,
      onSent: () => {}
    },
    Stream.fromIterable(rows)
  )

it.live("received, loaded, quarantined, withdrawn; repetitions; corrections with history; only for the partner", () =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder("receipts")
    const sent: Array<ProduceRecord> = []
    yield* Effect.gen(function* () {
      const warehouse = yield* Warehouse
      yield* migrate()
      const stateOf = (submission: string) =>
        Effect.map(Receipts.show("p", submission), (found) => [
          found?.state,
          found?.loaded,
          found?.quarantined,
          found?.withdrawn
        ])
      const first = yield* send("one", [withdrawal(1, "2004"), withdrawal(2, "2005")])
      assert.deepInclude(first, { sent: 2, isKnown: false, corrections: 0 })
      assert.deepStrictEqual(yield* stateOf(first.submission), ["received", 0, 0, 0])

      const again = yield* send("one", [withdrawal(1, "2004"), withdrawal(2, "2005")])
      assert.deepInclude(again, { sent: 0, isKnown: true, submission: first.submission })
      assert.strictEqual(sent.length, 2)

      const corrected = yield* send("two", [withdrawal(1, "2006"), withdrawal(2, "2005")])
      assert.deepInclude(corrected, { sent: 1, corrections: 1, unchanged: 1 })
      assert.deepStrictEqual(
        (yield* history("p", [id(1)])).map(({ revision, submission }) => [revision, submission]),
        [
          [0, first.submission],
          [1, corrected.submission]
        ]
      )

      // An old file holds the corrected record back, each time, until the partner undoes the correction.
      const old = [withdrawal(1, "2004"), withdrawal(2, "2005"), withdrawal(3, "2007")]
      const newer = [withdrawal(1, "2006"), withdrawal(2, "2005"), withdrawal(3, "2007")]
      const begun = yield* send("old", old, "r")
      assert.deepInclude(begun, { sent: 3, isKnown: false, heldBack: [] })
      yield* send("newer", newer, "r")
      const resent = yield* send("old", old, "r")
      assert.deepInclude(resent, { sent: 0, unchanged: 2, isKnown: false, heldBack: [id(1)] })
      assert.notStrictEqual(resent.submission, begun.submission)
      assert.deepInclude(yield* Receipts.show("r", resent.submission), { records: 3, heldBack: 1, withdrawn: 2 })
      assert.deepStrictEqual(yield* send("old", old, "r"), resent)
      // Another file with the old version, too.
      assert.deepInclude(yield* send("part", old.slice(0, 1), "r"), { sent: 0, heldBack: [id(1)] })
      const undone = yield* send("old", old, "r", true)
      assert.deepInclude(undone, { sent: 1, corrections: 1, unchanged: 2, heldBack: [], submission: resent.submission })
      assert.deepInclude(yield* send("old", old, "r"), { isKnown: true, submission: undone.submission })
      assert.deepInclude(yield* send("newer", newer, "r"), { sent: 0, unchanged: 2, heldBack: [id(1)] })
      assert.deepStrictEqual(
        (yield* history("r", [id(1)])).map(({ revision }) => revision),
        [0, 1, 2]
      )

      // A record whose id derives from its content is corrected by that id, and the file that made it does not undo that.
      const derived = { ...withdrawal(4, "2004"), revisable: false }
      yield* send("derived", [derived], "s")
      assert.deepInclude(yield* send("by-id", [withdrawal(4, "2006")], "s"), { sent: 1, corrections: 1 })
      assert.deepInclude(yield* send("derived", [derived], "s"), { sent: 0, heldBack: [id(4)] })
      assert.deepInclude(yield* send("derived", [derived], "s", true), { sent: 1, corrections: 1 })
      sent.length = 3

      // The pipeline has read all three; the first message is refused.
      yield* warehouse.insert(
        "corridor_audit.batch",
        [{ topic: "corridor.partner.p", partition: 0, first_offset: 0, last_offset: 2, token: "t", state: "stored" }],
        { token: "a" }
      )
      yield* warehouse.insert(
        "corridor_audit.quarantine",
        [
          {
            topic: "corridor.partner.p",
            partition: 0,
            offset: 0,
            sent_at: new Date().toISOString().slice(0, -1).replace("T", " "),
            partner_id: "p",
            kind: "withdrawal",
            schema_id: 1,
            code: "date-in-future",
            path: "requestedOn"
          }
        ],
        { token: "b" }
      )
      const [before] = yield* Effect.all([Receipts.show("p", first.submission)])
      assert.deepInclude(before, { state: "quarantined", quarantined: 1, records: 2 })
      assert.deepStrictEqual(before?.refusals, [{ code: "date-in-future", messages: 1 }])

      // Nothing of the correction is in the store: it was withdrawn.
      assert.deepStrictEqual(yield* stateOf(corrected.submission), ["withdrawn", 0, 0, 2])

      const columns = yield* warehouse.query<{ name: string }>(
        "SELECT name FROM system.columns WHERE database = 'corridor_raw' AND table = 'withdrawal' AND name IN ('partner_id', 'record_id', 'revision')"
      )
      assert.strictEqual(columns.length, 3)
      yield* warehouse.insert(
        "corridor_raw.withdrawal",
        [1, 2].map((n) => ({ partner_id: "p", record_id: id(n), revision: 0 })),
        { token: "c" }
      )
      assert.deepStrictEqual(yield* stateOf(corrected.submission), ["loaded", 2, 0, 0])

      assert.isUndefined(yield* Receipts.show("q", first.submission))
      assert.deepStrictEqual(yield* Receipts.list("q"), [])
      assert.strictEqual((yield* Receipts.list("p")).length, 2)
      const other = yield* send("one", [withdrawal(1, "2004")], "q")
      assert.notStrictEqual(other.submission, first.submission)
    }).pipe(Effect.provide(Layer.mergeAll(EmbeddedWarehouse.layer(folder), countingLog(sent), registry)))
  }).pipe(Effect.scoped)
)

it("ranges of offsets with their neighbours joined", () => {
  const range = (partition: number, first: number, last: number) => ({ partition, first, last })
  assert.deepStrictEqual(joined([range(1, 0, 4), range(0, 5, 9), range(0, 0, 4), range(0, 12, 13)]), [
    range(0, 0, 9),
    range(0, 12, 13),
    range(1, 0, 4)
  ])
})
