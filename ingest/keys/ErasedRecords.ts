/** Remembers, without their ids, which records were erased after a withdrawal. */
import { hash } from "node:crypto"
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { erasedRecordTable } from "./PersonTables.ts"

/** A record, and its newest revision. */
export interface NewestRevision {
  readonly id: string
  readonly revision: number
}

/** Returns the hash of a record's id, which has 122 random bits or is itself an HMAC: the id cannot be found by trying. */
export const erasedHashOf = (partner: string, recordId: string): string => hash("sha256", `${partner}\0${recordId}`)

/** Returns the hashes of records with their newest revisions, for the withdrawal log. */
export const loggedRecords = (partner: string, records: ReadonlyArray<NewestRevision>) =>
  records.map(({ id, revision }) => ({ hash: erasedHashOf(partner, id), revision }))

/** Notes that the records were erased, or refused because their case had withdrawn. */
export const noteErased = Effect.fn("ErasedRecords.noteErased")(function* (partner: string, ids: Iterable<string>) {
  const rows = [...ids].map((id) => ({ partner_id: partner, record_hash: erasedHashOf(partner, id) }))
  if (rows.length > 0) yield* Warehouse.insert(erasedRecordTable, rows, { token: "" })
})
