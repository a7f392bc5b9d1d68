/** An earlier revision of a withdrawn person's record, under the case number from before a correction, is not stored again, however it comes. */
import { randomUUID } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect, Layer } from "effect"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { plainSource } from "../../infra/backup/BackupSource.ts"
import type { Manifest } from "../../infra/backup/Manifest.ts"
import { checkStoredWithdrawals } from "../../infra/backup/newerWithdrawals.ts"
import { currentKey, KeyStore } from "../../ingest/keys/KeyStore.ts"
import { eraseReturned } from "../../ingest/keys/Rekey.ts"
import { countedSpan, entriesOf, logErasure, pendingErasures, WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import { tokenOf } from "../../ingest/pipeline/Ledger.ts"
import { loadBatch } from "../../ingest/pipeline/LoadBatch.ts"
import { makeLoadContext } from "../../ingest/pipeline/LoadContext.ts"
import * as QuarantineList from "../../ingest/pipeline/QuarantineList.ts"
import { reapplyWithdrawals } from "../../ingest/pipeline/ReapplyWithdrawals.ts"
import { replay } from "../../ingest/pipeline/Replay.ts"
import { SchemaReaders } from "../../ingest/pipeline/SchemaReaders.ts"
import { findCase, personsOf, waitingPlace, withdrawCase } from "../../ingest/pipeline/WithdrawCase.ts"
import { countWaiting } from "../../ingest/review/EntryRows.ts"
import { EventLog } from "../../ports/EventLog.ts"
import { LogBatch, type LogRecord } from "../../ports/LogBatch.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { goodRecord } from "../fixtures/brokenRecords.ts"
import { keyedStore, type Services } from "../fixtures/keyedRows.ts"
import { messageOf, testReaders } from "../fixtures/messages.ts"
import { enterForApproval as enter } from "../fixtures/waitingRows.ts"

let world: Awaited<ReturnType<typeof keyedStore>>
beforeAll(async () => {
  world = await keyedStore("withdrawn-records")
})
afterAll(() => world.close())

const recordId = "00000000-0000-4000-8000-000000000001"
const [person, typed] = ["CANARY-1", "CANARY-1-MISTYPED"]

const route = (revision: number, caseReference: string, id = recordId) => ({
  kind: "route" as const,
  record: goodRecord("route", { recordId: id, revision, caseReference })
})
/** The same with a value that a rule refuses. */
const broken = ({ kind, record }: ReturnType<typeof route>) => ({ kind, record: { ...record, citizenship: ["ZZZ"] } })
const withdrawal = {
  kind: "withdrawal" as const,
  record: goodRecord("withdrawal", { recordId: "00000000-0000-4000-8000-000000000009", caseReference: person })
}

let partners = 0

/** A partner with a topic of one partition. Nothing is in it yet. */
const makePartner = Effect.fnUntraced(function* () {
  const partner = `p${++partners}`
  yield* (yield* KeyStore).create(partner)
  const warehouse = yield* Warehouse
  yield* warehouse.insert("corridor_raw.partner", [{ partner_id: partner, type: "NGO", name: partner }], { token: "" })
  const messages: Array<LogRecord> = []
  const context = makeLoadContext()
  const readers = Layer.succeed(SchemaReaders, SchemaReaders.of({ known: testReaders, learn: () => Effect.void }))
  const log = Layer.mock(EventLog, {
    readAt: (_topic, _partition, offsets) => Effect.succeed(messages.filter(({ offset }) => offsets.includes(offset)))
  })
  /** Sends records and loads them in one batch. They are refused if their schema `isKnown` not yet. */
  const sendAll = Effect.fnUntraced(function* (
    all: ReadonlyArray<ReturnType<typeof route> | typeof withdrawal>,
    isKnown = true
  ) {
    const sent = all.map((made, i) => messageOf(made, messages.length + i, partner))
    messages.push(...sent)
    const batch = LogBatch.of(sent[0]?.topic as string, 0, sent)
    const keys = yield* (yield* KeyStore).keysOf(partner)
    const [first] = [tokenOf(batch)]
    return yield* loadBatch({
      batch,
      partner,
      keys,
      readerOf: (id) => (isKnown ? testReaders.get(id) : undefined),
      withdrawn: yield* context.partnerChanges.withdrawnOf(partner, currentKey(keys).version),
      token: first,
      block: first,
      isFirst: true,
      context,
      announce: () => Effect.void
    })
  })
  const send = (made: ReturnType<typeof route> | typeof withdrawal, isKnown = true) => sendAll([made], isKnown)
  /** Replays what was refused because its schema was not known. */
  const replayAll = (dryRun = false) =>
    replay({ partner, dryRun, code: "schema-unknown" }).pipe(Effect.provide(Layer.merge(log, readers)))
  const revisions = Effect.flatMap(Warehouse, (store) =>
    Effect.map(
      store.query<{ revision: number }>(
        `SELECT revision FROM corridor_raw.route_record WHERE partner_id = '${partner}' ORDER BY revision`
      ),
      (rows) => rows.map(({ revision }) => revision)
    )
  )
  /** Offsets of refused messages that name a case. */
  const quarantined = Effect.flatMap(Warehouse, (store) =>
    Effect.map(
      store.query<{ offset: number }>(
        `SELECT DISTINCT toFloat64(offset) AS offset FROM corridor_audit.quarantine WHERE partner_id = '${partner}' AND isNotNull(person) ORDER BY offset`
      ),
      (rows) => rows.map(({ offset }) => offset)
    )
  )
  return { partner, send, sendAll, replayAll, revisions, quarantined }
})

const run = <A, E>(effect: Effect.Effect<A, E, Services>) => world.run(effect)

const withdraw = (partner: string) => withdrawCase(partner, [person])

describe("a revision from before the case number was corrected", () => {
  it("is not loaded by a replay after the withdrawal, and the quarantine says why", async () => {
    await run(
      Effect.gen(function* () {
        const { partner, send, replayAll, revisions } = yield* makePartner()
        yield* send(route(0, typed), false)
        yield* send(route(1, person))
        yield* withdraw(partner)
        assert.strictEqual((yield* replayAll(true)).stillRefused, 1)
        const replayed = yield* replayAll()
        assert.deepStrictEqual([replayed.loaded, replayed.stillRefused], [0, 1])
        assert.deepStrictEqual(yield* revisions, [])
        const [left] = yield* QuarantineList.list({ partner, limit: 10 })
        assert.deepStrictEqual(left?.problems, [{ code: "case-withdrawn", path: "" }])
      })
    )
  })

  it("is not loaded by a replay if the correction came after the withdrawal and was refused", async () => {
    await run(
      Effect.gen(function* () {
        const { partner, send, replayAll, revisions } = yield* makePartner()
        yield* send(route(0, typed), false)
        yield* withdraw(partner)
        yield* send(route(1, person))
        // Sent twice, noted once.
        yield* send(route(1, person))
        assert.strictEqual((yield* replayAll()).loaded, 0)
        assert.deepStrictEqual(yield* revisions, [])
        const { entries } = yield* (yield* WithdrawalLog).all
        assert.lengthOf(
          entries.filter((entry) => entry.partner === partner && entry.records !== undefined),
          1
        )
      })
    )
  })

  it.each(["before", "afterwards"])(
    "is erased if the correction breaks another rule, and its person withdraws %s",
    async (when) => {
      await run(
        Effect.gen(function* () {
          const { partner, send, revisions } = yield* makePartner()
          yield* send(route(0, typed))
          if (when === "before") yield* withdraw(partner)
          const { refusals } = yield* send(broken(route(1, person)))
          assert.lengthOf(refusals, 1)
          assert.notStrictEqual(refusals[0]?.problems[0]?.code, "case-withdrawn")
          if (when === "afterwards") yield* withdraw(partner)
          assert.deepStrictEqual(yield* revisions, [])
          yield* send(route(0, typed))
          assert.deepStrictEqual(yield* revisions, [])
        })
      )
    }
  )

  it("stays if the refused message of the person came before it", async () => {
    await run(
      Effect.gen(function* () {
        const { partner, send, revisions } = yield* makePartner()
        yield* send(broken(route(0, person)))
        yield* send(route(1, "OTHER-1"))
        yield* withdraw(partner)
        assert.deepStrictEqual(yield* revisions, [1])
      })
    )
  })

  it.each([
    ["whose correction another rule refused before the withdrawal", 2, broken],
    ["of the same number, which was stored as the person's", 0, (made: ReturnType<typeof route>) => made],
    ["of the same number, which another rule refused as the person's", 0, broken]
  ])("that is only in quarantine, %s, is not loaded by a replay", async (_, revision, change) => {
    await run(
      Effect.gen(function* () {
        const { partner, send, replayAll, revisions } = yield* makePartner()
        yield* send(route(0, typed), false)
        if (revision === 2) yield* send(route(1, typed), false)
        yield* send(change(route(revision, person)))
        yield* withdraw(partner)
        assert.strictEqual((yield* replayAll()).loaded, 0)
        assert.deepStrictEqual(yield* revisions, [])
        yield* send(route(3, "OTHER-1"))
        assert.deepStrictEqual(yield* revisions, [3])
      })
    )
  })

  it.each(["before", "afterwards"])("leaves no pseudonym in quarantine if it breaks a rule %s", async (when) => {
    await run(
      Effect.gen(function* () {
        const { partner, send, quarantined } = yield* makePartner()
        if (when === "before") yield* send(broken(route(0, typed)))
        yield* send(route(1, person))
        yield* send(broken(route(2, "OTHER-1", "00000000-0000-4000-8000-000000000002")))
        assert.lengthOf(yield* quarantined, when === "before" ? 2 : 1)
        const warehouse = yield* Warehouse
        yield* warehouse.command(
          `INSERT INTO corridor_audit.quarantine_reading (topic, partition, offset, sent_at, outcome)
           SELECT topic, partition, offset, sent_at, 'refused' FROM corridor_audit.quarantine WHERE partner_id = '${partner}'`
        )
        const { tables } = yield* withdraw(partner)
        assert.strictEqual(tables["corridor_audit.quarantine"], when === "before" ? 1 : 0)
        if (when === "afterwards") yield* send(broken(route(0, typed)))
        assert.deepStrictEqual(yield* quarantined, [when === "before" ? 2 : 1])
        const readings = yield* warehouse.query<{ n: number }>(
          `SELECT toFloat64(count()) AS n FROM corridor_audit.quarantine_reading WHERE topic LIKE '%.${partner}'`
        )
        assert.deepStrictEqual(readings, [{ n: 1 }])
      })
    )
  })

  it("is refused if a refused message, of a record that was erased for another case, gave it to the person", async () => {
    await run(
      Effect.gen(function* () {
        const { partner, send, revisions } = yield* makePartner()
        yield* send(route(0, "OTHER-1"))
        yield* send(broken(route(3, person)))
        yield* withdrawCase(partner, ["OTHER-1"])
        yield* withdraw(partner)
        yield* send(route(2, "OTHER-2"))
        assert.deepStrictEqual(yield* revisions, [])
        yield* send(route(4, "OTHER-2"))
        assert.deepStrictEqual(yield* revisions, [4])
      })
    )
  })

  it("is erased within ten minutes if its insert comes after the withdrawal", async () => {
    await run(
      Effect.gen(function* () {
        const { partner, send, revisions } = yield* makePartner()
        yield* send(route(1, person))
        yield* withdraw(partner)
        const row = { partner_id: partner, record_id: recordId, revision: 0, person: randomUUID(), key_version: 1 }
        const store = yield* Warehouse
        yield* store.insert("corridor_raw.route_record", [{ ...row, kafka_partition: 0, kafka_offset: 9 }], {
          token: ""
        })
        assert.deepStrictEqual(yield* revisions, [0])
        yield* eraseReturned()
        assert.deepStrictEqual(yield* revisions, [])
      })
    )
  })

  it("makes a complete erasure pending again if it comes back, so that vintages frozen meanwhile are cut", async () => {
    await run(
      Effect.gen(function* () {
        const { partner, send } = yield* makePartner()
        const log = yield* WithdrawalLog
        const spans = Effect.map(log.all, ({ entries }) =>
          pendingErasures(entries.filter((entry) => entry.partner === partner)).map(({ span }) => span)
        )
        yield* send(route(0, person))
        yield* withdraw(partner)
        const { persons } = yield* personsOf(partner, [person])
        const at = new Date().toISOString()
        assert.isTrue(yield* logErasure({ partner, at, persons }, (yield* log.all).entries.length))
        yield* eraseReturned()
        assert.deepStrictEqual(yield* spans, [])
        const { person: stored, version } = persons[0] as (typeof persons)[number]
        const row = { partner_id: partner, record_id: recordId, revision: 0, person: stored, key_version: version }
        yield* (yield* Warehouse).insert("corridor_raw.route_record", [{ ...row, loaded_at: 1_900_000_000 }], {
          token: ""
        })
        yield* eraseReturned()
        const pending = [{ since: new Date(1_900_000_000_000).toISOString(), until: undefined, newest: undefined }]
        assert.deepStrictEqual(yield* spans, pending)
        yield* eraseReturned()
        assert.deepStrictEqual(yield* spans, pending)
      })
    )
  })

  it("stays another case's if a message of the withdrawn person contradicts it, also in a restored store", async () => {
    await run(
      Effect.gen(function* () {
        const { partner, send, revisions } = yield* makePartner()
        yield* send(route(1, "OTHER-1"))
        yield* withdraw(partner)
        yield* send(route(1, person))
        yield* reapplyWithdrawals()
        assert.deepStrictEqual(yield* revisions, [1])
      })
    )
  })

  it("is refused when the file with it is sent again after a withdrawal by a record", async () => {
    await run(
      Effect.gen(function* () {
        const { send, revisions } = yield* makePartner()
        yield* send(route(1, person))
        yield* send(withdrawal)
        const { counts, refusals } = yield* send(route(0, typed))
        assert.deepStrictEqual([counts.loaded, counts.quarantined], [0, 1])
        assert.deepStrictEqual(refusals[0]?.problems, [{ code: "case-withdrawn", path: "" }])
        assert.isUndefined(refusals[0]?.person)
        assert.deepStrictEqual(yield* revisions, [])
      })
    )
  })

  it.each([
    ["it", route(0, typed)],
    ["another record of the person", route(0, person, "00000000-0000-4000-8000-000000000005")]
  ])("%s is erased if the withdrawal happens while it is loaded", async (_, made) => {
    await run(
      Effect.gen(function* () {
        const { partner, send, revisions } = yield* makePartner()
        yield* send(route(1, person))
        const warehouse = yield* Warehouse
        const services = yield* Effect.context<Services>()
        let isDone = false
        const slow = Warehouse.of({
          ...warehouse,
          insertBlock: (table, block, options) =>
            Effect.suspend(() => {
              if (isDone || table !== "corridor_raw.route_record") return warehouse.insertBlock(table, block, options)
              isDone = true
              return Effect.andThen(
                Effect.orDie(Effect.provide(withdraw(partner), services)),
                warehouse.insertBlock(table, block, options)
              )
            })
        })
        yield* Effect.provideService(send(made), Warehouse, slow)
        assert.isTrue(isDone)
        assert.deepStrictEqual(yield* revisions, [])
      })
    )
  })

  it("leaves what the partner corrected later to another case, other records and other partners", async () => {
    await run(
      Effect.gen(function* () {
        const { partner, send, replayAll, revisions } = yield* makePartner()
        const other = yield* makePartner()
        yield* send(route(0, typed), false)
        yield* send(route(1, person))
        yield* withdraw(partner)
        yield* send(route(2, "OTHER-1"))
        yield* send(route(3, "OTHER-1", "00000000-0000-4000-8000-000000000002"))
        yield* other.send(route(0, typed))
        assert.strictEqual((yield* replayAll()).loaded, 0)
        assert.deepStrictEqual(yield* revisions, [2, 3])
        assert.deepStrictEqual(yield* other.revisions, [0])
      })
    )
  })
})

const waitingOf = (partner: string, cases: ReadonlyArray<string>) => countWaiting(partner, new Set(cases))

/** Runs `act` before the first call that meets the condition. */
const interposed = Effect.fnUntraced(function* (
  isMeant: (call: string) => boolean,
  act: Effect.Effect<unknown, unknown, Services>
) {
  const warehouse = yield* Warehouse
  const log = yield* WithdrawalLog
  const services = yield* Effect.context<Services>()
  let isDone = false
  const before = <A, E>(call: string, effect: Effect.Effect<A, E>) =>
    Effect.suspend(() => {
      if (isDone || !isMeant(call)) return effect
      isDone = true
      return Effect.andThen(Effect.orDie(Effect.provide(act, services)), effect)
    })
  return Layer.mergeAll(
    Layer.succeed(
      Warehouse,
      Warehouse.of({
        ...warehouse,
        insert: (table, rows, options) => before(table, warehouse.insert(table, rows, options)),
        command: (sql, options) => before(sql, warehouse.command(sql, options))
      })
    ),
    Layer.succeed(WithdrawalLog, WithdrawalLog.of({ ...log, append: (entries) => before("log", log.append(entries)) }))
  )
})

describe("a record that is stored while its person withdraws", () => {
  it("leaves no earlier revision that could come back", async () => {
    await run(
      Effect.gen(function* () {
        const { partner, send, revisions } = yield* makePartner()
        // The withdrawal has looked for records, and no loader finds it yet.
        const meanwhile = yield* interposed((call) => call === "log", send(route(1, person)))
        yield* Effect.provide(withdraw(partner), meanwhile)
        yield* send(route(0, typed))
        assert.deepStrictEqual(yield* revisions, [])
      })
    )
  })

  it("stays if it has become another case's", async () => {
    await run(
      Effect.gen(function* () {
        const { partner, send, revisions } = yield* makePartner()
        yield* send(route(0, typed))
        yield* send(route(1, person))
        const isDeletion = (call: string) => call.startsWith("ALTER TABLE corridor_raw.route_record DELETE")
        const meanwhile = yield* interposed(isDeletion, send(route(2, "OTHER-1")))
        yield* Effect.provide(withdraw(partner), meanwhile)
        assert.deepStrictEqual(yield* revisions, [2])
      })
    )
  })
})

describe("a message that could not be read at first and is refused again by a replay", () => {
  it("is erased with its case", async () => {
    await run(
      Effect.gen(function* () {
        const { partner, sendAll, replayAll, quarantined } = yield* makePartner()
        const kept = "00000000-0000-4000-8000-000000000002"
        yield* sendAll([broken(route(0, person)), broken(route(0, "OTHER-1", kept))], false)
        assert.strictEqual((yield* replayAll(true)).stillRefused, 2)
        assert.deepStrictEqual(yield* quarantined, [])
        assert.strictEqual((yield* replayAll()).stillRefused, 2)
        assert.deepStrictEqual(yield* quarantined, [0, 1])
        assert.strictEqual((yield* findCase(partner, [person])).rows, 1)
        yield* withdraw(partner)
        assert.deepStrictEqual(yield* quarantined, [1])
        const [left, ...others] = yield* QuarantineList.list({ partner, limit: 10 })
        assert.lengthOf(others, 0)
        assert.include(left?.id, "/0/1")
        assert.strictEqual(left?.kind, "route")
        assert.isFalse(left?.problems.some(({ code }) => code === "schema-unknown"))
      })
    )
  })

  it("says whose record it corrects", async () => {
    await run(
      Effect.gen(function* () {
        const { partner, send, replayAll, revisions } = yield* makePartner()
        yield* send(route(0, typed))
        yield* send(broken(route(1, person)), false)
        yield* replayAll()
        yield* withdraw(partner)
        assert.deepStrictEqual(yield* revisions, [])
      })
    )
  })

  it("corrects nothing if what is stored is newer", async () => {
    await run(
      Effect.gen(function* () {
        const { partner, send, replayAll, revisions } = yield* makePartner()
        yield* send(route(3, "OTHER-1"))
        yield* send(broken(route(0, person)), false)
        yield* replayAll()
        yield* withdraw(partner)
        assert.deepStrictEqual(yield* revisions, [3])
      })
    )
  })
})

describe("another first message of a record", () => {
  it.each([
    ["the rows of its person are deleted", "ALTER TABLE corridor_raw.route_record DELETE", 1],
    ["the erasure ends", "ALTER TABLE corridor_raw.erasing DROP", 0]
  ])("that comes while %s stays in no quarantine", async (_, call, refused) => {
    await run(
      Effect.gen(function* () {
        const { partner, send, quarantined, revisions } = yield* makePartner()
        yield* send(route(0, person))
        let refusals = 0
        const sendOther = Effect.map(send(route(0, typed)), (loaded) => {
          refusals = loaded.refusals.length
        })
        const meanwhile = yield* interposed((text) => text.startsWith(call), sendOther)
        yield* Effect.provide(withdraw(partner), meanwhile)
        assert.strictEqual(refusals, refused)
        assert.deepStrictEqual(yield* quarantined, [])
        // It was refused because of the person's record, so it counts as another content of that one.
        yield* send(route(0, typed))
        assert.deepStrictEqual(yield* revisions, refused === 1 ? [] : [0])
      })
    )
  })

  it("that is noted as refused after the erasure leaves no quarantine either", async () => {
    await run(
      Effect.gen(function* () {
        const { partner, send, quarantined, revisions } = yield* makePartner()
        yield* send(route(0, person))
        // The loader has found the person's revision, and has written nothing.
        const warehouse = yield* Warehouse
        const services = yield* Effect.context<Services>()
        let isDone = false
        const slow = Warehouse.of({
          ...warehouse,
          insertBlock: (table, block, options) =>
            Effect.suspend(() => {
              if (isDone || table !== "corridor_audit.quarantine") return warehouse.insertBlock(table, block, options)
              isDone = true
              const withdrawn = Effect.orDie(Effect.provide(withdraw(partner), services))
              return Effect.andThen(withdrawn, warehouse.insertBlock(table, block, options))
            })
        })
        yield* Effect.provideService(send(route(0, typed)), Warehouse, slow)
        assert.isTrue(isDone)
        assert.deepStrictEqual([yield* quarantined, yield* revisions], [[], []])
      })
    )
  })

  it("is stored beside one of a withdrawn person in its batch, as it is without it", async () => {
    await run(
      Effect.gen(function* () {
        const { partner, sendAll, quarantined, revisions } = yield* makePartner()
        yield* withdrawCase(partner, [person])
        const { counts } = yield* sendAll([route(0, person), route(0, person), route(0, "OTHER-1")])
        assert.deepStrictEqual(counts, { consumed: 3, loaded: 1, quarantined: 2, duplicates: 0 })
        assert.deepStrictEqual([yield* quarantined, yield* revisions], [[], [0]])
      })
    )
  })
})

describe("a correction to the case number of a withdrawn person that waits for approval", () => {
  it("erases what is stored and refused of the record, and what else waits of it", async () => {
    await run(
      Effect.gen(function* () {
        const { partner, send, replayAll, revisions } = yield* makePartner()
        const refusedId = "00000000-0000-4000-8000-000000000003"
        yield* send(route(0, typed))
        yield* send(route(0, typed, refusedId), false)
        yield* send(route(0, "OTHER-1", "00000000-0000-4000-8000-000000000002"))
        yield* enter(partner, [route(0, typed, "00000000-0000-4000-8000-000000000004")])
        yield* enter(partner, [
          route(0, person),
          route(0, person, refusedId),
          route(0, person, "00000000-0000-4000-8000-000000000004")
        ])
        assert.strictEqual((yield* findCase(partner, [person])).tables[waitingPlace], 4)
        const { tables } = yield* withdraw(partner)
        assert.deepInclude(tables, { [waitingPlace]: 4, "corridor_raw.route_record": 1 })
        assert.strictEqual(yield* waitingOf(partner, [person, typed]), 0)
        assert.strictEqual((yield* replayAll()).loaded, 0)
        assert.lengthOf(yield* revisions, 1)
        // The counts of the stored revision are the person's, since it was stored.
        const span = countedSpan(
          entriesOf((yield* (yield* WithdrawalLog).all).entries, partner, (yield* personsOf(partner, [person])).persons)
        )
        assert.isBelow(Date.parse(span?.since ?? ""), Date.now())
      })
    )
  })

  it("leaves a record that a later entry corrects to another case", async () => {
    await run(
      Effect.gen(function* () {
        const { partner, send, revisions } = yield* makePartner()
        yield* send(route(0, typed))
        yield* enter(partner, [route(0, person), route(0, "OTHER-1")])
        yield* withdraw(partner)
        assert.strictEqual(yield* waitingOf(partner, [person]), 0)
        assert.strictEqual(yield* waitingOf(partner, ["OTHER-1"]), 1)
        assert.deepStrictEqual(yield* revisions, [0])
      })
    )
  })
})

it("a restore does not replace a store that knows of withdrawals which no log has", async () => {
  await run(
    Effect.gen(function* () {
      const { partner } = yield* makePartner()
      yield* withdraw(partner)
      const source = plainSource(world.folder, { files: [] } as unknown as Manifest)
      const log = readFileSync(join(world.folder, "keys", "withdrawals.jsonl"), "utf8")
      const without = log.split("\n").filter((line) => !line.includes(`"${partner}"`))
      const elsewhere = join(world.folder, "no-keys")
      yield* checkStoredWithdrawals(source, log, elsewhere)
      yield* checkStoredWithdrawals(source, "", join(world.folder, "keys"))
      const { message } = yield* Effect.flip(checkStoredWithdrawals(source, without.join("\n"), elsewhere))
      assert.match(message, /^The store knows \d+ pseudonyms? .* lacks/)
    })
  )
})
