/**
 * Withdrawal of consent: erases a person's records from every raw table, from the quarantine, and from what the store keeps about sent
 * records. Later records are refused.
 *
 * A withdrawal and a record of the same person may be loaded at the same moment from two partitions. Both sides write first and look
 * afterwards, so the later one finds the other, and no record survives its withdrawal.
 */
import { randomUUID } from "node:crypto"
import { Effect, Redacted, Schedule } from "effect"
import { unfinishedChange, Warehouse, WarehouseError } from "../../ports/Warehouse.ts"
import { noteErased } from "./ErasedRecords.ts"
import {
  copyTables,
  erasableTables,
  erasedRecordTable,
  erasingTable,
  messageOutcomeTable,
  personRows,
  quarantineTable,
  readingTable,
  sentRevisionTable,
  submissionTable,
  withdrawalTable
} from "./PersonTables.ts"

/** Returns a list of UUIDs as SQL. They are our own pseudonyms or passed a rule, so they contain only hexadecimal digits and hyphens. */
export const uuidList = (ids: Iterable<string>): string => `(${[...ids].map((id) => `'${id}'`).join(",")})`

/** Settings for a statement that lists records or pseudonyms: a server must not keep its text in a log of statements. */
export const wideStatement = {
  log_queries: 0,
  max_query_size: 16_777_216,
  max_ast_elements: 1_000_000,
  max_expanded_ast_elements: 1_000_000
}

/** Returns those of `persons` who have withdrawn. */
export const withdrawnOf = Effect.fn("ErasePersons.withdrawnOf")(function* (
  partner: string,
  persons: ReadonlySet<string>
) {
  if (persons.size === 0) return new Set<string>()
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<{ person: string }>(
    `SELECT DISTINCT toString(person) AS person FROM ${withdrawalTable}
     WHERE partner_id = {partner:String} AND person IN ${uuidList(persons)}`,
    { params: { partner }, settings: wideStatement }
  )
  return new Set(rows.map((row) => row.person))
})

/** Returns when the first record of each person was stored, in ISO 8601. Persons without records are left out. */
export const firstStored = Effect.fn("ErasePersons.firstStored")(function* (
  partner: string,
  persons: ReadonlyArray<string>
) {
  if (persons.length === 0) return new Map<string, string>()
  const all = erasableTables
    .filter((table) => table !== quarantineTable)
    .map(
      (table) =>
        `SELECT person, loaded_at FROM ${table} WHERE partner_id = {partner:String} AND person IN ${uuidList(persons)}`
    )
  const rows = yield* (yield* Warehouse).query<{ id: string; seconds: number }>(
    `SELECT toString(person) AS id, toFloat64(toUnixTimestamp(min(loaded_at))) AS seconds
     FROM (${all.join(" UNION ALL ")}) GROUP BY person`,
    { params: { partner }, settings: wideStatement }
  )
  return new Map(rows.map(({ id, seconds }) => [id, new Date(seconds * 1000).toISOString()]))
})

/** Numbers of erased rows, by table. */
export type Erased = Readonly<Record<string, number>>

type Params = Readonly<Record<string, string | number>>

/** Each replica looks up the pseudonyms of a round, which never change. */
const mutation = { ...wideStatement, mutations_sync: 2, allow_nondeterministic_mutations: 1 }

/**
 * Deletes rows by a mutation, which rewrites the parts: the rows leave the disk and are not only hidden. The store keeps the text of
 * mutations, so a condition must not contain a pseudonym or an id.
 */
const deleteRows = Effect.fn("ErasePersons.deleteRows")(function* (table: string, condition: string, params: Params) {
  yield* (yield* Warehouse).command(`ALTER TABLE ${table} DELETE WHERE ${condition}`, { params, settings: mutation })
})

/** Deletes from a copy until no row is found: a build may replace the table meanwhile, which ends the deletion from the old one. */
const eraseCopy = Effect.fn("ErasePersons.eraseCopy")(
  function* (copy: string, condition: string, params: Params) {
    const warehouse = yield* Warehouse
    const look = warehouse.query(`SELECT 1 AS there FROM ${copy} WHERE ${condition} LIMIT 1`, {
      params,
      settings: wideStatement
    })
    while ((yield* look).length > 0) yield* deleteRows(copy, condition, params)
  },
  Effect.retry({ while: ({ code }) => code === unfinishedChange, times: 10, schedule: Schedule.spaced("100 millis") })
)

/** Deletes the partner's rows that meet the condition from the copies that the transform keeps. */
export const eraseCopies = Effect.fn("ErasePersons.eraseCopies")(function* (
  partner: string,
  condition: string,
  more: Params = {}
) {
  const warehouse = yield* Warehouse
  const there = yield* warehouse.query<{ copy: string }>(
    `SELECT concat(database, '.', name) AS copy FROM system.tables
     WHERE concat(database, '.', name) IN {tables:Array(String)}`,
    { params: { tables: copyTables } }
  )
  for (const { copy } of there)
    yield* eraseCopy(copy, `partner_id = {partner:String} AND ${condition}`, { partner, ...more })
})

/** Returns the number of rows of the persons, by table. */
export const countByTable = Effect.fn("ErasePersons.countByTable")(function* (
  partner: string,
  persons: ReadonlySet<string>
) {
  const found: Record<string, number> = Object.fromEntries(erasableTables.map((table) => [table, 0]))
  if (persons.size === 0) return found
  const warehouse = yield* Warehouse
  for (const table of erasableTables) {
    const [row] = yield* warehouse.query<{ n: number }>(
      `SELECT toFloat64(count()) AS n FROM ${table} WHERE partner_id = {partner:String} AND person IN ${uuidList(persons)}`,
      { params: { partner }, settings: wideStatement }
    )
    found[table] = row?.n ?? 0
  }
  return found
})

/** Returns the SQL of the pseudonyms, or record ids, of a round. A mutation with deeper subqueries than these does not end in the embedded store. */
const inRound = (column: "person" | "record_id") =>
  `${column} IN (SELECT id FROM ${erasingTable} WHERE round = {round:String} AND column = '${column}')`
const ofRound = inRound("person")

const position = "topic, partition, offset, sent_at"

/** Adds ids to a round. */
const addToRound = Effect.fn("ErasePersons.addToRound")(function* (
  partner: string,
  round: string,
  column: "person" | "record_id",
  ids: Iterable<string>
) {
  const rows = [...ids].map((id) => ({ partner_id: partner, round, column, id }))
  yield* (yield* Warehouse).insert(erasingTable, rows, { token: `${round} ${column}` })
})

/**
 * Erases what the store keeps about the sending of the persons' records. Receipts keep their counts, and lose the hash of the content. It needs
 * the rows of the records, so it runs before they are erased.
 */
const eraseTraces = Effect.fn("ErasePersons.eraseTraces")(function* (partner: string, round: string) {
  const warehouse = yield* Warehouse
  const params = { partner, round }
  const own = "partner_id = {partner:String}"
  const refused = `(${position}) IN (SELECT ${position} FROM ${quarantineTable} WHERE ${own} AND ${ofRound})`
  const readings = yield* warehouse.query(`SELECT 1 AS there FROM ${readingTable} WHERE ${refused} LIMIT 1`, { params })
  if (readings.length > 0) yield* deleteRows(readingTable, refused, params)
  const place = "partition, offset, sent_at"
  const notes = `${own} AND (${place}) IN (SELECT ${place} FROM ${quarantineTable} WHERE ${own} AND ${ofRound})`
  const noted = yield* warehouse.query<{ id: string }>(
    `SELECT DISTINCT toString(record_id) AS id FROM ${messageOutcomeTable} WHERE ${notes}`,
    { params }
  )
  const records = yield* warehouse.query<{ id: string }>(
    erasableTables
      .filter((table) => table !== quarantineTable)
      .map((table) => `SELECT DISTINCT toString(record_id) AS id FROM ${table} WHERE ${own} AND ${ofRound}`)
      .join(" UNION ALL "),
    { params }
  )
  yield* noteErased(
    partner,
    [...noted, ...records].map(({ id }) => id)
  )
  if (records.length === 0) return
  yield* addToRound(partner, round, "record_id", new Set(records.map(({ id }) => id)))
  yield* forgetSent(`${own} AND ${inRound("record_id")}`, params)
})

/** Deletes which records that meet the condition were sent, and the hash of the content of their submissions. */
const forgetSent = Effect.fn("ErasePersons.forgetSent")(function* (sent: string, params: Params) {
  const warehouse = yield* Warehouse
  const submissions = yield* warehouse.query<{ id: string }>(
    `SELECT DISTINCT toString(submission) AS id FROM ${sentRevisionTable} WHERE ${sent}`,
    { params }
  )
  if (submissions.length === 0) return
  yield* warehouse.command(
    `ALTER TABLE ${submissionTable} UPDATE hash = '' WHERE partner_id = {partner:String} AND submission IN ${uuidList(submissions.map(({ id }) => id))}`,
    { params, settings: mutation }
  )
  yield* deleteRows(sentRevisionTable, sent, params)
})

/** Rounds that a crash left behind are dropped after this time. */
const roundLifetime = "1 HOUR"

/**
 * Fails unless the ids of a round are still in the store: a statement that finds none of them erases nothing and succeeds. They go with a TTL, or when
 * another process takes the round for one of a crash, both by the clock.
 */
const checkRound = Effect.fn("ErasePersons.checkRound")(function* (round: string, persons: number) {
  const [row] = yield* (yield* Warehouse).query<{ n: number }>(
    `SELECT toFloat64(uniqExact(id)) AS n FROM ${erasingTable} WHERE round = {round:String} AND column = 'person'`,
    { params: { round } }
  )
  if (row?.n !== persons)
    return yield* new WarehouseError({
      operation: "command",
      retryable: false,
      message: "The erasure was interrupted: the clock was set, or another process cleaned up. Run the command again",
      detail: Redacted.make("")
    })
})

const dropRound = Effect.fn("ErasePersons.dropRound")(function* (round: string) {
  yield* (yield* Warehouse).command(`ALTER TABLE ${erasingTable} DROP PARTITION {round:String}`, { params: { round } })
})

/** Returns whether a round that has not ended, or was interrupted, has any of the persons. */
export const isInRound = Effect.fn("ErasePersons.isInRound")(function* (persons: ReadonlyArray<string>) {
  if (persons.length === 0) return false
  const found = yield* (yield* Warehouse).query(
    `SELECT 1 AS there FROM ${erasingTable} WHERE column = 'person' AND id IN ${uuidList(persons)} LIMIT 1`,
    { settings: wideStatement }
  )
  return found.length > 0
})

/** Drops the pseudonyms that interrupted erasures left in the store. */
export const dropOldRounds = Effect.fn("ErasePersons.dropOldRounds")(function* () {
  const rounds = yield* (yield* Warehouse).query<{ round: string }>(
    `SELECT round FROM ${erasingTable} GROUP BY round HAVING max(at) < now() - INTERVAL ${roundLifetime}`
  )
  for (const { round } of rounds) yield* dropRound(round)
})

/**
 * Deletes what is noted about messages of erased records. A note has no person, so the hashes of erased records find it: also a note that an
 * insert brought late, or that was written while the person withdrew, and that of a record which the partner sent again and the pipeline refused.
 */
export const eraseNotes = Effect.fn("ErasePersons.eraseNotes")(function* (partner: string) {
  const ofErased = `partner_id = {partner:String} AND lower(hex(SHA256(concat({partner:String}, char(0), toString(record_id)))))
    IN (SELECT toString(record_hash) FROM ${erasedRecordTable} WHERE partner_id = {partner:String})`
  const there = yield* (yield* Warehouse).query(
    `SELECT 1 AS there FROM ${messageOutcomeTable} WHERE ${ofErased} LIMIT 1`,
    { params: { partner } }
  )
  if (there.length > 0) yield* deleteRows(messageOutcomeTable, ofErased, { partner })
  yield* forgetSent(ofErased, { partner })
})

/** Erases the persons from every table. Returns the number of erased rows by table. */
export const eraseByTable = Effect.fn("ErasePersons.eraseByTable")(function* (
  partner: string,
  persons: ReadonlySet<string>
) {
  const found: Erased = yield* countByTable(partner, persons)
  if (persons.size === 0) return found
  const round = randomUUID()
  const params = { partner, round }
  yield* Effect.gen(function* () {
    yield* addToRound(partner, round, "person", persons)
    if (totalErased(found) > 0) yield* eraseTraces(partner, round)
    for (const [table, rows] of Object.entries(found))
      if (rows > 0) yield* deleteRows(table, `partner_id = {partner:String} AND ${ofRound}`, params)
    yield* eraseCopies(partner, ofRound, { round })
    yield* eraseNotes(partner)
    yield* checkRound(round, persons.size)
  }).pipe(Effect.ensuring(Effect.ignore(dropRound(round))))
  return found
})

/** Adds the numbers of erased rows. */
export const plusErased = (a: Erased, b: Erased): Erased =>
  Object.fromEntries(erasableTables.map((table) => [table, (a[table] ?? 0) + (b[table] ?? 0)]))

export const totalErased = (erased: Erased): number => Object.values(erased).reduce((sum, n) => sum + n, 0)

/** Erases the persons from every table. Returns the number of erased rows. */
export const erase = (partner: string, persons: ReadonlySet<string>) =>
  Effect.map(eraseByTable(partner, persons), totalErased)

/** Erases rows of the partner's withdrawn persons that are still stored, or stored again. */
export const eraseWithdrawn = Effect.fn("ErasePersons.eraseWithdrawn")(function* (partner: string) {
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<{ id: string }>(
    `SELECT DISTINCT toString(person) AS id FROM ${personRows(erasableTables)}
     WHERE partner_id = {partner:String}
       AND person IN (SELECT person FROM ${withdrawalTable} WHERE partner_id = {partner:String})`,
    { params: { partner } }
  )
  return yield* eraseByTable(partner, new Set(rows.map(({ id }) => id)))
})
