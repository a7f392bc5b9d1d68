/** A broker is lost during a send and its partition goes to one that has answered: kafkajs's own sending, over brokers in memory. */
import { createRequire } from "node:module"
import { assert, it } from "@effect/vitest"
import type { Message, Producer, RecordMetadata } from "kafkajs"
import { pinning, sendAll } from "../../../infra/kafka/kafkajs/sendAll.ts"

const require = createRequire(import.meta.url)
const createSendMessages = require("kafkajs/src/producer/sendMessages")
const createRetry = require("kafkajs/src/retry")

interface TopicData {
  readonly topic: string
  readonly partitions: ReadonlyArray<{ readonly partition: number; readonly messages: ReadonlyArray<Message> }>
}

/** Partition 0 is led by broker 1 and partition 1 by broker 2, which is lost at its first request; then broker 1 leads both. */
const twoBrokers = () => {
  const held: Array<string> = []
  let isLost = false
  const broker = (nodeId: string) => ({
    nodeId,
    produce: async ({ topicData }: { readonly topicData: ReadonlyArray<TopicData> }) => {
      if (nodeId === "2") {
        isLost = true
        throw Object.assign(new Error("lost"), { name: "KafkaJSConnectionError", retriable: true })
      }
      const partitions = topicData.flatMap((data) => data.partitions)
      held.push(...partitions.flatMap(({ messages }) => messages.map(({ value }) => String(value))))
      const answers = partitions.map(({ partition }) => ({ partition, errorCode: 0 }))
      return { topics: [{ topicName: "t", partitions: answers }] }
    }
  })
  const brokers = { "1": broker("1"), "2": broker("2") }
  const cluster = {
    addMultipleTargetTopics: async () => {},
    refreshMetadataIfNecessary: async () => {},
    refreshMetadata: async () => {},
    isConnected: () => true,
    findTopicPartitionMetadata: () => [{ partitionId: 0 }, { partitionId: 1 }],
    findLeaderForPartitions: (_: string, partitions: ReadonlyArray<string>) =>
      Object.groupBy(partitions.map(Number), (partition) => (isLost || partition === 0 ? "1" : "2")),
    findBroker: async ({ nodeId }: { readonly nodeId: "1" | "2" }) => brokers[nodeId]
  }
  const nothing = { debug: () => {}, error: () => {} }
  const eosManager = {
    acquireBrokerLock: async () => {},
    releaseBrokerLock: async () => {},
    isTransactional: () => false,
    getSequence: () => 0,
    updateSequence: () => {},
    getProducerId: () => 1,
    getProducerEpoch: () => 0
  }
  const sendMessages = createSendMessages({
    logger: nothing,
    cluster,
    partitioner: pinning(),
    eosManager,
    retrier: createRetry({ retries: 3, initialRetryTime: 1 })
  })
  const send: Producer["send"] = ({ topic, messages, acks = -1 }) =>
    sendMessages({ acks, topicMessages: [{ topic, messages }] }) as Promise<Array<RecordMetadata>>
  return { send, held }
}

const messages = (): Array<Message> => Array.from({ length: 20 }, (_, i) => ({ key: `key ${i}`, value: `value ${i}` }))
const values = messages().map(({ value }) => String(value))

it("kafkajs reports success although one partition was never sent", async () => {
  const { send, held } = twoBrokers()
  await send({ topic: "t", messages: messages() })
  assert.isBelow(held.length, values.length)
})

it("sendAll sends what got no answer, and nothing twice", async () => {
  const { send, held } = twoBrokers()
  await sendAll({ send }, "t", messages())
  assert.deepStrictEqual([...held].sort(), [...values].sort())
})
