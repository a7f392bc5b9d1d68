/** Bounded retention of what partners sent: loaded messages leave the topics after some days (`CORRIDOR_MESSAGE_DAYS`). */
import { Clock, Effect } from "effect"
import { topicPrefix } from "../../ingest/partners/PartnerTopic.ts"
import { defaultPipelineOptions } from "../../ingest/pipeline/Pipeline.ts"
import { millisOfDay } from "../../ports/days.ts"
import { EventLog } from "../../ports/EventLog.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"

/** Deletes messages that are older than `days` and loaded. A message that is not loaded stays, however old it is. */
export const trimTopics = Effect.fn("trimTopics")(function* (days: number) {
  const log = yield* EventLog
  const admin = yield* EventLogAdmin
  const topics = yield* log.topics(topicPrefix)
  if (topics.length === 0) return
  const before = (yield* Clock.currentTimeMillis) - days * millisOfDay
  const loaded = yield* log.committed(defaultPipelineOptions.groupId, topics)
  const starts = yield* log.startOffsets(topics)
  for (const topic of topics) {
    const young = yield* admin.offsetsAt(topic, before)
    const ends = young.flatMap(({ partition, offset }) => {
      const at = (all: typeof loaded) =>
        all.find((one) => one.topic === topic && one.partition === partition)?.offset ?? 0
      const end = Math.min(offset, at(loaded))
      return end > at(starts) ? [{ topic, partition, offset: end }] : []
    })
    if (ends.length > 0) yield* admin.deleteRecords(ends)
  }
})
