/**
 * Where the pipeline's group stood, noted and set back.
 *
 * Set back too far costs nothing, for what the store has is found there; set too far ahead loses records. So a partition is
 * set back to the noted offset only when it is surely the same partition: the record before that offset is there, with the time
 * that was noted. Any other (of a topic that was made anew, or of a partner that came after the backup) is read from its start.
 */
import { Effect } from "effect"
import { topicPrefix } from "../../ingest/partners/PartnerTopic.ts"
import { defaultPipelineOptions } from "../../ingest/pipeline/Pipeline.ts"
import { addressOf, EventLog, type PartitionOffset } from "../../ports/EventLog.ts"
import type { OffsetEntry } from "./Manifest.ts"

export const { groupId } = defaultPipelineOptions

const timestampBefore = Effect.fn("GroupOffsets.timestampBefore")(function* ({
  topic,
  partition,
  offset
}: PartitionOffset) {
  if (offset < 1) return null
  const log = yield* EventLog
  const [record] = yield* log.readAt(topic, partition, [offset - 1])
  return record?.timestamp ?? null
})

/** The group's offsets in all partners' topics. */
export const noteOffsets = Effect.fn("GroupOffsets.note")(function* () {
  const log = yield* EventLog
  const topics = yield* log.topics(topicPrefix)
  const committed = topics.length === 0 ? [] : yield* log.committed(groupId, topics)
  return yield* Effect.forEach(
    committed,
    (one) => Effect.map(timestampBefore(one), (lastTimestamp): OffsetEntry => ({ ...one, lastTimestamp })),
    { concurrency: 4 }
  )
})

export interface SetBack {
  /** Partitions that go on where the backup stood. */
  readonly noted: number
  /** Partitions that are read from their start: nothing of them was done, or they are not those of the backup. */
  readonly fromStart: number
}

/** Sets the group back. It must have no members: a pipeline that runs is an error. */
export const setBackOffsets = Effect.fn("GroupOffsets.setBack")(function* (noted: ReadonlyArray<OffsetEntry>) {
  const log = yield* EventLog
  const topics = yield* log.topics(topicPrefix)
  if (topics.length === 0) return { noted: 0, fromStart: 0 } satisfies SetBack
  const known = new Map(noted.map((one) => [addressOf(one), one]))
  const starts = yield* log.startOffsets(topics)
  let same = 0
  const offsets = yield* Effect.forEach(
    starts,
    Effect.fnUntraced(function* (start: PartitionOffset) {
      const own = known.get(addressOf(start))
      if (own === undefined || own.offset <= start.offset || own.lastTimestamp === null) return start
      if ((yield* timestampBefore(own)) !== own.lastTimestamp) return start
      same++
      return { ...start, offset: own.offset }
    }),
    { concurrency: 4 }
  )
  yield* log.resetOffsets(groupId, offsets)
  return { noted: same, fromStart: offsets.length - same } satisfies SetBack
})
