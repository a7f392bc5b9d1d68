/**
 * Reads a whole topic with plain kafkajs; `TOPIC_TO_READ` names it, see `TopicToRead`. A separate process, because in the product's
 * processes the product decodes record batches for kafkajs.
 * Standard output has one JSON line for each message, see `TopicMessage`.
 */
import kafkajs from "kafkajs"

export interface TopicToRead {
  readonly brokers: ReadonlyArray<string>
  readonly username: string
  readonly password: string
  readonly topic: string
  /** Messages after which it ends. */
  readonly total: number
}

export interface TopicMessage {
  /** `<partition>/<offset>` */
  readonly place: string
  /** Milliseconds since 1970. */
  readonly timestamp: number
  /** In base64. */
  readonly key: string | null
  readonly value: string | null
}

const { brokers, username, password, topic, total } = JSON.parse(process.env["TOPIC_TO_READ"] as string) as TopicToRead
const kafka = new kafkajs.Kafka({
  brokers: [...brokers],
  logLevel: kafkajs.logLevel.NOTHING,
  sasl: { mechanism: "scram-sha-512", username, password }
})
const consumer = kafka.consumer({ groupId: `read.${topic}` })
const text = (bytes: Buffer | null) => bytes?.toString("base64") ?? null
let left = total
await consumer.connect()
await consumer.subscribe({ topics: [topic], fromBeginning: true })
await consumer.run({
  eachMessage: async ({ partition, message: { offset, timestamp, key, value } }) => {
    const message: TopicMessage = {
      place: `${partition}/${offset}`,
      timestamp: Number(timestamp),
      key: text(key),
      value: text(value)
    }
    const isLast = --left === 0
    process.stdout.write(`${JSON.stringify(message)}\n`, () => isLast && process.exit(0))
  }
})
