/** Sends over kafkajs without losing messages silently. */
import kafkajs, { type Message, type PartitionerArgs, type Producer, type RecordMetadata } from "kafkajs"
import type { SentRange } from "../../../ports/EventLog.ts"

/** Returns a partitioner that keeps a message in the partition first chosen for it, also in a retry. */
export const pinning = () => {
  const choose = kafkajs.Partitioners.DefaultPartitioner()
  return (choice: PartitionerArgs): number => {
    choice.message.partition ??= choose(choice)
    return choice.message.partition
  }
}

/** Returns the offsets that the broker assigned to the messages of one partition; empty if it did not report them. */
const rangeOf = (
  { partition, baseOffset }: RecordMetadata,
  messages: ReadonlyArray<Message>
): ReadonlyArray<SentRange> => {
  const first = Number(baseOffset ?? -1)
  const count = messages.filter((message) => message.partition === partition).length
  return first < 0 || count === 0 ? [] : [{ partition, first, last: first + count - 1 }]
}

/**
 * Sends until every partition has acknowledged. After the loss of a broker, kafkajs retries but skips brokers that have already responded.
 * It never sends a partition whose leadership moved to one of these, and still reports success.
 */
export const sendAll = async (
  client: Pick<Producer, "send">,
  topic: string,
  messages: ReadonlyArray<Message>
): Promise<ReadonlyArray<SentRange>> => {
  const ranges: Array<SentRange> = []
  for (let left = messages; left.length > 0; ) {
    const answers = await client.send({ topic, acks: -1, messages: [...left] })
    for (const answer of answers) ranges.push(...rangeOf(answer, left))
    const answered = new Set(answers.map(({ partition }) => partition))
    left = left.filter(({ partition }) => partition === undefined || !answered.has(partition))
  }
  return ranges
}
