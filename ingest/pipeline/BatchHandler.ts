/**
 * Handles the fetches of a partition: cuts them into batches, and starts each when the one before allows it.
 *
 * A batch is processed in the background while more is fetched. The partition's next batch waits until its rows are stored, or its offset
 * committed (see `InFlightBatch`). So at most one batch of a partition is being stored, and about a quarter of the next is in memory; then
 * the partition is paused.
 */
import { Effect, Semaphore } from "effect"
import { addressOf, type Membership, type Partition, PartitionSetAside } from "../../ports/EventLog.ts"
import type { LogBatch } from "../../ports/LogBatch.ts"
import { rekeyAll } from "../keys/Rekey.ts"
import { partnerOfTopic } from "../partners/PartnerTopic.ts"
import { Boundaries } from "./Boundaries.ts"
import { faultPoint } from "./faultPoint.ts"
import { awaitTurnAfter, type InFlightBatch } from "./InFlightBatch.ts"
import * as Ledger from "./Ledger.ts"
import type { LeftOutPartitions } from "./LeftOutPartitions.ts"
import type { LoadContext } from "./LoadContext.ts"
import { makeLoader } from "./Loader.ts"
import { makeRunningBatches, type Progress, type RunningPartition } from "./RunningBatches.ts"
import { retryWhileUnavailable } from "./retryWhileUnavailable.ts"

/** The state of a partition that this process owns. */
interface OwnedPartition extends RunningPartition {
  readonly boundaries: Boundaries
  highWatermark: number
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

interface HandlerOptions extends Progress {
  readonly batchSize: number
  readonly context: LoadContext
  readonly leftOut: LeftOutPartitions
}

/** Creates a handler for `EventLog.consume`. Its `failed` fails with the first failure of a batch, which ends the member. */
export const makeBatchHandler = Effect.fn("BatchHandler.make")(function* ({
  batchSize,
  context,
  leftOut,
  ...progress
}: HandlerOptions) {
  const loader = yield* makeLoader(context)
  const running = yield* makeRunningBatches(loader, progress)
  const scope = yield* Effect.scope
  const owned = new Map<string, OwnedPartition>()
  /** True from the start of a rebalance to its end: a partition's next owner may read the ledger at any moment. */
  let isRebalancing = false
  yield* context.memoryBudget.register(() => {
    const all = [...owned.values()]
    const waiting = all.reduce((sum, { boundaries }) => sum + boundaries.heldBytes, 0)
    return {
      bytes: running.bytes + waiting,
      partitions: all.filter(({ boundaries, last }) => last !== undefined || boundaries.count > 0).length
    }
  })

  /** Starts every batch that can be cut, one after another. */
  const startReady = (partition: OwnedPartition, membership: Membership, isLate: boolean) =>
    partition.cutting.withPermits(1)(
      Effect.gen(function* () {
        // Until enough is fetched for a batch, the previous batch is not waited for.
        while (partition.boundaries.isReady(isLate)) {
          if (partition.last !== undefined && !(yield* awaitTurnAfter(partition.last))) return
          const next = partition.boundaries.next(isLate)
          if (next === undefined) return
          const address = addressOf(next.batch)
          // If the partition was lost during the wait, its new owner fetches these records again.
          if (isRebalancing || owned.get(address) !== partition) return
          yield* running.start(partition, next, membership, () => {
            if (owned.get(address) === partition) owned.delete(address)
          })
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
    while (context.memoryBudget.isExhausted() && running.count > 0) yield* running.awaitAny
  })

  const onRebalance = Effect.gen(function* () {
    // First: a batch that is ready and not started must not be started any more.
    owned.clear()
    isRebalancing = false
    yield* running.awaitAll
    yield* leftOut.forget
    yield* context.knownRevisions.invalidate
  })
  /** Starts no further batch, and waits for those in flight. */
  const drain = Effect.suspend(() => {
    isRebalancing = true
    return running.awaitAll
  })
  return { handle, onRebalance, drain, finishCommits: running.finishCommits, failed: running.failed }
})
