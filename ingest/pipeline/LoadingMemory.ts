/** What a process that loads batches remembers between them. Losing it costs time and nothing else. */
import { Semaphore } from "effect"
import { BufferPool } from "../../ports/BufferPool.ts"
import { Transcoder } from "../transcode/Transcoder.ts"
import { type KnownRevisions, makeKnownRevisions } from "./KnownRevisions.ts"
import { makePartnerNews, type PartnerNews } from "./PartnerNews.ts"
import { makeUnderWay, type UnderWay } from "./UnderWay.ts"

/**
 * Batches that are loaded side by side: while one is read, another is stored. More take memory and are no faster on a few cores.
 */
const loadsAtOnce = 2

export interface LoadingMemory {
  readonly known: KnownRevisions
  readonly news: PartnerNews
  readonly underWay: UnderWay
  /** Bytes of batches that were made of several fetches. */
  readonly buffers: BufferPool
  /** Held by each batch while it is loaded. */
  readonly turn: Semaphore.Semaphore
  /** A transcoder for one batch; it is given back when the batch is done. */
  readonly take: () => Transcoder
  readonly give: (transcoder: Transcoder) => void
}

export const makeLoadingMemory = (): LoadingMemory => {
  const idle: Array<Transcoder> = []
  return {
    known: makeKnownRevisions(),
    news: makePartnerNews(),
    underWay: makeUnderWay(),
    buffers: new BufferPool(loadsAtOnce + 2),
    turn: Semaphore.makeUnsafe(loadsAtOnce),
    // The one that was used last has its code compiled and its words learnt.
    take: () => idle.pop() ?? new Transcoder(),
    give: (transcoder) => {
      if (idle.length < loadsAtOnce) idle.push(transcoder)
    }
  }
}
