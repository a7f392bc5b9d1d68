/**
 * Handles the fetches of a partition: cuts them into batches, and plans, loads, marks and commits each batch.
 *
 * A batch is processed in the background while more is fetched. The partition's next batch waits until its rows are stored, or its offset
 * committed (see `InFlightBatch`). So at most one batch of a partition is being stored, and about a quarter of the next is in memory; then
 * the partition is paused.
 */
import { Deferred, Effect, Exit, Ref, Semaphore } from "effect"
import { addressOf, type Membership, type Partition, PartitionSetAside } from "../../ports/EventLog.ts"
import type { LogBatch } from "../../ports/LogBatch.ts"
import { inTrace } from "../../ports/Traces.ts"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import { rekeyAll } from "../keys/Rekey.ts"
import { partnerOfTopic } from "../partners/PartnerTopic.ts"
import { Boundaries, type CutBatch } from "./Boundaries.ts"
import { faultPoint } from "./faultPoint.ts"
import { awaitTurnAfter, end, type InFlightBatch, makeInFlightBatch, mayCommit } from "./InFlightBatch.ts"
import type { RecordCounts } from "./Ledger.ts"
import * as Ledger from "./Ledger.ts"
import type { LeftOutPartitions } from "./LeftOutPartitions.ts"
import type { LoadContext } from "./LoadContext.ts"
import { type BatchTask, type LoadError, makeLoader } from "./Loader.ts"
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

/** The state of a partition that this process owns. */
interface OwnedPartition {
  readonly boundaries: Boundaries
  highWatermark: number
  last: InFlightBatch | undefined
  /** Held while batches are cut. */
  readonly cutting: Semaphore.Semaphore
  fetches: number
}

/** Records wait at most this long for more of them: the log's last offsets may not be readable. */
const longestWait = "500 millis"

/** The part of the next batch that is fetched while a batch is in flight. A whole batch would take as much memory again. */
const readAhead = 0.25

/** The first batches of four partitions fill up one after another. */
const staggered = 4
const firstBatch = (batchSize: number, partition: number) =>
  Math.ceil((batchSize * ((partition % staggered) + 1)) / staggered)

const countByCode = (refusals: ReadonlyArray<Refusal>): ReadonlyMap<ProblemCode, number> => {
  const counts = new Map<ProblemCode, number>()
  for (const { problems } of refusals) for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1)
  return counts
}

interface HandlerOptions {
  readonly batchSize: number
  readonly totals: Ref.Ref<RecordCounts>
  /** The offset after the last one that this process committed, by the partition's address. The handler updates it. */
  readonly committed: Map<string, number>
  readonly context: LoadContext
  readonly leftOut: LeftOutPartitions
}

/** Creates a handler for `EventLog.consume`. Its `failed` fails with the first failure of a batch, which ends the member. */
export const makeBatchHandler = Effect.fn("BatchHandler.make")(function* ({
  batchSize,
  totals,
  committed,
  context,
  leftOut
}: HandlerOptions) {
  const loader = yield* makeLoader(context)
  const scope = yield* Effect.scope
  const failed = yield* Deferred.make<never, LoadError>()
  const owned = new Map<string, OwnedPartition>()
  const inFlight = new Set<InFlightBatch>()
  /** True from the start of a rebalance to its end: a partition's next owner may read the ledger at any moment. */
  let isRebalancing = false
  yield* context.memoryBudget.register(() => {
    const all = [...owned.values()]
    const waiting = all.reduce((sum, { boundaries }) => sum + boundaries.heldBytes, 0)
    return {
      bytes: [...inFlight].reduce((sum, { bytes }) => sum + bytes, waiting),
      partitions: all.filter(({ boundaries, last }) => last !== undefined || boundaries.count > 0).length
    }
  })

  /** Loads, records and commits a batch. Returns whether it was committed. */
  const processBatch = Effect.fn("BatchHandler.processBatch")(function* (
    partition: OwnedPartition,
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

  const start = Effect.fn("BatchHandler.start")(function* (
    partition: OwnedPartition,
    { batch, plan, isNew }: CutBatch,
    membership: Membership
  ) {
    const address = addressOf(batch)
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
        // Another member owns the partition now. It finds in the store and the ledger what this one did.
        (error) => error._tag === "EventLogError" && error.isLost,
        () => {
          if (owned.get(address) === partition) owned.delete(address)
          return Effect.as(Effect.logInfo(`${address} was assigned to another worker`), false)
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

  /** Starts every batch that can be cut, one after another. */
  const startReady = (partition: OwnedPartition, membership: Membership, isLate: boolean) =>
    partition.cutting.withPermits(1)(
      Effect.gen(function* () {
        // Until enough is fetched for a batch, the previous batch is not waited for.
        while (partition.boundaries.isReady(isLate)) {
          if (partition.last !== undefined && !(yield* awaitTurnAfter(partition.last))) return
          const next = partition.boundaries.next(isLate)
          // If the partition was lost during the wait, its new owner fetches these records again.
          if (next === undefined || isRebalancing || owned.get(addressOf(next.batch)) !== partition) return
          yield* start(partition, next, membership)
        }
      })
    )

  /** Starts what is ready when the batch `previous` allows it. Records that are too few for a batch wait for more, but not for long. */
  const startLater = Effect.fnUntraced(function* (
    partition: OwnedPartition,
    membership: Membership,
    previous: InFlightBatch | undefined
  ) {
    if (previous !== undefined) yield* awaitTurnAfter(previous)
    yield* startReady(partition, membership, false)
    if (partition.boundaries.count === 0) return
    const { fetches } = partition
    yield* Effect.sleep(longestWait)
    if (partition.fetches === fetches) yield* startReady(partition, membership, true)
  })

  /** Leaves the partition out while its partner's keys are missing or refused. */
  const assertKeys = (place: Partition) =>
    Effect.gen(function* () {
      const partner = partnerOfTopic(place.topic)
      yield* loader.keysOf(partner)
      // A rotation may have waited for the key.
      if (leftOut.find(place)?.problem === "no-key") yield* rekeyAll(partner)
      yield* leftOut.note(place, "no-key", undefined)
    }).pipe(
      retryWhileUnavailable("ClickHouse", true),
      Effect.catchTag("KeyStoreError", ({ message }) =>
        Effect.andThen(leftOut.note(place, "no-key", message), Effect.fail(new PartitionSetAside({ message })))
      )
    )

  const handle = Effect.fn("BatchHandler.handle")(function* (
    records: LogBatch,
    highWatermark: number,
    membership: Membership
  ) {
    // Records that arrive during a rebalance are fetched again by the partition's next owner.
    if (records.count === 0 || isRebalancing) return
    yield* faultPoint("fetched")
    yield* assertKeys(records)
    const address = addressOf(records)
    let own = owned.get(address)
    if (own === undefined) {
      const plans = yield* Ledger.readPlans(records.topic, records.partition, records.offset(0)).pipe(
        retryWhileUnavailable("ClickHouse", true)
      )
      const first = firstBatch(batchSize, records.partition)
      const boundaries = new Boundaries(plans, batchSize, first, context.memoryBudget.share)
      own = { boundaries, highWatermark, last: undefined, cutting: Semaphore.makeUnsafe(1), fetches: 0 }
      owned.set(address, own)
    }
    own.highWatermark = highWatermark
    own.boundaries.add(records, highWatermark)
    own.fetches += 1
    // Only this partition is paused: a fetch covers all partitions, so waiting here would stop the others too.
    const previous = own.boundaries.count > own.boundaries.most * readAhead ? own.last : undefined
    if (previous !== undefined) yield* membership.pauseUntil(Effect.asVoid(awaitTurnAfter(previous)))
    yield* Effect.forkIn(startLater(own, membership, previous), scope)
    // When many partitions lag at once, nothing more is read until a batch has freed memory.
    while (context.memoryBudget.isExhausted() && inFlight.size > 0)
      yield* Effect.raceAllFirst([...inFlight].map(({ ended }) => Deferred.await(ended)))
  })

  /** Waits for the batches that are in flight now. */
  const awaitInFlight = Effect.suspend(() =>
    Effect.forEach([...inFlight], ({ ended }) => Deferred.await(ended), { discard: true })
  )

  const onRebalance = Effect.gen(function* () {
    // First: a batch that is ready and not started must not be started any more.
    owned.clear()
    isRebalancing = false
    yield* awaitInFlight
    yield* leftOut.forget
    yield* context.knownRevisions.invalidate
  })
  /** Starts no further batch, and waits for those in flight. */
  const drain = Effect.suspend(() => {
    isRebalancing = true
    return awaitInFlight
  })
  const finishCommits = Effect.gen(function* () {
    // Each is checked when those before it have ended: by then it may be stored as well.
    for (const { stored, ended } of [...inFlight]) if (yield* Deferred.isDone(stored)) yield* Deferred.await(ended)
  })
  return { handle, onRebalance, drain, finishCommits, failed: Deferred.await(failed) }
})
