/** What a process keeps between batches. Losing it costs time and nothing else. */
import { type Effect, Semaphore } from "effect"
import { Transcoder } from "../transcode/Transcoder.ts"
import { isLarge } from "./InFlightBatch.ts"
import { type InFlightBatches, makeInFlightBatches } from "./InFlightBatches.ts"
import { type KnownRevisions, makeKnownRevisions } from "./KnownRevisions.ts"
import { type MemoryBudget, makeMemoryBudget } from "./MemoryBudget.ts"
import { makePartnerChangeFeed, type PartnerChangeFeed } from "./PartnerChangeFeed.ts"

/**
 * Large batches that are loaded in parallel: one is read while another is stored. More take memory, are no faster on a few cores, and
 * each needs its own transcoder, whose generated code must be compiled.
 */
const parallelLoads = 2

/** Maximum number of records in a batch. */
export const batchSize = 57_344

/** Idle transcoders that are kept. Small batches of different partitions are loaded in parallel, each with its own. */
const idleTranscoders = 4

export interface LoadContext {
  readonly memoryBudget: MemoryBudget
  readonly knownRevisions: KnownRevisions
  readonly partnerChanges: PartnerChangeFeed
  readonly inFlight: InFlightBatches
  /** Runs the load of a batch of `records` when the running loads leave room for it. */
  readonly limitLoads: (records: number) => <A, E, R>(load: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** Runs an insert of `rows`. Large inserts run one at a time, because the store keeps a block in memory three times over. */
  readonly limitInserts: (rows: number) => <A, E, R>(insert: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** Returns a transcoder for one batch; return it with `releaseTranscoder`. */
  readonly takeTranscoder: () => Transcoder
  readonly releaseTranscoder: (transcoder: Transcoder) => void
}

export const makeLoadContext = (): LoadContext => {
  const idle: Array<Transcoder> = []
  const knownRevisions = makeKnownRevisions()
  const loads = Semaphore.makeUnsafe(parallelLoads * batchSize)
  const largeInsert = Semaphore.makeUnsafe(1)
  return {
    memoryBudget: makeMemoryBudget(),
    knownRevisions,
    partnerChanges: makePartnerChangeFeed(knownRevisions.invalidate),
    inFlight: makeInFlightBatches(),
    limitLoads: (records) => loads.withPermits(isLarge(records) ? batchSize : records),
    limitInserts: (rows) => (isLarge(rows) ? largeInsert.withPermits(1) : (insert) => insert),
    // The most recently used one has compiled code and a filled vocabulary.
    takeTranscoder: () => idle.pop() ?? new Transcoder(),
    releaseTranscoder: (transcoder) => {
      if (idle.length < idleTranscoders) idle.push(transcoder)
    }
  }
}
