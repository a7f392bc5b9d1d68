/** What operators of a cluster do to topics and groups: add partitions, reset offsets, delete a group. */
import { setTimeout } from "node:timers/promises"
import { Effect } from "effect"
import type { Admin } from "kafkajs"
import { resetOffsets } from "../../infra/kafka/KafkaOffsets.ts"
import { defaultPipelineOptions } from "../../ingest/pipeline/Pipeline.ts"
import { operatorKafka } from "./OperatorKafka.ts"
import type { logAndRegistry } from "./StackSettings.ts"

const { groupId } = defaultPipelineOptions

/** Kafka's code of the error for a group that has members. */
const nonEmptyGroup = 68

export const topicChanges = (settings: ReturnType<typeof logAndRegistry>, topic: string) => {
  const asOperator = async <A>(use: (admin: Admin) => Promise<A>): Promise<A> => {
    const admin = operatorKafka(settings).admin()
    await admin.connect()
    try {
      return await use(admin)
    } finally {
      await admin.disconnect()
    }
  }
  return {
    make: (partitions: number) =>
      asOperator((admin) => admin.createTopics({ topics: [{ topic, numPartitions: partitions }] })),
    /** The partition of a record changes with the number of partitions. */
    addPartitions: (count: number) =>
      asOperator((admin) => admin.createPartitions({ topicPartitions: [{ topic, count }] })),
    /** Deletes the topic with its records and makes it again, as soon as the broker lets it. */
    recreate: (partitions: number) =>
      asOperator(async (admin) => {
        await admin.deleteTopics({ topics: [topic] })
        for (;;) {
          const isMade = await admin
            .createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: partitions }] })
            .catch(() => false)
          if (isMade) return
        }
      }),
    remove: () => asOperator((admin) => admin.deleteTopics({ topics: [topic] })),
    /** Moves the group, which must have no members, to the end of each partition, or by this many records beyond it. */
    skip: (beyond = 0) =>
      asOperator(async (admin) => {
        const ends = await admin.fetchTopicOffsets(topic)
        const all = ends.map(({ partition, high }) => ({ topic, partition, offset: Number(high) + beyond }))
        await Effect.runPromise(resetOffsets(operatorKafka(settings), groupId, all))
      }),
    /** Moves the group, which must have no members, back by this many records in each partition. Returns their total. */
    rewind: (by: number) =>
      asOperator(async (admin) => {
        const [found] = await admin.fetchOffsets({ groupId, topics: [topic] })
        const all = (found?.partitions ?? []).map(({ partition, offset }) => ({ partition, offset: Number(offset) }))
        const back = all.map(({ partition, offset }) => ({ topic, partition, offset: Math.max(0, offset - by) }))
        await Effect.runPromise(resetOffsets(operatorKafka(settings), groupId, back))
        return all.reduce((sum, { offset }) => sum + Math.min(by, offset), 0)
      }),
    /** Deletes all commits of the group, as soon as its last member has left. */
    deleteGroup: () =>
      asOperator(async (admin) => {
        for (;;)
          try {
            return await admin.deleteGroups([groupId])
          } catch (error) {
            const { groups = [] } = error as { readonly groups?: ReadonlyArray<{ readonly errorCode: number }> }
            if (groups.length === 0 || groups.some(({ errorCode }) => errorCode !== nonEmptyGroup)) throw error
            await setTimeout(100)
          }
      }),
    settings: () =>
      asOperator(async (admin) => {
        const { resources } = await admin.describeConfigs({
          includeSynonyms: false,
          resources: [{ type: 2, name: topic }]
        })
        return new Map(resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]))
      })
  }
}
