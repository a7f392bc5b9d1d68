/**
 * Sends checked records to the partner's topic, with a receipt. The command line and the portal both use it, so the same records of a partner
 * have one receipt and are sent once.
 */
import { hash } from "node:crypto"
import { Clock, Effect, Stream } from "effect"
import { EventLog, type Identity, type SentRange } from "../../../ports/EventLog.ts"
import { uuidOfHash } from "../../keys/uuidOfHash.ts"
import { topicOfPartner } from "../../partners/PartnerTopic.ts"
import { type Writer, writers } from "../../wire/RecordCodec.ts"
import { registerSchemas } from "../../wire/RegisterSchemas.ts"
import { frame } from "../../wire/WireFormat.ts"
import type { ReadyRow } from "../check/pseudonymiseRows.ts"
import * as Receipts from "../receipts/Receipts.ts"
import { isOutdated, recordRevisions, revise } from "../receipts/Revisions.ts"
import { ContentChanged } from "./ContentChanged.ts"

/**
 * Returns the id of a submission, which is the same for the same records of the same partner. `time` increases from 0 each time a correction is
 * reverted, because then the same records are sent again.
 */
export const submissionId = (partner: string, contentHash: string, time = 0): string =>
  uuidOfHash(hash("sha256", `submission\0${partner}\0${contentHash}${time === 0 ? "" : `\0${time}`}`))

interface SendOptions {
  readonly partner: string
  /** The partner's Kafka user. */
  readonly identity: Identity
  /** The hash of all records, from the check. */
  readonly contentHash: string
  readonly records: number
  readonly via: Receipts.Receipt["via"]
  /** Whether content that was corrected since is sent again, as the newest revision. */
  readonly undo: boolean
  /** Receives the number of processed records. */
  readonly onSent: (count: number) => void
}

export interface Sent {
  readonly submission: string
  /** True if these records were sent before; then nothing was sent now. */
  readonly isKnown: boolean
  readonly sent: number
  readonly corrections: number
  readonly unchanged: number
  /** Number of records that wait until another account of the partner approves them. */
  readonly waiting: number
  /** Ids of records that were corrected after this content of them was sent. They are not sent, unless the partner asks to undo corrections. */
  readonly heldBack: ReadonlyArray<string>
}

/** Nothing was sent. */
export const nothingSent = (submission: string, isKnown: boolean): Sent => ({
  submission,
  isKnown,
  sent: 0,
  corrections: 0,
  unchanged: 0,
  waiting: 0,
  heldBack: []
})

/** Number of records per batch. */
const sendSize = 1000

/** Joins adjacent ranges. */
export const joined = (ranges: ReadonlyArray<SentRange>): ReadonlyArray<SentRange> => {
  const all = [...ranges].sort((a, b) => a.partition - b.partition || a.first - b.first)
  const out: Array<SentRange> = []
  for (const range of all) {
    const last = out.at(-1)
    if (last !== undefined && last.partition === range.partition && range.first <= last.last + 1)
      out[out.length - 1] = { ...last, last: Math.max(last.last, range.last) }
    else out.push(range)
  }
  return out
}

/**
 * Sends the rows. If the process dies, the submission stays incomplete. When it is sent again, records that arrived are recognised by their ids.
 */
export const sendRecords = Effect.fn("SendRecords.sendRecords")(function* <E, R>(
  options: SendOptions,
  rows: Stream.Stream<ReadyRow, E, R>
) {
  const { partner, identity, contentHash, records, via, undo } = options
  let [time, submission] = [0, submissionId(partner, contentHash)]
  let [before, known] = [yield* Receipts.sentBefore(partner, submission), ""]
  while (before.isComplete) {
    known = submission
    submission = submissionId(partner, contentHash, ++time)
    before = yield* Receipts.sentBefore(partner, submission)
  }
  if (known !== "" && !(yield* isOutdated(partner, known))) return nothingSent(known, true)
  const log = yield* EventLog
  const { newest } = yield* registerSchemas()
  const producer = yield* log.producer(identity)
  const topic = topicOfPartner(partner)
  const messageOf = ({ kind, record }: ReadyRow) => ({
    key: record["recordId"] as string,
    value: frame(newest.get(kind) as number, (writers.get(kind) as Writer).encode(record))
  })
  const receivedAt = yield* Clock.currentTimeMillis
  let { places } = before
  const entry = { partner, submission, via, receivedAt, records, hash: contentHash }
  yield* Receipts.write({ ...entry, corrections: 0, unchanged: 0, heldBack: 0, places }, "sending")
  const counts = { sent: 0, corrections: 0, unchanged: 0 }
  const heldBack: Array<string> = []
  yield* rows.pipe(
    Stream.grouped(sendSize),
    Stream.runForEach(
      Effect.fn("SendRecords.group")(function* (group) {
        const revised = yield* revise(partner, group, undo)
        places = joined([...places, ...(yield* producer.send(topic, revised.rows.map(messageOf)))])
        yield* recordRevisions(partner, submission, revised)
        counts.sent += revised.rows.length
        counts.unchanged += revised.unchanged.length
        counts.corrections += revised.rows.filter(({ isCorrection }) => isCorrection).length
        heldBack.push(...revised.heldBack)
        options.onSent(counts.sent + counts.unchanged + heldBack.length)
      })
    ),
    // The receipt ends with what was sent. Without the hash it is not taken for these records when they are sent again.
    Effect.tapError((error) =>
      error instanceof ContentChanged
        ? Receipts.write(
            {
              ...entry,
              records: counts.sent + counts.unchanged + heldBack.length,
              hash: "",
              corrections: counts.corrections,
              unchanged: counts.unchanged,
              heldBack: heldBack.length,
              places
            },
            "sent"
          )
        : Effect.void
    )
  )
  const { corrections, unchanged } = counts
  yield* Receipts.write({ ...entry, corrections, unchanged, heldBack: heldBack.length, places }, "sent")
  return { submission, isKnown: false, ...counts, waiting: 0, heldBack } satisfies Sent
}, Effect.scoped)
