/**
 * The pipeline: partners' topics -> ClickHouse, exactly once into the store.
 *
 * For each batch: boundaries into the ledger, load (see `LoadBatch`), 'stored' into the ledger, offsets last. Whatever
 * breaks in between, the next reader of the partition does the same batch again and nothing is lost or doubled.
 */
import { Effect, Ref } from "effect"
import { addressOf, EventLog } from "../../ports/EventLog.ts"
import { rekeyAll } from "../keys/Rekey.ts"
import { topicPrefix } from "../partners/PartnerTopic.ts"
import { makeBatchHandler, nothing } from "./BatchHandler.ts"
import type { Outcome } from "./Ledger.ts"
import { batchSize, makeLoadingMemory } from "./LoadingMemory.ts"
import { patiently, quietly } from "./Patiently.ts"

export interface PipelineOptions {
  readonly groupId: string
  /** Members of the consumer group in this process. */
  readonly workers: number
  /** Records of a batch at most. */
  readonly batchSize: number
}

export const defaultPipelineOptions: PipelineOptions = { groupId: "corridor.pipeline", workers: 1, batchSize }

const partnerTopics = Effect.fn("Pipeline.partnerTopics")(function* () {
  const log = yield* EventLog
  return yield* log.topics(topicPrefix)
})

/**
 * Runs while topics come and go: a new partner's topic is read from the moment it is seen. `first`: the topics of this moment, where they
 * are known.
 */
const consumeAll = Effect.fn("Pipeline.consumeAll")(function* (
  options: PipelineOptions,
  totals: Ref.Ref<Outcome>,
  committed = new Map<string, number>(),
  first?: ReadonlyArray<string>
) {
  const log = yield* EventLog
  const memory = makeLoadingMemory()
  // A rotation of keys that was cut off goes on.
  yield* rekeyAll().pipe(patiently("ClickHouse", true))
  /** One member of the group; those of one process share what they know of the store. */
  const member = (topics: ReadonlyArray<string>) =>
    Effect.scoped(
      Effect.flatMap(makeBatchHandler({ ...options, totals, committed, memory }), ({ failed, ...handler }) =>
        Effect.raceFirst(log.consume({ groupId: options.groupId, topics, ...handler }), failed)
      )
    )
  const changed = (before: ReadonlyArray<string>) =>
    Effect.gen(function* () {
      for (;;) {
        yield* Effect.sleep("10 seconds")
        const now = yield* partnerTopics().pipe(Effect.catch(() => Effect.succeed(before)))
        if (now.join() !== before.join()) return
      }
    })
  for (let known = first; ; known = undefined) {
    const topics = known ?? (yield* partnerTopics().pipe(patiently("Kafka")))
    if (topics.length === 0) yield* Effect.sleep("2 seconds")
    else
      yield* Effect.raceFirst(
        Effect.all(
          Array.from({ length: options.workers }, () => member(topics)),
          { concurrency: "unbounded" }
        ),
        changed(topics)
      )
  }
})

/** How often it is looked whether this process has committed all; and how often the group is asked, which costs a connection. */
const [lookAgain, askAgain] = [50, 2_000] as const

/**
 * Waits until everything that lay in the topics when this began is committed: by this process, as `own` has it, or by others of the group,
 * which is asked for what is not.
 */
const caughtUp = Effect.fn("Pipeline.caughtUp")(function* (
  groupId: string,
  topics: ReadonlyArray<string>,
  own: ReadonlyMap<string, number>
) {
  const log = yield* EventLog
  // Of an outage the consumer tells, which runs beside this.
  const ends = yield* quietly(log.endOffsets(topics))
  const starts = new Map((yield* quietly(log.startOffsets(topics))).map((start) => [addressOf(start), start.offset]))
  const filled = ends.filter((end) => end.offset > (starts.get(addressOf(end)) ?? 0))
  for (let waited = 0; ; waited += lookAgain) {
    let left = filled.filter((end) => (own.get(addressOf(end)) ?? -1) < end.offset)
    if (left.length > 0 && waited % askAgain === 0) {
      const all = new Map((yield* quietly(log.committed(groupId, topics))).map((c) => [addressOf(c), c.offset]))
      left = left.filter((end) => (all.get(addressOf(end)) ?? -1) < end.offset)
    }
    if (left.length === 0) return
    yield* Effect.sleep(lookAgain)
  }
})

const progress = (totals: Ref.Ref<Outcome>) =>
  Ref.get(totals).pipe(
    Effect.flatMap((t) =>
      Effect.logInfo(
        `${t.consumed} read, ${t.loaded} loaded, ${t.quarantined} quarantined, ${t.duplicates} there already`
      )
    ),
    Effect.delay("2 seconds"),
    Effect.forever
  )

/** Reads until everything that is in the topics now is stored and committed. */
export const runUntilCaughtUp = Effect.fn("Pipeline.runUntilCaughtUp")(function* (options: PipelineOptions) {
  const topics = yield* partnerTopics().pipe(patiently("Kafka"))
  const totals = yield* Ref.make(nothing)
  const committed = new Map<string, number>()
  const [duration] = yield* (
    topics.length === 0
      ? Effect.void
      : Effect.raceFirst(
          Effect.raceFirst(consumeAll(options, totals, committed, topics), progress(totals)),
          caughtUp(options.groupId, topics, committed)
        )
  ).pipe(Effect.timed)
  return { ...(yield* Ref.get(totals)), duration }
})

/** Reads until it is interrupted. */
export const runForever = Effect.fn("Pipeline.runForever")(function* (options: PipelineOptions) {
  const totals = yield* Ref.make(nothing)
  return yield* Effect.raceFirst(consumeAll(options, totals), progress(totals))
})
