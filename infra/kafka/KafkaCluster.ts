/** kafkajs's own connections to brokers, for requests that its clients do not offer. */
import type { Kafka } from "kafkajs"

export interface Broker {
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
  /** Asks a broker to which there is a connection about the topic; rejects when that broker does not know it. */
  addTargetTopic(topic: string): Promise<void>
  disconnect(): Promise<void>
  findControllerBroker(): Promise<Broker>
  findGroupCoordinator(request: { readonly groupId: string }): Promise<Broker>
}

/** kafkajs keeps the maker of connections behind a symbol. */
const clusterOf = (kafka: Kafka): Cluster => {
  const symbol = Object.getOwnPropertySymbols(kafka).find((s) => s.description === "private:Kafka:createCluster")
  const make = symbol === undefined ? undefined : (kafka as unknown as Record<symbol, (o: object) => Cluster>)[symbol]
  if (make === undefined) throw new Error("this version of kafkajs keeps its connections elsewhere")
  return make({ metadataMaxAge: 300_000, allowAutoTopicCreation: false })
}

/** Connects, runs `use`, and disconnects. */
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
