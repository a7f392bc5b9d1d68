/**
 * Receipts: the state of each submission since it was received. A partner sees only its own. Another partner's receipt is reported as one
 * that does not exist.
 */
import { Effect } from "effect"
import type { SentRange } from "../../../ports/EventLog.ts"
import { laterTime } from "../../../ports/laterTime.ts"
import { timeText } from "../../../ports/timeText.ts"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { type RecordKind, recordKinds, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { sentRevisionTable, submissionTable } from "../../keys/PersonTables.ts"
import { topicOfPartner } from "../../partners/PartnerTopic.ts"
import type { ReceiptState, Refusal, SentReceipt } from "./ReceiptSchemas.ts"

/** The state of a submission, with what the partner's API leaves out. */
export interface Receipt extends SentReceipt {
  readonly partner: string
  readonly via: "command-line" | "portal"
  /** Number of records that were stored already with the same content. */
  readonly unchanged: number
}

type SentCount = "records" | "corrections" | "unchanged" | "heldBack"

/** The stored entry of a submission. */
interface SubmissionEntry extends Pick<Receipt, "submission" | "partner" | "via" | "hash" | SentCount> {
  readonly receivedAt: number
  readonly places: ReadonlyArray<SentRange>
}

/** Records a submission: `sending` before its first record is sent, `sent` after the last. */
export const write = Effect.fn("Receipts.write")(function* (entry: SubmissionEntry, state: "sending" | "sent") {
  const { partner, submission, via, receivedAt, records, corrections, unchanged, heldBack, hash, places } = entry
  yield* Warehouse.insert(
    submissionTable,
    [
      {
        partner_id: partner,
        submission,
        state,
        via,
        received_at: timeText(receivedAt),
        records,
        corrections,
        unchanged,
        held_back: heldBack,
        hash,
        places: places.map(({ partition, first, last }) => ({ partition, first, last })),
        at: yield* laterTime(
          submissionTable,
          "at",
          "partner_id = {partner:String} AND submission = {submission:UUID}",
          { partner, submission }
        )
      }
    ],
    { token: "" }
  )
})

interface Row {
  readonly submission: string
  readonly state: "sending" | "sent"
  readonly via: Receipt["via"]
  readonly receivedAt: string
  readonly records: number
  readonly corrections: number
  readonly unchanged: number
  readonly heldBack: number
  readonly hash: string
  readonly places: ReadonlyArray<string>
}

const rowsOf = Effect.fn("Receipts.rowsOf")(function* (partner: string, submission: string | undefined, limit: number) {
  const one = submission === undefined ? "" : "AND toString(submission) = {submission:String}"
  return yield* Warehouse.query<Row>(
    `SELECT toString(submission) AS submission, toString(state) AS state, via,
            concat(formatDateTime(received_at, '%Y-%m-%dT%H:%i:%S'), 'Z') AS receivedAt, records, corrections, unchanged,
            held_back AS heldBack, hash,
            arrayMap(p -> concat(toString(p.1), ' ', toString(p.2), ' ', toString(p.3)), places) AS places
     FROM ${submissionTable} FINAL WHERE partner_id = {partner:String} ${one}
     ORDER BY received_at DESC, submission LIMIT {limit:UInt32}`,
    { params: { partner, submission: submission ?? "", limit } }
  )
})

const rangesOf = ({ places }: Row): ReadonlyArray<SentRange> =>
  places.map((place) => {
    const [partition, first, last] = place.split(" ").map(Number) as [number, number, number]
    return { partition, first, last }
  })

/** Returns whether the pipeline has stored everything up to the last message of each partition. */
const isRead = Effect.fn("Receipts.isRead")(function* (partner: string, ranges: ReadonlyArray<SentRange>) {
  if (ranges.length === 0) return true
  const stored = yield* Warehouse.query<{ partition: number; last: number }>(
    `SELECT partition, toFloat64(max(last_offset)) AS last FROM corridor_audit.batch
     WHERE topic = {topic:String} AND state = 'stored' GROUP BY partition`,
    { params: { topic: topicOfPartner(partner) } }
  )
  const lastOf = new Map(stored.map(({ partition, last }) => [partition, last]))
  return ranges.every(({ partition, last }) => (lastOf.get(partition) ?? -1) >= last)
})

/** Returns SQL conditions of ranges. There are few ranges: a file is sent in batches, and adjacent ranges are joined. */
const inRanges = (ranges: ReadonlyArray<SentRange>) =>
  ranges
    .map(({ partition, first, last }) => `(partition = ${partition} AND offset BETWEEN ${first} AND ${last})`)
    .join(" OR ")

/**
 * Returns how many of a partner's messages are still refused, and how many by each rule. `where` is an SQL condition of the messages, with
 * its parameters.
 */
export const stillRefused = Effect.fn("Receipts.stillRefused")(function* (
  partner: string,
  where: string,
  more: Readonly<Record<string, string>>
) {
  const open = `FROM corridor_audit.quarantine
     WHERE topic = {topic:String} AND ${where}
       AND (topic, partition, offset, sent_at) NOT IN (
         SELECT topic, partition, offset, sent_at FROM corridor_audit.quarantine_reading FINAL
         WHERE topic = {topic:String} AND outcome IN ('loaded', 'duplicate'))`
  const params = { topic: topicOfPartner(partner), ...more }
  const [all] = yield* Warehouse.query<{ n: number }>(
    `SELECT toFloat64(uniqExact(partition, offset, sent_at)) AS n ${open}`,
    { params }
  )
  const refusals = yield* Warehouse.query<Refusal>(
    `SELECT code, toFloat64(uniqExact(partition, offset, sent_at)) AS messages ${open} GROUP BY code ORDER BY messages DESC, code`,
    { params }
  )
  return { messages: all?.n ?? 0, refusals }
})

/** Returns the number of the submission's records in the store. */
const presentOf = Effect.fn("Receipts.presentOf")(function* (partner: string, submission: string) {
  const params = { partner, submission }
  const kinds = yield* Warehouse.query<{ kind: RecordKind }>(
    `SELECT DISTINCT kind FROM ${sentRevisionTable} WHERE partner_id = {partner:String} AND toString(submission) = {submission:String}`,
    { params }
  )
  let present = 0
  for (const { kind } of kinds) {
    if (!recordKinds.includes(kind)) continue
    const [found] = yield* Warehouse.query<{ n: number }>(
      `SELECT toFloat64(uniqExact(record_id)) AS n FROM corridor_raw.${recordSchema(kind).table}
       WHERE partner_id = {partner:String} AND record_id IN (
         SELECT record_id FROM ${sentRevisionTable}
         WHERE partner_id = {partner:String} AND toString(submission) = {submission:String} AND kind = '${kind}')`,
      { params }
    )
    present += found?.n ?? 0
  }
  return present
})

const receiptOf = Effect.fn("Receipts.receiptOf")(function* (partner: string, row: Row) {
  const ranges = rangesOf(row)
  const { submission, receivedAt, via, hash, records, corrections, unchanged, heldBack } = row
  const isDone = row.state === "sent" && (yield* isRead(partner, ranges))
  const { messages, refusals } =
    ranges.length === 0
      ? { messages: 0, refusals: [] }
      : yield* stillRefused(
          partner,
          `(${inRanges(ranges)}) AND sent_at >= parseDateTimeBestEffort({since:String}) - INTERVAL 1 HOUR`,
          { since: receivedAt }
        )
  const loaded = yield* presentOf(partner, submission)
  const quarantined = Math.min(messages, records)
  const withdrawn = isDone ? Math.max(0, records - heldBack - quarantined - loaded) : 0
  const state: ReceiptState = !isDone
    ? "received"
    : quarantined > 0
      ? "quarantined"
      : loaded === 0 && (records === 0 || heldBack < records)
        ? "withdrawn"
        : "loaded"
  return {
    submission,
    partner,
    receivedAt,
    via,
    hash,
    records,
    corrections,
    unchanged,
    heldBack,
    state,
    loaded,
    quarantined,
    withdrawn,
    refusals
  } satisfies Receipt
})

/** Returns the partner's receipts, newest first. */
export const list = Effect.fn("Receipts.list")(function* (partner: string, limit = 100) {
  const rows = yield* rowsOf(partner, undefined, limit)
  return yield* Effect.forEach(rows, (row) => receiptOf(partner, row))
})

/** Returns a receipt of the partner; undefined if it has none with this id. */
export const show = Effect.fn("Receipts.show")(function* (partner: string, submission: string) {
  const [row] = yield* rowsOf(partner, submission, 1)
  return row === undefined ? undefined : yield* receiptOf(partner, row)
})

/** Returns a receipt of these records that was begun since a moment and is complete; undefined if there is none. */
export const sentSince = Effect.fn("Receipts.sentSince")(function* (partner: string, hash: string, since: number) {
  const rows = yield* rowsOf(partner, undefined, 1_000)
  const row = rows.find(
    (one) => one.state === "sent" && one.hash === hash && Date.parse(one.receivedAt) >= since - 1_000
  )
  return row === undefined ? undefined : yield* receiptOf(partner, row)
})

/** Returns what was sent of a submission before: whether all of it, and where its messages are. */
export const sentBefore = Effect.fn("Receipts.sentBefore")(function* (partner: string, submission: string) {
  const [row] = yield* rowsOf(partner, submission, 1)
  return {
    isComplete: row?.state === "sent" && row.heldBack === 0 && row.hash !== "",
    places: row === undefined ? [] : rangesOf(row)
  }
})
