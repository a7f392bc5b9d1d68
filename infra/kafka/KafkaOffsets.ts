/** Reads and sets offsets of topics and groups with kafkajs's admin client. */
import { Effect } from "effect"
import type { Kafka } from "kafkajs"
import type { PartitionOffset } from "../../ports/EventLog.ts"
import { withCluster } from "./KafkaCluster.ts"
import { withAdmin } from "./KafkaEventLogAdmin.ts"
import { attempt, retryTransient, retryWhileMembers } from "./KafkaFailure.ts"

const order = (offsets: ReadonlyArray<PartitionOffset>) =>
  [...offsets].sort((a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition))

const topicOffsets = (kafka: Kafka, topics: ReadonlyArray<string>, which: "low" | "high") =>
  withAdmin(kafka, "read offsets", async (admin) => {
    const all: Array<PartitionOffset> = []
    for (const topic of topics)
      for (const found of await admin.fetchTopicOffsets(topic))
        all.push({ topic, partition: found.partition, offset: Number(found[which]) })
    return order(all)
  })

/** Returns for each partition the offset of the next record that will be written. */
export const endOffsets = (kafka: Kafka, topics: ReadonlyArray<string>) => topicOffsets(kafka, topics, "high")

/** Returns for each partition the offset of the oldest record that is still there. */
export const startOffsets = (kafka: Kafka, topics: ReadonlyArray<string>) => topicOffsets(kafka, topics, "low")

/** Returns what a consumer group committed for each partition; -1 if nothing. */
export const committed = (kafka: Kafka, groupId: string, topics: ReadonlyArray<string>) =>
  withAdmin(kafka, "read committed offsets", async (admin) => {
    const found = await admin.fetchOffsets({ groupId, topics: [...topics] })
    return order(
      found.flatMap(({ topic, partitions }) =>
        partitions.map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) }))
      )
    )
  })

/**
 * Commits offsets for a group without being a member. Kafka accepts this only while the group has no members, so it waits for the session
 * of an exited member to expire.
 */
export const resetOffsets = (kafka: Kafka, groupId: string, offsets: ReadonlyArray<PartitionOffset>) =>
  attempt("reset offsets", () =>
    withCluster(kafka, async (cluster) => {
      const coordinator = await cluster.findGroupCoordinator({ groupId })
      await coordinator.offsetCommit({
        groupId,
        groupGenerationId: -1,
        memberId: "",
        topics: [...Map.groupBy(offsets, (offset) => offset.topic)].map(([topic, ofTopic]) => ({
          topic,
          partitions: ofTopic.map(({ partition, offset }) => ({ partition, offset: String(offset), metadata: null }))
        }))
      })
    })
  ).pipe(retryTransient, retryWhileMembers, Effect.asVoid)

/** Returns the names of the topics that begin with a prefix, in order. */
export const topicsWith = (kafka: Kafka, prefix: string) =>
  withAdmin(kafka, "list topics", (admin) => admin.listTopics()).pipe(
    Effect.map((topics) => topics.filter((topic) => topic.startsWith(prefix)).sort())
  )
