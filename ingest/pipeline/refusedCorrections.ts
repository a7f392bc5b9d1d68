/** Corrections to a person's case number that were refused: the partner has said that the stored record is the person's. */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { recordSchemas } from "../../schemas/RecordSchemas.ts"
import { uuidList, wideStatement } from "../keys/ErasePersons.ts"
import { messageOutcomeTable, quarantineTable } from "../keys/PersonTables.ts"
import type { RefusedRevision } from "./eraseCorrected.ts"

/** Rules that a message breaks against other messages, or with its key: it corrects nothing. */
const noCorrection = ["revision-conflict", "key-mismatch", "case-withdrawn"]

interface Position {
  readonly id: string
  readonly partition: number
  readonly offset: number
}

/**
 * Returns the stored records of which a later message, in the same partition, has the case number of one of the persons and was refused. The revision
 * is the one after the stored one: that of the message is not kept.
 */
export const refusedCorrections = Effect.fn("refusedCorrections")(function* (
  partner: string,
  persons: ReadonlySet<string>
) {
  const found: Array<RefusedRevision> = []
  if (persons.size === 0) return found
  const warehouse = yield* Warehouse
  const place = "partition, offset, sent_at"
  const refused = yield* warehouse.query<Position & { readonly person: string }>(
    `SELECT DISTINCT toString(o.record_id) AS id, o.partition AS partition, toFloat64(o.offset) AS offset, toString(q.person) AS person
     FROM (SELECT record_id, ${place} FROM ${messageOutcomeTable} WHERE partner_id = {partner:String} AND outcome = 'rejected') AS o
     INNER JOIN (SELECT DISTINCT ${place}, assumeNotNull(person) AS person FROM ${quarantineTable}
       WHERE partner_id = {partner:String} AND person IN ${uuidList(persons)} AND code NOT IN {codes:Array(String)}) AS q USING (${place})`,
    { params: { partner, codes: noCorrection }, settings: wideStatement }
  )
  if (refused.length === 0) return found
  for (const { kind, table } of recordSchemas) {
    if (kind === "withdrawal") continue
    const stored = yield* warehouse.query<Position & { readonly revision: number }>(
      `SELECT toString(record_id) AS id, max(t.revision) AS revision, argMax(t.kafka_partition, t.revision) AS partition,
              toFloat64(argMax(t.kafka_offset, t.revision)) AS offset
       FROM corridor_raw.${table} AS t
       WHERE partner_id = {partner:String} AND record_id IN ${uuidList(new Set(refused.map(({ id }) => id)))} GROUP BY record_id`,
      { params: { partner }, settings: wideStatement }
    )
    for (const { id, revision, partition, offset } of stored) {
      const later = refused.find((one) => one.id === id && one.partition === partition && one.offset > offset)
      if (later !== undefined) found.push({ kind, id, revision: revision + 1, person: later.person })
    }
  }
  return found
})
