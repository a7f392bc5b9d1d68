/**
 * The pipeline: partners' topics -> ClickHouse, with each record stored exactly once.
 *
 * For each batch: boundaries into the ledger, load (see `LoadBatch`), 'stored' into the ledger, commit the offset. If any step fails, the
 * next owner of the partition repeats the same batch, and nothing is lost or doubled.
 */
import { Effect, Ref, Schedule } from "effect"
import { addressOf, EventLog, type Partition, type PartitionOffset } from "../../ports/EventLog.ts"
import { eraseReturned, rekeyAll } from "../keys/Rekey.ts"
import { topicPrefix } from "../partners/PartnerTopic.ts"
import { makeBatchHandler } from "./BatchHandler.ts"
import type { RecordCounts } from "./Ledger.ts"
import { type LeftOutPartitions, makeLeftOutPartitions } from "./LeftOutPartitions.ts"
import { batchSize, makeLoadContext } from "./LoadContext.ts"
import { noRecords } from "./RunningBatches.ts"
import { retrySilently, retryWhileUnavailable } from "./retryWhileUnavailable.ts"

interface PipelineOptions {
  readonly groupId: string
  /** Members of the consumer group in this process. */
  readonly workers: number
  /** Maximum number of records in a batch. */
  readonly batchSize: number
}

export const defaultPipelineOptions: PipelineOptions = { groupId: "corridor.pipeline", workers: 1, batchSize }

const partnerTopics = Effect.fn("Pipeline.partnerTopics")(function* () {
  const log = yield* EventLog
  return yield* log.topics(topicPrefix)
})

/** An insert that comes late comes within minutes: the store ends it then. */
const betweenErasures = "10 minutes"

/** Consumes all partners' topics and picks up new ones as they appear. `initial` are the present topics, if the caller knows them. */
const consumeAll = Effect.fn("Pipeline.consumeAll")(function* (
  options: PipelineOptions,
  totals: Ref.Ref<RecordCounts>,
  committed = new Map<string, number>(),
  leftOut = makeLeftOutPartitions(),
  initial?: ReadonlyArray<string>
) {
  const log = yield* EventLog
  const context = makeLoadContext()
  // Completes key rotations that were interrupted.
  yield* rekeyAll().pipe(retryWhileUnavailable("ClickHouse", true))
  yield* eraseReturned().pipe(
    retryWhileUnavailable("ClickHouse", true),
    Effect.catch(({ message }) => Effect.logWarning(message)),
    Effect.repeat(Schedule.spaced(betweenErasures)),
    Effect.forkChild
  )
  const onDamage = (place: Partition, reason: string | undefined) => leftOut.note(place, "unreadable", reason)
  /**
   * One member of the group. The members of a process share the load context. A key that goes missing while its partner's batches are in flight
   * ends the member. The next one leaves out the partitions of that partner.
   */
  const member = (topics: ReadonlyArray<string>) =>
    makeBatchHandler({ ...options, totals, committed, context, leftOut }).pipe(
      Effect.flatMap(({ failed, ...handler }) =>
        Effect.raceFirst(log.consume({ groupId: options.groupId, topics, ...handler, onDamage }), failed)
      ),
      Effect.scoped,
      Effect.retry({ while: ({ _tag }) => _tag === "KeyStoreError", schedule: Schedule.spaced("1 second") })
    )
  const topicsChanged = (before: ReadonlyArray<string>) =>
    Effect.gen(function* () {
      for (;;) {
        yield* Effect.sleep("10 seconds")
        const now = yield* partnerTopics().pipe(Effect.catch(() => Effect.succeed(before)))
        if (now.join() !== before.join()) return
      }
    })
  for (let known = initial; ; known = undefined) {
    const topics = known ?? (yield* partnerTopics().pipe(retryWhileUnavailable("Kafka")))
    if (topics.length === 0) yield* Effect.sleep("2 seconds")
    else
      yield* Effect.raceFirst(
        Effect.all(
          Array.from({ length: options.workers }, () => member(topics)),
          { concurrency: "unbounded" }
        ),
        topicsChanged(topics)
      )
  }
})

/** Milliseconds between checks of this process's commits, and of the group's, which cost a connection. */
const [ownInterval, groupInterval] = [50, 2_000] as const

/**
 * Returns the partitions whose records up to `ends` the group has committed. An offset beyond the log is of an earlier topic of that name: nothing of this one is
 * committed. The log's end is read after the commits, which follow it.
 */
const committedUpTo = Effect.fn("Pipeline.committedUpTo")(function* (
  groupId: string,
  ends: ReadonlyArray<PartitionOffset>
) {
  const log = yield* EventLog
  const topics = [...new Set(ends.map(({ topic }) => topic))]
  const [committed, now] = [
    yield* retrySilently(log.committed(groupId, topics)),
    yield* retrySilently(log.endOffsets(topics))
  ].map((all) => new Map(all.map((each) => [addressOf(each), each.offset])))
  return new Set(
    ends.map(addressOf).filter((at, i) => {
      const offset = committed?.get(at) ?? -1
      return offset >= (ends[i]?.offset ?? 0) && offset <= (now?.get(at) ?? 0)
    })
  )
})

/**
 * Waits until all records that the topics held at the start are committed, by this process (`own`) or by other members of the group. Returns
 * the partitions that are not, because they are left out.
 */
const caughtUp = Effect.fn("Pipeline.caughtUp")(function* (
  groupId: string,
  topics: ReadonlyArray<string>,
  own: ReadonlyMap<string, number>,
  leftOut: LeftOutPartitions
) {
  const log = yield* EventLog
  // The consumer, which runs in parallel, logs outages.
  const ends = yield* retrySilently(log.endOffsets(topics))
  const starts = new Map(
    (yield* retrySilently(log.startOffsets(topics))).map((start) => [addressOf(start), start.offset])
  )
  const filled = ends.filter((end) => end.offset > (starts.get(addressOf(end)) ?? 0))
  for (let waited = 0; ; waited += ownInterval) {
    let left = filled.filter((end) => (own.get(addressOf(end)) ?? -1) < end.offset)
    if (left.length > 0 && waited % groupInterval === 0) {
      const done = yield* committedUpTo(groupId, left)
      left = left.filter((end) => !done.has(addressOf(end)))
    }
    const found = left.flatMap((end) => leftOut.find(end) ?? [])
    if (found.length === left.length) return found
    yield* Effect.sleep(ownInterval)
  }
})

const logProgress = (totals: Ref.Ref<RecordCounts>) =>
  Ref.get(totals).pipe(
    Effect.flatMap((t) =>
      Effect.logInfo(`${t.consumed} read, ${t.loaded} loaded, ${t.quarantined} quarantined, ${t.duplicates} duplicates`)
    ),
    Effect.delay("2 seconds"),
    Effect.forever
  )

/**
 * Runs until all records that the topics hold now are stored and committed. Returns the counts, the duration, and the partitions that were left
 * out.
 */
export const runUntilCaughtUp = Effect.fn("Pipeline.runUntilCaughtUp")(function* (options: PipelineOptions) {
  const topics = yield* partnerTopics().pipe(retryWhileUnavailable("Kafka"))
  const totals = yield* Ref.make(noRecords)
  const committed = new Map<string, number>()
  const leftOut = makeLeftOutPartitions()
  const [duration, left] = yield* (
    topics.length === 0
      ? Effect.succeed([])
      : Effect.raceFirst(
          Effect.raceFirst(consumeAll(options, totals, committed, leftOut, topics), logProgress(totals)),
          caughtUp(options.groupId, topics, committed, leftOut)
        )
  ).pipe(Effect.timed)
  return { ...(yield* Ref.get(totals)), duration, leftOut: left }
})

/** Runs until interrupted. */
export const runForever = Effect.fn("Pipeline.runForever")(function* (options: PipelineOptions) {
  const totals = yield* Ref.make(noRecords)
  return yield* Effect.raceFirst(consumeAll(options, totals), logProgress(totals))
})
