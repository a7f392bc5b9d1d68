/** Sending over kafkajs without the loss that it hides. */
import kafkajs, { type Message, type PartitionerArgs, type Producer } from "kafkajs"

/** A message stays in the partition that was chosen for it, also when it is sent again. */
export const pinning = () => {
  const choose = kafkajs.Partitioners.DefaultPartitioner()
  return (choice: PartitionerArgs): number => {
    choice.message.partition ??= choose(choice)
    return choice.message.partition
  }
}

/**
 * Sends until every partition has answered. When a broker is lost, kafkajs tries again and leaves out brokers that have answered;
 * a partition whose lead has gone to one of these is never sent, and kafkajs says that all went well.
 */
export const sendAll = async (
  client: Pick<Producer, "send">,
  topic: string,
  messages: ReadonlyArray<Message>
): Promise<void> => {
  for (let left = messages; left.length > 0; ) {
    const answers = await client.send({ topic, acks: -1, messages: [...left] })
    const answered = new Set(answers.map(({ partition }) => partition))
    left = left.filter(({ partition }) => partition === undefined || !answered.has(partition))
  }
}
