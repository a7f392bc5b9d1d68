/**
 * Reads refused messages again at their places in the partners' topics, after a code list or a rule was mended, and loads what
 * passes now, once. What a message says is kept nowhere but in its topic: what has left it cannot be read again.
 *
 * A page of messages is read, loaded, looked for in the store, and then written down as read. Killed anywhere in between, the
 * next run finds what was loaded in the store and counts it as there already. A message that is written down as loaded stays
 * known to the pipeline, which therefore never refuses it a second time, whatever rules it runs with.
 */
import { hash } from "node:crypto"
import { Clock, Effect } from "effect"
import { EventLog, type LogRecord } from "../../ports/EventLog.ts"
import { LogBatch } from "../../ports/LogBatch.ts"
import { type RecordKind, recordKinds } from "../../schemas/RecordSchemas.ts"
import { currentKey, KeyStore, type PartnerKeys, targetVersion } from "../keys/KeyStore.ts"
import { rekey } from "../keys/Rekey.ts"
import { list as listPartners } from "../partners/Partners.ts"
import { partnerOfTopic } from "../partners/PartnerTopic.ts"
import { schemaIdOf } from "../wire/WireFormat.ts"
import { loadBatch } from "./LoadBatch.ts"
import { type LoadingMemory, makeLoadingMemory } from "./LoadingMemory.ts"
import * as QuarantineList from "./QuarantineList.ts"
import { SchemaReaders } from "./SchemaReaders.ts"
import { isSame, type Revision, storedRevisions } from "./StoredRevisions.ts"
import { type Reading, transcribeOne } from "./Transcribe.ts"
import { withdrawnOf } from "./Withdrawals.ts"

export interface ReplayOptions extends QuarantineList.QuarantineFilter {
  /** Only tells what would be. */
  readonly dryRun: boolean
}

/** Messages by what became of them; `replayed` is the sum of the others. */
export interface Replayed {
  readonly replayed: number
  readonly loaded: number
  /** Records that the store has already, sent again since or loaded by a run that was cut off. */
  readonly duplicates: number
  readonly stillRefused: number
  /** Messages that the topic no longer holds. */
  readonly gone: number
  /** Addresses of these. */
  readonly goneMessages: ReadonlyArray<string>
}

/** Messages that are read, loaded and written down together. */
const pageSize = 1_000

type Partition = QuarantineList.RefusedPartition

interface Read {
  readonly refused: QuarantineList.Refused
  /** Undefined when the topic no longer holds the message. */
  readonly record: LogRecord | undefined
}

/** The messages of a page as they lie in the topic. The time tells a message from another at the offset of a topic made anew. */
const readPage = Effect.fn("Replay.readPage")(function* (
  { topic, partition }: Partition,
  page: ReadonlyArray<QuarantineList.Refused>
) {
  const log = yield* EventLog
  const records = yield* log.readAt(
    topic,
    partition,
    page.map(({ offset }) => offset)
  )
  const byOffset = new Map(records.map((record) => [record.offset, record]))
  return page.map((refused): Read => {
    const record = byOffset.get(refused.offset)
    return { refused, record: record?.timestamp === refused.sentAt ? record : undefined }
  })
})

/** A message that passes the rules that look at it alone. */
interface Passed extends Revision {
  readonly at: LogRecord
  readonly kind: RecordKind
  readonly recordId: string
  readonly revision: number
}

/** One message by the rules of today: what it is, or what is wrong with it. */
const readOne = (at: LogRecord, reading: Reading): Passed | ReadonlyArray<QuarantineList.QuarantineProblem> => {
  const read = transcribeOne(at, reading)
  if ("problems" in read) return read.problems
  const { kind, recordId, revision, person, contentHash } = read
  return { at, kind, recordId, revision, person, hash: contentHash, keyVersion: currentKey(reading.keys).version }
}

const revisionOf = ({ kind, recordId, revision }: Passed) => `${kind}/${recordId}/${revision}`

/** What the store has of the candidates' revisions. */
const storedOf = Effect.fn("Replay.storedOf")(function* (partner: string, candidates: ReadonlyArray<Passed>) {
  const stored = new Map<string, Revision>()
  for (const kind of recordKinds) {
    const ids = new Set(candidates.filter((one) => one.kind === kind).map(({ recordId }) => recordId))
    for (const [revision, row] of yield* storedRevisions(partner, kind, [...ids]))
      stored.set(`${kind}/${revision}`, row)
  }
  return stored
})

type Found = Pick<QuarantineList.Reading, "outcome" | "problems">

const loaded: Found = { outcome: "loaded", problems: [] }
const duplicate: Found = { outcome: "duplicate", problems: [] }
const refusedFor = (code: string, path: string): Found => ({ outcome: "refused", problems: [{ code, path }] })
const withdrawn = refusedFor("case-withdrawn", "")
const conflict = refusedFor("revision-conflict", "revision")

/** Taken out of the store again between loading and looking; the next run reads it again. */
const unsettled: Found = { outcome: "refused", problems: [] }

/**
 * What becomes of each message that passes the rules: as what the store had `before` lets one expect, or, where `after` tells
 * what it has since they were loaded, as it is.
 */
const decide = (
  all: ReadonlyArray<Passed>,
  withdrawnPersons: ReadonlySet<string>,
  before: ReadonlyMap<string, Revision>,
  after: ReadonlyMap<string, Revision> | undefined
): ReadonlyArray<readonly [Passed, Found]> => {
  const first = new Map<string, Passed>()
  const decideOne = (passed: Passed): Found => {
    if (passed.kind !== "withdrawal" && withdrawnPersons.has(passed.person)) return withdrawn
    const revision = revisionOf(passed)
    const earlier = first.get(revision)
    const there = (after ?? before).get(revision)
    if (there !== undefined && !isSame(there, passed)) return conflict
    if (there === undefined && after !== undefined) return unsettled
    if (before.has(revision)) return duplicate
    if (earlier === undefined) {
      first.set(revision, passed)
      return loaded
    }
    return isSame(earlier, passed) ? duplicate : conflict
  }
  return all.map((passed) => [passed, decideOne(passed)] as const)
}

/** The same messages give the same token, so that a load that was taken without our hearing of it is not done twice. */
const tokenOf = (batch: ReadonlyArray<LogRecord>) => {
  const [first] = batch
  const places = batch.map(({ offset, timestamp }) => [offset, timestamp])
  return hash("sha256", JSON.stringify(["replay", first?.topic, first?.partition, places]))
}

/** The partner's keys; undefined for a topic that belongs to no partner, none for keys that were shredded. */
const keysOf = Effect.fn("Replay.keysOf")(function* (partner: string) {
  if (!(yield* listPartners()).some(({ id }) => (id as string) === partner)) return undefined
  return yield* (yield* KeyStore).keysOf(partner)
})

/** Reads messages of a partition by the rules of today and loads those that pass; answers by offset what became of each. */
const load = Effect.fn("Replay.load")(function* (
  partner: string,
  keys: PartnerKeys,
  records: ReadonlyArray<LogRecord>,
  memory: LoadingMemory,
  dryRun: boolean
) {
  const schemas = yield* SchemaReaders
  const ids = new Set(records.flatMap(({ value }) => (value === null ? [] : (schemaIdOf(value) ?? []))))
  yield* schemas.learn(ids)
  const reading: Reading = { keys, readerOf: (id) => schemas.known.get(id) }
  const found = new Map<number, Found>()
  const passed: Array<Passed> = []
  for (const at of records) {
    const read = readOne(at, reading)
    if ("recordId" in read) passed.push(read)
    else found.set(at.offset, { outcome: "refused", problems: read })
  }
  const [first] = passed
  if (first === undefined) return found
  const persons = new Set(passed.map(({ person }) => person))
  const before = yield* storedOf(partner, passed)
  if (!dryRun) {
    const { topic, partition } = first.at
    const batch = LogBatch.of(
      topic,
      partition,
      passed.map(({ at }) => at)
    )
    // The store is asked of every record: nothing is known of what was loaded meanwhile.
    const withdrawn = yield* memory.news.of(partner, currentKey(keys).version)
    const token = tokenOf(batch.toRecords())
    const alone = { token, block: token, memory, withdrawn, isFirst: false, announce: () => Effect.void }
    yield* loadBatch(batch, { ...reading, ...alone, partner })
    // Written first, looked at afterwards: as the pipeline does with keys that rotate meanwhile.
    const now = yield* (yield* KeyStore).keysOf(partner)
    if (targetVersion(now) !== targetVersion(keys)) yield* rekey(partner)
  }
  const after = dryRun ? undefined : yield* storedOf(partner, passed)
  for (const [{ at }, one] of decide(passed, yield* withdrawnOf(partner, persons), before, after))
    found.set(at.offset, one)
  return found
})

/** A message and what became of it. */
interface Ended extends QuarantineList.Place {
  readonly outcome: QuarantineList.Reading["outcome"] | "gone"
  readonly problems: ReadonlyArray<QuarantineList.QuarantineProblem>
}

const partnerUnknown = refusedFor("partner-unknown", "")
const keysShredded = refusedFor("keys-shredded", "")

/** One page; answers what became of each of its messages. */
const replayPage = Effect.fn("Replay.replayPage")(function* (
  partition: Partition,
  page: ReadonlyArray<QuarantineList.Refused>,
  memory: LoadingMemory,
  dryRun: boolean
) {
  const read = yield* readPage(partition, page)
  const partner = partnerOfTopic(partition.topic)
  const keys = yield* keysOf(partner)
  const records = read.flatMap(({ record }) => record ?? [])
  // Of a topic without a partner, or whose partner's keys were shredded, nothing can be loaded.
  const isLoadable = keys !== undefined && keys.length > 0 && records.length > 0
  const found: ReadonlyMap<number, Found> = isLoadable ? yield* load(partner, keys, records, memory, dryRun) : new Map()
  const ended = read.map(({ refused, record }): Ended => {
    const { offset, sentAt } = refused
    if (record === undefined) return { offset, sentAt, outcome: "gone", problems: [] }
    return { offset, sentAt, ...(found.get(offset) ?? (keys === undefined ? partnerUnknown : keysShredded)) }
  })
  const readings = ended.flatMap(({ outcome, ...rest }) => (outcome === "gone" ? [] : { ...rest, outcome }))
  if (!dryRun)
    yield* QuarantineList.writeReadings(
      partition,
      readings.filter((reading) => reading.outcome !== "refused" || reading.problems.length > 0)
    )
  return ended
})

/** Reads again what `options` choose and answers what became of it. */
export const replay = Effect.fn("Replay.replay")(function* (options: ReplayOptions) {
  const { dryRun, ...filter } = options
  const sums = { loaded: 0, duplicate: 0, refused: 0, gone: 0 }
  const goneMessages: Array<string> = []
  const memory = makeLoadingMemory()
  const partitions = yield* QuarantineList.partitions(filter)
  const total = partitions.reduce((sum, { messages }) => sum + messages, 0)
  let told = yield* Clock.currentTimeMillis
  for (const partition of partitions) {
    let after: QuarantineList.Place | undefined
    for (;;) {
      const page = yield* QuarantineList.page(filter, partition, after, pageSize)
      after = page.at(-1)
      if (after === undefined) break
      for (const { offset, outcome } of yield* replayPage(partition, page, memory, dryRun)) {
        sums[outcome]++
        if (outcome === "gone") goneMessages.push(`${partition.topic}/${partition.partition}/${offset}`)
      }
      const now = yield* Clock.currentTimeMillis
      if (now - told < 2_000) continue
      told = now
      const done = sums.loaded + sums.duplicate + sums.refused + sums.gone
      yield* Effect.logInfo(`${done} of ${total} messages read again, ${sums.loaded} loaded`)
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
