/**
 * What kafkajs 2.2.4, which is no longer maintained, must be given to work well on Node 24 and on more than one broker.
 *
 * - **Timers.** Its request queue sets a timer with a negative delay after every request: Node 24 prints a warning for each,
 *   and the timer sets itself again every millisecond for as long as the connection lives, though nothing waits. Here the
 *   timer is set only while requests wait.
 * - **Answers.** What was left of the answer before, mostly nothing, is joined with the next one: a copy of every fetch. Here nothing is
 *   joined with nothing. That answers come whole is the work of `KafkaAnswers.ts`.
 * - **A coordinator that moves.** A member looks for its group's coordinator when it joins and never again. When that broker
 *   is lost, each commit and heartbeat goes to it for good: a handler that waits to commit waits until the broker comes back,
 *   and the member cannot join anew while a handler waits. Here a failure that is no word of the group's is followed by a
 *   new search.
 * - **Joining anew.** kafkajs waits for its own handlers before a member joins again, and for nobody else. Here it also waits for
 *   work that goes on behind a handler, so that a partition is not given away while a batch of it is under way.
 * - **Partitions that rest.** When all partitions of a broker rest, kafkajs sleeps as long as a fetch may take, whatever happens meanwhile.
 *   Here it goes on as soon as one of them does.
 * - **A broker that is away.** Whoever asks any broker for a coordinator fails when the first that it meets is away, though
 *   others are there. Here the next one is asked.
 *
 * A broker that says nothing is a matter of its own: `KafkaJsSilence.ts`.
 */
import { createRequire } from "node:module"
import type { ISocketFactory } from "kafkajs"
import { answeringSocket } from "./KafkaAnswers.ts"
import "./KafkaJsSilence.ts"

interface RequestQueue {
  readonly pending: ReadonlyArray<unknown>
  readonly throttledUntil: number
  throttleCheckTimeoutId: NodeJS.Timeout | null
  checkPendingRequests(): void
}

const require = createRequire(import.meta.url)
const queue = require("kafkajs/src/network/requestQueue") as { readonly prototype: object }

/** Milliseconds between looks at waiting requests when the broker asked for no pause; kafkajs's own figure. */
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
 * kafkajs writes all waiting requests to a socket that is still connecting; Node takes the many listeners that this adds for a
 * leak and warns. They go when the socket has connected, or with it.
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

/** The group's own words, which another coordinator would say as well. */
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

/** Asks a group's coordinator; where that fails by no word of the group's, looks for the coordinator and asks once more. */
const orFindAnew = async (group: Group, ask: () => Promise<unknown>): Promise<unknown> => {
  try {
    return await ask()
  } catch (error) {
    if (isOfTheGroup(error)) throw error
    await findAnew(group)
    return ask()
  }
}

type Method = (this: Group, argument: unknown) => Promise<unknown>

const OffsetManager = require("kafkajs/src/consumer/offsetManager") as {
  readonly prototype: Record<"commitOffsets" | "getCoordinator", Method>
}

/** Members' offsets whose coordinator failed them and must be looked for. */
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

/** Told before a member joins. */
export interface BeforeJoin {
  /** It joins when every promise that is given here is done. */
  readonly until: (done: Promise<unknown>) => void
  /**
   * Asks the group now whether the member is its own. kafkajs's heartbeat says yes without a question while its last answer is young, by
   * when that was read, and also when the group has told it that the member is unknown; who asks while another waits gets the other's answer.
   */
  readonly ask: () => Promise<unknown>
}

const askGroup = async ({ coordinator, groupId, memberId, generationId }: ConsumerGroup) => {
  // kafkajs forgets its name when the group does not know it any more.
  if (memberId === null) throw Object.assign(new Error("no member any more"), { type: "UNKNOWN_MEMBER_ID" })
  return coordinator.heartbeat({ groupId, memberId, groupGenerationId: generationId })
}

const { joinAndSync } = ConsumerGroup.prototype
ConsumerGroup.prototype.joinAndSync = async function (argument) {
  const waited: Array<Promise<unknown>> = []
  const ask = () => orFindAnew(this, () => askGroup(this))
  const before: BeforeJoin = { until: (done) => void waited.push(done), ask }
  this.instrumentationEmitter.emit("consumer.rebalancing", before)
  await Promise.allSettled(waited)
  return joinAndSync.call(this, argument)
}

const { fetch, resume } = ConsumerGroup.prototype

/** Wakes whoever waits because all of a member's partitions rest. */
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
    // It sleeps after all else that belongs to a fetch, such as the setting of offsets. What it brings when it is late is fetched again.
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
  return orFindAnew(this, () => heartbeat.call(this, argument))
}

interface Pool {
  readonly brokers: Readonly<Record<string, object>>
  findBroker(broker: { readonly nodeId: string }): Promise<object>
}

type WithBroker = (this: Pool, use: (found: object) => Promise<unknown>) => Promise<unknown>

const BrokerPool = require("kafkajs/src/cluster/brokerPool") as { readonly prototype: { withBroker: WithBroker } }

const { withBroker } = BrokerPool.prototype
BrokerPool.prototype.withBroker = async function (use) {
  // Tells that it knows none, which its callers wait for.
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
      // Another may know; that nobody does is told by null, as kafkajs does.
    }
  }
  if (away !== undefined) throw away
  return null
}
