/**
 * What is done with each fetch of a partition: cut into batches, and for each batch plan, load, mark stored, commit.
 *
 * A batch goes on behind the call that brought it, while more is fetched; the partition's next batch waits until its rows are stored, or
 * its offsets committed (see `Flight`). So at most one batch of a partition is being stored, and about a quarter of one more is in memory:
 * then the partition rests.
 */
import { Deferred, Effect, Exit, Ref, Semaphore } from "effect"
import { addressOf, type Fetched, type Membership } from "../../ports/EventLog.ts"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import { Boundaries, type Cut } from "./Boundaries.ts"
import { end, type Flight, makeFlight, mayCommit, roomBehind } from "./Flight.ts"
import type { Outcome } from "./Ledger.ts"
import * as Ledger from "./Ledger.ts"
import { type LoadError, makeLoader, type Task } from "./Loader.ts"
import type { LoadingMemory } from "./LoadingMemory.ts"
import { measureBatch } from "./Measures.ts"
import { measuredly, patiently } from "./Patiently.ts"
import { reached } from "./Stage.ts"
import type { Refusal } from "./Transcribe.ts"

/** The outcome of no batch. */
export const nothing: Outcome = { consumed: 0, loaded: 0, quarantined: 0, duplicates: 0 }

const plus = (a: Outcome, b: Outcome): Outcome => ({
  consumed: a.consumed + b.consumed,
  loaded: a.loaded + b.loaded,
  quarantined: a.quarantined + b.quarantined,
  duplicates: a.duplicates + b.duplicates
})

/** What is known of a partition that is this process's now. */
interface Owned {
  readonly boundaries: Boundaries
  /** Up to this offset somebody has planned batches before: their records may be in the store, or be on their way to it. */
  readonly upTo: number
  highWatermark: number
  /** The last batch that is on its way. */
  last: Flight | undefined
  /** Held while batches are cut: by a fetch, or when one has been waited for in vain. */
  readonly turn: Semaphore.Semaphore
  fetches: number
}

/** Records wait this long at most for more of them; what the log promised may be nothing that a reader gets to see. */
const longestWait = "500 millis"

/** This part of a batch is fetched while the one before it is on its way; a whole one would hold as many bytes again in memory. */
const readAhead = 0.25

/** Batches of four partitions become full one after the other. */
const turns = 4
const firstBatch = (batchSize: number, partition: number) => Math.ceil((batchSize * ((partition % turns) + 1)) / turns)

const countByCode = (refusals: ReadonlyArray<Refusal>): ReadonlyMap<ProblemCode, number> => {
  const counts = new Map<ProblemCode, number>()
  for (const { problems } of refusals) for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1)
  return counts
}

export interface HandlerOptions {
  readonly batchSize: number
  readonly totals: Ref.Ref<Outcome>
  /** The offset after the last one that this process committed, by the partition's address; the handler writes it. */
  readonly committed: Map<string, number>
  readonly memory: LoadingMemory
}

/** A handler for `EventLog.consume`, and the first failure of a batch, which ends the member. */
export const makeBatchHandler = Effect.fn("BatchHandler.make")(function* ({
  batchSize,
  totals,
  committed,
  memory
}: HandlerOptions) {
  const loader = yield* makeLoader(memory)
  const scope = yield* Effect.scope
  const failed = yield* Deferred.make<never, LoadError>()
  const owned = new Map<string, Owned>()
  const flights = new Set<Flight>()
  /** From when the group is about to be shared anew until it is: whoever has a partition next may look into the ledger at any moment now. */
  let isLeaving = false
  yield* memory.holding.enter(() => {
    const all = [...owned.values()]
    const waiting = all.reduce((sum, { boundaries }) => sum + boundaries.heldBytes, 0)
    return {
      bytes: [...flights].reduce((sum, { bytes }) => sum + bytes, waiting),
      partitions: all.filter(({ boundaries, last }) => last !== undefined || boundaries.count > 0).length
    }
  })

  /** A batch from its boundaries to its commit; whether it was committed. */
  const settle = Effect.fn("BatchHandler.settle")(function* (
    own: Owned,
    cut: Cut,
    membership: Membership,
    flight: Flight
  ) {
    const { batch } = cut
    const { topic, partition, lastOffset } = batch
    const token = Ledger.tokenOf(batch)
    const task: Task = {
      batch,
      token,
      block: cut.planned?.block ?? token,
      isPlanned: cut.planned !== undefined,
      isNew: batch.offset(0) > own.upTo,
      hold: membership.hold,
      onStored: Deferred.succeed(flight.stored, undefined),
      tries: 0
    }
    const loaded = yield* loader.load(task).pipe(patiently("ClickHouse"))
    // That may take as long as Kafka is away, which is told elsewhere.
    if (!(yield* mayCommit(flight))) return false
    yield* loader.note([task], loaded.outcome).pipe(patiently("ClickHouse", true))
    yield* Ref.update(totals, (sum) => plus(sum, loaded.outcome))
    yield* reached("committing")
    // Whoever reads the log tells when it is away: told here too, one outage would have two ends.
    yield* membership.commit(lastOffset + 1).pipe(measuredly("Kafka"))
    committed.set(addressOf(batch), lastOffset + 1)
    yield* reached("committed")
    yield* measureBatch({
      topic,
      partition,
      outcome: loaded.outcome,
      refused: countByCode(loaded.refusals),
      records: batch.count,
      bytes: batch.valueBytes,
      transcribeSeconds: loaded.transcribeSeconds,
      insertSeconds: loaded.insertSeconds,
      lag: Math.max(0, own.highWatermark - lastOffset - 1)
    })
    batch.release()
    return true
  })

  const begin = Effect.fn("BatchHandler.begin")(function* (own: Owned, cut: Cut, membership: Membership) {
    const address = addressOf(cut.batch)
    const flight = makeFlight(own.last, cut.batch)
    own.last = flight
    flights.add(flight)
    yield* settle(own, cut, membership, flight).pipe(
      Effect.catchIf(
        // Another member owns the partition now. It finds in the store and the ledger what this one did.
        (error) => error._tag === "EventLogError" && error.isLost,
        () => {
          if (owned.get(address) === own) owned.delete(address)
          return Effect.as(Effect.logInfo(`${address} went to another worker`), false)
        }
      ),
      Effect.onExit((exit) =>
        Effect.andThen(
          Exit.isSuccess(exit) ? Effect.void : Deferred.failCause(failed, exit.cause),
          Effect.suspend(() => {
            if (own.last === flight) own.last = undefined
            flights.delete(flight)
            return end(flight, Exit.isSuccess(exit) && exit.value)
          })
        )
      ),
      Effect.forkIn(scope)
    )
  })

  /** Begins every batch that can be cut, one after the other. */
  const cutAll = (own: Owned, membership: Membership, isLate: boolean) =>
    own.turn.withPermits(1)(
      Effect.gen(function* () {
        // While too little is there for a batch, the one before is not waited for: the log is read on beside it.
        while (own.boundaries.isReady(isLate)) {
          if (own.last !== undefined && !(yield* roomBehind(own.last))) return
          const cut = own.boundaries.next(isLate)
          // Where it was lost while this waited, what follows comes again, to whoever has it now.
          if (cut === undefined || isLeaving || owned.get(addressOf(cut.batch)) !== own) return
          yield* begin(own, cut, membership)
        }
      })
    )

  /** Begins what is ready when there is room behind the batch `before`; what is too little for a batch waits for more, but not for long. */
  const goOn = Effect.fnUntraced(function* (own: Owned, membership: Membership, before: Flight | undefined) {
    if (before !== undefined) yield* roomBehind(before)
    yield* cutAll(own, membership, false)
    if (own.boundaries.count === 0) return
    const { fetches } = own
    yield* Effect.sleep(longestWait)
    if (own.fetches === fetches) yield* cutAll(own, membership, true)
  })

  const handle = Effect.fn("BatchHandler.handle")(function* (fetched: Fetched, membership: Membership) {
    const { records, highWatermark } = fetched
    const { topic, partition } = records
    // What comes while the group is shared anew comes again, to whoever has it then.
    if (records.count === 0 || isLeaving) return
    yield* reached("fetched")
    const address = addressOf(records)
    let own = owned.get(address)
    if (own === undefined) {
      const { open, upTo } = yield* Ledger.written(topic, partition, records.offset(0)).pipe(
        patiently("ClickHouse", true)
      )
      const boundaries = new Boundaries(open, batchSize, firstBatch(batchSize, partition), memory.holding.share)
      own = { boundaries, upTo, highWatermark, last: undefined, turn: Semaphore.makeUnsafe(1), fetches: 0 }
      owned.set(address, own)
    }
    own.highWatermark = highWatermark
    own.boundaries.add(records, highWatermark)
    own.fetches += 1
    // Other partitions are read on while this one rests: a fetch is of all of them.
    const before = own.boundaries.count > own.boundaries.most * readAhead ? own.last : undefined
    if (before !== undefined) yield* membership.restUntil(Effect.asVoid(roomBehind(before)))
    yield* Effect.forkIn(goOn(own, membership, before), scope)
    // With many partitions behind at once nothing more is read until a batch has made room.
    while (memory.holding.isFull() && flights.size > 0)
      yield* Effect.raceAllFirst([...flights].map(({ ended }) => Deferred.await(ended)))
  })

  /** Waits for the batches that are on their way now. */
  const landed = Effect.suspend(() =>
    Effect.forEach([...flights], ({ ended }) => Deferred.await(ended), { discard: true })
  )

  const onRebalance = Effect.gen(function* () {
    // First: what is ready and not begun is not begun any more.
    owned.clear()
    isLeaving = false
    yield* landed
    yield* memory.known.distrust
  })
  /** Until nothing goes on behind a handler; from now on nothing is begun. */
  const settled = Effect.suspend(() => {
    isLeaving = true
    return landed
  })
  const lastCommits = Effect.gen(function* () {
    // Asked of each when the ones before it have ended: by then it may be stored as well.
    for (const { stored, ended } of [...flights]) if (yield* Deferred.isDone(stored)) yield* Deferred.await(ended)
  })
  return { handle, onRebalance, settled, lastCommits, failed: Deferred.await(failed) }
})
