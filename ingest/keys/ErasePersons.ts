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
  const rows = yield* Warehouse.query<{ person: string }>(
    `SELECT DISTINCT toString(person) AS person FROM ${withdrawalTable}
     WHERE partner_id = {partner:String} AND person IN ${uuidList(persons)}`,
    { params: { partner }, settings: wideStatement }
  )
  return new Set(rows.map((row) => row.person))
})

/** The columns of a message's position that its note and its row in the quarantine share. */
const place = "partition, offset, sent_at"

/** SQL of the hash of a record's id (`erasedHashOf`). */
const recordHash = "lower(hex(SHA256(concat({partner:String}, char(0), toString(record_id)))))"

export const recordTables = erasableTables.filter((table) => table !== quarantineTable)

/** Returns the SQL that selects, in a table, all revisions of the partner's records that have a revision of one of the persons. */
const revisionsOf = (table: string, persons: string) =>
  `FROM ${table} AS t WHERE partner_id = {partner:String}
   AND record_id IN (SELECT record_id FROM ${table} WHERE partner_id = {partner:String} AND person IN ${persons})`

/**
 * Returns when the first record of each person was stored, in ISO 8601. Persons without records are left out. The time is that of the record's first
 * revision, which may have had another case number.
 */
export const firstStored = Effect.fn("ErasePersons.firstStored")(function* (
  partner: string,
  persons: ReadonlyArray<string>
) {
  const first = new Map<string, string>()
  if (persons.length === 0) return first
  for (const table of recordTables) {
    const rows = yield* Warehouse.query<{ id: string; seconds: number }>(
      `SELECT toString(person) AS id, toFloat64(toUnixTimestamp(min(loaded))) AS seconds
       FROM (SELECT arrayJoin(groupUniqArray(t.person)) AS person, min(t.loaded_at) AS loaded
             ${revisionsOf(table, uuidList(persons))} GROUP BY record_id)
       WHERE person IN ${uuidList(persons)} GROUP BY person`,
      { params: { partner }, settings: wideStatement }
    )
    for (const { id, seconds } of rows) {
      const at = new Date(seconds * 1000).toISOString()
      if (at < (first.get(id) ?? "Z")) first.set(id, at)
    }
  }
  return first
})

/** Returns the records whose newest revision is one of the persons', and which meet the condition. */
const newestRecords = Effect.fn("ErasePersons.newestRecords")(function* (
  partner: string,
  persons: ReadonlySet<string>,
  tables: ReadonlyArray<string>,
  condition: (theirs: string) => string
) {
  const found: Array<NewestRevision> = []
  if (persons.size === 0) return found
  const theirs = uuidList(persons)
  for (const table of tables)
    found.push(
      ...(yield* Warehouse.query<NewestRevision>(
        `SELECT toString(record_id) AS id, max(t.revision) AS revision ${revisionsOf(table, theirs)}
         GROUP BY record_id
         HAVING argMax(t.person IN ${theirs}, (t.revision, t.key_version)) AND ${condition(theirs)}`,
        { params: { partner }, settings: wideStatement }
      ))
    )
  return found
})

/**
 * Returns the records whose newest revision is one of the persons', while an earlier one is not: the partner corrected the case number. Without
 * its newest revision such a record would be counted as it was before.
 */
export const correctedRecords = (partner: string, persons: ReadonlySet<string>, tables: ReadonlyArray<string>) =>
  newestRecords(partner, persons, tables, (theirs) => `countIf(t.person NOT IN ${theirs}) > 0`)

/**
 * Returns those of the persons' records of which another content may come: a revision that is not the first one has earlier ones, and a message that was
 * refused may have said that the same revision is another case's.
 */
export const revisedOf = Effect.fn("ErasePersons.revisedOf")(function* (
  partner: string,
  records: ReadonlyArray<NewestRevision>,
  persons: ReadonlySet<string>
) {
  const firsts = records.filter(({ revision }) => revision === 0).map(({ id }) => id)
  if (firsts.length === 0) return records
  const others = yield* Warehouse.query<{ id: string }>(
    `SELECT DISTINCT toString(record_id) AS id FROM ${messageOutcomeTable}
     WHERE partner_id = {partner:String} AND outcome = 'rejected' AND record_id IN ${uuidList(firsts)}
       AND (${place}) NOT IN (SELECT ${place} FROM ${quarantineTable} WHERE partner_id = {partner:String} AND person IN ${uuidList(persons)})`,
    { params: { partner }, settings: wideStatement }
  )
  const contradicted = new Set(others.map(({ id }) => id))
  return records.filter(({ id, revision }) => revision > 0 || contradicted.has(id))
})

/** Returns the records whose newest revision is one of the persons', if another content of them may come. */
export const revisedRecords = Effect.fn("ErasePersons.revisedRecords")(function* (
  partner: string,
  persons: ReadonlySet<string>
) {
  return yield* revisedOf(partner, yield* newestRecords(partner, persons, recordTables, () => "1"), persons)
})

/** Returns which of the records are stored, each with its newest revision and the time, in ISO 8601, when the first was stored. */
export const storedRecords = Effect.fn("ErasePersons.storedRecords")(function* (
  partner: string,
  table: string,
  ids: ReadonlyArray<string>
) {
  if (ids.length === 0) return []
  const rows = yield* Warehouse.query<NewestRevision & { readonly seconds: number }>(
    `SELECT toString(record_id) AS id, max(t.revision) AS revision, toFloat64(toUnixTimestamp(min(loaded_at))) AS seconds
     FROM ${table} AS t WHERE partner_id = {partner:String} AND record_id IN ${uuidList(ids)} GROUP BY record_id`,
    { params: { partner }, settings: wideStatement }
  )
  return rows.map(({ id, revision, seconds }) => ({ id, revision, since: new Date(seconds * 1000).toISOString() }))
})

/** SQL of a condition on notes `t`: a refused message that says which revision it is, and names a case. */
const saysRevision = `partner_id = {partner:String} AND outcome = 'rejected' AND isNotNull(t.revision)
  AND (${place}) IN (SELECT ${place} FROM ${quarantineTable} WHERE partner_id = {partner:String} AND isNotNull(person))`

/**
 * Returns the revisions of erased records that messages say which were refused because of another content, while nothing of this or a later revision is
 * stored any more.
 */
export const contradictionsOfErased = Effect.fn("ErasePersons.contradictionsOfErased")(function* (partner: string) {
  const said = yield* Warehouse.query<NewestRevision>(
    `SELECT toString(record_id) AS id, max(assumeNotNull(t.revision)) AS revision FROM ${messageOutcomeTable} AS t
     WHERE partner_id = {partner:String} AND outcome = 'rejected' AND isNotNull(t.revision)
       AND (${place}) IN (SELECT ${place} FROM ${quarantineTable}
         WHERE partner_id = {partner:String} AND isNotNull(person) AND code = 'revision-conflict')
       AND ${recordHash} IN (SELECT toString(record_hash) FROM ${erasedRecordTable} WHERE partner_id = {partner:String})
     GROUP BY record_id`,
    { params: { partner }, settings: wideStatement }
  )
  const stored = new Map<string, number>()
  for (const table of recordTables)
    for (const { id, revision } of yield* storedRecords(
      partner,
      table,
      said.map(({ id }) => id)
    ))
      stored.set(id, revision)
  return said.filter(({ id, revision }) => revision > (stored.get(id) ?? -1))
})

/** Returns the records with one of these hashes of which refused messages name a case, each with the lowest revision that they say. */
export const refusedWithHash = Effect.fn("ErasePersons.refusedWithHash")(function* (
  partner: string,
  hashes: ReadonlyArray<string>
) {
  return yield* Warehouse.query<NewestRevision & { readonly hash: string }>(
    `SELECT toString(record_id) AS id, ${recordHash} AS hash, min(assumeNotNull(t.revision)) AS revision FROM ${messageOutcomeTable} AS t
     WHERE ${saysRevision} AND hash IN {hashes:Array(String)} GROUP BY record_id`,
    { params: { partner, hashes } }
  )
})

/** Returns the stored records with one of these hashes (`erasedHashOf`), each with its newest stored revision. */
export const recordsWithHash = Effect.fn("ErasePersons.recordsWithHash")(function* (
  partner: string,
  hashes: ReadonlyArray<string>
) {
  const found: Array<NewestRevision & { readonly hash: string }> = []
  for (const table of recordTables)
    found.push(
      ...(yield* Warehouse.query<NewestRevision & { readonly hash: string }>(
        `SELECT toString(record_id) AS id, ${recordHash} AS hash, max(t.revision) AS revision FROM ${table} AS t
         WHERE partner_id = {partner:String} AND hash IN {hashes:Array(String)} GROUP BY record_id`,
        { params: { partner, hashes } }
      ))
    )
  return found
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

/** Returns the number of rows of the persons, by table. */
export const countByTable = Effect.fn("ErasePersons.countByTable")(function* (
  partner: string,
  persons: ReadonlySet<string>
) {
  const found: Record<string, number> = Object.fromEntries(erasableTables.map((table) => [table, 0]))
  if (persons.size === 0) return found
  for (const table of erasableTables) {
    const [row] = yield* Warehouse.query<{ n: number }>(
      `SELECT toFloat64(count()) AS n FROM ${table} WHERE partner_id = {partner:String} AND person IN ${uuidList(persons)}`,
      { params: { partner }, settings: wideStatement }
    )
    found[table] = row?.n ?? 0
  }
  return found
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
 * Returns the revisions of the records in tables, up to the given one. A later one, which may be stored meanwhile, is another case's. `condition`: which rows
 * `t` of the tables.
 */
const revisionsUpTo = Effect.fn("ErasePersons.revisionsUpTo")(function* (
  partner: string,
  records: ReadonlyArray<NewestRevision>,
  tables: ReadonlyArray<string>,
  condition: string
) {
  const newest = new Map<string, number>()
  for (const { id, revision } of records) newest.set(id, Math.max(revision, newest.get(id) ?? revision))
  if (newest.size === 0) return []
  const ids = uuidList(newest.keys())
  const rows = yield* Warehouse.query<NewestRevision>(
    tables
      .map(
        (table) =>
          `SELECT DISTINCT toString(record_id) AS id, assumeNotNull(t.revision) AS revision FROM ${table} AS t
           WHERE ${condition} AND record_id IN ${ids}`
      )
      .join(" UNION ALL "),
    { params: { partner }, settings: wideStatement }
  )
  return rows.filter(({ id, revision }) => revision <= (newest.get(id) ?? -1))
})

/** Returns every stored revision of the records up to the given one. */
const storedUpTo = (partner: string, records: ReadonlyArray<NewestRevision>) =>
  revisionsUpTo(partner, records, recordTables, "partner_id = {partner:String}")

/** Returns the revisions up to the given one that refused messages say, if they name a case. */
export const refusedUpTo = (partner: string, records: ReadonlyArray<NewestRevision>) =>
  revisionsUpTo(partner, records, [messageOutcomeTable], saysRevision)

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

export const totalErased = (erased: Erased): number => Object.values(erased).reduce((sum, n) => sum + n, 0)

/** Erases the persons from every table, as `eraseByTable` does. Returns the number of erased rows. */
export const erase = (partner: string, persons: ReadonlySet<string>, records: ReadonlyArray<NewestRevision> = []) =>
  Effect.map(eraseByTable(partner, persons, records), totalErased)
