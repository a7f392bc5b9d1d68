/** What a process that loads batches remembers between them. Losing it costs time and nothing else. */
import { Transcoder } from "../transcode/Transcoder.ts"
import { type KnownRevisions, makeKnownRevisions } from "./KnownRevisions.ts"
import { makePartnerNews, type PartnerNews } from "./PartnerNews.ts"

/** Transcoders that are kept for the next batch; each holds some megabytes. */
const keptTranscoders = 8

export interface LoadingMemory {
  readonly known: KnownRevisions
  readonly news: PartnerNews
  /** A transcoder for one batch; it is given back when the batch is done. */
  readonly take: () => Transcoder
  readonly give: (transcoder: Transcoder) => void
}

export const makeLoadingMemory = (): LoadingMemory => {
  const idle: Array<Transcoder> = []
  return {
    known: makeKnownRevisions(),
    news: makePartnerNews(),
    // The one that was used last has its code compiled and its words learnt.
    take: () => idle.pop() ?? new Transcoder(),
    give: (transcoder) => {
      if (idle.length < keptTranscoders) idle.push(transcoder)
    }
  }
}
