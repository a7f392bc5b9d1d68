/** Corrections to a person's case number that were refused: the partner has said that the record is the person's. */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { type RecordKind, recordSchemas } from "../../schemas/RecordSchemas.ts"
import type { NewestRevision } from "./ErasedRecords.ts"
import { messageOutcomeTable, quarantineTable } from "./PersonTables.ts"
import { uuidList, wideStatement } from "./RecordsOfPersons.ts"

/** Rules that a message breaks against other messages, or with its key: it corrects nothing. */
const noCorrection = ["revision-conflict", "key-mismatch", "case-withdrawn"]

interface Position {
  readonly id: string
  readonly partition: number
  readonly offset: number
}

interface RefusedMessage extends Position {
  readonly person: string
  readonly kind: RecordKind
  /** Null in notes of earlier versions. A message that could not be read at first may have another note with it. */
  readonly revision: number | null
}

interface NewestStored extends Position {
  readonly revision: number
  readonly seconds: number
}

/** A record that the partner has said to be a person's. */
export interface ClaimedRecord extends NewestRevision {
  readonly person: string
  /** When its first revision was stored, in ISO 8601; undefined if none is. */
  readonly since: string | undefined
}

/** A note of an earlier version has no revision: then a message that is later in the same partition is taken for the next one. */
const revisionOf = ({ revision, partition, offset }: RefusedMessage, stored: NewestStored | undefined) => {
  if (revision !== null) return revision
  if (stored === undefined) return -1
  return stored.partition === partition && offset > stored.offset ? stored.revision + 1 : -1
}

/** Returns the refused messages with the case number of one of the persons that say a newer revision of their record than what is stored. */
export const refusedCorrections = Effect.fn("refusedCorrections")(function* (
  partner: string,
  persons: ReadonlySet<string>
) {
  const found: Array<ClaimedRecord> = []
  if (persons.size === 0) return found
  const place = "partition, offset, sent_at"
  const refused = yield* Warehouse.query<RefusedMessage>(
    `SELECT DISTINCT toString(o.record_id) AS id, o.partition AS partition, toFloat64(o.offset) AS offset, o.revision AS revision,
            toString(q.person) AS person, toString(q.kind) AS kind
     FROM (SELECT record_id, max(n.revision) AS revision, ${place} FROM ${messageOutcomeTable} AS n
       WHERE partner_id = {partner:String} AND outcome = 'rejected' GROUP BY record_id, ${place}) AS o
     INNER JOIN (SELECT DISTINCT ${place}, assumeNotNull(person) AS person, kind FROM ${quarantineTable}
       WHERE partner_id = {partner:String} AND person IN ${uuidList(persons)} AND code NOT IN {codes:Array(String)}) AS q USING (${place})`,
    { params: { partner, codes: noCorrection }, settings: wideStatement }
  )
  for (const { kind, table } of recordSchemas) {
    const own = refused.filter((one) => one.kind === kind)
    if (own.length === 0 || kind === "withdrawal") continue
    const stored = yield* Warehouse.query<NewestStored>(
      `SELECT toString(record_id) AS id, max(t.revision) AS revision, argMax(t.kafka_partition, t.revision) AS partition,
              toFloat64(argMax(t.kafka_offset, t.revision)) AS offset, toFloat64(toUnixTimestamp(min(loaded_at))) AS seconds
       FROM corridor_raw.${table} AS t
       WHERE partner_id = {partner:String} AND record_id IN ${uuidList(new Set(own.map(({ id }) => id)))} GROUP BY record_id`,
      { params: { partner }, settings: wideStatement }
    )
    const newest = new Map(stored.map((row) => [row.id, row]))
    for (const one of own) {
      const before = newest.get(one.id)
      const revision = revisionOf(one, before)
      const since = before === undefined ? undefined : new Date(before.seconds * 1000).toISOString()
      if (revision > (before?.revision ?? -1)) found.push({ id: one.id, revision, person: one.person, since })
    }
  }
  return found
})
