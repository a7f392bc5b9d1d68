/** An erasure, disturbed at every call it makes of store and withdrawal log, and done again: nothing of the person is left. */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Clock, Effect, Exit, Layer } from "effect"
import { afterAll, assert, beforeAll, beforeEach, describe, it } from "vitest"
import { eraseCase } from "../../infra/erasure/EraseCase.ts"
import { erasePending } from "../../infra/erasure/erasePending.ts"
import { issueReceipt, restoreReceipts } from "../../infra/erasure/issueReceipt.ts"
import { recutVintages } from "../../infra/erasure/recutVintages.ts"
import { noteErased } from "../../ingest/keys/ErasedRecords.ts"
import { eraseByTable } from "../../ingest/keys/ErasePersons.ts"
import { KeyStore } from "../../ingest/keys/KeyStore.ts"
import { erasingTable } from "../../ingest/keys/PersonTables.ts"
import { firstStored } from "../../ingest/keys/RecordsOfPersons.ts"
import { eraseReturned } from "../../ingest/keys/Rekey.ts"
import { erasedSpans, noteWithdrawals, WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import { reapplyWithdrawals } from "../../ingest/pipeline/ReapplyWithdrawals.ts"
import { personsOf, referencesOfCase, withdrawCase } from "../../ingest/pipeline/WithdrawCase.ts"
import { countWaiting } from "../../ingest/review/EntryRows.ts"
import { lastEntry } from "../../ports/chain/ChainTable.ts"
import { EventLog } from "../../ports/EventLog.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { AnyClock } from "../../release/ledger/ledgerClock.ts"
import { receiptHash, showReceipt } from "../../release/published/withdrawalReceipt.ts"
import { createVintage, listVintages, verifyVintage } from "../../release/vintage/Vintages.ts"
import { printedSeed, seededRandom } from "../fault/SeededRandom.ts"
import { goodRecord } from "../fixtures/brokenRecords.ts"
import { changeState } from "../fixtures/embeddedStores.ts"
import { rounds, sample } from "../fixtures/fullRun.ts"
import {
  disturbed,
  gone,
  keyedStore,
  rawKeys,
  rowsOf,
  type Services,
  storeRows,
  tables
} from "../fixtures/keyedRows.ts"
import { enterForApproval } from "../fixtures/waitingRows.ts"

let world: Awaited<ReturnType<typeof keyedStore>>
beforeAll(async () => {
  world = await keyedStore("erasure")
})
afterAll(() => world.close())

const partnerKey = new Uint8Array(32).fill(5)
const noLog = Layer.merge(Layer.mock(EventLog, {}), Layer.mock(EventLogAdmin, {}))

/** Milliseconds by which the clock of these tests is ahead: vintages from before a record are three days older. */
let ahead = 0
const day = 86_400_000

const run = <A, E>(effect: Effect.Effect<A, E, Services>) =>
  world.run(
    Effect.flatMap(Clock.Clock, (clock) =>
      Effect.provideService(
        effect,
        Clock.Clock,
        Object.assign(Object.create(clock) as Clock.Clock, {
          currentTimeMillisUnsafe: () => Date.now() + ahead,
          currentTimeMillis: Effect.sync(() => Date.now() + ahead)
        })
      )
    )
  )

/** A mart that counts the records of each partner, and one of another subject. */
const rebuild = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  for (const statement of [
    "DROP TABLE IF EXISTS corridor_mart.flows SYNC",
    `CREATE TABLE corridor_mart.flows ENGINE = MergeTree ORDER BY partner_id AS
     SELECT partner_id, uniqExact(person) AS victims, count() AS records FROM corridor_raw.route_record
     WHERE (partner_id, person) NOT IN (SELECT partner_id, person FROM corridor_raw.withdrawal) GROUP BY partner_id`,
    "CREATE TABLE IF NOT EXISTS corridor_mart.victims ENGINE = MergeTree ORDER BY n AS SELECT toUInt8(7) AS n"
  ])
    yield* warehouse.command(statement)
})

const count = (from: string) =>
  Effect.flatMap(Warehouse, (warehouse) =>
    Effect.map(warehouse.query<{ n: number }>(`SELECT toFloat64(count()) AS n FROM ${from}`), ([row]) => row?.n ?? -1)
  )

const recordId = (id: number) => `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`

const erase = (partner: string, isStoreHere = true) =>
  eraseCase({
    partner,
    references: referencesOfCase(partnerKey, "CANARY-1"),
    keysFolder: world.folder,
    rebuild,
    deletesMessages: false,
    hasLog: false,
    isStoreHere,
    isStateElsewhere: !isStoreHere
  }).pipe(Effect.provide(noLog))

let partners = 0

/** Two cases; the receipt of a submission; a vintage from before the records, and one that counts them, dated by a clock that is `wrong` by so much. */
const partnerFrozen = Effect.fnUntraced(function* (wrong: number) {
  const partner = `p${++partners}`
  const warehouse = yield* Warehouse
  yield* (yield* KeyStore).create(partner)
  yield* rebuild
  yield* Effect.provideService(createVintage(), AnyClock, true)
  ahead += 3 * day
  yield* storeRows(partner, rawKeys(world.keys, partner), [
    { table: tables[1], id: 1, reference: "CANARY-1" },
    { table: tables[1], id: 2, reference: "CANARY-1" },
    { table: tables[1], id: 3, reference: "CANARY-2" },
    { table: tables[2], id: 4, reference: "CANARY-1" }
  ])
  const now = Math.floor((Date.now() + ahead) / 1000)
  yield* warehouse.command(
    `ALTER TABLE corridor_raw.route_record UPDATE loaded_at = toDateTime(${now}) WHERE partner_id = '${partner}' SETTINGS mutations_sync = 2`
  )
  yield* warehouse.insert(
    "corridor_audit.quarantine_reading",
    [
      {
        topic: `corridor.partner.${partner}`,
        offset: 4,
        sent_at: "2026-01-01 00:00:00.000",
        outcome: "refused",
        problems: []
      }
    ],
    { token: "" }
  )
  const submission = "00000000-0000-4000-8000-0000000000aa"
  yield* warehouse.insert(
    "corridor_audit.submission",
    [{ partner_id: partner, submission, state: "sent", records: 3, hash: "f".repeat(64), places: [] }],
    { token: "" }
  )
  yield* warehouse.insert(
    "corridor_audit.sent_revision",
    [1, 2, 3].map((id) => ({
      partner_id: partner,
      record_id: recordId(id),
      kind: "route",
      content: `c${id}`,
      submission
    })),
    { token: "" }
  )
  yield* rebuild
  ahead += wrong
  yield* Effect.provideService(createVintage(), AnyClock, true)
  ahead -= wrong
  return partner
})

const newPartner = Effect.suspend(() => partnerFrozen(0))

const assertGone = Effect.fn(function* (partner: string, vintage: number) {
  const own = `WHERE partner_id = '${partner}'`
  assert.strictEqual(yield* count(`corridor_raw.route_record ${own}`), 1)
  assert.strictEqual(yield* count(`corridor_audit.quarantine ${own}`), 0)
  assert.strictEqual(yield* count(`corridor_audit.quarantine_reading WHERE topic = 'corridor.partner.${partner}'`), 0)
  assert.strictEqual(yield* count(`corridor_audit.sent_revision ${own}`), 1)
  assert.strictEqual(yield* count(`corridor_audit.submission FINAL ${own} AND hash = '' AND records = 3`), 1)
  const found = (yield* listVintages()).find((one) => one.vintage === vintage)
  assert.deepStrictEqual(found?.erased, ["flows"])
  // The other mart is the same as in the vintage before, and stays.
  assert.deepStrictEqual(
    found?.marts.map(({ mart }) => mart),
    ["victims"]
  )
  assert.strictEqual(yield* count(`corridor_vintage.content WHERE line LIKE '%"${partner}", 2, 3%'`), 0)
  yield* verifyVintage(vintage)
})

beforeEach(() =>
  world.run(
    Effect.flatMap(Warehouse, (warehouse) =>
      Effect.forEach(tables, (table) => warehouse.command(`TRUNCATE TABLE ${table}`), { discard: true })
    )
  )
)

describe("erase", () => {
  it("lists the linkage rounds that may count the person, until when, and those of no other partner", () =>
    run(
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        const [partner, other] = [yield* newPartner, yield* newPartner]
        const row = { history: "NGO", year: "2024", persons: 0, at_partner: 20, linked_at: "2026-03-01 12:00:00" }
        const rows = [
          { ...row, round: "spring", partner_id: partner },
          { ...row, round: "autumn", partner_id: other }
        ]
        yield* warehouse.insert("corridor_raw.linkage_history", rows, { token: "" })
        const counted = { origin: "UKR", destination: "POL", year: "2024", persons: 30, partners: 3 }
        const sums = [{ count: "flows-2026", ...counted, opened_at: "2026-03-01 12:00:00" }]
        yield* warehouse.insert("corridor_raw.federated_count", sums, { token: "" })
        const { remains } = yield* erase(partner)
        const linkage = remains.filter(({ place }) => /linkage|federated/.test(place))
        assert.deepStrictEqual(
          linkage.map(({ place, until }) => [place, until]),
          [
            [
              "linker of an open linkage round",
              "the round is closed or destroyed, its agreement ends, or the partner vetoes it"
            ],
            ["corridor_raw.federated_count and vintages: flows-2026", "kept"],
            ["corridor_raw.linkage_history and vintages: round spring, closed 2026-03-01", "kept"]
          ]
        )
      })
    ))

  it("lists parts of tables that were set aside, the server's log, what 'pull' remembers, and what only the partner can delete", () =>
    run(
      Effect.gen(function* () {
        const { command } = yield* Warehouse
        const partner = yield* newPartner
        // As a process that is killed in an erasure leaves it.
        yield* command(
          `INSERT INTO ${erasingTable} (partner_id, round, column, id)
           SELECT DISTINCT partner_id, 'killed', 'person', person FROM ${tables[1]} WHERE partner_id = '${partner}'`
        )
        yield* command(`ALTER TABLE ${tables[1]} DETACH PARTITION ALL`)
        const pulled = `${partner}.pull-0123456789abcdef.json`
        mkdirSync(join(world.folder, "partners"), { recursive: true })
        writeFileSync(join(world.folder, "partners", pulled), '{"since":"","ids":["1"]}')
        const { remains } = yield* erase(partner)
        const places = remains.map(({ place }) => place)
        assert.include(places, `detached parts of ${tables[1]}`)
        assert.include(places, `${pulled} in ${join(world.folder, "partners")}`)
        assert.include(places, erasingTable)
        assert.include(places, "the partner's own files and devices")
        assert.include(places, "corridor_audit.submission and the access log")
        const elsewhere = ["log files of the ClickHouse server", "PostgreSQL, its write-ahead log and its archives"]
        for (const place of elsewhere) assert.notInclude(places, place)
        yield* command(`ALTER TABLE ${tables[1]} DROP DETACHED PARTITION ALL`, { settings: { allow_drop_detached: 1 } })
        yield* command(`TRUNCATE TABLE ${erasingTable}`)
        const again = (yield* erase(partner, false)).remains.map(({ place }) => place)
        assert.notInclude(again, erasingTable)
        assert.isFalse(again.some((place) => place.startsWith("detached parts")))
        for (const place of elsewhere) assert.include(again, place)
      })
    ))

  /** A call that failed and one that was not made leave the same rows: an ordinary run draws one of them. */
  const failures = [
    ["before", (at: number) => ({ at, before: Effect.fail(gone) })],
    ["after", (at: number) => ({ at, after: Effect.fail(gone) })]
  ] as const
  for (const [name, make] of sample("failures of a call", failures, 1))
    it(`interrupted ${name} the call, at any call, and done again: nothing is left`, async () => {
      // Each 20th, in the full run each 4th, from a first one that is drawn.
      const each = rounds(20, 4)
      const first = seededRandom(printedSeed("interrupted calls")).whole(1, each)
      for (let at = first, isReached = true; isReached; at += each) {
        await run(
          Effect.gen(function* () {
            const partner = yield* newPartner
            const vintage = (yield* listVintages()).length
            assert.isAbove(yield* count(`corridor_vintage.content WHERE line LIKE '%"${partner}", 2, 3%'`), 0)
            const { reached } = yield* disturbed(make(at), erase(partner))
            isReached = reached
            const { receipt } = yield* erase(partner)
            yield* assertGone(partner, vintage)
            assert.isDefined(yield* showReceipt(receipt))
          })
        )
      }
    })

  for (const isLogged of [false, true])
    it(`ended ${isLogged ? "after" : "before"} the receipt is logged, and done again, also under a new key: the code is returned, and the same each time`, () =>
      run(
        Effect.gen(function* () {
          const partner = yield* newPartner
          const log = yield* WithdrawalLog
          const ending = WithdrawalLog.of({
            ...log,
            append: (entries) => {
              if (entries.every(({ receipt }) => receipt === undefined)) return log.append(entries)
              return Effect.andThen(isLogged ? log.append(entries) : Effect.void, Effect.interrupt)
            }
          })
          const ended = yield* Effect.exit(Effect.provideService(erase(partner), WithdrawalLog, ending))
          assert.isTrue(Exit.hasInterrupts(ended))
          const { receipt } = yield* erase(partner)
          assert.isDefined(yield* showReceipt(receipt))
          yield* (yield* KeyStore).addVersion(partner, 1)
          assert.strictEqual((yield* erase(partner)).receipt, receipt)
          const logged = (yield* log.all).entries.filter((one) => one.partner === partner && one.receipt !== undefined)
          assert.lengthOf(logged, 1)
        })
      ))

  it("gives another code where that of the first receipt is random, as earlier versions made it; both are shown", () =>
    run(
      Effect.gen(function* () {
        const partner = yield* newPartner
        const { persons } = yield* personsOf(partner, referencesOfCase(partnerKey, "CANARY-1"))
        const random = "7Q2M-7Q2M-7Q2M-7Q2M-7Q2M"
        const at = "2026-01-01T00:00:00.000Z"
        const receipt = { hash: receiptHash(random), vintage: 1 }
        yield* (yield* WithdrawalLog).append([{ partner, at, persons, since: at, receipt }])
        yield* restoreReceipts()
        const codes = [random, (yield* erase(partner)).receipt]
        assert.strictEqual((yield* erase(partner)).receipt, codes[1])
        for (const code of codes) assert.isDefined(yield* showReceipt(code as string))
      })
    ))

  it("again changes nothing, another partner's rows and later vintages stay, and the receipt says when and what preceded", async () => {
    await run(
      Effect.gen(function* () {
        const other = yield* newPartner
        const partner = yield* newPartner
        const vintage = (yield* listVintages()).length
        const first = yield* erase(partner)
        yield* assertGone(partner, vintage)
        assert.strictEqual(first.newVintage, vintage + 1)
        assert.strictEqual(yield* count(`corridor_raw.route_record WHERE partner_id = '${other}'`), 3)
        assert.strictEqual(yield* count(`corridor_audit.sent_revision WHERE partner_id = '${other}'`), 3)
        const again = yield* erase(partner)
        assert.deepStrictEqual([again.vintages, again.newVintage, again.receipt], [[], null, first.receipt])
        assert.isTrue((yield* listVintages()).at(-1)?.erased.length === 0)
        const code = first.receipt
        const today = new Date(Date.now() + ahead).toISOString().slice(0, 10)
        assert.deepStrictEqual(yield* showReceipt(` ${code.toLowerCase().replaceAll("-", " ")}`), {
          tookEffect: today,
          releasesBefore: [],
          releasesLater: []
        })
        assert.isUndefined(yield* showReceipt("0000-0000-0000-0000-0000"))
        const logged = JSON.stringify(yield* (yield* WithdrawalLog).all)
        assert.notInclude(logged, code)
      })
    )
  })

  it.each(["the case", "all that is pending"])(
    "of %s names in the receipt the vintages that were frozen after records had come back, and no other",
    (what) =>
      run(
        Effect.gen(function* () {
          const partner = yield* newPartner
          const { receipt } = yield* erase(partner)
          const released = Effect.fnUntraced(function* () {
            const { vintage } = yield* createVintage()
            const row = { release: vintage, vintage, published_at: "2026-11-28 12:00:00" }
            yield* (yield* Warehouse).insert("corridor_release.release", [row], { token: "" })
            return vintage
          })
          ahead += 5 * day
          const without = yield* released()
          ahead += 5 * day
          yield* storeRows(partner, rawKeys(world.keys, partner), [{ table: tables[1], id: 1, reference: "CANARY-1" }])
          yield* (yield* Warehouse).command(
            `ALTER TABLE ${tables[1]} UPDATE loaded_at = toDateTime(${Math.floor((Date.now() + ahead) / 1000)})
             WHERE partner_id = '${partner}' AND record_id = '${recordId(1)}' SETTINGS mutations_sync = 2`
          )
          yield* rebuild
          const withPerson = yield* released()
          yield* eraseReturned()
          const reach = { keysFolder: world.folder, hasLog: false, isStoreHere: true, isStateElsewhere: false }
          if (what === "the case") yield* erase(partner)
          else yield* erasePending({ ...reach, rebuild, deletesMessages: false }).pipe(Effect.provide(noLog))
          ahead += 5 * day
          const afterwards = yield* released()
          const later = Effect.map(showReceipt(receipt), (shown) => shown?.releasesLater.map(({ release }) => release))
          assert.deepStrictEqual(yield* later, [withPerson], `${without} ${withPerson} ${afterwards}`)
          yield* (yield* Warehouse).command("TRUNCATE TABLE corridor_release.withdrawal_receipt")
          yield* restoreReceipts()
          assert.deepStrictEqual(yield* later, [withPerson])
          yield* (yield* Warehouse).command("TRUNCATE TABLE corridor_release.release")
        })
      )
  )

  it("leaves nothing of a record that the partner sends again and the pipeline refuses", () =>
    run(
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        const partner = yield* newPartner
        yield* erase(partner)
        const submission = "00000000-0000-4000-8000-0000000000bb"
        const sent = { partner_id: partner, kind: "route", content: "c", submission }
        const of = `WHERE partner_id = '${partner}' AND submission = '${submission}'`
        yield* warehouse.insert(
          "corridor_audit.submission",
          [{ partner_id: partner, submission, state: "sent", records: 1, hash: "e".repeat(64), places: [] }],
          { token: "" }
        )
        yield* warehouse.insert("corridor_audit.sent_revision", [{ ...sent, record_id: recordId(77) }], { token: "" })
        yield* noteErased(partner, [recordId(77)])
        yield* eraseReturned()
        assert.strictEqual(yield* count(`corridor_audit.sent_revision ${of}`), 0)
        assert.strictEqual(yield* count(`corridor_audit.submission FINAL ${of} AND hash = '' AND records = 1`), 1)
        // The other case of the partner stays.
        assert.strictEqual(yield* count(`corridor_audit.sent_revision WHERE partner_id = '${partner}'`), 1)
      })
    ))

  it("reaches the revisions of a record from before its case number was corrected, and no record that became another case's", () =>
    run(
      Effect.gen(function* () {
        const partner = yield* newPartner
        const keys = rawKeys(world.keys, partner)
        const table = tables[1]
        const before = [
          { table, id: 5, reference: "TYPO" },
          { table, id: 6, reference: "CANARY-1" },
          { table, id: 7, reference: "TYPO" }
        ]
        yield* storeRows(partner, keys, before)
        yield* storeRows(partner, keys, [
          { table, id: 5, reference: "CANARY-1", revision: 1 },
          { table, id: 6, reference: "CANARY-2", revision: 1 }
        ])
        const { erased } = yield* erase(partner)
        assert.strictEqual(erased[table], 5)
        const left = Effect.map(rowsOf(partner), (rows) =>
          rows.filter((row) => row.table === table).map(({ id }) => id)
        )
        assert.deepStrictEqual(yield* left, [3, 6, 7])
        // A restored backup from before the correction.
        yield* storeRows(partner, keys, before.slice(0, 1))
        yield* reapplyWithdrawals()
        assert.deepStrictEqual(yield* left, [3, 6, 7])
        // Revisions from after the erasure are another case's again.
        yield* storeRows(partner, keys, [{ table, id: 5, reference: "TYPO", revision: 2 }])
        yield* reapplyWithdrawals()
        assert.deepStrictEqual(yield* left, [3, 5, 6, 7])
      })
    ))

  it("begins with the first revision of a corrected record, so that no vintage keeps it", () =>
    run(
      Effect.gen(function* () {
        const partner = `p${++partners}`
        yield* (yield* KeyStore).create(partner)
        const keys = rawKeys(world.keys, partner)
        const table = tables[1]
        const loaded = (id: number, days: number, revision: number) =>
          Effect.flatMap(Warehouse, ({ command }) =>
            command(
              `ALTER TABLE ${table} UPDATE loaded_at = now() - INTERVAL ${days} DAY
               WHERE partner_id = '${partner}' AND record_id = '${recordId(id)}' AND revision = ${revision}`,
              { settings: { mutations_sync: 2 } }
            )
          )
        yield* storeRows(partner, keys, [{ table, id: 1, reference: "TYPO" }])
        yield* storeRows(partner, keys, [{ table, id: 1, reference: "CANARY-1", revision: 1 }])
        yield* loaded(1, 30, 0)
        yield* loaded(1, 1, 1)
        yield* erase(partner)
        const { entries } = yield* (yield* WithdrawalLog).all
        const since = entries.find((entry) => entry.partner === partner)?.since as string
        assert.approximately(Date.parse(since), Date.now() - 30 * day, day / 24)
      })
    ))

  it("completes withdrawals whose case number only the partner knows, once", () =>
    run(
      Effect.gen(function* () {
        const [recorded, received] = [yield* newPartner, yield* newPartner]
        const vintage = (yield* listVintages()).length
        const references = referencesOfCase(partnerKey, "CANARY-1")
        // From the portal: with a receipt, when the marts are built. From a program: the rows are erased, and the marts count them still.
        yield* withdrawCase(received, references)
        yield* rebuild
        yield* issueReceipt(received, (yield* personsOf(received, references)).persons)
        yield* createVintage()
        // Entered later; of a withdrawal that came as a record, also earlier.
        const entered = references[0] as string
        yield* enterForApproval(received, [
          { kind: "route", record: goodRecord("route", { caseReference: entered }) },
          { kind: "route", record: goodRecord("route", { recordId: recordId(98), caseReference: "CANARY-2" }) }
        ])
        const { persons } = yield* personsOf(recorded, references)
        const first = yield* firstStored(
          recorded,
          persons.map(({ person }) => person)
        )
        const ids = new Set(first.keys())
        yield* noteWithdrawals(
          recorded,
          [...ids].map((person) => ({ version: 1, person })),
          first
        )
        yield* noteWithdrawals(recorded, [{ version: 1, person: recordId(99) }], new Map())
        yield* eraseByTable(recorded, ids)
        const reach = { keysFolder: world.folder, hasLog: false, isStoreHere: true, isStateElsewhere: false }
        const pending = erasePending({ ...reach, rebuild, deletesMessages: false }).pipe(Effect.provide(noLog))
        const done = yield* pending
        assert.strictEqual(done.completed, 3)
        assert.strictEqual(yield* countWaiting(received, new Set([entered])), 0)
        assert.strictEqual(yield* countWaiting(received, new Set(["CANARY-2"])), 1)
        yield* assertGone(received, vintage)
        assert.strictEqual(yield* count(`corridor_vintage.content WHERE line LIKE '%"${recorded}", 2, 3%'`), 0)
        assert.deepStrictEqual((yield* listVintages()).at(-1)?.erased, [])
        const again = yield* pending
        assert.deepStrictEqual([again.completed, again.newVintage, again.vintages], [0, null, []])
      })
    ))

  for (const [what, wrong] of [
    ["a day behind", -day],
    ["a month behind", -30 * day],
    ["a day ahead", day]
  ] as const)
    it(`a vintage that was made while the clock was ${what} loses the person's counts`, () =>
      run(
        Effect.gen(function* () {
          const partner = yield* partnerFrozen(wrong)
          const vintage = (yield* listVintages()).length
          const { newVintage } = yield* erase(partner)
          yield* assertGone(partner, vintage)
          assert.strictEqual(newVintage, vintage + 1)
          assert.deepStrictEqual((yield* listVintages()).at(-1)?.erased, [])
          assert.deepStrictEqual((yield* erase(partner)).vintages, [])
        })
      ))

  it("a copy of the store from before the erasure loses the counts and gets the receipt again", async () => {
    await run(
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        const partner = yield* newPartner
        const vintage = (yield* listVintages()).length
        yield* warehouse.command(
          "CREATE TABLE corridor_raw.kept_content ENGINE = Memory AS SELECT * FROM corridor_vintage.content"
        )
        const entries = (yield* listVintages()).length
        const seq = (yield* lastEntry("ledger"))?.seq ?? 0
        const { receipt } = yield* erase(partner)
        // The copy: content and ledger of that time.
        yield* warehouse.command("TRUNCATE TABLE corridor_vintage.content")
        yield* warehouse.command("INSERT INTO corridor_vintage.content SELECT * FROM corridor_raw.kept_content")
        yield* changeState("DELETE FROM chain_entry WHERE chain = 'ledger' AND seq > ?", [seq])
        yield* warehouse.command("TRUNCATE TABLE corridor_release.withdrawal_receipt")
        yield* warehouse.command("DROP TABLE corridor_raw.kept_content SYNC")
        assert.strictEqual((yield* listVintages()).length, entries)
        const logged = (yield* (yield* WithdrawalLog).all).entries
        yield* restoreReceipts()
        yield* recutVintages(erasedSpans(logged.filter((entry) => entry.partner === partner)))
        yield* assertGone(partner, vintage)
        assert.isDefined(yield* showReceipt(receipt))
      })
    )
  })
})
