/**
 * Keeps kafkajs 2.2.4 reading when a broker cannot send one partition's records.
 *
 * kafkajs fetches all partitions of a broker at once, and an error of one of them ends the fetch for all, again and again. Here
 * - a partition whose response has an error about its records is delivered as damaged, together with the records of the others;
 * - a partition for which the broker closes the connection is found (`PartitionSearch.ts`) and left out, until it can be read again;
 * - a partition of which the broker sends nothing, although it has records and the answer has room, or whose batches do not follow each other, is
 *   delivered as damaged.
 */
import { AsyncLocalStorage } from "node:async_hooks"
import type { Partition } from "../../../ports/EventLog.ts"
// Before the responses of fetches are loaded below: it replaces a module that they load.
import "./FetchedRecords.ts"
import { internal } from "./internals.ts"
import { PartitionSearch } from "./PartitionSearch.ts"
import { damagedBatch, inOrder, nothingSent, type RawBatch } from "./RecordSet.ts"

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
    readonly partitions: ReadonlyArray<{
      errorCode: number
      messages: ReadonlyArray<RawBatch>
      readonly lastStableOffset: string
    }>
  }>
}

/** The offset up to which the broker can send records, by the records that it sent. */
const readableTo = new WeakMap<ReadonlyArray<RawBatch>, number>()

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
        readableTo.set(partition.messages, Number(partition.lastStableOffset))
        const name = recordErrors.get(partition.errorCode)
        if (name === undefined) continue
        partition.errorCode = 0
        partition.messages = [damagedBatch(name)]
      }
    return parse.call(protocol, response)
  }
}

type Assigned = ReadonlyArray<{ readonly topic: string; readonly partitions: ReadonlyArray<number> }>

/** What kafkajs makes of a partition's response. */
interface FetchedBatch {
  readonly topic: string
  readonly partition: number
  readonly fetchedOffset: string
  rawMessages: ReadonlyArray<RawBatch>
  messagesWithinOffset: ReadonlyArray<RawBatch>
  messages: ReadonlyArray<RawBatch>
}

interface ConsumerGroup {
  readonly groupId: string
  readonly maxBytes: number
  getActiveTopicPartitions(): Readonly<Record<string, ReadonlySet<number>>>
}

const ConsumerGroup = internal<{
  readonly prototype: {
    fetch(this: ConsumerGroup, nodeId: string): Promise<ReadonlyArray<FetchedBatch>>
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

/** Milliseconds for which a broker may send nothing of a partition that has records. */
const longestSilence = 3_000
/** When the broker began to send nothing, by partition. */
const silences = new WeakMap<ConsumerGroup, Map<string, number>>()

/** Keeps the batches of an answer as far as they follow each other. */
const keepInOrder = (batch: FetchedBatch) => {
  const kept = inOrder(batch.rawMessages, Number(batch.fetchedOffset))
  if (kept === batch.rawMessages) return
  const isDamage = kept[0]?.damage !== undefined
  batch.messagesWithinOffset = isDamage ? kept : batch.messagesWithinOffset.filter((each) => kept.includes(each))
  batch.messages = isDamage ? kept : batch.messages.filter((each) => kept.includes(each))
  batch.rawMessages = kept
}

/**
 * Marks as damaged the partitions whose batches do not follow each other, and those of which the broker sends nothing. Where the length
 * of a record batch is invalid, the broker ends the log there without an error: an empty answer with room for the largest batch means that it
 * cannot send what follows.
 */
const markDamaged = (group: ConsumerGroup, batches: ReadonlyArray<FetchedBatch>) => {
  const since = silences.get(group) ?? new Map<string, number>()
  silences.set(group, since)
  const bytes = batches.flatMap(({ rawMessages }) => rawMessages).reduce((sum, { records }) => sum + records.length, 0)
  for (const batch of batches) {
    keepInOrder(batch)
    const key = keyOf(batch.topic, batch.partition)
    const isSilent =
      batch.rawMessages.length === 0 && (readableTo.get(batch.rawMessages) ?? -1) > Number(batch.fetchedOffset)
    if (!isSilent) since.delete(key)
    else if (bytes < group.maxBytes / 2) {
      const began = since.get(key) ?? performance.now()
      since.set(key, began)
      if (performance.now() - began < longestSilence) continue
      batch.rawMessages = batch.messagesWithinOffset = batch.messages = [damagedBatch(nothingSent)]
    }
  }
  return batches
}

ConsumerGroup.prototype.fetch = function (nodeId) {
  const now: Fetch = { search: searchOf(this, nodeId), chosen: 0, outcome: "sent" }
  return fetches.run(now, async () => {
    try {
      return markDamaged(this, await fetch.call(this, nodeId))
    } finally {
      if (now.outcome === "unreachable") now.search.unreachable()
      else if (now.outcome === "lost") report(this, now.search.lost(performance.now()), true)
      else if (now.outcome === "sent" && now.chosen > 0) report(this, now.search.fetched(), false)
    }
  })
}
