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
import { type NewestRevision, noteErased } from "./ErasedRecords.ts"
import {
  copyTables,
  erasableTables,
  erasedRecordTable,
  erasingTable,
  messageOutcomeTable,
  quarantineTable,
  readingTable,
  sentRevisionTable,
  submissionTable
} from "./PersonTables.ts"
import {
  correctedRecords,
  countByTable,
  newestRecords,
  place,
  recordHash,
  recordTables,
  refusedUpTo,
  storedUpTo,
  uuidList,
  wideStatement
} from "./RecordsOfPersons.ts"

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
  yield* Warehouse.command(`ALTER TABLE ${table} DELETE WHERE ${condition}`, { params, settings: mutation })
})

/** Deletes from a copy until no row is found: a build may replace the table meanwhile, which ends the deletion from the old one. */
const eraseCopy = Effect.fn("ErasePersons.eraseCopy")(
  function* (copy: string, condition: string, params: Params) {
    const look = Warehouse.query(`SELECT 1 AS there FROM ${copy} WHERE ${condition} LIMIT 1`, {
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
  const there = yield* Warehouse.query<{ copy: string }>(
    `SELECT concat(database, '.', name) AS copy FROM system.tables
     WHERE concat(database, '.', name) IN {tables:Array(String)}`,
    { params: { tables: copyTables } }
  )
  for (const { copy } of there)
    yield* eraseCopy(copy, `partner_id = {partner:String} AND ${condition}`, { partner, ...more })
})

/**
 * What the ids of a round identify: persons, all erased records, records that are erased with these revisions of other persons, and records of which these
 * revisions were refused.
 */
type RoundColumn = "person" | "record_id" | "whole_record" | "refused"

/** Returns the SQL of the pseudonyms, or records, of a round. A mutation with more deeply nested subqueries never ends in the embedded store. */
const inRound = (column: RoundColumn) => {
  const revision = column === "refused" ? "assumeNotNull(revision)" : "revision"
  const isRevision = column === "whole_record" || column === "refused"
  const [columns, ids] = isRevision ? [`(record_id, ${revision})`, "id, revision"] : [column, "id"]
  return `${columns} IN (SELECT ${ids} FROM ${erasingTable} WHERE round = {round:String} AND column = '${column}')`
}
const ofRound = inRound("person")
const recordsOfRound = `(${ofRound} OR ${inRound("whole_record")})`

/** Positions of refused messages, whatever their case, with earlier revisions of a round's records. */
const refusedOfRound = `(${place}) IN (SELECT ${place} FROM ${messageOutcomeTable}
  WHERE partner_id = {partner:String} AND outcome = 'rejected' AND isNotNull(revision) AND ${inRound("refused")})`

const position = "topic, partition, offset, sent_at"

/** Adds ids to a round. */
const addToRound = Effect.fn("ErasePersons.addToRound")(function* (
  partner: string,
  round: string,
  column: RoundColumn,
  ids: Iterable<string | NewestRevision>
) {
  const rows = [...ids].map((one) => {
    const { id, revision } = typeof one === "string" ? { id: one, revision: 0 } : one
    return { partner_id: partner, round, column, id, revision }
  })
  yield* Warehouse.insert(erasingTable, rows, { token: `${round} ${column}` })
})

/**
 * Erases what the store keeps about the sending of the persons' records. Receipts keep their counts, and lose the hash of the content. It needs
 * the rows of the records, so it runs before they are erased.
 */
const eraseTraces = Effect.fn("ErasePersons.eraseTraces")(function* (
  partner: string,
  round: string,
  earlier: ReadonlyArray<NewestRevision>
) {
  const params = { partner, round }
  const own = "partner_id = {partner:String}"
  const theirs = `(${position}) IN (SELECT ${position} FROM ${quarantineTable} WHERE ${own} AND ${ofRound})`
  const refused =
    earlier.length === 0
      ? theirs
      : `(${theirs} OR (topic IN (SELECT topic FROM ${quarantineTable} WHERE ${own}) AND ${refusedOfRound}))`
  const readings = yield* Warehouse.query(`SELECT 1 AS there FROM ${readingTable} WHERE ${refused} LIMIT 1`, { params })
  if (readings.length > 0) yield* deleteRows(readingTable, refused, params)
  const notes = `${own} AND (${place}) IN (SELECT ${place} FROM ${quarantineTable} WHERE ${own} AND ${ofRound})`
  const noted = yield* Warehouse.query<{ id: string }>(
    `SELECT DISTINCT toString(record_id) AS id FROM ${messageOutcomeTable} WHERE ${notes}`,
    { params }
  )
  const records = yield* Warehouse.query<{ id: string }>(
    recordTables
      .map((table) => `SELECT DISTINCT toString(record_id) AS id FROM ${table} WHERE ${own} AND ${recordsOfRound}`)
      .join(" UNION ALL "),
    { params }
  )
  yield* noteErased(
    partner,
    [...noted, ...records, ...earlier].map(({ id }) => id)
  )
  if (records.length === 0) return
  yield* addToRound(partner, round, "record_id", new Set(records.map(({ id }) => id)))
  yield* forgetSent(`${own} AND ${inRound("record_id")}`, params)
})

/** Deletes the entries of sent records that meet the condition, and the content hashes of their submissions. */
const forgetSent = Effect.fn("ErasePersons.forgetSent")(function* (sent: string, params: Params) {
  const submissions = yield* Warehouse.query<{ id: string }>(
    `SELECT DISTINCT toString(submission) AS id FROM ${sentRevisionTable} WHERE ${sent}`,
    { params }
  )
  if (submissions.length === 0) return
  yield* Warehouse.command(
    `ALTER TABLE ${submissionTable} UPDATE hash = '' WHERE partner_id = {partner:String} AND submission IN ${uuidList(submissions.map(({ id }) => id))}`,
    { params, settings: mutation }
  )
  yield* deleteRows(sentRevisionTable, sent, params)
})

/** Rounds that a crash left behind are dropped after this time. */
const roundLifetime = "1 HOUR"

/**
 * Fails unless the ids of a round are still in the store: a statement that finds none of them erases nothing and succeeds. They expire, or
 * another process takes the round for one left by a crash and drops it; both depend on the clock.
 */
const checkRound = Effect.fn("ErasePersons.checkRound")(function* (round: string, persons: number) {
  const [row] = yield* Warehouse.query<{ n: number }>(
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
  yield* Warehouse.command(`ALTER TABLE ${erasingTable} DROP PARTITION {round:String}`, { params: { round } })
})

/** Returns whether a round that has not ended, or was interrupted, has any of the persons. */
export const isInRound = Effect.fn("ErasePersons.isInRound")(function* (persons: ReadonlyArray<string>) {
  if (persons.length === 0) return false
  const found = yield* Warehouse.query(
    `SELECT 1 AS there FROM ${erasingTable} WHERE column = 'person' AND id IN ${uuidList(persons)} LIMIT 1`,
    { settings: wideStatement }
  )
  return found.length > 0
})

/** Drops the pseudonyms that interrupted erasures left in the store. */
export const dropOldRounds = Effect.fn("ErasePersons.dropOldRounds")(function* () {
  const rounds = yield* Warehouse.query<{ round: string }>(
    `SELECT round FROM ${erasingTable} GROUP BY round HAVING max(at) < now() - INTERVAL ${roundLifetime}`
  )
  for (const { round } of rounds) yield* dropRound(round)
})

/**
 * Deletes what is noted about messages of erased records. A note names no person, so it is found by the hash of the erased record. This includes
 * notes from a late insert, notes written during the withdrawal, and notes of records that the partner resent and the pipeline refused. The note of a later
 * revision, refused under another case number, stays: when that case withdraws, it says whose the record is.
 */
export const eraseNotes = Effect.fn("ErasePersons.eraseNotes")(function* (partner: string) {
  const ofErased = `partner_id = {partner:String} AND ${recordHash}
    IN (SELECT toString(record_hash) FROM ${erasedRecordTable} WHERE partner_id = {partner:String})`
  const notes = `${ofErased}
    AND (${place}) NOT IN (SELECT ${place} FROM ${quarantineTable} WHERE partner_id = {partner:String} AND isNotNull(person))`
  const there = yield* Warehouse.query(`SELECT 1 AS there FROM ${messageOutcomeTable} WHERE ${notes} LIMIT 1`, {
    params: { partner }
  })
  if (there.length > 0) yield* deleteRows(messageOutcomeTable, notes, { partner })
  yield* forgetSent(ofErased, { partner })
})

/** Returns the number of rows of a round that are other persons', by table: stored and refused revisions of its records. */
const countOthers = Effect.fn("ErasePersons.countOthers")(function* (partner: string, round: string) {
  const found: Record<string, number> = {}
  for (const table of erasableTables) {
    const ofRecords = table === quarantineTable ? refusedOfRound : inRound("whole_record")
    const [row] = yield* Warehouse.query<{ n: number }>(
      `SELECT toFloat64(count()) AS n FROM ${table} WHERE partner_id = {partner:String} AND ${ofRecords} AND NOT ${ofRound}`,
      { params: { partner, round } }
    )
    found[table] = row?.n ?? 0
  }
  return found
})

/**
 * Erases the persons from every table, every revision of the records whose newest one is theirs, and those of `records` up to the given one, with the
 * positions of refused messages that say such a revision. Returns the number of erased rows by table.
 */
export const eraseByTable = Effect.fn("ErasePersons.eraseByTable")(function* (
  partner: string,
  persons: ReadonlySet<string>,
  records: ReadonlyArray<NewestRevision> = []
) {
  let found: Erased = yield* countByTable(partner, persons)
  if (persons.size + records.length === 0) return found
  const tables = recordTables.filter((table) => (found[table] ?? 0) > 0)
  const corrected = yield* correctedRecords(partner, persons, tables)
  const whole = yield* storedUpTo(partner, [...records, ...corrected])
  const newest = yield* newestRecords(partner, persons, tables, () => "1")
  const earlier = yield* refusedUpTo(partner, [...records, ...newest])
  const round = randomUUID()
  const params = { partner, round }
  yield* Effect.gen(function* () {
    yield* addToRound(partner, round, "person", persons)
    yield* addToRound(partner, round, "whole_record", whole)
    yield* addToRound(partner, round, "refused", earlier)
    if (whole.length + earlier.length > 0) found = plusErased(found, yield* countOthers(partner, round))
    if (totalErased(found) > 0) yield* eraseTraces(partner, round, earlier)
    for (const [table, rows] of Object.entries(found)) {
      const ofRecords = table === quarantineTable ? `(${ofRound} OR ${refusedOfRound})` : recordsOfRound
      if (rows > 0) yield* deleteRows(table, `partner_id = {partner:String} AND ${ofRecords}`, params)
    }
    yield* eraseCopies(partner, recordsOfRound, { round })
    yield* eraseNotes(partner)
    yield* checkRound(round, persons.size)
  }).pipe(Effect.ensuring(Effect.ignore(dropRound(round))))
  return found
})

/** Adds the numbers of erased rows. */
export const plusErased = (a: Erased, b: Erased): Erased =>
  Object.fromEntries(erasableTables.map((table) => [table, (a[table] ?? 0) + (b[table] ?? 0)]))

/** Returns the number of erased rows over all tables. */
export const totalErased = (erased: Erased): number => Object.values(erased).reduce((sum, n) => sum + n, 0)

/** Erases the persons from every table, as `eraseByTable` does. Returns the number of erased rows. */
export const erase = (partner: string, persons: ReadonlySet<string>, records: ReadonlyArray<NewestRevision> = []) =>
  Effect.map(eraseByTable(partner, persons, records), totalErased)
