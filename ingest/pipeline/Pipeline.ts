/**
 * The pipeline: partners' topics -> ClickHouse, with each record stored exactly once.
 *
 * For each batch: boundaries into the ledger, load (see `LoadBatch`), 'stored' into the ledger, commit the offset. If any step fails, the
 * next owner of the partition repeats the same batch, and nothing is lost or doubled.
 */
import { Effect, Ref } from "effect"
import { addressOf, EventLog, type Partition } from "../../ports/EventLog.ts"
import { rekeyAll } from "../keys/Rekey.ts"
import { topicPrefix } from "../partners/PartnerTopic.ts"
import { makeBatchHandler, noRecords } from "./BatchHandler.ts"
import type { RecordCounts } from "./Ledger.ts"
import { batchSize, makeLoadContext } from "./LoadContext.ts"
import { recordPartitionProblem } from "./PipelineMetrics.ts"
import { retrySilently, retryWhileUnavailable } from "./retryWhileUnavailable.ts"

export interface PipelineOptions {
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

/** Notes, logs and measures partitions whose records cannot be read. The others are loaded meanwhile. */
const noteDamage = (unreadable: Set<string>) => (place: Partition, reason: string | undefined) =>
  Effect.gen(function* () {
    const address = addressOf(place)
    const isNews = unreadable.has(address) === (reason === undefined)
    if (reason === undefined) unreadable.delete(address)
    else unreadable.add(address)
    yield* recordPartitionProblem(place, "unreadable", reason !== undefined)
    if (!isNews) return
    yield* reason === undefined
      ? Effect.logInfo(`${address} can be read again`)
      : Effect.logWarning(
          `${address} cannot be read (${reason}): it is left out and tried again, other partitions are loaded`
        )
  })

/** Consumes all partners' topics and picks up new ones as they appear. `initial` are the present topics, if the caller knows them. */
const consumeAll = Effect.fn("Pipeline.consumeAll")(function* (
  options: PipelineOptions,
  totals: Ref.Ref<RecordCounts>,
  committed = new Map<string, number>(),
  unreadable = new Set<string>(),
  initial?: ReadonlyArray<string>
) {
  const log = yield* EventLog
  const context = makeLoadContext()
  // Completes a key rotation that was interrupted.
  yield* rekeyAll().pipe(retryWhileUnavailable("ClickHouse", true))
  /** One member of the group. The members of a process share the load context. */
  const member = (topics: ReadonlyArray<string>) =>
    Effect.scoped(
      Effect.flatMap(makeBatchHandler({ ...options, totals, committed, context }), ({ failed, ...handler }) =>
        Effect.raceFirst(
          log.consume({ groupId: options.groupId, topics, ...handler, onDamage: noteDamage(unreadable) }),
          failed
        )
      )
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
 * Waits until all records that the topics held at the start are committed, by this process (`own`) or by other members of the group. Returns
 * the partitions that are not, because their records cannot be read.
 */
const caughtUp = Effect.fn("Pipeline.caughtUp")(function* (
  groupId: string,
  topics: ReadonlyArray<string>,
  own: ReadonlyMap<string, number>,
  unreadable: ReadonlySet<string>
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
      const all = new Map((yield* retrySilently(log.committed(groupId, topics))).map((c) => [addressOf(c), c.offset]))
      left = left.filter((end) => (all.get(addressOf(end)) ?? -1) < end.offset)
    }
    if (left.every((end) => unreadable.has(addressOf(end)))) return left.map(addressOf)
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
 * Runs until all records that the topics hold now are stored and committed. Returns the counts, the duration, and the partitions whose records
 * could not be read.
 */
export const runUntilCaughtUp = Effect.fn("Pipeline.runUntilCaughtUp")(function* (options: PipelineOptions) {
  const topics = yield* partnerTopics().pipe(retryWhileUnavailable("Kafka"))
  const totals = yield* Ref.make(noRecords)
  const committed = new Map<string, number>()
  const unreadable = new Set<string>()
  const [duration, left] = yield* (
    topics.length === 0
      ? Effect.succeed([])
      : Effect.raceFirst(
          Effect.raceFirst(consumeAll(options, totals, committed, unreadable, topics), logProgress(totals)),
          caughtUp(options.groupId, topics, committed, unreadable)
        )
  ).pipe(Effect.timed)
  return { ...(yield* Ref.get(totals)), duration, unreadable: left }
})

/** Runs until interrupted. */
export const runForever = Effect.fn("Pipeline.runForever")(function* (options: PipelineOptions) {
  const totals = yield* Ref.make(noRecords)
  return yield* Effect.raceFirst(consumeAll(options, totals), logProgress(totals))
})
