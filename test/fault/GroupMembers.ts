/** The members of the pipeline's group, and strangers that join it for a while. */
import { Effect, Redacted } from "effect"
import kafkajs from "kafkajs"
import { makeKafka } from "../../infra/kafka/KafkaConnection.ts"
import { withAdmin } from "../../infra/kafka/KafkaEventLogAdmin.ts"
import { defaultPipelineOptions } from "../../ingest/pipeline/Pipeline.ts"
import type { logAndRegistry } from "./StackSettings.ts"

const { groupId } = defaultPipelineOptions

type Settings = ReturnType<typeof logAndRegistry>

const kafkaOf = (settings: Settings) =>
  makeKafka(
    { brokers: settings.CORRIDOR_KAFKA_BROKERS.split(","), tls: false },
    {
      identity: {
        username: settings.CORRIDOR_KAFKA_USERNAME,
        password: Redacted.make(settings.CORRIDOR_KAFKA_PASSWORD)
      },
      clientId: "corridor-test"
    }
  )

/** The partitions of the topic that each member of the group has; empty while the group settles. */
export const partitionsOfMembers = (settings: Settings, topic: string): Promise<ReadonlyArray<ReadonlyArray<number>>> =>
  Effect.runPromise(
    withAdmin(kafkaOf(settings), "see the group", async (admin) => {
      const { groups } = await admin.describeGroups([groupId])
      const [group] = groups
      if (group?.state !== "Stable") return []
      return group.members.map(
        ({ memberAssignment }) =>
          kafkajs.AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment[topic] ?? []
      )
    })
  )

/** Forgets all that the group has committed; it must have no members. */
export const deleteGroup = (settings: Settings): Promise<void> =>
  Effect.runPromise(
    Effect.asVoid(withAdmin(kafkaOf(settings), "delete the group", (admin) => admin.deleteGroups([groupId])))
  )

/** More partitions for the topic; where a record goes changes with their number. */
export const addPartitions = (settings: Settings, topic: string, count: number): Promise<void> =>
  Effect.runPromise(
    Effect.asVoid(
      withAdmin(kafkaOf(settings), "add partitions", (admin) =>
        admin.createPartitions({ topicPartitions: [{ topic, count }] })
      )
    )
  )

/** Joins the group, which is shared anew, and answers how to leave it. What it is given it leaves undone. */
export const joinGroup = async (settings: Settings, topic: string): Promise<() => Promise<void>> => {
  const consumer = kafkaOf(settings).consumer({ groupId, allowAutoTopicCreation: false })
  const joined = new Promise<void>((resolve) => consumer.on("consumer.group_join", () => resolve()))
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => {} })
  await joined
  return () => consumer.disconnect()
}
