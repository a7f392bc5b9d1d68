/**
 * Moves a partner's stored pseudonyms to its newest key, and those of a partner with shredded keys to random pseudonyms.
 *
 * Rows change in place, person and version together, by a mutation that looks up the new pseudonym in a table of pairs, so no row is ever
 * doubled or missing. A row without a pair keeps its person and version, and the next round finds it. So this can be interrupted at any
 * point and repeated, and can run while rows are loaded.
 *
 * The pairs link old and new pseudonyms, so they are dropped when no old row is left. For shredded keys the new pseudonyms are random. Until
 * then the pairs ensure that a repeated run gives a person's remaining rows the same pseudonym.
 */
import { randomUUID } from "node:crypto"
import { Effect, Option, Redacted } from "effect"
import { counted } from "../../ports/counted.ts"
import { Warehouse, WarehouseError } from "../../ports/Warehouse.ts"
import { dropOldRounds, type Erased, eraseCopies, eraseNotes } from "./ErasePersons.ts"
import { eraseWithdrawn } from "./EraseWithdrawn.ts"
import { KeyStore, type PartnerKeys, targetVersion } from "./KeyStore.ts"
import { personRows, personTables, quarantineTable, rekeyingTable, withdrawalTable } from "./PersonTables.ts"
import { laterPseudonyms } from "./Pseudonym.ts"

/** Number of persons per round. A mutation holds the pairs of a round in memory. */
const personsPerRound = 100_000

/** The number of rounds without a change after which re-keying fails: the store does not execute mutations. */
const maxIdleRounds = 5

/** The stored rows of a partner under a key version. */
interface VersionRows {
  readonly partner: string
  readonly version: number
  readonly table: string
  readonly rows: number
}

/** Numbers of rows with a person, by partner, version and table. */
export const rowsByVersion = Effect.fn("Rekey.rowsByVersion")(function* (partner = "", tables = personTables) {
  return yield* Warehouse.query<VersionRows>(
    `SELECT toString(partner_id) AS partner, key_version AS version, tbl AS table, toFloat64(count()) AS rows
     FROM ${personRows(tables)}
     WHERE {partner:String} = '' OR partner_id = {partner:String}
     GROUP BY partner, version, table ORDER BY partner, version, table`,
    { params: { partner } }
  )
})

const total = (rows: ReadonlyArray<VersionRows>) => rows.reduce((sum, { rows: n }) => sum + n, 0)

/** Returns the pseudonyms of a round, in the order of the store. */
const personsUnder = Effect.fn("Rekey.personsUnder")(function* (
  partner: string,
  version: number,
  tables: ReadonlyArray<string>,
  limit: number
) {
  const rows = yield* Warehouse.query<{ person: string }>(
    `SELECT toString(person) AS person
     FROM (SELECT DISTINCT person FROM ${personRows(tables)}
           WHERE partner_id = {partner:String} AND key_version = {version:UInt16} ORDER BY person LIMIT {limit:UInt32})`,
    { params: { partner, version, limit } }
  )
  return rows.map(({ person }) => person)
})

/** Random pseudonyms that an earlier round assigned; the first one counts. */
const givenPairs = Effect.fn("Rekey.givenPairs")(function* (partner: string, persons: ReadonlyArray<string>) {
  const rows = yield* Warehouse.query<{ from: string; to: string }>(
    `SELECT toString(person) AS from, toString(argMin(next, (at, next))) AS to FROM ${rekeyingTable}
     WHERE partner_id = {partner:String} AND person BETWEEN {first:UUID} AND {last:UUID} GROUP BY person`,
    { params: { partner, first: persons[0] as string, last: persons.at(-1) as string } }
  )
  return new Map(rows.map(({ from, to }) => [from, to]))
})

/** Returns the new pseudonym of each person: by the rest of the key chain, or at random. */
const pairsOf = Effect.fn("Rekey.pairsOf")(function* (
  partner: string,
  keys: PartnerKeys,
  version: number,
  persons: ReadonlyArray<string>
) {
  if (keys.length > 0)
    return persons.map(
      (person) => [person, laterPseudonyms(keys, { version, person }).at(-1)?.person as string] as const
    )
  const given = yield* givenPairs(partner, persons)
  return persons.map((person) => [person, given.get(person) ?? randomUUID()] as const)
})

const writePairs = Effect.fn("Rekey.writePairs")(function* (
  partner: string,
  round: string,
  target: number,
  pairs: ReadonlyArray<readonly [string, string]>
) {
  yield* Warehouse.insert(
    rekeyingTable,
    pairs.map(([person, next]) => ({ partner_id: partner, round, person, next, next_version: target })),
    { token: round }
  )
})

/**
 * Returns the statement that re-keys a table. The pairs are one scalar subquery, which the store evaluates once for both columns. They are
 * texts because `transform` does not support UUIDs.
 */
const updateOf = (table: string, keys: PartnerKeys): string => {
  const pairs = `(SELECT (groupArray(toString(person)), groupArray(toString(next)), groupArray(next_version))
    FROM (SELECT person, argMin(next, (at, next)) AS next, any(next_version) AS next_version FROM ${rekeyingTable}
          WHERE partner_id = {partner:String} AND round = {round:UUID} GROUP BY person))`
  const person = "toString(assumeNotNull(person))"
  return `ALTER TABLE ${table} UPDATE
    person = toUUID(transform(${person}, tupleElement(${pairs}, 1), tupleElement(${pairs}, 2), ${person})),
    key_version = transform(${person}, tupleElement(${pairs}, 1), tupleElement(${pairs}, 3), key_version)${alsoSet(table, keys)}
    WHERE partner_id = {partner:String} AND key_version = {version:UInt16} AND isNotNull(person)`
}

/**
 * Other columns that change with the pseudonym. The row of a withdrawal gets a new time, because a running pipeline reads new withdrawals. A
 * row's position in the topic leads to the message with its case reference, so it is removed when keys are shredded.
 */
const alsoSet = (table: string, keys: PartnerKeys): string =>
  (table === withdrawalTable ? ", loaded_at = toDateTime({now:UInt32}, 'UTC')" : "") +
  (keys.length === 0 && table !== quarantineTable ? ", kafka_partition = 0, kafka_offset = 0" : "")

/**
 * Each replica looks up the pairs itself, which the store considers nondeterministic. It is deterministic: the pairs of a round never change,
 * and a row without a pair stays as it is.
 */
const updateSettings = { mutations_sync: 2, allow_nondeterministic_mutations: 1 }

/** Waits for mutations that a crash interrupted and that the store continues by itself. */
const awaitMutations = Effect.fn("Rekey.awaitMutations")(function* () {
  for (let waited = 0; waited < 300; waited++) {
    const [row] = yield* Warehouse.query<{ n: number }>(
      `SELECT toFloat64(count()) AS n FROM system.mutations WHERE NOT is_done AND command LIKE '%${rekeyingTable}%'
       AND concat(database, '.', table) IN {tables:Array(String)}`,
      { params: { tables: personTables } }
    )
    if ((row?.n ?? 0) === 0) return
    yield* Effect.sleep("200 millis")
  }
})

/** The quarantine has positions of messages. Without keys it must not have a person with them. */
const forgetQuarantined = Effect.fn("Rekey.forgetQuarantined")(function* (partner: string) {
  const condition = "partner_id = {partner:String} AND isNotNull(person)"
  const there = yield* Warehouse.query(`SELECT 1 AS there FROM ${quarantineTable} WHERE ${condition} LIMIT 1`, {
    params: { partner }
  })
  if (there.length > 0)
    yield* Warehouse.command(
      `ALTER TABLE ${quarantineTable} UPDATE person = NULL, key_version = 0 WHERE ${condition}`,
      {
        params: { partner },
        settings: { mutations_sync: 2 }
      }
    )
})

const dropPairs = Effect.fn("Rekey.dropPairs")(function* (partner: string) {
  const there = yield* Warehouse.query(
    `SELECT 1 AS there FROM ${rekeyingTable} WHERE partner_id = {partner:String} LIMIT 1`,
    {
      params: { partner }
    }
  )
  if (there.length > 0)
    yield* Warehouse.command(`ALTER TABLE ${rekeyingTable} DROP PARTITION {partner:String}`, { params: { partner } })
})

/**
 * Drops pairs, and copies of rows under older versions, that a process left when it was killed after the last row was re-keyed: a rotation that is
 * run again finds nothing to do. Rounds are read before rows, so a rotation that begins meanwhile keeps its pairs.
 */
export const dropFinishedPairs = Effect.fn("Rekey.dropFinishedPairs")(function* () {
  const store = yield* KeyStore
  const found = yield* Warehouse.query<{ partner: string; rounds: ReadonlyArray<string> }>(
    `SELECT toString(partner_id) AS partner, groupUniqArray(toString(round)) AS rounds FROM ${rekeyingTable} GROUP BY partner`
  )
  for (const { partner, rounds } of found) {
    const keys = yield* Effect.option(store.keysOf(partner))
    if (Option.isNone(keys)) continue
    const target = targetVersion(keys.value)
    if ((yield* rowsByVersion(partner)).some(({ version }) => version < target)) continue
    yield* eraseCopies(partner, "key_version < {target:UInt16}", { target })
    yield* Warehouse.command(
      `ALTER TABLE ${rekeyingTable} DELETE WHERE partner_id = {partner:String} AND toString(round) IN {rounds:Array(String)}`,
      { params: { partner, rounds }, settings: { mutations_sync: 2 } }
    )
  }
})

interface Rekeyed {
  readonly rekeyed: number
  readonly erased: Erased
}

/**
 * Re-keys the partner's rows of older versions, if there are any. Returns their number. Call it after creating a new version, and after
 * storing rows under a version that is no longer the newest.
 *
 * A withdrawal may happen during re-keying, so rows of withdrawn persons are erased afterwards.
 */
export const rekey = Effect.fn("Rekey.rekey")(function* (partner: string, perRound = personsPerRound) {
  const keys = yield* (yield* KeyStore).keysOf(partner)
  const target = targetVersion(keys)
  if (keys.length === 0) yield* forgetQuarantined(partner)
  const staleRows = Effect.map(rowsByVersion(partner), (rows) => rows.filter(({ version }) => version < target))
  let stale = yield* staleRows
  const first = total(stale)
  if (first > 0) yield* awaitMutations()
  let rekeyed = 0
  for (let idle = 0; stale.length > 0; ) {
    const version = stale[0]?.version as number
    const tables = stale.filter((rows) => rows.version === version).map(({ table }) => table)
    const persons = yield* personsUnder(partner, version, tables, perRound)
    if (persons.length > 0) {
      const round = randomUUID()
      yield* writePairs(partner, round, target, yield* pairsOf(partner, keys, version, persons))
      const now = Math.floor((yield* Effect.clockWith((clock) => clock.currentTimeMillis)) / 1000)
      const params = { partner, round, version, now }
      for (const table of tables) yield* Warehouse.command(updateOf(table, keys), { params, settings: updateSettings })
    }
    const left = yield* staleRows
    const moved = total(stale) - total(left)
    // Rows loaded meanwhile can outnumber those that were moved, but not for long.
    idle = moved > 0 ? 0 : idle + 1
    if (idle >= maxIdleRounds)
      return yield* new WarehouseError({
        operation: "command",
        retryable: false,
        message: `Cannot re-key rows of partner ${partner}: ClickHouse does not execute the mutations. Check system.mutations.`,
        detail: Redacted.make("")
      })
    rekeyed += Math.max(0, moved)
    stale = left
    yield* Effect.logInfo(`${partner}: ${rekeyed} of ${counted(first, "row")} re-keyed`)
  }
  yield* dropPairs(partner)
  yield* eraseCopies(partner, "key_version < {target:UInt16}", { target })
  return { rekeyed, erased: yield* eraseWithdrawn(partner) } satisfies Rekeyed
})

/**
 * Erases rows of withdrawn persons, and notes about their messages, that are stored again: by an insert that came late, after its batch was loaded
 * again and its person had withdrawn, or by a process that was killed between an insert and the erasure that follows it. Nobody else would
 * look for them. Also drops the pseudonyms that an interrupted erasure left.
 */
export const eraseReturned = Effect.fn("Rekey.eraseReturned")(function* () {
  const withdrawals = yield* rowsByVersion("", [withdrawalTable])
  for (const partner of new Set(withdrawals.map((row) => row.partner))) {
    yield* eraseWithdrawn(partner)
    yield* eraseNotes(partner)
  }
  yield* dropOldRounds()
})

/**
 * Completes interrupted rotations, of all partners unless one is given. Cheap if there are none. A partner whose keys are missing or refused
 * waits for them.
 */
export const rekeyAll = Effect.fn("Rekey.rekeyAll")(function* (only = "") {
  const store = yield* KeyStore
  let rekeyed = 0
  for (const [partner, rows] of Map.groupBy(yield* rowsByVersion(only), (row) => row.partner)) {
    const complete = Effect.gen(function* () {
      const target = targetVersion(yield* store.keysOf(partner))
      if (rows.some(({ version }) => version < target)) rekeyed += (yield* rekey(partner)).rekeyed
    })
    yield* Effect.catchTag(complete, "KeyStoreError", ({ message }) => Effect.logWarning(message))
  }
  return rekeyed
})
