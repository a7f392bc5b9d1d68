/** kafkajs's internal broker connections, for requests that its public clients do not offer. */
import type { Kafka } from "kafkajs"

interface Broker {
  readonly connectionPool: { send(call: unknown): Promise<unknown> }
  offsetCommit(request: {
    readonly groupId: string
    readonly groupGenerationId: number
    readonly memberId: string
    readonly topics: ReadonlyArray<{
      readonly topic: string
      readonly partitions: ReadonlyArray<{
        readonly partition: number
        readonly offset: string
        readonly metadata: null
      }>
    }>
  }): Promise<unknown>
}

export interface Cluster {
  connect(): Promise<void>
  refreshMetadata(): Promise<void>
  /** Requests the topic's metadata from a connected broker. Rejects if that broker does not know the topic. */
  addTargetTopic(topic: string): Promise<void>
  disconnect(): Promise<void>
  findControllerBroker(): Promise<Broker>
  findGroupCoordinator(request: { readonly groupId: string }): Promise<Broker>
}

/** kafkajs keeps its cluster factory under a private symbol. */
const clusterOf = (kafka: Kafka): Cluster => {
  const symbol = Object.getOwnPropertySymbols(kafka).find((s) => s.description === "private:Kafka:createCluster")
  const make = symbol === undefined ? undefined : (kafka as unknown as Record<symbol, (o: object) => Cluster>)[symbol]
  if (make === undefined) throw new Error("unsupported version of kafkajs: its cluster factory was not found")
  return make({ metadataMaxAge: 300_000, allowAutoTopicCreation: false })
}

/** Connects to the cluster, runs `use`, and disconnects. */
export const withCluster = async <A>(kafka: Kafka, use: (cluster: Cluster) => Promise<A>): Promise<A> => {
  const cluster = clusterOf(kafka)
  try {
    await cluster.connect()
    await cluster.refreshMetadata()
    return await use(cluster)
  } finally {
    await cluster.disconnect().catch(() => {})
  }
}
