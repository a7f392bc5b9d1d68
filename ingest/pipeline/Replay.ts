/**
 * Replays refused messages: after a code list or a rule was corrected, reads them again from the partners' topics and loads those that
 * pass now, once. A message's content exists only in its topic. A message that has left the topic cannot be replayed.
 *
 * A page of messages is read, loaded, looked up in the store, and then recorded. After a crash in between, the next run finds the loaded
 * records in the store and counts them as duplicates. The pipeline knows a message that is recorded as loaded, and never refuses it again,
 * whatever rules it runs with.
 */
import { hash } from "node:crypto"
import { Clock, Effect } from "effect"
import { counted } from "../../ports/counted.ts"
import { EventLog } from "../../ports/EventLog.ts"
import { LogBatch, type LogRecord } from "../../ports/LogBatch.ts"
import type { StoredProblem } from "../../schemas/Problems.ts"
import { type RecordKind, recordKinds } from "../../schemas/RecordSchemas.ts"
import { currentKey, KeyStore, type PartnerKeys, targetVersion } from "../keys/KeyStore.ts"
import { withdrawnOf } from "../keys/RecordsOfPersons.ts"
import { rekey } from "../keys/Rekey.ts"
import { isWithdrawnRevision, withdrawnRecordsOf } from "../keys/WithdrawnRecords.ts"
import { list as listPartners } from "../partners/Partners.ts"
import { partnerOfTopic } from "../partners/PartnerTopic.ts"
import { schemaIdOf } from "../wire/WireFormat.ts"
import { loadBatch } from "./LoadBatch.ts"
import { type LoadContext, makeLoadContext } from "./LoadContext.ts"
import * as QuarantineList from "./QuarantineList.ts"
import { SchemaReaders } from "./SchemaReaders.ts"
import { isSame, type Revision, storedRevisions } from "./StoredRevisions.ts"
import { type DecodeContext, transcribeOne } from "./Transcribe.ts"

interface ReplayOptions extends QuarantineList.QuarantineFilter {
  /** Reports the outcome without loading anything. */
  readonly dryRun: boolean
}

/** Numbers of messages by outcome. `replayed` is the sum of the others. */
export interface Replayed {
  readonly replayed: number
  readonly loaded: number
  /** Records that are already in the store, sent again since or loaded by an interrupted run. */
  readonly duplicates: number
  readonly stillRefused: number
  /** Messages that the topic no longer holds. */
  readonly gone: number
  /** The ids of these. */
  readonly goneMessages: ReadonlyArray<string>
}

/** Number of messages that are read, loaded and recorded together. */
const pageSize = 1_000

type Partition = QuarantineList.RefusedPartition

interface ReadMessage {
  readonly refused: QuarantineList.QuarantinedMessage
  /** Undefined when the topic no longer holds the message. */
  readonly record: LogRecord | undefined
}

/** Reads the messages of a page from the topic. The time distinguishes a message from another one at the same offset of a recreated topic. */
const readPage = Effect.fn("Replay.readPage")(function* (
  { topic, partition }: Partition,
  page: ReadonlyArray<QuarantineList.QuarantinedMessage>
) {
  const log = yield* EventLog
  const records = yield* log.readAt(
    topic,
    partition,
    page.map(({ offset }) => offset)
  )
  const byOffset = new Map(records.map((record) => [record.offset, record]))
  return page.map((refused): ReadMessage => {
    const record = byOffset.get(refused.offset)
    return { refused, record: record?.timestamp === refused.sentAt ? record : undefined }
  })
})

/** A message that passes every rule that needs no other record. */
interface ValidMessage extends Revision {
  readonly at: LogRecord
  readonly kind: RecordKind
  readonly recordId: string
  readonly revision: number
}

/** Transcribes a message by the present rules. Returns the valid message, or its problems. */
const readOne = (at: LogRecord, decoding: DecodeContext): ValidMessage | ReadonlyArray<StoredProblem> => {
  const read = transcribeOne(at, decoding)
  if ("problems" in read) return read.problems
  const { kind, recordId, revision, person, contentHash } = read
  return { at, kind, recordId, revision, person, hash: contentHash, keyVersion: currentKey(decoding.keys).version }
}

const revisionOf = ({ kind, recordId, revision }: ValidMessage) => `${kind}/${recordId}/${revision}`

const storedOf = Effect.fn("Replay.storedOf")(function* (partner: string, candidates: ReadonlyArray<ValidMessage>) {
  const stored = new Map<string, Revision>()
  for (const kind of recordKinds) {
    const ids = new Set(candidates.filter((one) => one.kind === kind).map(({ recordId }) => recordId))
    for (const [revision, row] of yield* storedRevisions(partner, kind, [...ids]))
      stored.set(`${kind}/${revision}`, row)
  }
  return stored
})

type Outcome = Pick<QuarantineList.ReplayOutcome, "outcome" | "problems">

const loaded: Outcome = { outcome: "loaded", problems: [] }
const duplicate: Outcome = { outcome: "duplicate", problems: [] }
const refusedFor = (code: string, path: string): Outcome => ({ outcome: "refused", problems: [{ code, path }] })
const withdrawn = refusedFor("case-withdrawn", "")
const conflict = refusedFor("revision-conflict", "revision")

/** The record was removed from the store between loading and looking it up. The next run replays it. */
const unsettled: Outcome = { outcome: "refused", problems: [] }

/**
 * Returns the outcome of each valid message. `before` are the stored revisions before the load. `after` are those since; it is undefined
 * for a dry run, and then the outcome is what `before` lets one expect.
 */
const decide = (
  all: ReadonlyArray<ValidMessage>,
  isWithdrawn: (message: ValidMessage) => boolean,
  before: ReadonlyMap<string, Revision>,
  after: ReadonlyMap<string, Revision> | undefined
): ReadonlyArray<readonly [ValidMessage, Outcome]> => {
  const first = new Map<string, ValidMessage>()
  const decideOne = (passed: ValidMessage): Outcome => {
    if (passed.kind !== "withdrawal" && isWithdrawn(passed)) return withdrawn
    const revision = revisionOf(passed)
    const earlier = first.get(revision)
    const stored = (after ?? before).get(revision)
    if (stored !== undefined && !isSame(stored, passed)) return conflict
    if (stored === undefined && after !== undefined) return unsettled
    if (before.has(revision)) return duplicate
    if (earlier === undefined) {
      first.set(revision, passed)
      return loaded
    }
    return isSame(earlier, passed) ? duplicate : conflict
  }
  return all.map((passed) => [passed, decideOne(passed)] as const)
}

/** The same messages give the same token, so that an insert that was accepted without an acknowledgement is not repeated. */
const tokenOf = (batch: ReadonlyArray<LogRecord>) => {
  const [first] = batch
  const places = batch.map(({ offset, timestamp }) => [offset, timestamp])
  return hash("sha256", JSON.stringify(["replay", first?.topic, first?.partition, places]))
}

/** Returns the partner's keys: undefined for a topic without a partner, an empty list if the keys were shredded. */
const keysOf = Effect.fn("Replay.keysOf")(function* (partner: string) {
  if (!(yield* listPartners()).some(({ id }) => (id as string) === partner)) return undefined
  return yield* (yield* KeyStore).keysOf(partner)
})

/** Returns which of the messages belong to persons who have withdrawn, by their case number or their record. */
const withdrawnMessages = Effect.fn("Replay.withdrawnMessages")(function* (
  partner: string,
  messages: ReadonlyArray<ValidMessage>
) {
  const persons = yield* withdrawnOf(partner, new Set(messages.map(({ person }) => person)))
  const records = yield* withdrawnRecordsOf(partner)
  return ({ person, recordId, revision }: ValidMessage) =>
    persons.has(person) || isWithdrawnRevision(records, partner, recordId, revision)
})

/** Transcribes messages of a partition by the present rules and loads them. Returns the outcomes by offset. */
const load = Effect.fn("Replay.load")(function* (
  partner: string,
  keys: PartnerKeys,
  records: ReadonlyArray<LogRecord>,
  context: LoadContext,
  dryRun: boolean
) {
  const schemas = yield* SchemaReaders
  const ids = new Set(records.flatMap(({ value }) => (value === null ? [] : (schemaIdOf(value) ?? []))))
  yield* schemas.learn(ids)
  const decoding: DecodeContext = { keys, readerOf: (id) => schemas.known.get(id) }
  const found = new Map<number, Outcome>()
  const passed: Array<ValidMessage> = []
  for (const at of records) {
    const read = readOne(at, decoding)
    if ("recordId" in read) passed.push(read)
    else found.set(at.offset, { outcome: "refused", problems: read })
  }
  const [first] = records
  if (first === undefined) return found
  const before = yield* storedOf(partner, passed)
  if (!dryRun) {
    // With those that are refused again: the quarantine may learn their case.
    const batch = LogBatch.of(first.topic, first.partition, records)
    // Every record is looked up in the store, because the pipeline may have loaded it meanwhile.
    const withdrawn = yield* context.partnerChanges.withdrawnOf(partner, currentKey(keys).version)
    const token = tokenOf(records)
    const announce = () => Effect.void
    yield* loadBatch({ ...decoding, batch, partner, token, block: token, context, withdrawn, isFirst: false, announce })
    // Write first, look afterwards, as the pipeline does: the keys may rotate meanwhile.
    const now = yield* (yield* KeyStore).keysOf(partner)
    if (targetVersion(now) !== targetVersion(keys)) yield* rekey(partner)
  }
  const after = dryRun ? undefined : yield* storedOf(partner, passed)
  const isWithdrawn = yield* withdrawnMessages(partner, passed)
  for (const [{ at }, one] of decide(passed, isWithdrawn, before, after)) found.set(at.offset, one)
  return found
})

interface ReplayedMessage extends QuarantineList.QuarantinePosition {
  readonly outcome: QuarantineList.ReplayOutcome["outcome"] | "gone"
  readonly problems: ReadonlyArray<StoredProblem>
}

const partnerUnknown = refusedFor("partner-unknown", "")
const keysShredded = refusedFor("keys-shredded", "")

/** Replays one page. Returns the outcome of each message. */
const replayPage = Effect.fn("Replay.replayPage")(function* (
  partition: Partition,
  page: ReadonlyArray<QuarantineList.QuarantinedMessage>,
  context: LoadContext,
  dryRun: boolean
) {
  const read = yield* readPage(partition, page)
  const partner = partnerOfTopic(partition.topic)
  const keys = yield* keysOf(partner)
  const records = read.flatMap(({ record }) => record ?? [])
  // Without a partner or its keys nothing can be loaded.
  const isLoadable = keys !== undefined && keys.length > 0 && records.length > 0
  const found: ReadonlyMap<number, Outcome> = isLoadable
    ? yield* load(partner, keys, records, context, dryRun)
    : new Map()
  const messages = read.map(({ refused, record }): ReplayedMessage => {
    const { offset, sentAt } = refused
    if (record === undefined) return { offset, sentAt, outcome: "gone", problems: [] }
    return { offset, sentAt, ...(found.get(offset) ?? (keys === undefined ? partnerUnknown : keysShredded)) }
  })
  const outcomes = messages.flatMap(({ outcome, ...rest }) => (outcome === "gone" ? [] : { ...rest, outcome }))
  if (!dryRun)
    yield* QuarantineList.writeOutcomes(
      partition,
      outcomes.filter(({ outcome, problems }) => outcome !== "refused" || problems.length > 0)
    )
  return messages
})

/** Replays the selected messages. Returns the numbers by outcome. */
export const replay = Effect.fn("Replay.replay")(function* (options: ReplayOptions) {
  const { dryRun, ...filter } = options
  const sums = { loaded: 0, duplicate: 0, refused: 0, gone: 0 }
  const goneMessages: Array<string> = []
  const context = makeLoadContext()
  const partitions = yield* QuarantineList.partitions(filter)
  const total = partitions.reduce((sum, { messages }) => sum + messages, 0)
  let loggedAt = yield* Clock.currentTimeMillis
  for (const partition of partitions) {
    let after: QuarantineList.QuarantinePosition | undefined
    for (;;) {
      const page = yield* QuarantineList.page(filter, partition, after, pageSize)
      after = page.at(-1)
      if (after === undefined) break
      for (const { offset, outcome } of yield* replayPage(partition, page, context, dryRun)) {
        sums[outcome]++
        if (outcome === "gone") goneMessages.push(`${partition.topic}/${partition.partition}/${offset}`)
      }
      const now = yield* Clock.currentTimeMillis
      if (now - loggedAt < 2_000) continue
      loggedAt = now
      const done = sums.loaded + sums.duplicate + sums.refused + sums.gone
      yield* Effect.logInfo(`${done} of ${counted(total, "message")} replayed, ${sums.loaded} loaded`)
    }
  }
  return {
    replayed: sums.loaded + sums.duplicate + sums.refused + sums.gone,
    loaded: sums.loaded,
    duplicates: sums.duplicate,
    stillRefused: sums.refused,
    gone: sums.gone,
    goneMessages
  } satisfies Replayed
})
