/**
 * Saves and restores the offsets of the pipeline's consumer group.
 *
 * An offset that is too low is harmless, because stored records are recognised. An offset that is too high loses records. So a saved offset
 * is restored only if the partition is the same: the record before the offset exists and has the saved timestamp. Any other partition (of a
 * recreated topic, or of a partner added after the backup) is read from its start.
 */
import { Effect } from "effect"
import { topicPrefix } from "../../ingest/partners/PartnerTopic.ts"
import { readOffsets, waitingRecords } from "../../ingest/pipeline/PartitionProblems.ts"
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

/** Returns the group's offsets in all partners' topics, and the number of messages after them. */
export const saveOffsets = Effect.fn("GroupOffsets.save")(function* () {
  const places = yield* readOffsets(groupId)
  const unread = waitingRecords(places).reduce((sum, { records }) => sum + records, 0)
  const offsets = yield* Effect.forEach(
    places.committed,
    (one) => Effect.map(timestampBefore(one), (lastTimestamp): OffsetEntry => ({ ...one, lastTimestamp })),
    { concurrency: 4 }
  )
  return { offsets, unread }
})

export interface RestoredOffsets {
  /** Number of partitions that continue at the saved offset. */
  readonly noted: number
  /** Number of partitions that are read from their start: without a saved offset, or not the same as in the backup. */
  readonly fromStart: number
}

/** Restores the group's offsets. Fails while the group has members, that is, while a pipeline runs. */
export const restoreOffsets = Effect.fn("GroupOffsets.restore")(function* (saved: ReadonlyArray<OffsetEntry>) {
  const log = yield* EventLog
  const topics = yield* log.topics(topicPrefix)
  if (topics.length === 0) return { noted: 0, fromStart: 0 } satisfies RestoredOffsets
  const known = new Map(saved.map((one) => [addressOf(one), one]))
  const starts = yield* log.startOffsets(topics)
  let continued = 0
  const offsets = yield* Effect.forEach(
    starts,
    Effect.fnUntraced(function* (start: PartitionOffset) {
      const own = known.get(addressOf(start))
      if (own === undefined || own.offset <= start.offset || own.lastTimestamp === null) return start
      if ((yield* timestampBefore(own)) !== own.lastTimestamp) return start
      continued++
      return { ...start, offset: own.offset }
    }),
    { concurrency: 4 }
  )
  yield* log.resetOffsets(groupId, offsets)
  return { noted: continued, fromStart: offsets.length - continued } satisfies RestoredOffsets
})
