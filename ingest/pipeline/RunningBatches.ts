/** Loads, marks and commits the batches of one member of the consumer group, in the background and each partition's in order. */
import { Deferred, Effect, Exit, Ref } from "effect"
import { addressOf, type Membership } from "../../ports/EventLog.ts"
import { inTrace } from "../../ports/Traces.ts"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import type { BatchTask } from "./BatchTask.ts"
import type { CutBatch } from "./Boundaries.ts"
import { faultPoint } from "./faultPoint.ts"
import { end, type InFlightBatch, makeInFlightBatch, mayCommit } from "./InFlightBatch.ts"
import type { RecordCounts } from "./Ledger.ts"
import * as Ledger from "./Ledger.ts"
import type { LoadError, Loader } from "./Loader.ts"
import { recordBatch } from "./PipelineMetrics.ts"
import { retryWhileUnavailable, withWaitMetric } from "./retryWhileUnavailable.ts"
import type { Refusal } from "./Transcribe.ts"

export const noRecords: RecordCounts = { consumed: 0, loaded: 0, quarantined: 0, duplicates: 0 }

const plus = (a: RecordCounts, b: RecordCounts): RecordCounts => ({
  consumed: a.consumed + b.consumed,
  loaded: a.loaded + b.loaded,
  quarantined: a.quarantined + b.quarantined,
  duplicates: a.duplicates + b.duplicates
})

const countByCode = (refusals: ReadonlyArray<Refusal>): ReadonlyMap<ProblemCode, number> => {
  const counts = new Map<ProblemCode, number>()
  for (const { problems } of refusals) for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1)
  return counts
}

/** What running batches change of their partition. */
export interface RunningPartition {
  readonly highWatermark: number
  /** The batch that was started last; undefined when it has ended. */
  last: InFlightBatch | undefined
}

/** What a member counts. */
export interface Progress {
  readonly totals: Ref.Ref<RecordCounts>
  /** The offset after the last one that this process committed, by the partition's address. */
  readonly committed: Map<string, number>
}

/** `failed` fails with the first failure of a batch, which ends the member. */
export const makeRunningBatches = Effect.fn("RunningBatches.make")(function* (
  loader: Loader,
  { totals, committed }: Progress
) {
  const scope = yield* Effect.scope
  const failed = yield* Deferred.make<never, LoadError>()
  const inFlight = new Set<InFlightBatch>()

  /** Loads, records and commits a batch. Returns whether it was committed. */
  const processBatch = Effect.fn("BatchHandler.processBatch")(function* (
    partition: RunningPartition,
    task: BatchTask,
    membership: Membership,
    flight: InFlightBatch
  ) {
    const { batch } = task
    const { lastOffset } = batch
    yield* Effect.annotateCurrentSpan("corridor.records", batch.count)
    const { counts, refusals, ...seconds } = yield* loader.load(task).pipe(retryWhileUnavailable("ClickHouse"))
    // This may take as long as Kafka is unavailable, which the consumer logs.
    if (!(yield* mayCommit(flight))) return false
    yield* loader.recordInLedger([task], counts).pipe(retryWhileUnavailable("ClickHouse", true))
    yield* Ref.update(totals, (sum) => plus(sum, counts))
    yield* faultPoint("committing")
    // The consumer logs Kafka's outages; logged here too, one outage would have two ends.
    yield* membership.commit(lastOffset + 1).pipe(withWaitMetric("Kafka"))
    committed.set(addressOf(batch), lastOffset + 1)
    yield* faultPoint("committed")
    yield* recordBatch({
      topic: batch.topic,
      partition: batch.partition,
      counts,
      refused: countByCode(refusals),
      records: batch.count,
      bytes: batch.valueBytes,
      sentAt: batch.position(0).timestamp,
      ...seconds,
      lag: Math.max(0, partition.highWatermark - lastOffset - 1)
    })
    batch.release()
    return true
  })

  /** Starts a batch behind the partition's last one. `onLost` runs if another member owns the partition by then. */
  const start = Effect.fn("BatchHandler.start")(function* (
    partition: RunningPartition,
    { batch, plan, isNew }: CutBatch,
    membership: Membership,
    onLost: () => void
  ) {
    const flight = makeInFlightBatch(partition.last, batch)
    partition.last = flight
    inFlight.add(flight)
    const token = Ledger.tokenOf(batch)
    const task: BatchTask = {
      batch,
      token,
      block: plan?.block ?? token,
      isPlanned: plan !== undefined,
      generation: membership.generation,
      isNew,
      assertOwnership: membership.assertOwnership,
      onStored: Deferred.succeed(flight.stored, undefined),
      tries: 0
    }
    yield* processBatch(partition, task, membership, flight).pipe(
      inTrace(batch.trace),
      Effect.catchIf(
        // The partition's next owner finds in the store and the ledger what this one did.
        (error) => error._tag === "EventLogError" && error.isLost,
        () => {
          onLost()
          return Effect.as(Effect.logInfo(`${addressOf(batch)} was assigned to another worker`), false)
        }
      ),
      Effect.onExit((exit) =>
        Effect.andThen(
          Exit.isSuccess(exit) ? Effect.void : Deferred.failCause(failed, exit.cause),
          Effect.suspend(() => {
            if (partition.last === flight) partition.last = undefined
            inFlight.delete(flight)
            return end(flight, Exit.isSuccess(exit) && exit.value)
          })
        )
      ),
      Effect.forkIn(scope)
    )
  })

  return {
    start,
    get count() {
      return inFlight.size
    },
    get bytes() {
      return [...inFlight].reduce((sum, { bytes }) => sum + bytes, 0)
    },
    awaitAny: Effect.suspend(() => Effect.raceAllFirst([...inFlight].map(({ ended }) => Deferred.await(ended)))),
    /** Waits for the batches that are in flight now. */
    awaitAll: Effect.suspend(() =>
      Effect.forEach([...inFlight], ({ ended }) => Deferred.await(ended), { discard: true })
    ),
    /** Waits for those that are stored. Each is checked when those before it have ended: by then it may be stored as well. */
    finishCommits: Effect.gen(function* () {
      for (const { stored, ended } of [...inFlight]) if (yield* Deferred.isDone(stored)) yield* Deferred.await(ended)
    }),
    failed: Deferred.await(failed)
  }
})
