/** Finds what is stored of persons and of their records: stored revisions, refused messages, withdrawals. It changes nothing. */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { NewestRevision } from "./ErasedRecords.ts"
import {
  erasableTables,
  erasedRecordTable,
  messageOutcomeTable,
  quarantineTable,
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
export const withdrawnOf = Effect.fn("RecordsOfPersons.withdrawnOf")(function* (
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
export const place = "partition, offset, sent_at"

/** SQL of the hash of a record's id (`erasedHashOf`). */
export const recordHash = "lower(hex(SHA256(concat({partner:String}, char(0), toString(record_id)))))"

export const recordTables = erasableTables.filter((table) => table !== quarantineTable)

/** Returns the SQL that selects, in a table, all revisions of the partner's records that have a revision of one of the persons. */
const revisionsOf = (table: string, persons: string) =>
  `FROM ${table} AS t WHERE partner_id = {partner:String}
   AND record_id IN (SELECT record_id FROM ${table} WHERE partner_id = {partner:String} AND person IN ${persons})`

/**
 * Returns when the first record of each person was stored, in ISO 8601. Persons without records are left out. The time is that of the record's first
 * revision, which may have had another case number.
 */
export const firstStored = Effect.fn("RecordsOfPersons.firstStored")(function* (
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
export const newestRecords = Effect.fn("RecordsOfPersons.newestRecords")(function* (
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
export const revisedOf = Effect.fn("RecordsOfPersons.revisedOf")(function* (
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
export const revisedRecords = Effect.fn("RecordsOfPersons.revisedRecords")(function* (
  partner: string,
  persons: ReadonlySet<string>
) {
  return yield* revisedOf(partner, yield* newestRecords(partner, persons, recordTables, () => "1"), persons)
})

/** Returns which of the records are stored, each with its newest revision and the time, in ISO 8601, when the first was stored. */
export const storedRecords = Effect.fn("RecordsOfPersons.storedRecords")(function* (
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
export const contradictionsOfErased = Effect.fn("RecordsOfPersons.contradictionsOfErased")(function* (partner: string) {
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
export const refusedWithHash = Effect.fn("RecordsOfPersons.refusedWithHash")(function* (
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
export const recordsWithHash = Effect.fn("RecordsOfPersons.recordsWithHash")(function* (
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

/** Returns the number of rows of the persons, by table. */
export const countByTable = Effect.fn("RecordsOfPersons.countByTable")(function* (
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
 * Returns the revisions of the records in tables, up to the given one. A later one, which may be stored meanwhile, is another case's. `condition`: which rows
 * `t` of the tables.
 */
const revisionsUpTo = Effect.fn("RecordsOfPersons.revisionsUpTo")(function* (
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
export const storedUpTo = (partner: string, records: ReadonlyArray<NewestRevision>) =>
  revisionsUpTo(partner, records, recordTables, "partner_id = {partner:String}")

/** Returns the revisions up to the given one that refused messages say, if they name a case. */
export const refusedUpTo = (partner: string, records: ReadonlyArray<NewestRevision>) =>
  revisionsUpTo(partner, records, [messageOutcomeTable], saysRevision)
