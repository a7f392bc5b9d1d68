/** Which rows of a batch the store has already: told by record id and revision, told apart by content and person. */
import { Effect } from "effect"
import { uuidText } from "../../ports/ColumnBlock.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { type RecordKind, recordKinds, recordSchema } from "../../schemas/RecordSchemas.ts"
import type { RowColumns } from "../transcode/RowColumns.ts"
import type { RevisionFilter } from "./RevisionFilter.ts"
import { uuidList, wideStatement } from "./Withdrawals.ts"

/** What tells one content of a revision from another. Persons are compared under one version of the key alone. */
export interface Revision {
  readonly hash: string
  readonly person: string
  readonly keyVersion: number
}

/** Records that one statement names at most. */
const idsAtOnce = 10_000

/** Whether two rows of one revision say the same of the same person. */
export const isSame = (a: Revision, b: Revision) =>
  a.hash === b.hash && (a.keyVersion !== b.keyVersion || a.person === b.person)

/** Columns of `rows` by which revisions are told apart. */
const reading = (rows: RowColumns) => {
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

/** The stored revisions of the records with these ids, by `<id>/<revision>`. */
export const storedRevisions = Effect.fn("StoredRevisions.storedRevisions")(function* (
  partner: string,
  kind: RecordKind,
  ids: ReadonlyArray<string>
) {
  const warehouse = yield* Warehouse
  const stored = new Map<string, Revision>()
  for (let from = 0; from < ids.length; from += idsAtOnce) {
    const found = yield* warehouse.query<Revision & { id: string; revision: number }>(
      `SELECT toString(record_id) AS id, revision, toString(content_hash) AS hash, toString(person) AS person,
              key_version AS keyVersion
       FROM corridor_raw.${recordSchema(kind).table}
       WHERE partner_id = {partner:String} AND record_id IN ${uuidList(ids.slice(from, from + idsAtOnce))}`,
      { params: { partner }, settings: wideStatement }
    )
    for (const row of found) stored.set(`${row.id}/${row.revision}`, row)
  }
  return stored
})

/** Rows of a batch that are not new. */
export interface Repeated {
  /** Rows whose very content is stored, or stands before them in the batch. */
  readonly duplicates: ReadonlySet<number>
  /** Rows whose revision is there with other content. */
  readonly conflicts: ReadonlySet<number>
}

const none: Repeated = { duplicates: new Set(), conflicts: new Set() }

/** Rows of which the store must be asked, as the filter has it, which learns the others; all rows when `isFirst` is false. */
export const askedOf = (rows: RowColumns, filter: RevisionFilter, isFirst: boolean): ReadonlyArray<number> => {
  const { ids, revisions } = reading(rows)
  const maybe = filter.add(ids, revisions as Uint32Array, rows.rows, recordKinds.indexOf(rows.kind))
  return isFirst ? maybe : rows.everyRow()
}

/** Tells new rows from repeated and contradicting ones; the store is asked of the rows `asked`. */
export const repeatedOf = Effect.fn("StoredRevisions.repeatedOf")(function* (
  partner: string,
  rows: RowColumns,
  asked: ReadonlyArray<number>
) {
  if (asked.length === 0) return none
  const { ids, key, id, revision } = reading(rows)
  const stored = yield* storedRevisions(partner, rows.kind, [...new Set(asked.map(id))])
  const duplicates = new Set<number>()
  const conflicts = new Set<number>()
  const words = new Set(asked.map((row) => ids[4 * row]))
  for (let row = 0; row < rows.rows; row++) {
    // The one that stands first in the batch counts, and it may be one that the filter took for new.
    if (!words.has(ids[4 * row])) continue
    const own = revision(row)
    const there = stored.get(key(row))
    if (there === undefined) stored.set(key(row), own)
    else if (isSame(there, own)) duplicates.add(row)
    else conflicts.add(row)
  }
  return { duplicates, conflicts } satisfies Repeated
})
