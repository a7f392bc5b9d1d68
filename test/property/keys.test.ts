/** Rotation, shredding and withdrawal, disturbed at every call they make of store and key store, against plain chains of keys. */
import { randomUUID } from "node:crypto"
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { Effect, Exit } from "effect"
import { afterAll, assert, beforeAll, beforeEach, describe, it, vi } from "vitest"
import { KeyStore, keyBytes, shreddedVersion } from "../../ingest/keys/KeyStore.ts"
import { withdrawnOf } from "../../ingest/keys/RecordsOfPersons.ts"
import { dropFinishedPairs, rekey, rekeyAll } from "../../ingest/keys/Rekey.ts"
import { rotateKeys } from "../../ingest/keys/RotateKeys.ts"
import { shredKeys } from "../../ingest/keys/ShredKeys.ts"
import { noteWithdrawals, tombstoneId, WithdrawalLog } from "../../ingest/keys/WithdrawalLog.ts"
import { makePartnerChangeFeed } from "../../ingest/pipeline/PartnerChangeFeed.ts"
import { reapplyWithdrawals } from "../../ingest/pipeline/ReapplyWithdrawals.ts"
import { findCase, referencesOfCase, waitingPlace, withdrawCase } from "../../ingest/pipeline/WithdrawCase.ts"
import { beginEntry, endEntry, setReview } from "../../ingest/review/Entries.ts"
import { addRows, countWaiting } from "../../ingest/review/EntryRows.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { printedSeed, seededRandom } from "../fault/SeededRandom.ts"
import { firstPseudonym } from "../fixtures/firstPseudonym.ts"
import { full, rounds, sample } from "../fixtures/fullRun.ts"
import {
  chainOf,
  disturbed,
  type FoundRow,
  gone,
  type KnownRow,
  keyedStore,
  nobodys,
  rawKeys,
  rowsOf,
  type Services,
  storeRows,
  tables
} from "../fixtures/keyedRows.ts"

let world: Awaited<ReturnType<typeof keyedStore>>
beforeAll(async () => {
  world = await keyedStore("keys")
})
afterAll(() => world.close())

if (full) vi.setConfig({ testTimeout: 1_200_000 })
const partnerKey = new Uint8Array(32).fill(5)

/** Five cases over all tables; the fifth has withdrawn. */
const known: ReadonlyArray<KnownRow> = [
  ...["CANARY-1", "CANARY-2", "CANARY-3", "CANARY-4"].flatMap((reference, i) => [
    { table: tables[0], id: 10 * i + 1, reference },
    { table: tables[0], id: 10 * i + 2, reference },
    { table: tables[1], id: 10 * i + 3, reference },
    ...(i < 2 ? [{ table: tables[2], id: 10 * i + 4, reference }] : [])
  ]),
  { table: tables[3], id: 50, reference: "CANARY-5" }
]

let partners = 0

/** A refused message whose person is not known. */
const storeNobodys = (partner: string) =>
  Effect.flatMap(Warehouse, (warehouse) =>
    warehouse.insert(
      "corridor_audit.quarantine",
      [{ topic: "t", partner_id: partner, offset: nobodys, sent_at: "2026-01-01 00:00:00.000", code: "x" }],
      { token: "" }
    )
  )

/** A new partner with one key and the known rows. */
const newPartner = (rows = known) => {
  const partner = `p${++partners}`
  return Effect.gen(function* () {
    yield* (yield* KeyStore).create(partner)
    yield* storeRows(partner, rawKeys(world.keys, partner), rows)
    yield* storeNobodys(partner)
    return partner
  })
}

/** Every row has the pseudonym of its case under its version. */
const assertTrue = async (partner: string, found: ReadonlyArray<FoundRow>, rows: ReadonlyArray<KnownRow>) => {
  const keys = rawKeys(world.keys, partner)
  const expected = await Promise.all(
    found.map(async ({ table, id, version }) => {
      const row = rows.find((one) => one.table === table && one.id === id)
      return { table, id, version, person: (await chainOf(keys, row?.reference ?? "none"))[version - 1] ?? null }
    })
  )
  assert.deepStrictEqual(found, expected)
  assert.deepStrictEqual(
    found.map(({ table, id }) => `${table} ${id}`),
    rows
      .toSorted((a, b) => tables.indexOf(a.table) - tables.indexOf(b.table) || a.id - b.id)
      .map(({ table, id }) => `${table} ${id}`)
  )
}

const pairs = Effect.gen(function* () {
  const [row] = yield* (yield* Warehouse).query<{ n: number }>(
    "SELECT toFloat64(count()) AS n FROM corridor_raw.rekeying"
  )
  return row?.n
})

/** A change of rows costs more with each part of a table, and earlier partners' rows are of no use. */
const emptyTables = Effect.flatMap(Warehouse, (warehouse) =>
  Effect.forEach(tables, (table) => warehouse.command(`TRUNCATE TABLE ${table}`), { discard: true })
)
beforeEach(() => world.run(emptyTables))

const random = seededRandom(printedSeed("disturbed keys"))

/** Calls of a disturbed effect: an early one and some others, in the full run each fifteenth on average. */
const points = async function* () {
  for (let at = random.whole(1, 13); ; at += random.whole(1, rounds(320, 30))) {
    await world.run(emptyTables)
    yield at
  }
}

/** A call that failed and one that was not made leave the same store and keys: an ordinary run draws one of them. */
const failures = [
  { name: "before the call", make: (at: number) => ({ at, before: Effect.fail(gone) }) },
  { name: "after the call", make: (at: number) => ({ at, after: Effect.fail(gone) }) }
]

describe("keys rotate", () => {
  it("records of a case before and after a rotation have one person, other partners' rows stay", async () => {
    const [partner, other] = [await world.run(newPartner()), await world.run(newPartner())]
    const done = await world.run(rotateKeys(partner, 3))
    assert.deepStrictEqual(done, { partner, version: 2, made: true, rekeyed: known.length })
    const later = known.slice(0, 6).map((row) => ({ ...row, id: row.id + 500 }))
    const found = await world.run(
      Effect.andThen(storeRows(partner, rawKeys(world.keys, partner), later), rowsOf(partner))
    )
    await assertTrue(partner, found, [...known, ...later])
    assert.deepStrictEqual(new Set(found.map(({ version }) => version)), new Set([2]))
    const personOf = (id: number) => found.find((row) => row.id === id)?.person
    assert.strictEqual(personOf(1), personOf(501))
    await assertTrue(other, await world.run(rowsOf(other)), known)
    const third = await world.run(rotateKeys(partner))
    assert.strictEqual(third.version, 3)
    await assertTrue(partner, await world.run(rowsOf(partner)), [...known, ...later])
    assert.strictEqual(await world.run(pairs), 0)
  })

  for (const { name, make } of sample("interrupted calls", failures, 1))
    it(`interrupted ${name}, at any call, and continued: the same result`, async () => {
      for await (const at of points()) {
        const partner = await world.run(newPartner())
        const { reached, exit } = await world.run(disturbed(make(at), rotateKeys(partner, 3)))
        if (!reached) break
        assert.isTrue(Exit.isFailure(exit))
        await assertTrue(partner, await world.run(rowsOf(partner)), known)
        if (at % 2 === 0) {
          // As a pipeline does at its start, and hourly.
          await world.run(Effect.andThen(rekeyAll(), dropFinishedPairs()))
          assert.strictEqual(await world.run(pairs), 0, `call ${at}`)
        }
        const newest = rawKeys(world.keys, partner).length
        const isBehind = (await world.run(rowsOf(partner))).some(({ version }) => version < newest)
        assert.strictEqual((await world.run(rotateKeys(partner, 3))).made, !isBehind)
        const found = await world.run(rowsOf(partner))
        await assertTrue(partner, found, known)
        const versions = rawKeys(world.keys, partner).length
        assert.include([2, 3], versions)
        assert.deepStrictEqual(new Set(found.map(({ version }) => version)), new Set([versions]))
        assert.strictEqual(await world.run(pairs), 0)
      }
    })

  it("rows that a running pipeline stores under the old key, at any call, follow", async () => {
    for await (const at of points()) {
      const partner = await world.run(newPartner())
      const old = rawKeys(world.keys, partner)
      const late = known.map((row) => ({ ...row, id: row.id + 900 }))
      const warehouse = await world.run(Warehouse)
      const before = Effect.provideService(storeRows(partner, old, late), Warehouse, warehouse)
      const { reached } = await world.run(disturbed({ at, before }, rotateKeys(partner, 3)))
      if (!reached) break
      await world.run(rekey(partner))
      const found = await world.run(rowsOf(partner))
      await assertTrue(partner, found, [...known, ...late])
      assert.deepStrictEqual(new Set(found.map(({ version }) => version)), new Set([2]))
    }
  })

  it("a running pipeline that looks up withdrawals, at any call, finds them under the new key", async () => {
    const services = await world.run(Effect.context<Services>())
    for await (const at of points()) {
      const partner = await world.run(newPartner())
      const changes = makePartnerChangeFeed(Effect.void)
      const look = Effect.asVoid(Effect.provide(changes.withdrawnOf(partner, 2), services))
      const { reached } = await world.run(disturbed({ at, before: look, after: look }, rotateKeys(partner, 3)))
      if (!reached) break
      const [, newest] = await chainOf(rawKeys(world.keys, partner), "CANARY-5")
      assert.include([...(await world.run(changes.withdrawnOf(partner, 2)))], newest, `call ${at}`)
    }
  })

  it("two concurrent rotations make one version, and a key store that is older than the rows makes none", async () => {
    const partner = await world.run(newPartner())
    const both = await world.run(
      Effect.all([Effect.exit(rotateKeys(partner, 3)), Effect.exit(rotateKeys(partner, 3))], { concurrency: 2 })
    )
    assert.isTrue(both.every(Exit.isSuccess))
    await world.run(rekey(partner))
    await assertTrue(partner, await world.run(rowsOf(partner)), known)
    const lost = await world.run(newPartner())
    const strangers = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
    await world.run(storeRows(lost, strangers, [{ table: tables[0], id: 77, reference: "X" }]))
    const refused = await world.run(Effect.flip(rotateKeys(lost)))
    assert.include(refused.message, "Restore the newest keys")
    assert.strictEqual(rawKeys(world.keys, lost).length, 1)
  })
})

/** Which rows belong to one person, without its identity. */
const linksOf = (found: ReadonlyArray<FoundRow>, personOf: (row: FoundRow) => string | null | undefined) => {
  const groups = Map.groupBy(found, personOf)
  return [...groups.values()].map((rows) => rows.map(({ table, id }) => `${table} ${id}`).join()).sort()
}

const assertShredded = async (partner: string, old: ReadonlyArray<Uint8Array>) => {
  const found = await world.run(rowsOf(partner))
  assert.strictEqual(found.length, known.length)
  const persons = found.filter(({ table }) => table !== "corridor_audit.quarantine")
  assert.deepStrictEqual(new Set(persons.map(({ version }) => version)), new Set([shreddedVersion]))
  // Nothing that the old keys make is there, of no version.
  const stored = new Set(found.map(({ person }) => person))
  for (const { reference } of known)
    for (const form of [reference, firstPseudonym(partnerKey, reference)])
      for (const person of await chainOf(old, form)) assert.isFalse(stored.has(person))
  // But the same rows still belong to the same persons.
  const caseOf = (row: FoundRow) => known.find((one) => one.table === row.table && one.id === row.id)?.reference
  assert.deepStrictEqual(
    linksOf(persons, (row) => row.person),
    linksOf(persons, caseOf)
  )
  assert.deepStrictEqual(
    new Set(found.filter(({ table }) => table === "corridor_audit.quarantine").map(({ person }) => person)),
    new Set([null])
  )
  const [place] = await world.run(
    Effect.flatMap(Warehouse, (warehouse) =>
      warehouse.query<{ n: number }>(
        `SELECT toFloat64(countIf(kafka_offset > 0)) AS n FROM corridor_raw.victim_record WHERE partner_id = '${partner}'`
      )
    )
  )
  assert.strictEqual(place?.n, 0)
  assert.deepStrictEqual(
    readdirSync(world.keys).filter((file) => file.startsWith(`${partner}.`)),
    [`${partner}.shredded`]
  )
  assert.strictEqual(await world.run(pairs), 0)
}

describe("keys shred", () => {
  it("old keys find nothing, no new key is made, and nothing continues", async () => {
    const partner = await world.run(newPartner())
    await world.run(rotateKeys(partner))
    const old = rawKeys(world.keys, partner)
    const done = await world.run(shredKeys(partner, 3))
    assert.deepStrictEqual(done, { partner, rekeyed: known.length - 2, versions: 2 })
    await assertShredded(partner, old)
    const store = await world.run(KeyStore)
    assert.deepStrictEqual(await world.run(store.keysOf(partner)), [])
    assert.include((await world.run(Effect.flip(store.create(partner)))).message, "were shredded on")
    assert.include((await world.run(Effect.flip(rotateKeys(partner)))).message, "were shredded")
    assert.include((await world.run(Effect.flip(withdraw(partner, "X")))).message, "were shredded")
    assert.notInclude(await world.run(store.partners), partner)
    const [listed] = (await world.run(store.list)).filter((one) => one.partner === partner)
    assert.deepInclude(listed, { versions: [], destroyed: true })
    assert.strictEqual((await world.run(shredKeys(partner))).rekeyed, 0)
    const unknown = await world.run(Effect.flip(shredKeys("nobody")))
    assert.include(unknown.message, "no pseudonymisation key")
    assert.isFalse(existsSync(join(world.keys, "nobody.shredded")))
  })

  for (const { name, make } of sample("interrupted calls", failures, 1))
    it(`interrupted ${name}, at any call, and continued: the same result`, async () => {
      for await (const at of points()) {
        const partner = await world.run(newPartner())
        const old = rawKeys(world.keys, partner)
        const { reached } = await world.run(disturbed(make(at), shredKeys(partner, 3)))
        if (!reached) break
        await world.run(shredKeys(partner, 3))
        await assertShredded(partner, old)
      }
    })
})

/** Nothing of the case is left but its tombstone, and all other rows are there. */
const assertWithdrawn = async (partner: string, reference: string, rows: ReadonlyArray<KnownRow> = known) => {
  const found = await world.run(rowsOf(partner))
  await assertTrue(
    partner,
    found.filter(({ id }) => id > 0 && id < 100_000),
    rows.filter((row) => row.reference !== reference)
  )
  const keys = rawKeys(world.keys, partner)
  for (const form of [reference, firstPseudonym(partnerKey, reference)]) {
    const newest = (await chainOf(keys, form)).at(-1) as string
    assert.deepStrictEqual(await world.run(withdrawnOf(partner, new Set([newest]))), new Set([newest]))
  }
  assert.strictEqual(await world.run(pairs), 0)
}

/** The tombstones of `withdrawCase` have random ids: too large for the ids of known rows, or zero where they hold letters. */
const withdraw = (partner: string, reference: string) => withdrawCase(partner, referencesOfCase(partnerKey, reference))

describe("withdraw", () => {
  it("after a rotation old and new records leave, whichever form the reference has", async () => {
    const pseudonym = firstPseudonym(partnerKey, "CANARY-1")
    const forms = [
      ["CANARY-1", "CANARY-1"],
      [pseudonym, "CANARY-1"],
      [pseudonym, pseudonym]
    ] as const
    for (const [sent, given] of sample("forms of a reference", forms, 1)) {
      const rows = known.map((row) => (row.reference === "CANARY-1" ? { ...row, reference: sent } : row))
      const partner = await world.run(newPartner(rows))
      await world.run(rotateKeys(partner))
      const later = rows.slice(0, 4).map((row) => ({ ...row, id: row.id + 700 }))
      await world.run(storeRows(partner, rawKeys(world.keys, partner), later))
      const done = await world.run(withdraw(partner, given))
      assert.deepStrictEqual(
        { erased: done.erased, victim: done.tables["corridor_raw.victim_record"], quarantine: done.tables[tables[2]] },
        { erased: 8, victim: 4, quarantine: 2 }
      )
      const found = await world.run(rowsOf(partner))
      const persons = new Set(found.filter((row) => row.table !== tables[3]).map(({ person }) => person))
      for (const person of await chainOf(rawKeys(world.keys, partner), sent)) assert.isFalse(persons.has(person))
      const newest = (await chainOf(rawKeys(world.keys, partner), sent)).at(-1) as string
      assert.strictEqual((await world.run(withdrawnOf(partner, new Set([newest])))).size, 1)
      // And after another rotation still.
      await world.run(rotateKeys(partner))
      const again = (await chainOf(rawKeys(world.keys, partner), sent)).at(-1) as string
      assert.strictEqual((await world.run(withdrawnOf(partner, new Set([again])))).size, 1)
      const { entries } = await world.run(Effect.flatMap(WithdrawalLog, (log) => log.all))
      const entry = entries.find((one) => tombstoneId(one) === done.tombstone)
      assert.strictEqual(entry?.partner, partner)
      // Two key versions of the number and its pseudonym, each as it is typed, in small letters, and behind an apostrophe.
      assert.strictEqual(entry?.persons.length, given.length === 64 ? 4 : 12)
    }
  })

  for (const { name, make } of sample("interrupted calls", failures, 1))
    it(`interrupted ${name}, at any call, and done again: nothing of the person is left`, async () => {
      for await (const at of points()) {
        const partner = await world.run(newPartner())
        const { reached } = await world.run(disturbed(make(at), withdraw(partner, "CANARY-2")))
        if (!reached) break
        await world.run(withdraw(partner, "CANARY-2"))
        await assertWithdrawn(partner, "CANARY-2")
      }
    })

  it("a rotation in the middle of a withdrawal, and a withdrawal in the middle of a rotation, at any call", async () => {
    const services = await world.run(Effect.context<Services>())
    const inside = <A, E>(effect: Effect.Effect<A, E, Services>) =>
      effect.pipe(Effect.orDie, Effect.asVoid, Effect.provide(services))
    type Doing = (partner: string) => Effect.Effect<unknown, unknown, Services>
    const both: ReadonlyArray<readonly [Doing, Doing]> = [
      [(partner: string) => withdraw(partner, "CANARY-1"), (partner: string) => rotateKeys(partner, 3)],
      [(partner: string) => rotateKeys(partner, 3), (partner: string) => withdraw(partner, "CANARY-1")]
    ]
    for (const [outer, inner] of sample("one in the middle of the other", both, 1))
      for await (const at of points()) {
        const partner = await world.run(newPartner())
        const { reached, exit } = await world.run(disturbed({ at, before: inside(inner(partner)) }, outer(partner)))
        if (!reached) break
        assert.isTrue(Exit.isSuccess(exit), `call ${at}`)
        await assertWithdrawn(partner, "CANARY-1")
      }
  })

  it("a copy of the store from before the withdrawal and the rotation is purged and brought forward", async () => {
    const partner = await world.run(newPartner())
    const shredded = await world.run(newPartner())
    const first = rawKeys(world.keys, shredded)
    const noted = (await chainOf(rawKeys(world.keys, partner), "CANARY-3"))[0] as string
    await world.run(noteWithdrawals(partner, [{ version: 1, person: noted }], new Map()))
    const before = readFileSync(join(world.folder, "keys", "withdrawals.jsonl"), "utf8")
    await world.run(noteWithdrawals(partner, [{ version: 1, person: noted }], new Map()))
    assert.strictEqual(readFileSync(join(world.folder, "keys", "withdrawals.jsonl"), "utf8"), before)
    await world.run(withdraw(partner, "CANARY-1"))
    await world.run(withdraw(shredded, "CANARY-1"))
    await world.run(rotateKeys(partner))
    await world.run(rotateKeys(partner))
    await world.run(shredKeys(shredded))
    // The old copy: the rows as they were first stored.
    await world.run(
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        for (const table of tables)
          yield* warehouse.command(`ALTER TABLE ${table} DELETE WHERE partner_id IN ('${partner}', '${shredded}')`, {
            settings: { mutations_sync: 2 }
          })
        yield* storeRows(partner, rawKeys(world.keys, partner).slice(0, 1), known)
        yield* storeRows(shredded, first, known)
      })
    )
    const done = await world.run(reapplyWithdrawals())
    assert.strictEqual(done.damaged, 0)
    assert.strictEqual(done.erased["corridor_raw.victim_record"], 6)
    await assertWithdrawn(
      partner,
      "CANARY-1",
      known.filter(({ reference }) => reference !== "CANARY-3")
    )
    const left = await world.run(rowsOf(shredded))
    assert.isFalse(left.some(({ id }) => id < 5 && id > 0))
    assert.deepStrictEqual(
      new Set(left.filter(({ table }) => table !== tables[2]).map(({ version }) => version)),
      new Set([shreddedVersion])
    )
    const again = await world.run(reapplyWithdrawals())
    assert.deepStrictEqual([again.tombstones, again.rekeyed], [0, 0])
  })

  it("the log is readable by its owner only and contains pseudonyms of the partner's versions, times, and nothing else", async () => {
    const file = join(world.folder, "keys", "withdrawals.jsonl")
    assert.strictEqual(statSync(file).mode & 0o777, 0o600)
    const text = readFileSync(file, "utf8")
    assert.notInclude(text, "CANARY")
    for (const line of text.trim().split("\n")) {
      const entry = JSON.parse(line) as Record<string, unknown>
      assert.deepStrictEqual(Object.keys(entry), ["partner", "at", "persons", "since"])
    }
  })
})

describe("what waits for approval", () => {
  const waiting = (reference: string, n: number) => ({
    kind: "withdrawal" as const,
    record: { recordId: randomUUID(), revision: n, caseReference: firstPseudonym(partnerKey, reference) },
    revisable: false
  })
  const enter = (partner: string, rows: ReadonlyArray<ReturnType<typeof waiting>>) =>
    Effect.gen(function* () {
      yield* setReview(partner, true, "anna")
      const made = {
        partner,
        enteredBy: "anna",
        contentHash: randomUUID(),
        records: rows.length,
        undo: false,
        warnings: []
      }
      const begun = yield* beginEntry(made)
      yield* addRows(partner, begun?.entry ?? "", 0, rows)
      yield* endEntry(made, begun?.entry ?? "")
    })

  it("is counted and erased by a withdrawal, after a rotation too, and of other cases stays", async () => {
    const partner = await world.run(newPartner())
    await world.run(enter(partner, [waiting("CANARY-1", 0), waiting("CANARY-9", 0), waiting("CANARY-9", 1)]))
    await world.run(rotateKeys(partner))
    const references = referencesOfCase(partnerKey, "CANARY-9")
    const found = await world.run(findCase(partner, references))
    assert.deepInclude(found, { rows: 2 })
    assert.deepStrictEqual(found.tables[waitingPlace], 2)
    const { tables: erased } = await world.run(withdrawCase(partner, references))
    assert.deepStrictEqual(erased[waitingPlace], 2)
    assert.deepInclude(await world.run(findCase(partner, references)), { rows: 0, isWithdrawn: true })
    const kept = new Set([firstPseudonym(partnerKey, "CANARY-1")])
    assert.strictEqual(await world.run(countWaiting(partner, kept)), 1)
  })

  it("cannot be read after the partner's keys were shredded", async () => {
    const partner = await world.run(newPartner())
    await world.run(enter(partner, [waiting("CANARY-1", 0)]))
    await world.run(shredKeys(partner))
    assert.isTrue(Exit.isFailure(await world.run(Effect.exit(countWaiting(partner, new Set())))))
  })
})

describe("a dictionary", () => {
  it("of plausible references finds no person without the keys", { timeout: 1_800_000 }, async () => {
    const size = rounds(1_000, 100_000)
    const reference = (i: number) => `NGO-${2004 + (i % 20)}-${String(Math.floor(i / 20)).padStart(5, "0")}`
    const partner = await world.run(
      Effect.gen(function* () {
        const name = `p${++partners}`
        yield* (yield* KeyStore).create(name)
        return name
      })
    )
    const [key] = rawKeys(world.keys, partner) as [Uint8Array]
    const cases = Array.from({ length: 200 }, (_, i) => reference(i * Math.floor(size / 200)))
    const rows = cases.map(
      (one, i): KnownRow => ({
        table: tables[i % 2] as (typeof tables)[number],
        id: i + 1,
        reference: i < 100 ? one : firstPseudonym(partnerKey, one)
      })
    )
    await world.run(storeRows(partner, [key], rows))
    const { createHmac, hash } = await import("node:crypto")
    const uuidOf = (hex: string) =>
      `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
    const by = (secret: Uint8Array) => (text: string) => uuidOf(createHmac("sha256", secret).update(text).digest("hex"))
    const other = (await world.run(Effect.flatMap(KeyStore, (store) => store.keysOf("p1"))))[0]
    const attacks: Readonly<Record<string, (text: string) => string>> = {
      "plain SHA-256": (text) => uuidOf(hash("sha256", text)),
      "HMAC with an empty key": by(new Uint8Array(0)),
      "HMAC with another partner's key": by(other === undefined ? new Uint8Array(0) : keyBytes(other)),
      "HMAC with the partner's own key": by(partnerKey)
    }
    /** Persons of the store that are among the hashes of the dictionary. */
    const hits = async (attack: (text: string) => string, forms: (text: string) => ReadonlyArray<string>) => {
      const stored = new Set((await world.run(rowsOf(partner))).map(({ person }) => person))
      let found = 0
      for (let i = 0; i < size; i++) for (const form of forms(reference(i))) if (stored.has(attack(form))) found++
      return found
    }
    const known = (text: string) => [text, firstPseudonym(partnerKey, text)]
    for (const [name, attack] of Object.entries(attacks)) assert.strictEqual(await hits(attack, known), 0, name)
    // With the key it finds all of them: otherwise nothing above would prove a thing.
    assert.strictEqual(await hits(by(key), known), 200)
    // A leaked key finds no person once the partner has rotated, or once its keys are shredded.
    await world.run(rotateKeys(partner))
    assert.strictEqual(await hits(by(key), known), 0)
    await world.run(shredKeys(partner))
    assert.strictEqual(await hits(by(key), known), 0)
  })
})
