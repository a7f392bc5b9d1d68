/** What a process that loads batches remembers between them. Losing it costs time and nothing else. */
import { type Effect, Semaphore } from "effect"
import { Transcoder } from "../transcode/Transcoder.ts"
import { isLarge } from "./Flight.ts"
import { type Holding, makeHolding } from "./Holding.ts"
import { type KnownRevisions, makeKnownRevisions } from "./KnownRevisions.ts"
import { makePartnerNews, type PartnerNews } from "./PartnerNews.ts"
import { makeUnderWay, type UnderWay } from "./UnderWay.ts"

/**
 * Large batches that are loaded side by side: while one is read, another is stored. More take memory and are no faster on a few cores; and
 * each needs a transcoder, whose functions are compiled anew: a sixth of a second that a process which begins has to wait.
 */
const loadsAtOnce = 2

/** Records of a batch at most. */
export const batchSize = 57_344

/** Transcoders that are kept: small batches are loaded side by side, one of each partition that is read at once. */
const idleTranscoders = 4

export interface LoadingMemory {
  readonly holding: Holding
  readonly known: KnownRevisions
  readonly news: PartnerNews
  readonly underWay: UnderWay
  /** Runs the loading of a batch of so many records when there is room for it beside those that are being loaded. */
  readonly inTurn: (records: number) => <A, E, R>(load: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** Runs the insert of so many rows: of large ones no two at once, for the store has each block in its memory three times over. */
  readonly alone: (rows: number) => <A, E, R>(insert: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** A transcoder for one batch; it is given back when the batch is done. */
  readonly take: () => Transcoder
  readonly give: (transcoder: Transcoder) => void
}

export const makeLoadingMemory = (): LoadingMemory => {
  const idle: Array<Transcoder> = []
  const known = makeKnownRevisions()
  const room = Semaphore.makeUnsafe(loadsAtOnce * batchSize)
  const large = Semaphore.makeUnsafe(1)
  return {
    holding: makeHolding(),
    known,
    news: makePartnerNews(known.distrust),
    underWay: makeUnderWay(),
    inTurn: (records) => room.withPermits(isLarge(records) ? batchSize : records),
    alone: (rows) => (isLarge(rows) ? large.withPermits(1) : (insert) => insert),
    // The one that was used last has its code compiled and its words learnt.
    take: () => idle.pop() ?? new Transcoder(),
    give: (transcoder) => {
      if (idle.length < idleTranscoders) idle.push(transcoder)
    }
  }
}
