/** Sending over kafkajs without the loss that it hides. */
import kafkajs, { type Message, type PartitionerArgs, type Producer, type RecordMetadata } from "kafkajs"
import type { SentRange } from "../../ports/EventLog.ts"

/** A message stays in the partition that was chosen for it, also when it is sent again. */
export const pinning = () => {
  const choose = kafkajs.Partitioners.DefaultPartitioner()
  return (choice: PartitionerArgs): number => {
    choice.message.partition ??= choose(choice)
    return choice.message.partition
  }
}

/** The offsets that the broker gave the messages of one partition; none where it did not tell. */
const rangeOf = (
  { partition, baseOffset }: RecordMetadata,
  messages: ReadonlyArray<Message>
): ReadonlyArray<SentRange> => {
  const first = Number(baseOffset ?? -1)
  const count = messages.filter((message) => message.partition === partition).length
  return first < 0 || count === 0 ? [] : [{ partition, first, last: first + count - 1 }]
}

/**
 * Sends until every partition has answered. When a broker is lost, kafkajs tries again and leaves out brokers that have answered;
 * a partition whose lead has gone to one of these is never sent, and kafkajs says that all went well.
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
