/** The members of the pipeline's group, and others that join it for a while. */
import { Effect } from "effect"
import kafkajs from "kafkajs"
import { withAdmin } from "../../infra/kafka/KafkaEventLogAdmin.ts"
import { defaultPipelineOptions } from "../../ingest/pipeline/Pipeline.ts"
import { operatorKafka } from "./OperatorKafka.ts"
import type { logAndRegistry } from "./StackSettings.ts"

const { groupId } = defaultPipelineOptions

type Settings = ReturnType<typeof logAndRegistry>

/** The partitions of the topic that each member of the group has; empty during a rebalance. */
export const partitionsOfMembers = (settings: Settings, topic: string): Promise<ReadonlyArray<ReadonlyArray<number>>> =>
  Effect.runPromise(
    withAdmin(operatorKafka(settings), "see the group", async (admin) => {
      const { groups } = await admin.describeGroups([groupId])
      const [group] = groups
      if (group?.state !== "Stable") return []
      return group.members.map(
        ({ memberAssignment }) =>
          kafkajs.AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment[topic] ?? []
      )
    })
  )

/** Joins the group, which causes a rebalance, and returns how to leave it. Does not process its partitions. */
export const joinGroup = async (settings: Settings, topic: string): Promise<() => Promise<void>> => {
  const consumer = operatorKafka(settings).consumer({ groupId, allowAutoTopicCreation: false })
  const joined = new Promise<void>((resolve) => consumer.on("consumer.group_join", () => resolve()))
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => {} })
  await joined
  return () => consumer.disconnect()
}

/**
 * Joins the group with a topic of its own and then answers nothing, as a member that is frozen: whoever joins next waits until its session has ended. Returns
 * how to leave.
 */
export const joinAndFreeze = async (settings: Settings, ownTopic: string): Promise<() => Promise<void>> => {
  const kafka = operatorKafka(settings)
  const [producer, consumer] = [kafka.producer(), kafka.consumer({ groupId, sessionTimeout: 10_000 })]
  await producer.connect()
  await producer.send({ topic: ownTopic, messages: [{ value: "one" }] })
  await producer.disconnect()
  const thaw = Promise.withResolvers<void>()
  await consumer.connect()
  await consumer.subscribe({ topics: [ownTopic], fromBeginning: true })
  await new Promise<void>((resolve, reject) => {
    const eachBatch = () => {
      resolve()
      return thaw.promise
    }
    consumer.run({ autoCommit: false, eachBatch }).catch(reject)
  })
  return () => {
    thaw.resolve()
    return consumer.disconnect()
  }
}
