/** What became of each record, by a plain list of its messages; the same however the messages are cut, and however often they are read. */
import { join } from "node:path"
import { Effect, Layer, ManagedRuntime } from "effect"
import fc from "fast-check"
import { afterAll, assert, describe, it } from "vitest"
import { currentKey } from "../../ingest/keys/KeyStore.ts"
import { WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import { tokenOf } from "../../ingest/pipeline/Ledger.ts"
import { loadBatch } from "../../ingest/pipeline/LoadBatch.ts"
import { makeLoadContext } from "../../ingest/pipeline/LoadContext.ts"
import { outcomesOf } from "../../ingest/submit/receipts/Outcomes.ts"
import { LogBatch } from "../../ports/LogBatch.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { goodRecord } from "../fixtures/brokenRecords.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { rounds } from "../fixtures/fullRun.ts"
import { messageOf, type TestRecord, testReading } from "../fixtures/messages.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("outcomes")
const runtime = ManagedRuntime.make(Layer.merge(embeddedStores(join(folder, "store")), WithdrawalLog.layerMemory))

afterAll(() => runtime.dispose())

let partners = 0

/** Loads the messages of a new partner, cut as given, as often as given. */
const load = Effect.fn(function* (
  records: ReadonlyArray<TestRecord>,
  cuts: ReadonlyArray<number>,
  times: number,
  partner = `p${++partners}`
) {
  const topic = `corridor.partner.${partner}`
  const context = makeLoadContext()
  const messages = LogBatch.of(
    topic,
    0,
    records.map((record, offset) => ({ ...messageOf(record, offset), topic }))
  )
  for (let time = 0; time < times; time++)
    for (let at = 0, i = 0; at < messages.count; i++) {
      const batch = messages.slice(at, Math.min(messages.count, at + (cuts[(i + time) % cuts.length] as number)))
      const withdrawn = yield* context.partnerChanges.withdrawnOf(partner, currentKey(testReading.keys).version)
      const token = tokenOf(batch)
      yield* loadBatch({
        ...testReading,
        batch,
        context,
        withdrawn,
        isFirst: time === 0,
        partner,
        token,
        block: token,
        announce: () => Effect.void
      })
      at = batch.lastOffset + 1
    }
  return partner
})

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`
const route = (n: number, caseReference: string, changes: object = {}): TestRecord => ({
  kind: "route",
  record: { ...goodRecord("route"), recordId: id(n), caseReference, revision: 0, ...changes }
})
const withdrawal = (n: number, caseReference: string): TestRecord => ({
  kind: "withdrawal",
  record: { ...goodRecord("withdrawal"), recordId: id(n), caseReference, revision: 0 }
})

/** Messages with one of each outcome. */
const messages: ReadonlyArray<TestRecord> = [
  route(1, "CANARY-1"),
  route(1, "CANARY-1"),
  route(2, "CANARY-2", { researchUseConsent: false }),
  route(3, "CANARY-3"),
  withdrawal(4, "CANARY-3"),
  route(5, "CANARY-3"),
  route(6, "CANARY-6"),
  route(6, "CANARY-6", { revision: 1, movement: "Incoming" })
]
const all = [1, 2, 3, 4, 5, 6, 7].map(id)

const shown = (outcomes: Effect.Success<ReturnType<typeof outcomesOf>>) =>
  outcomes.map(({ record, outcome, revision, offset, problems }) => [
    Number(record.slice(-4)),
    outcome,
    revision ?? offset,
    ...problems.map(({ code, path }) => `${code} ${path}`)
  ])

describe("outcomes of records", () => {
  it("are accepted, rejected with code and path, duplicate and withdrawn, for any cut and any repetition", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 8, maxLength: 8 }),
        fc.integer({ min: 1, max: 3 }),
        async (cuts, times) => {
          const found = await runtime.runPromise(
            Effect.flatMap(load(messages, cuts, times), (partner) => outcomesOf(partner, all))
          )
          assert.deepStrictEqual(shown(found), [
            [1, "accepted", 0],
            [1, "duplicate", 1],
            [2, "rejected", 2, "consent-missing researchUseConsent"],
            [3, "withdrawn", null],
            [4, "accepted", 0],
            [5, "withdrawn", null],
            [6, "accepted", 1]
          ])
        }
      ),
      { numRuns: rounds(4, 20) }
    )
  })

  it("are shown to their partner only, and none for a record that was not read", async () => {
    const found = await runtime.runPromise(
      Effect.gen(function* () {
        yield* load(messages, [3], 1)
        const other = yield* load([route(9, "CANARY-9")], [1], 1)
        return yield* outcomesOf(other, [...all, id(9)])
      })
    )
    assert.deepStrictEqual(shown(found), [[9, "accepted", 0]])
  })

  it("keep no id of a withdrawn case, nothing of the content, and no text that is not an id", async () => {
    const rows = await runtime.runPromise(
      Effect.gen(function* () {
        const partner = yield* load(messages, [2], 2)
        const warehouse = yield* Warehouse
        const own = `WHERE partner_id = '${partner}'`
        return [
          ...(yield* warehouse.query(`SELECT * FROM corridor_audit.message_outcome ${own}`)),
          ...(yield* warehouse.query(`SELECT * FROM corridor_audit.erased_record ${own}`))
        ]
      })
    )
    const text = JSON.stringify(rows)
    for (const secret of ["CANARY", id(3), id(5)]) assert.notInclude(text, secret)
    assert.include(text, id(2))
  })
})
