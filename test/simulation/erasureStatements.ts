/** The statements of withdrawal and erasure (`ingest/keys/ErasePersons.ts`), as the simulated store answers and executes them. */
import { hash } from "node:crypto"
import {
  erasableTables,
  erasedRecordTable,
  erasingTable,
  messageOutcomeTable,
  quarantineTable,
  withdrawalTable
} from "../../ingest/keys/PersonTables.ts"
import type { Params } from "../../ports/Warehouse.ts"
import type { StoredRow } from "./SimulatedStore.ts"

/** The rows of a table, in the order of their inserts. */
export type Rows = (table: string) => ReadonlyArray<StoredRow>

const recordTables = erasableTables.filter((table) => table !== quarantineTable)

export const uuids = (sql: string): ReadonlySet<string> =>
  new Set(sql.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g))

const distinct = (values: Iterable<unknown>) => [...new Set(values)]

/** Returns whether a row is the partner's. */
const isOf =
  ({ partner }: Params) =>
  (row: StoredRow) =>
    row["partner_id"] === partner

/** Returns whether a row is the partner's and has one of the ids. */
const has = (column: string, params: Params, ids: ReadonlySet<unknown>) => (row: StoredRow) =>
  isOf(params)(row) && (row[column] ?? null) !== null && ids.has(row[column])

const idsOfRound = (rows: Rows, column: string, { round }: Params) =>
  new Set(rows(erasingTable).flatMap((row) => (row["round"] === round && row["column"] === column ? [row["id"]] : [])))

/** The partner's rows of a round: its persons', and the revisions of its whole records. */
const ofRound = (rows: Rows, params: Params) => {
  const isTheirs = has("person", params, idsOfRound(rows, "person", params))
  const inRound = rows(erasingTable).filter(
    (row) => row["round"] === params["round"] && row["column"] === "whole_record"
  )
  const revisions = new Set(inRound.map((row) => `${row["id"]}/${row["revision"]}`))
  const isOfRecord = (row: StoredRow) => isOf(params)(row) && revisions.has(`${row["record_id"]}/${row["revision"]}`)
  return { isTheirs, isOfRecord, isAny: (row: StoredRow) => isTheirs(row) || isOfRecord(row) }
}

/** The partner's records of the table that a statement names, each with all its rows, if one of them meets the condition. */
const recordsWhere = (sql: string, params: Params, rows: Rows, isMeant: (row: StoredRow) => boolean) => {
  const table = / FROM (corridor_raw\.\w+) /.exec(sql)?.[1] as string
  const records = Map.groupBy(rows(table).filter(isOf(params)), (row) => row["record_id"])
  return [...records].flatMap(([id, all]) => {
    const by = (column: string) => all.map((row) => row[column] as number)
    const loaded = Math.min(...by("loaded_at"))
    return all.some(isMeant) ? [{ id, all, revision: Math.max(...by("revision")), loaded }] : []
  })
}

/** A message's time is text in one table and a number of milliseconds in the other. */
const placeOf = ({ partition, offset, sent_at: at }: StoredRow) => {
  const time = typeof at === "string" && at.includes("-") ? Date.parse(`${at.replace(" ", "T")}Z`) : Number(at)
  return `${partition}/${offset}@${time}`
}

const hashOf = ({ record_id: id }: StoredRow, { partner }: Params) => hash("sha256", `${partner}\0${id}`)

const erasedHashes = (rows: Rows, params: Params) =>
  new Set(
    rows(erasedRecordTable)
      .filter(isOf(params))
      .map((row) => row["record_hash"])
  )

/** Notes of refused messages of the partner that say which revision they are. */
const saysRevision = (params: Params) => (row: StoredRow) =>
  isOf(params)(row) && row["outcome"] === "rejected" && (row["revision"] ?? null) !== null

/** The positions of the partner's messages in quarantine that name a case. */
const namedPlaces = (rows: Rows, params: Params) =>
  new Set(
    rows(quarantineTable)
      .filter((row) => isOf(params)(row) && (row["person"] ?? null) !== null)
      .map(placeOf)
  )

/** Returns whether a row of the quarantine is of a refused revision of a round's records. */
const refusedOfRound = (rows: Rows, params: Params) => {
  const inRound = rows(erasingTable).filter((row) => row["round"] === params["round"] && row["column"] === "refused")
  const revisions = new Set(inRound.map((row) => `${row["id"]}/${row["revision"]}`))
  const notes = rows(messageOutcomeTable)
    .filter(saysRevision(params))
    .filter((row) => revisions.has(`${row["record_id"]}/${row["revision"]}`))
  const places = new Set(notes.map(placeOf))
  return (row: StoredRow) => isOf(params)(row) && places.has(placeOf(row))
}

/** The condition of a deletion from a table; undefined if the statement has none that is known. */
const conditionOf = (table: string, sql: string, rows: Rows, params: Params) => {
  const persons = idsOfRound(rows, "person", params)
  if (table === quarantineTable && sql.includes("isNull(person)")) {
    const named = namedPlaces(rows, params)
    return (row: StoredRow) => isOf(params)(row) && (row["person"] ?? null) === null && named.has(placeOf(row))
  }
  if (table === quarantineTable) {
    const [isTheirs, isRefused] = [has("person", params, persons), refusedOfRound(rows, params)]
    return (row: StoredRow) => isTheirs(row) || isRefused(row)
  }
  if (table !== messageOutcomeTable)
    return sql.includes("column = 'person'")
      ? sql.includes("column = 'whole_record'")
        ? ofRound(rows, params).isAny
        : has("person", params, persons)
      : undefined
  if (sql.includes("SHA256(")) {
    const erased = erasedHashes(rows, params)
    const named = namedPlaces(rows, params)
    return (row: StoredRow) => isOf(params)(row) && erased.has(hashOf(row, params)) && !named.has(placeOf(row))
  }
  const places = new Set(
    rows(quarantineTable)
      .filter(has("person", params, persons))
      .map(placeOf)
  )
  return (row: StoredRow) => isOf(params)(row) && places.has(placeOf(row))
}

type Answer = (sql: string, params: Params, rows: Rows) => ReadonlyArray<StoredRow>

const answers: ReadonlyArray<readonly [begin: string, answer: Answer]> = [
  [
    `SELECT DISTINCT toString(person) AS person FROM ${withdrawalTable} WHERE`,
    (sql, params, rows) =>
      distinct(
        rows(withdrawalTable)
          .filter(has("person", params, uuids(sql)))
          .map((row) => row["person"])
      ).map((person) => ({ person }))
  ],
  [
    "SELECT toString(person) AS id, toFloat64(toUnixTimestamp(min(loaded))) AS seconds",
    (sql, params, rows) => {
      const isTheirs = has("person", params, uuids(sql))
      const first = new Map<unknown, number>()
      for (const { all, loaded } of recordsWhere(sql, params, rows, isTheirs))
        for (const { person } of all.filter(isTheirs)) first.set(person, Math.min(loaded, first.get(person) ?? loaded))
      return [...first].map(([id, seconds]) => ({ id, seconds }))
    }
  ],
  [
    "SELECT toString(record_id) AS id, max(t.revision) AS revision FROM",
    (sql, params, rows) => {
      const isTheirs = has("person", params, uuids(sql))
      const isMeant = (all: ReadonlyArray<StoredRow>) => !sql.includes("countIf") || !all.every(isTheirs)
      return recordsWhere(sql, params, rows, isTheirs).flatMap(({ id, all, revision }) =>
        isMeant(all) && all.some((row) => isTheirs(row) && row["revision"] === revision) ? [{ id, revision }] : []
      )
    }
  ],
  [
    "SELECT toString(record_id) AS id, max(assumeNotNull(t.revision)) AS revision",
    (_, params, rows) => {
      const conflicts = rows(quarantineTable).filter(({ code }) => code === "revision-conflict")
      const named = namedPlaces(() => conflicts, params)
      const erased = erasedHashes(rows, params)
      const notes = rows(messageOutcomeTable)
        .filter(saysRevision(params))
        .filter((row) => named.has(placeOf(row)) && erased.has(hashOf(row, params)))
      return [...Map.groupBy(notes, (row) => row["record_id"])].map(([id, all]) => ({
        id,
        revision: Math.max(...all.map((row) => row["revision"] as number))
      }))
    }
  ],
  [
    "SELECT DISTINCT toString(o.record_id) AS id, o.partition AS partition",
    (sql, params, rows) => {
      const codes = new Set(params["codes"] as unknown as ReadonlyArray<string>)
      const isMeant = has("person", params, uuids(sql))
      const refused = rows(quarantineTable).filter((row) => isMeant(row) && !codes.has(row["code"] as string))
      const messages = Map.groupBy(refused, placeOf)
      const notes = rows(messageOutcomeTable).filter((row) => isOf(params)(row) && row["outcome"] === "rejected")
      const corrections = [...Map.groupBy(notes, placeOf)].flatMap(([place, all]) => {
        const [found] = messages.get(place) ?? []
        const { record_id: id, partition, offset } = all[0] as StoredRow
        const said = all.flatMap(({ revision }) => (typeof revision === "number" ? [revision] : []))
        const revision = said.length === 0 ? null : Math.max(...said)
        return found === undefined
          ? []
          : [{ id, partition, offset, revision, person: found["person"], kind: found["kind"] }]
      })
      return [...new Map(corrections.map((row) => [JSON.stringify(row), row])).values()]
    }
  ],
  [
    "SELECT toString(record_id) AS id, max(t.revision) AS revision, argMax",
    (sql, params, rows) =>
      recordsWhere(sql, params, rows, has("record_id", params, uuids(sql))).map(({ id, all, revision, loaded }) => {
        const newest = all.find((row) => row["revision"] === revision)
        const place = { partition: newest?.["kafka_partition"], offset: newest?.["kafka_offset"] }
        return { id, revision, ...place, seconds: loaded }
      })
  ],
  [
    "SELECT toString(record_id) AS id, lower(hex(SHA256(",
    (sql, params, rows) => {
      const wanted = new Set(params["hashes"] as unknown as ReadonlyArray<string>)
      if (sql.includes(messageOutcomeTable)) {
        const named = namedPlaces(rows, params)
        const notes = rows(messageOutcomeTable)
          .filter(saysRevision(params))
          .filter((row) => named.has(placeOf(row)) && wanted.has(hashOf(row, params)))
        return [...Map.groupBy(notes, (row) => row["record_id"])].map(([id, all]) => ({
          id,
          hash: hashOf(all[0] as StoredRow, params),
          revision: Math.min(...all.map((row) => row["revision"] as number))
        }))
      }
      return recordsWhere(sql, params, rows, (row) => wanted.has(hashOf(row, params))).map(({ id, all, revision }) => ({
        id,
        hash: hashOf(all[0] as StoredRow, params),
        revision
      }))
    }
  ],
  [
    "SELECT toString(record_id) AS id, max(t.revision) AS revision, toFloat64",
    (sql, params, rows) =>
      recordsWhere(sql, params, rows, has("record_id", params, uuids(sql))).map(({ id, revision, loaded }) => ({
        id,
        revision,
        seconds: loaded
      }))
  ],
  [
    "SELECT toFloat64(count()) AS n FROM",
    (sql, params, rows) => {
      const table = / FROM (\S+) WHERE/.exec(sql)?.[1] as string
      const { isTheirs, isOfRecord } = ofRound(rows, params)
      const isRefused = refusedOfRound(rows, params)
      const isCounted = sql.includes("column = 'whole_record'")
        ? (row: StoredRow) => isOfRecord(row) && !isTheirs(row)
        : sql.includes("column = 'refused'")
          ? (row: StoredRow) => isRefused(row) && (row["person"] ?? null) !== null && !isTheirs(row)
          : has("person", params, uuids(sql))
      return [{ n: rows(table).filter(isCounted).length }]
    }
  ],
  // The simulation replays nothing, sends nothing by file and builds no marts.
  ["SELECT 1 AS there FROM corridor_audit.quarantine_reading", () => []],
  ["SELECT round FROM corridor_raw.erasing GROUP BY round", () => []],
  [
    `SELECT toFloat64(uniqExact(id)) AS n FROM ${erasingTable}`,
    (_, params, rows) => [{ n: idsOfRound(rows, "person", params).size }]
  ],
  ["SELECT DISTINCT toString(submission) AS id", () => []],
  ["SELECT concat(database, '.', name) AS copy FROM system.tables", () => []],
  [
    `SELECT DISTINCT toString(record_id) AS id FROM ${messageOutcomeTable} WHERE partner_id = {partner:String} AND outcome`,
    (sql, params, rows) => {
      const isNamed = has("person", params, uuids(sql.slice(sql.indexOf("NOT IN"))))
      const theirs = new Set(rows(quarantineTable).filter(isNamed).map(placeOf))
      const ids = uuids(sql.slice(0, sql.indexOf("NOT IN")))
      const others = rows(messageOutcomeTable).filter(
        (row) => has("record_id", params, ids)(row) && row["outcome"] === "rejected" && !theirs.has(placeOf(row))
      )
      return distinct(others.map((row) => row["record_id"])).map((id) => ({ id }))
    }
  ],
  [
    `SELECT DISTINCT toString(record_id) AS id FROM ${messageOutcomeTable}`,
    (sql, params, rows) =>
      distinct(
        rows(messageOutcomeTable)
          .filter(conditionOf(messageOutcomeTable, sql, rows, params) ?? (() => false))
          .map((row) => row["record_id"])
      ).map((id) => ({ id }))
  ],
  [
    "SELECT DISTINCT toString(record_id) AS id, assumeNotNull(t.revision) AS revision FROM corridor_audit.",
    (sql, params, rows) => {
      const named = namedPlaces(rows, params)
      const found = rows(messageOutcomeTable)
        .filter(saysRevision(params))
        .filter((row) => named.has(placeOf(row)) && has("record_id", params, uuids(sql))(row))
      const revisions = found.map(({ record_id: id, revision }) => ({ id, revision }))
      return [...new Map(revisions.map((row) => [JSON.stringify(row), row])).values()]
    }
  ],
  [
    "SELECT DISTINCT toString(record_id) AS id, assumeNotNull(t.revision) AS revision FROM corridor_raw.",
    (sql, params, rows) =>
      recordTables.flatMap((table) => {
        const found = rows(table).filter(has("record_id", params, uuids(sql)))
        const revisions = found.map(({ record_id: id, revision }) => ({ id, revision }))
        return [...new Map(revisions.map((row) => [JSON.stringify(row), row])).values()]
      })
  ],
  [
    "SELECT DISTINCT toString(record_id) AS id FROM corridor_raw.",
    (_, params, rows) =>
      recordTables.flatMap((table) =>
        distinct(
          rows(table)
            .filter(ofRound(rows, params).isAny)
            .map((row) => row["record_id"])
        ).map((id) => ({ id }))
      )
  ],
  [
    `SELECT 1 AS there FROM ${messageOutcomeTable}`,
    (sql, params, rows) => {
      const condition = conditionOf(messageOutcomeTable, sql, rows, params) ?? (() => false)
      return rows(messageOutcomeTable).some(condition) ? [{ there: 1 }] : []
    }
  ],
  [
    "SELECT DISTINCT toString(person) AS person, key_version AS version FROM (",
    (_, params, rows) => {
      const withdrawn = new Set(
        rows(withdrawalTable)
          .filter(isOf(params))
          .map((row) => row["person"])
      )
      const found = erasableTables.flatMap((table) => rows(table).filter(has("person", params, withdrawn)))
      return distinct(found.map((row) => row["person"])).map((person) => ({ person, version: 1 }))
    }
  ]
]

/** Answers a query; undefined if it is none of erasure. `sql` has single spaces. */
export const answerOfErasure = (sql: string, params: Params, rows: Rows): ReadonlyArray<StoredRow> | undefined =>
  answers.find(([begin]) => sql.startsWith(begin))?.[1](sql, params, rows)

/** Returns the table that a command changes, and which of its rows it deletes; undefined if it is not known. */
export const deletionOf = (
  sql: string,
  params: Params,
  rows: Rows
): readonly [table: string, isDeleted: (row: StoredRow) => boolean] | undefined => {
  if (sql === `ALTER TABLE ${erasingTable} DROP PARTITION {round:String}`)
    return [erasingTable, (row) => row["round"] === params["round"]]
  const [, table] = /^ALTER TABLE (\S+) DELETE WHERE /.exec(sql) ?? []
  const condition = table === undefined ? undefined : conditionOf(table, sql, rows, params)
  return condition === undefined ? undefined : [table as string, condition]
}
