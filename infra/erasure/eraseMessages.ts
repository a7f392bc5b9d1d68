/**
 * A partner's messages in its topic. They contain case references as they were sent, also those of refused messages. Kafka deletes from the
 * start of a partition only, so the messages of one person cannot be deleted alone.
 */
import { Clock, DateTime, Effect } from "effect"
import { topicOfPartner } from "../../ingest/partners/PartnerTopic.ts"
import { defaultPipelineOptions } from "../../ingest/pipeline/Pipeline.ts"
import { millisOfDay } from "../../ports/days.ts"
import { EventLog } from "../../ports/EventLog.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"
import type { Remains } from "./Remains.ts"

interface PartitionRange {
  readonly partition: number
  /** First and last offset of the log, and the first one that is not loaded yet. */
  readonly start: number
  readonly end: number
  readonly loaded: number
}

const rangesOf = Effect.fn("eraseMessages.rangesOf")(function* (topic: string) {
  const log = yield* EventLog
  if (!(yield* log.topics(topic)).includes(topic)) return []
  const ends = yield* log.endOffsets([topic])
  const committed = yield* log.committed(defaultPipelineOptions.groupId, [topic])
  return (yield* log.startOffsets([topic])).map(({ partition, offset: start }): PartitionRange => {
    const at = (all: typeof ends) => all.find((one) => one.partition === partition)?.offset ?? start
    return { partition, start, end: at(ends), loaded: Math.max(start, at(committed)) }
  })
})

interface MessagesDeleted {
  /** Number of offsets that were deleted, of all persons. */
  readonly deleted: number
  readonly remains: ReadonlyArray<Remains>
}

/**
 * Deletes all loaded messages of the partner, if `isDeleting`. Returns what remains in the topic. Messages that are not loaded yet stay: they
 * would be lost.
 */
export const eraseMessages = Effect.fn("eraseMessages")(function* (partner: string, isDeleting: boolean) {
  const admin = yield* EventLogAdmin
  const topic = topicOfPartner(partner)
  const before = yield* rangesOf(topic)
  const loaded = before.filter((range) => range.loaded > range.start)
  if (isDeleting && loaded.length > 0)
    yield* admin.deleteRecords(loaded.map((range) => ({ topic, partition: range.partition, offset: range.loaded })))
  const after = isDeleting ? yield* rangesOf(topic) : before
  if (after.length === 0) return { deleted: 0, remains: [] } satisfies MessagesDeleted
  const retention = yield* admin.retentionOf(topic)
  const now = yield* Clock.currentTimeMillis
  const inTime = (millis: number) => DateTime.formatIso(DateTime.makeUnsafe(now + millis))
  const held = after.flatMap(
    ({ partition, start, end, loaded: next }): ReadonlyArray<Remains> =>
      end > start
        ? [
            {
              place: `topic ${topic}, partition ${partition}, offsets ${start} to ${end - 1}`,
              what: "messages as they were sent, perhaps of this case; refused ones too",
              until: retention.records === undefined ? "deleted by an operator" : inTime(retention.records),
              how:
                next < end
                  ? "Load them with 'ingest', then run 'erase' again with --delete-messages. It deletes every loaded message of the partner."
                  : "Run 'erase' again with --delete-messages. It deletes every loaded message of the partner, which then cannot be replayed."
            }
          ]
        : []
  )
  // Also after an earlier run, because it cannot be seen whether the file was closed since.
  const deleted = after.filter(({ start }) => start > 0)
  const open: ReadonlyArray<Remains> =
    deleted.length === 0
      ? []
      : [
          {
            place: `files of topic ${topic}, partitions ${deleted.map(({ partition }) => partition).join(", ")}`,
            what: "bytes of deleted messages in segment files that are still open; no reader gets them",
            until: `the file is closed: with the first message that the partner sends after ${inTime(retention.segment)}`,
            how: `Kafka deletes closed files by itself. To close them sooner, set the topic's segment.ms (now ${Math.ceil(retention.segment / millisOfDay)} days) to a smaller value.`
          }
        ]
  return {
    deleted: isDeleting ? loaded.reduce((sum, range) => sum + range.loaded - range.start, 0) : 0,
    remains: [...held, ...open]
  } satisfies MessagesDeleted
})
