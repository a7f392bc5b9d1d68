/**
 * Fixes for kafkajs 2.2.4, which is no longer maintained, on Node 24 and on clusters of several brokers.
 *
 * - **Timers.** Its request queue sets a timer with a negative delay after every request. Node 24 prints a warning for each, and the timer
 *   repeats every millisecond while the connection is open. Here the timer is set only while requests are pending.
 * - **Responses.** kafkajs concatenates each response with the rest of the previous one, even if that is empty, so it copies every fetch.
 *   Here an empty rest is not concatenated. `KafkaAnswers.ts` delivers complete responses.
 * - **Moved coordinator.** A member looks up its group's coordinator only when it joins. If that broker is lost, all commits and heartbeats
 *   still go to it. A handler that commits waits until the broker returns, and the member cannot rejoin while a handler waits. Here the
 *   coordinator is looked up again after any error that is not about the group's state.
 * - **Rejoin.** Before a member rejoins, kafkajs waits only for its own handlers. Here it also waits for background work of a handler, so
 *   that no partition is handed over while one of its batches is in flight.
 * - **Paused partitions.** If all partitions of a broker are paused, kafkajs sleeps for the duration of a fetch. Here it continues as soon
 *   as one of them is resumed.
 * - **Unavailable broker.** A request that any broker can serve fails if the first broker is unavailable. Here the next one is tried.
 *
 * `KafkaJsSilence.ts` handles brokers that accept connections and do not respond.
 */
import { createRequire } from "node:module"
import type { ISocketFactory } from "kafkajs"
import { answeringSocket } from "./KafkaAnswers.ts"
import "./KafkaJsSilence.ts"
// Before the changes below, which wrap it.
import "./KafkaJsIsolation.ts"

interface RequestQueue {
  readonly pending: ReadonlyArray<unknown>
  readonly throttledUntil: number
  throttleCheckTimeoutId: NodeJS.Timeout | null
  checkPendingRequests(): void
}

const require = createRequire(import.meta.url)
const queue = require("kafkajs/src/network/requestQueue") as { readonly prototype: object }

/** Milliseconds between checks of pending requests, if the broker did not throttle. Same value as in kafkajs. */
const interval = 10

Object.assign(queue.prototype, {
  scheduleCheckPendingRequests(this: RequestQueue) {
    if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return
    const pause = this.throttledUntil - Date.now()
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null
        this.checkPendingRequests()
      },
      pause > 0 ? pause : interval
    )
  }
})

/**
 * kafkajs writes all pending requests to a socket that is still connecting. Each write adds a listener, and Node would warn of a leak.
 * The listeners are removed when the socket connects or closes.
 */
export const socketFactory: ISocketFactory = (options) => answeringSocket(options).setMaxListeners(0)

interface Connection {
  chunks: Array<Buffer>
  readonly bytesBuffered: number
}

const Connection = require("kafkajs/src/network/connection") as {
  readonly prototype: { processData(this: Connection, answer: Buffer): void }
}

const { processData } = Connection.prototype
Connection.prototype.processData = function (answer) {
  if (this.bytesBuffered === 0) this.chunks = []
  processData.call(this, answer)
}

interface Group {
  readonly groupId: string
  readonly cluster: { findGroupCoordinator(group: { readonly groupId: string }): Promise<Coordinator> }
  readonly instrumentationEmitter: { emit(event: string, payload: object): void }
  coordinator: Coordinator
}

interface Coordinator {
  isConnected(): boolean
  heartbeat(member: object): Promise<unknown>
}

/** Errors about the group's state. Another coordinator would return them too. */
const wordsOfTheGroup = new Set([
  "REBALANCE_IN_PROGRESS",
  "ILLEGAL_GENERATION",
  "UNKNOWN_MEMBER_ID",
  "FENCED_INSTANCE_ID",
  "GROUP_AUTHORIZATION_FAILED",
  "TOPIC_AUTHORIZATION_FAILED"
])

const isOfTheGroup = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "type" in error && wordsOfTheGroup.has(String(error.type))

const findAnew = async (group: Group): Promise<void> => {
  group.coordinator = await group.cluster.findGroupCoordinator({ groupId: group.groupId })
}

/**
 * Sends a request to the group's coordinator. After an error that is not about the group's state, looks up the coordinator and
 * retries once.
 */
const withNewCoordinator = async (group: Group, request: () => Promise<unknown>): Promise<unknown> => {
  try {
    return await request()
  } catch (error) {
    if (isOfTheGroup(error)) throw error
    await findAnew(group)
    return request()
  }
}

type Method = (this: Group, argument: unknown) => Promise<unknown>

const OffsetManager = require("kafkajs/src/consumer/offsetManager") as {
  readonly prototype: Record<"commitOffsets" | "getCoordinator", Method>
}

/** Offset managers whose coordinator failed and must be looked up again. */
const misled = new WeakSet<Group>()

const { commitOffsets } = OffsetManager.prototype
OffsetManager.prototype.commitOffsets = async function (argument) {
  try {
    return await commitOffsets.call(this, argument)
  } catch (error) {
    if (!isOfTheGroup(error)) misled.add(this)
    throw error
  }
}

OffsetManager.prototype.getCoordinator = async function () {
  if (misled.has(this) || !this.coordinator.isConnected()) {
    await findAnew(this)
    misled.delete(this)
  }
  return this.coordinator
}

type Partitions = ReadonlyArray<{ readonly topic: string; readonly partitions: ReadonlyArray<number> }>

interface ConsumerGroup extends Group {
  readonly memberId: string | null
  readonly generationId: number
  assigned(): Partitions
  isPaused(topic: string, partition: number): boolean
  filterPartitionsByNode(nodeId: string, of: Partitions): Partitions
}

const ConsumerGroup = require("kafkajs/src/consumer/consumerGroup") as {
  readonly prototype: Record<
    "heartbeat" | "joinAndSync",
    (this: ConsumerGroup, argument: unknown) => Promise<unknown>
  > & {
    fetch(this: ConsumerGroup, nodeId: string): Promise<ReadonlyArray<object>>
    resume(this: ConsumerGroup, partitions: Partitions): void
  }
}

/** Payload of the event that is emitted before a member joins. */
export interface BeforeJoin {
  /** The join waits for each promise that is passed here. */
  readonly until: (done: Promise<unknown>) => void
  /**
   * Checks with the group whether this client is still a member. kafkajs's own heartbeat is not sufficient. It sends no request while the
   * last response is recent (by the time it was read), nor after the group has rejected the member. Concurrent calls share one response.
   */
  readonly verify: () => Promise<unknown>
  /** Returns the generation of the last join. */
  readonly generation: () => number
}

const sendHeartbeat = async ({ coordinator, groupId, memberId, generationId }: ConsumerGroup) => {
  // kafkajs clears the member id when the group no longer knows the member.
  if (memberId === null)
    throw Object.assign(new Error("no longer a member of the group"), { type: "UNKNOWN_MEMBER_ID" })
  return coordinator.heartbeat({ groupId, memberId, groupGenerationId: generationId })
}

const { joinAndSync } = ConsumerGroup.prototype
ConsumerGroup.prototype.joinAndSync = async function (argument) {
  const waited: Array<Promise<unknown>> = []
  const verify = () => withNewCoordinator(this, () => sendHeartbeat(this))
  const before: BeforeJoin = { until: (done) => void waited.push(done), verify, generation: () => this.generationId }
  this.instrumentationEmitter.emit("consumer.rebalancing", before)
  await Promise.allSettled(waited)
  return joinAndSync.call(this, argument)
}

const { fetch, resume } = ConsumerGroup.prototype

/** Callbacks that wake fetches which wait because all partitions are paused. */
const sleepers = new WeakMap<ConsumerGroup, Set<() => void>>()

const isAtRest = (group: ConsumerGroup, nodeId: string): boolean => {
  const own = group.filterPartitionsByNode(nodeId, group.assigned())
  const of = own.flatMap(({ topic, partitions }) => partitions.map((partition) => group.isPaused(topic, partition)))
  return of.length > 0 && of.every(Boolean)
}

ConsumerGroup.prototype.fetch = async function (nodeId) {
  if (!isAtRest(this, nodeId)) return fetch.call(this, nodeId)
  const own = sleepers.get(this) ?? new Set()
  sleepers.set(this, own)
  let wake = () => {}
  const woken = new Promise<ReadonlyArray<object>>((resolve) => {
    wake = () => resolve([])
  })
  own.add(wake)
  try {
    // The sleep is the last step of a fetch, after offsets are set. A result that arrives after the wake-up is fetched again.
    return await Promise.race([fetch.call(this, nodeId), woken])
  } finally {
    own.delete(wake)
  }
}

ConsumerGroup.prototype.resume = function (partitions) {
  resume.call(this, partitions)
  for (const wake of [...(sleepers.get(this) ?? [])]) wake()
}

const { heartbeat } = ConsumerGroup.prototype
ConsumerGroup.prototype.heartbeat = function (argument) {
  return withNewCoordinator(this, () => heartbeat.call(this, argument))
}

interface Pool {
  readonly brokers: Readonly<Record<string, object>>
  findBroker(broker: { readonly nodeId: string }): Promise<object>
}

type WithBroker = (this: Pool, use: (found: object) => Promise<unknown>) => Promise<unknown>

const BrokerPool = require("kafkajs/src/cluster/brokerPool") as { readonly prototype: { withBroker: WithBroker } }

const { withBroker } = BrokerPool.prototype
BrokerPool.prototype.withBroker = async function (use) {
  // The original method throws the error that its callers expect if there are no brokers.
  if (Object.keys(this.brokers).length === 0) return withBroker.call(this, use)
  let away: unknown
  for (const nodeId of Object.keys(this.brokers).sort(() => Math.random() - 0.5)) {
    const broker = await this.findBroker({ nodeId }).catch((error: unknown) => {
      away = error
    })
    if (broker === undefined) continue
    away = undefined
    try {
      return await use({ nodeId, broker })
    } catch {
      // Another broker may know the result. If none does, the result is null, as in kafkajs.
    }
  }
  if (away !== undefined) throw away
  return null
}
