/** Messages loaded in any order, in any split into batches and any number of times leave the same rows as plain sets do. */
import { join } from "node:path"
import { Effect, Layer, ManagedRuntime } from "effect"
import fc from "fast-check"
import { afterAll, assert, describe, it } from "vitest"
import { currentKey } from "../../ingest/keys/KeyStore.ts"
import { eraseReturned } from "../../ingest/keys/Rekey.ts"
import { WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import { retryable } from "../../ingest/pipeline/insertIdempotent.ts"
import { tokenOf } from "../../ingest/pipeline/Ledger.ts"
import { loadBatch } from "../../ingest/pipeline/LoadBatch.ts"
import { makeLoadContext } from "../../ingest/pipeline/LoadContext.ts"
import { LogBatch } from "../../ports/LogBatch.ts"
import { Warehouse, type WarehouseError } from "../../ports/Warehouse.ts"
import { recordKinds, recordSchemas } from "../../schemas/RecordSchemas.ts"
import { goodRecord } from "../fixtures/brokenRecords.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { rounds } from "../fixtures/fullRun.ts"
import { messageOf, type TestRecord, testReading } from "../fixtures/messages.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { rowsOfBlock } from "../simulation/SimulatedStore.ts"
import { validRecord } from "./arbitraryRecord.ts"

const folder = testFolder("loading")
const runtime = ManagedRuntime.make(Layer.merge(embeddedStores(join(folder, "store")), WithdrawalLog.layerMemory))
const runs = rounds(6, 60)

afterAll(() => runtime.dispose())

/** A record stays the same case's: where a correction changes it, the order of its revisions counts, which is that of its partition. */
const caseOf = (recordId: string) => `A-100${1 + (Number(recordId.slice(-2)) % 6)}`
const ids = fc.constantFrom(
  ...Array.from({ length: 12 }, (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`)
)

const made: fc.Arbitrary<TestRecord> = fc
  .tuple(fc.constantFrom(...recordKinds, ...recordKinds.slice(0, 4), ...recordKinds.slice(0, 4)), ids, fc.nat(2))
  .chain(([kind, recordId, revision]) =>
    validRecord[kind].map((record) => ({
      kind,
      record: { ...record, caseReference: caseOf(recordId), recordId, revision }
    }))
  )

const identity = ({ kind, record }: TestRecord) => `${kind}/${record["recordId"]}/${record["revision"]}`

const world = fc.record({
  records: fc.uniqueArray(made, { selector: identity, minLength: 1, maxLength: 30 }),
  order: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
  repeats: fc.array(fc.nat(), { maxLength: 15 }),
  cuts: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 60, maxLength: 60 })
})

const dump = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  const rows: Array<string> = []
  for (const { kind, table } of recordSchemas)
    for (const row of yield* warehouse.query<Record<string, unknown>>(
      `SELECT * EXCEPT (loaded_at, kafka_offset, kafka_partition) FROM corridor_raw.${table}`
    ))
      rows.push(JSON.stringify({ kind, ...row }))
  return rows.sort()
})

const empty = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  for (const { table } of recordSchemas) yield* warehouse.command(`TRUNCATE TABLE corridor_raw.${table}`)
  yield* warehouse.command("TRUNCATE TABLE corridor_audit.quarantine")
})

/** Runs an effect with an empty store, and a withdrawal log of its own. */
const afresh = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.provide(Effect.andThen(empty, effect), Layer.fresh(WithdrawalLog.layerMemory))

let topics = 0

/** Loads the records as one topic, cut as given, the whole of it `times` times, after it was tried `triedBefore` times. */
const load = Effect.fn(function* (
  records: ReadonlyArray<TestRecord>,
  cuts: ReadonlyArray<number>,
  times: number,
  triedBefore = 0
) {
  const topic = `corridor.partner.p${topics++}`
  const context = makeLoadContext()
  const all = records.map((record, offset) => ({ ...messageOf(record, offset), topic }))
  const messages = LogBatch.of(topic, 0, all)
  for (let time = triedBefore; time < triedBefore + times; time++)
    for (let at = 0, i = 0; at < messages.count; i++) {
      const batch = messages.slice(at, Math.min(messages.count, at + (cuts[(i + time) % cuts.length] as number)))
      const withdrawn = yield* context.partnerChanges.withdrawnOf("p", currentKey(testReading.keys).version)
      const token = tokenOf(batch)
      const own = {
        batch,
        context,
        withdrawn,
        isFirst: time === 0,
        partner: "p",
        token,
        block: token,
        announce: () => Effect.void
      }
      yield* loadBatch({ ...own, ...testReading })
      at = batch.lastOffset + 1
    }
})

/** What must be there, by plain sets: each revision once, nothing of a case that was withdrawn but the withdrawal itself. */
const expected = (records: ReadonlyArray<TestRecord>): ReadonlyArray<string> => {
  const withdrawn = new Set(
    records.filter(({ kind }) => kind === "withdrawal").map(({ record }) => record["caseReference"])
  )
  return records
    .filter(({ kind, record }) => kind === "withdrawal" || !withdrawn.has(record["caseReference"]))
    .map(identity)
    .sort()
}

/** A store whose first insert of records fails, and arrives when `arrive` runs. */
const withLateInsert = (warehouse: Warehouse["Service"]) => {
  let arrive: Effect.Effect<void, WarehouseError> | undefined
  return {
    arrive: Effect.suspend(() => arrive ?? Effect.die("No insert is late.")),
    warehouse: Warehouse.of({
      ...warehouse,
      insertBlock: (table, block, options) =>
        Effect.suspend(() => {
          if (arrive !== undefined || table === "corridor_raw.withdrawal")
            return warehouse.insertBlock(table, block, options)
          // The next batch overwrites the memory of the block.
          arrive = warehouse.insert(table, rowsOfBlock(block), options)
          return retryable("the insert comes late")
        })
    })
  }
}

describe("loading", () => {
  it.each([[["A-1001"]], [["A-1001", "A-1002"]]])(
    "what an insert of %s brings back, late, after a person has withdrawn and the batch was loaded again, is erased",
    async (caseReferences) => {
      const route = (caseReference: string, i: number) => ({
        kind: "route" as const,
        record: goodRecord("route", { recordId: `00000000-0000-4000-8000-00000000000${i}`, caseReference })
      })
      const withdrawal = goodRecord("withdrawal", {
        recordId: "00000000-0000-4000-8000-000000000009",
        caseReference: "A-1001"
      })
      const rows = await runtime.runPromise(
        Effect.gen(function* () {
          yield* empty
          const late = withLateInsert(yield* Warehouse)
          const records = caseReferences.map(route)
          const failed = yield* Effect.exit(Effect.provideService(load(records, [30], 1), Warehouse, late.warehouse))
          assert.strictEqual(failed._tag, "Failure")
          yield* load([{ kind: "withdrawal", record: withdrawal }], [30], 1)
          topics -= 2
          yield* load(records, [30], 1, 1)
          topics += 1
          yield* late.arrive
          yield* eraseReturned()
          return yield* dump
        })
      )
      const left = rows.map((row) => JSON.parse(row) as Record<string, unknown>).filter(({ kind }) => kind === "route")
      assert.lengthOf(left, caseReferences.length - 1)
    }
  )

  it("a record whose case number is corrected to that of a withdrawn person is erased, whether the revisions come together or not", async () => {
    const route = (revision: number, caseReference: string, at = 1) => ({
      kind: "route" as const,
      record: goodRecord("route", { recordId: `00000000-0000-4000-8000-00000000000${at}`, revision, caseReference })
    })
    const withdrawal = {
      kind: "withdrawal" as const,
      record: goodRecord("withdrawal", { recordId: "00000000-0000-4000-8000-000000000009", caseReference: "A-1001" })
    }
    const typed = [route(0, "TYPO"), route(0, "TYPO", 2)]
    const left = await runtime.runPromise(
      Effect.gen(function* () {
        const found: Array<ReadonlyArray<string>> = []
        const logged: Array<number> = []
        for (const batches of [
          [[...typed, withdrawal], [route(1, "A-1001")]],
          [[withdrawal], [...typed, route(1, "A-1001")]],
          [typed, [route(1, "A-1001")], [withdrawal]],
          // Another case's again: what was refused before changes nothing.
          [[withdrawal], [route(0, "A-1001", 2), route(2, "TYPO", 2)], [route(1, "A-1001", 2)]]
        ]) {
          const loadAll = Effect.forEach(batches, (batch) => load(batch, [30], 1), { discard: true })
          const [rows, { entries }] = yield* afresh(
            Effect.andThen(loadAll, Effect.all([dump, Effect.flatMap(WithdrawalLog, (log) => log.all)]))
          )
          found.push(rows.filter((row) => row.includes('"route"')))
          logged.push(entries.filter(({ records }) => records?.length === 1).length)
        }
        const records = found.map((rows) =>
          rows.map((row) => Number((JSON.parse(row) as { record_id: string }).record_id.at(-1)))
        )
        return { records, logged }
      })
    )
    assert.deepStrictEqual(left.records, [[2], [2], [2], [2]])
    assert.deepStrictEqual(
      left.logged.map((entries) => entries > 0),
      [true, true, true, false]
    )
  })

  it("any order, any split, any repetition gives the same rows", async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ records, order, repeats, cuts }) => {
        const again = repeats.map((i) => records[i % records.length] as TestRecord)
        const shuffled = [...records, ...again]
          .map((record, i) => ({ record, at: order[i % order.length] as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ record }) => record)
        const [plain, mixed] = await runtime.runPromise(
          Effect.gen(function* () {
            const first = yield* afresh(Effect.andThen(load(records, [30], 1), dump))
            return [first, yield* afresh(Effect.andThen(load(shuffled, cuts, 2), dump))] as const
          })
        )
        assert.deepStrictEqual(mixed, plain)
        const there = plain.map((row) => JSON.parse(row) as Record<string, unknown>)
        assert.deepStrictEqual(
          there.map((row) => `${row["kind"]}/${row["record_id"]}/${row["revision"]}`).sort(),
          expected(records)
        )
      }),
      { numRuns: runs }
    )
  })
})
