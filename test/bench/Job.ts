/** The job of a candidate: one JSON document on its standard input, so that no secret stands in a list of processes. */
import { text } from "node:stream/consumers"
import { Redacted } from "effect"
import type { Kafka } from "kafkajs"
import { makeKafka } from "../../infra/kafka/KafkaConnection.ts"

export interface Job {
  readonly brokers: ReadonlyArray<string>
  readonly username: string
  readonly password: string
  /** The same broker for a client that knows no SCRAM, as the Kafka engine inside chDB: the node's own listener, SASL PLAIN. */
  readonly plain: { readonly brokers: ReadonlyArray<string>; readonly username: string; readonly password: string }
  readonly topic: string
  readonly group: string
  readonly partner: string
  /** Records in the topic: the candidate ends when it has committed as many. */
  readonly records: number
  /** Confluent-compatible address of the registry. */
  readonly registry: string
  /** Version 1 of the pipeline's key of the partner, in base64. */
  readonly key: string
  /** An empty folder for the candidate's own store. */
  readonly data: string
  /** The store that runs as a process of its own; the Kafka engine and the product have theirs inside. */
  readonly store?: { readonly url: string; readonly username: string; readonly password: string } | undefined
  /** Other settings than the candidate's own, to try them. */
  readonly tuning?: Readonly<Record<string, string | number>> | undefined
}

/** A candidate's answer, on standard output. */
export interface Answer {
  /** From before it connects to Kafka to its last commit. */
  readonly seconds: number
}

export const readJob = async (): Promise<Job> => JSON.parse(await text(process.stdin)) as Job

export const writeAnswer = (answer: Answer): void => {
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}

export const kafkaOf = ({ brokers, username, password }: Pick<Job, "brokers" | "username" | "password">): Kafka =>
  makeKafka(
    { brokers, tls: false },
    { identity: { username, password: Redacted.make(password) }, clientId: "corridor-bench" }
  )

/** What the group has committed in the topic, over all partitions. */
export const committedOf = async (admin: ReturnType<Kafka["admin"]>, group: string, topic: string): Promise<number> => {
  const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic] }).catch((error) => {
    // The first group of a broker finds no coordinator yet.
    if (error?.retriable !== true) throw error
    return []
  })
  return (found?.partitions ?? []).reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0)
}
