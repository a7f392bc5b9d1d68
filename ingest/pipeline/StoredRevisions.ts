/** Finds the rows of a batch that the store already has, by record id and revision, and compares their content and person. */
import { Effect } from "effect"
import { uuidText } from "../../ports/ColumnBlock.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { type RecordKind, recordKinds, recordSchema } from "../../schemas/RecordSchemas.ts"
import { uuidList, wideStatement } from "../keys/RecordsOfPersons.ts"
import type { RowColumns } from "../transcode/RowColumns.ts"
import type { RevisionFilter } from "./RevisionFilter.ts"

/** The content of a stored revision. Persons can be compared only under the same key version. */
export interface Revision {
  readonly hash: string
  readonly person: string
  readonly keyVersion: number
  /** Position of its message in the partner's topic, as `partition/offset`; undefined for a row of the batch itself. */
  readonly place?: string
}

/** Maximum number of records in one statement. */
const idsPerStatement = 10_000

/** Returns whether two rows of one revision have the same content and person. */
export const isSame = (a: Revision, b: Revision) =>
  a.hash === b.hash && (a.keyVersion !== b.keyVersion || a.person === b.person)

/** Returns accessors to the columns that identify and compare revisions. */
const revisionColumns = (rows: RowColumns) => {
  const words = (name: string) => rows.number(name).values as Uint32Array
  const [ids, revisions, persons, hashes] = [
    words("record_id"),
    words("revision"),
    words("person"),
    words("content_hash")
  ]
  const versions = rows.number("key_version").values
  return {
    ids,
    revisions,
    key: (row: number) => `${uuidText(ids, row)}/${revisions[row]}`,
    id: (row: number) => uuidText(ids, row),
    revision: (row: number): Revision => ({
      hash: ((BigInt(hashes[2 * row + 1] as number) << 32n) | BigInt(hashes[2 * row] as number)).toString(),
      person: uuidText(persons, row),
      keyVersion: versions[row] as number
    })
  }
}

/** Returns the stored revisions of the records with these ids, by `<id>/<revision>`. */
export const storedRevisions = Effect.fn("StoredRevisions.storedRevisions")(function* (
  partner: string,
  kind: RecordKind,
  ids: ReadonlyArray<string>
) {
  const stored = new Map<string, Revision>()
  for (let from = 0; from < ids.length; from += idsPerStatement) {
    const found = yield* Warehouse.query<Revision & { id: string; revision: number }>(
      `SELECT toString(record_id) AS id, revision, toString(content_hash) AS hash, toString(person) AS person,
              key_version AS keyVersion, concat(toString(kafka_partition), '/', toString(kafka_offset)) AS place
       FROM corridor_raw.${recordSchema(kind).table}
       WHERE partner_id = {partner:String} AND record_id IN ${uuidList(ids.slice(from, from + idsPerStatement))}`,
      { params: { partner }, settings: wideStatement }
    )
    for (const row of found) stored.set(`${row.id}/${row.revision}`, row)
  }
  return stored
})

/** Rows of a batch that are not new. */
interface Repeated {
  /** Rows whose content is stored, or precedes them in the batch. */
  readonly duplicates: ReadonlySet<number>
  /** The positions of their stored messages, as `partition/offset`. A row that is stored itself has its own position. */
  readonly storedAt: ReadonlyMap<number, string>
  /** Rows whose revision exists with different content. */
  readonly conflicts: ReadonlySet<number>
}

const none: Repeated = { duplicates: new Set(), storedAt: new Map(), conflicts: new Set() }

/** Adds rows to the filter. Returns those that must be looked up in the store: all rows when `isFirst` is false. */
export const lookupRows = (rows: RowColumns, filter: RevisionFilter, isFirst: boolean): ReadonlyArray<number> => {
  const { ids, revisions } = revisionColumns(rows)
  const maybe = filter.add(ids, revisions as Uint32Array, rows.rows, recordKinds.indexOf(rows.kind))
  return isFirst ? maybe : rows.everyRow()
}

/**
 * Finds duplicates and conflicts among the rows. Only the rows in `lookups` are looked up in the store. Rows that are left out, because they will not be
 * stored, neither repeat others nor are contradicted.
 */
export const findRepeated = Effect.fn("StoredRevisions.findRepeated")(function* (
  partner: string,
  rows: RowColumns,
  lookups: ReadonlyArray<number>,
  isLeftOut: (row: number) => boolean = () => false
) {
  if (lookups.length === 0) return none
  const { ids, key, id, revision } = revisionColumns(rows)
  const stored = yield* storedRevisions(partner, rows.kind, [...new Set(lookups.map(id))])
  const duplicates = new Set<number>()
  const storedAt = new Map<number, string>()
  const conflicts = new Set<number>()
  const words = new Set(lookups.map((row) => ids[4 * row]))
  for (let row = 0; row < rows.rows; row++) {
    // The first one in the batch counts, even if the filter took it for new.
    if (!words.has(ids[4 * row]) || isLeftOut(row)) continue
    const own = revision(row)
    const known = stored.get(key(row))
    if (known === undefined) stored.set(key(row), own)
    else if (isSame(known, own)) {
      duplicates.add(row)
      if (known.place !== undefined) storedAt.set(row, known.place)
    } else conflicts.add(row)
  }
  return { duplicates, storedAt, conflicts } satisfies Repeated
})
