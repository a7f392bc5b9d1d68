/**
 * What became of a partner's records, by their ids, also of those that its own systems sent to Kafka. It follows from the store alone, so messages
 * that are read again have the same outcomes.
 */
import { Effect } from "effect"
import { Warehouse } from "../../../ports/Warehouse.ts"
import type { StoredProblem } from "../../../schemas/Problems.ts"
import { recordKinds, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { erasedHashOf } from "../../keys/ErasedRecords.ts"
import { erasedRecordTable, messageOutcomeTable, quarantineTable, readingTable } from "../../keys/PersonTables.ts"
import { topicOfPartner } from "../../partners/PartnerTopic.ts"
import type { RecordOutcome } from "./ReceiptSchemas.ts"

const ids = "(SELECT toUUID(arrayJoin({ids:Array(String)})))"

const accepted = Effect.fn("Outcomes.accepted")(function* (partner: string, records: ReadonlyArray<string>) {
  const stored = recordKinds.map(
    (kind) => `SELECT toString(record_id) AS record, revision FROM corridor_raw.${recordSchema(kind).table}
      WHERE partner_id = {partner:String} AND record_id IN ${ids}`
  )
  return yield* Warehouse.query<{ record: string; revision: number }>(
    `SELECT record, toFloat64(max(revision)) AS revision FROM (${stored.join(" UNION ALL ")}) GROUP BY record`,
    { params: { partner, ids: records } }
  )
})

interface NoteRow {
  readonly record: string
  readonly outcome: "rejected" | "duplicate"
  readonly partition: number
  readonly offset: number
  readonly problems: ReadonlyArray<string>
  /** The outcome of the newest replay; empty without one. */
  readonly reading: string
}

const notes = Effect.fn("Outcomes.notes")(function* (partner: string, records: ReadonlyArray<string>) {
  return yield* Warehouse.query<NoteRow>(
    `SELECT toString(n.record_id) AS record, toString(n.outcome) AS outcome, n.partition AS partition,
            toFloat64(n.offset) AS offset, if(r.outcome = 'refused', r.problems, q.problems) AS problems, r.outcome AS reading
     FROM (SELECT DISTINCT record_id, partition, offset, sent_at, outcome FROM ${messageOutcomeTable}
           WHERE partner_id = {partner:String} AND record_id IN ${ids}) AS n
     LEFT JOIN (SELECT partition, offset, sent_at, arraySort(groupUniqArray(concat(code, ' ', path))) AS problems
                FROM ${quarantineTable} WHERE topic = {topic:String}
                GROUP BY partition, offset, sent_at) AS q
       ON q.partition = n.partition AND q.offset = n.offset AND q.sent_at = n.sent_at
     LEFT JOIN (SELECT partition, offset, sent_at, outcome, arraySort(arrayMap(p -> concat(p.1, ' ', p.2), problems)) AS problems
                FROM ${readingTable} FINAL WHERE topic = {topic:String}) AS r
       ON r.partition = n.partition AND r.offset = n.offset AND r.sent_at = n.sent_at
     ORDER BY record, partition, offset, outcome`,
    { params: { partner, topic: topicOfPartner(partner), ids: records } }
  )
})

const erased = Effect.fn("Outcomes.erased")(function* (partner: string, records: ReadonlyArray<string>) {
  const byHash = new Map(records.map((record) => [erasedHashOf(partner, record), record]))
  const found = yield* Warehouse.query<{ hash: string }>(
    `SELECT DISTINCT toString(record_hash) AS hash FROM ${erasedRecordTable}
     WHERE partner_id = {partner:String} AND record_hash IN (SELECT toFixedString(arrayJoin({hashes:Array(String)}), 64))`,
    { params: { partner, hashes: [...byHash.keys()] } }
  )
  return found.flatMap(({ hash }) => byHash.get(hash) ?? [])
})

const problemOf = (text: string): StoredProblem => {
  const [code = "", path = ""] = text.split(" ", 2)
  return { code, path }
}

const nothing = { revision: null, partition: null, offset: null, problems: [] } as const

/**
 * Returns the outcomes of the records, by record id. A record without one was not read yet, or is of another partner. A message that was refused
 * and stored after a replay has no outcome of its own any more.
 */
export const outcomesOf = Effect.fn("Outcomes.outcomesOf")(function* (partner: string, given: ReadonlyArray<string>) {
  const records = [...new Set(given)].sort()
  if (records.length === 0) return []
  const outcomes: Array<RecordOutcome> = []
  for (const { record, revision } of yield* accepted(partner, records))
    outcomes.push({ record, outcome: "accepted", ...nothing, revision })
  for (const { record, outcome, partition, offset, problems, reading } of yield* notes(partner, records)) {
    if (outcome === "duplicate" || reading === "duplicate")
      outcomes.push({ record, outcome: "duplicate", ...nothing, partition, offset })
    else if (reading !== "loaded")
      outcomes.push({ record, outcome: "rejected", ...nothing, partition, offset, problems: problems.map(problemOf) })
  }
  for (const record of yield* erased(partner, records)) outcomes.push({ record, outcome: "withdrawn", ...nothing })
  return outcomes.sort((a, b) => (a.record < b.record ? -1 : a.record > b.record ? 1 : 0))
})
