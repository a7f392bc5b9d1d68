/**
 * Keeps kafkajs 2.2.4 reading when a broker cannot send one partition's records.
 *
 * kafkajs fetches all partitions of a broker at once, and an error of one of them ends the fetch for all, again and again. Here
 * - a partition whose response has an error about its records is delivered as damaged, together with the records of the others;
 * - a partition for which the broker closes the connection is found (`PartitionSearch.ts`) and left out, until it can be read again.
 */
import { AsyncLocalStorage } from "node:async_hooks"
import type { Partition } from "../../../ports/EventLog.ts"
// Before the responses of fetches are loaded below: it replaces a module that they load.
import "./FetchedRecords.ts"
import { internal } from "./internals.ts"
import { PartitionSearch } from "./PartitionSearch.ts"
import { damagedBatch, type RawBatch } from "./RecordSet.ts"

/** Kafka's errors about the records of one partition. All others are about leaders, offsets and rights, which kafkajs handles. */
const recordErrors: ReadonlyMap<number, string> = new Map([
  [-1, "UNKNOWN"],
  [2, "CORRUPT_MESSAGE"],
  [56, "KAFKA_STORAGE_ERROR"],
  [87, "INVALID_RECORD"]
])

interface FetchResponse {
  readonly responses: ReadonlyArray<{
    readonly topicName: string
    readonly partitions: ReadonlyArray<{ errorCode: number; messages: ReadonlyArray<RawBatch> }>
  }>
}

interface FetchProtocol {
  parse(response: FetchResponse): Promise<FetchResponse>
}

/** Fetch versions whose responses `FetchedRecords.ts` decodes. */
const protocols = new Set(
  [4, 5, 6, 7, 8, 9, 10, 11].map((v) => internal<FetchProtocol>(`protocol/requests/fetch/v${v}/response`))
)
for (const protocol of protocols) {
  const { parse } = protocol
  protocol.parse = (response) => {
    for (const { partitions } of response.responses)
      for (const partition of partitions) {
        const name = recordErrors.get(partition.errorCode)
        if (name === undefined) continue
        partition.errorCode = 0
        partition.messages = [damagedBatch(name)]
      }
    return parse.call(protocol, response)
  }
}

type Assigned = ReadonlyArray<{ readonly topic: string; readonly partitions: ReadonlyArray<number> }>

interface ConsumerGroup {
  readonly groupId: string
  getActiveTopicPartitions(): Readonly<Record<string, ReadonlySet<number>>>
}

const ConsumerGroup = internal<{
  readonly prototype: {
    fetch(this: ConsumerGroup, nodeId: string): Promise<ReadonlyArray<object>>
    filterPartitionsByNode(this: ConsumerGroup, nodeId: string, partitions: Assigned): Assigned
    recoverFromFetch(this: ConsumerGroup, error: unknown): Promise<void>
  }
}>("consumer/consumerGroup")

/** Called with each partition that is found to be damaged (`true`) or readable again (`false`), and its group. */
export type DamageListener = (groupId: string, place: Partition, isDamaged: boolean) => void
export const damageListeners = new Set<DamageListener>()

/** One fetch of a broker. */
interface Fetch {
  readonly search: PartitionSearch
  chosen: number
  outcome: "sent" | "lost" | "unreachable" | "other"
}

const fetches = new AsyncLocalStorage<Fetch>()
const searches = new WeakMap<ConsumerGroup, Map<string, PartitionSearch>>()

const searchOf = (group: ConsumerGroup, nodeId: string): PartitionSearch => {
  const ofGroup = searches.get(group) ?? new Map<string, PartitionSearch>()
  searches.set(group, ofGroup)
  const search = ofGroup.get(nodeId) ?? new PartitionSearch()
  ofGroup.set(nodeId, search)
  return search
}

const keyOf = (topic: string, partition: number) => `${partition} ${topic}`

const placeOf = (key: string): Partition => {
  const [partition = "", topic = ""] = key.split(" ")
  return { topic, partition: Number(partition) }
}

const report = (group: ConsumerGroup, key: string | undefined, isDamaged: boolean) => {
  if (key !== undefined) for (const listener of damageListeners) listener(group.groupId, placeOf(key), isDamaged)
}

const { fetch, filterPartitionsByNode, recoverFromFetch } = ConsumerGroup.prototype

ConsumerGroup.prototype.filterPartitionsByNode = function (nodeId, partitions) {
  const all = filterPartitionsByNode.call(this, nodeId, partitions)
  const now = fetches.getStore()
  if (now === undefined) return all
  const active = this.getActiveTopicPartitions()
  const keys = all.flatMap(({ topic, partitions }) =>
    partitions.filter((each) => active[topic]?.has(each)).map((each) => keyOf(topic, each))
  )
  const chosen = new Set(now.search.choose(keys, performance.now()))
  now.chosen = chosen.size
  return all.map(({ topic, partitions }) => ({
    topic,
    partitions: partitions.filter((each) => chosen.has(keyOf(topic, each)))
  }))
}

ConsumerGroup.prototype.recoverFromFetch = function (error) {
  const now = fetches.getStore()
  const name = (error as { readonly name?: string } | undefined)?.name
  if (now !== undefined)
    now.outcome =
      name === "KafkaJSConnectionClosedError" ? "lost" : name === "KafkaJSConnectionError" ? "unreachable" : "other"
  return recoverFromFetch.call(this, error)
}

ConsumerGroup.prototype.fetch = function (nodeId) {
  const now: Fetch = { search: searchOf(this, nodeId), chosen: 0, outcome: "sent" }
  return fetches.run(now, async () => {
    try {
      return await fetch.call(this, nodeId)
    } finally {
      if (now.outcome === "unreachable") now.search.unreachable()
      else if (now.outcome === "lost") report(this, now.search.lost(performance.now()), true)
      else if (now.outcome === "sent" && now.chosen > 0) report(this, now.search.fetched(), false)
    }
  })
}
