/**
 * A member of a group looks up the group's coordinator only when it joins. If that broker is lost, all commits and heartbeats of kafkajs
 * still go to it: a handler that commits waits until the broker returns, and the member cannot rejoin while a handler waits. Here the
 * coordinator is looked up again after any error that is not about the group's state.
 */
import { internal } from "./internals.ts"

/** A consumer group of kafkajs, as far as it concerns its coordinator. */
export interface Group {
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
const groupErrors = new Set([
  "REBALANCE_IN_PROGRESS",
  "ILLEGAL_GENERATION",
  "UNKNOWN_MEMBER_ID",
  "FENCED_INSTANCE_ID",
  "GROUP_AUTHORIZATION_FAILED",
  "TOPIC_AUTHORIZATION_FAILED"
])

const isGroupError = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "type" in error && groupErrors.has(String(error.type))

const findCoordinator = async (group: Group): Promise<void> => {
  group.coordinator = await group.cluster.findGroupCoordinator({ groupId: group.groupId })
}

/**
 * Sends a request to the group's coordinator. After an error that is not about the group's state, looks up the coordinator and
 * retries once.
 */
export const withNewCoordinator = async (group: Group, request: () => Promise<unknown>): Promise<unknown> => {
  try {
    return await request()
  } catch (error) {
    if (isGroupError(error)) throw error
    await findCoordinator(group)
    return request()
  }
}

type Method = (this: Group, argument: unknown) => Promise<unknown>

const OffsetManager = internal<{
  readonly prototype: Record<"commitOffsets" | "getCoordinator", Method>
}>("consumer/offsetManager")

/** Offset managers whose coordinator failed and must be looked up again. */
const withoutCoordinator = new WeakSet<Group>()

const { commitOffsets } = OffsetManager.prototype
OffsetManager.prototype.commitOffsets = async function (argument) {
  try {
    return await commitOffsets.call(this, argument)
  } catch (error) {
    if (!isGroupError(error)) withoutCoordinator.add(this)
    throw error
  }
}

OffsetManager.prototype.getCoordinator = async function () {
  if (withoutCoordinator.has(this) || !this.coordinator.isConnected()) {
    await findCoordinator(this)
    withoutCoordinator.delete(this)
  }
  return this.coordinator
}

const ConsumerGroup = internal<{ readonly prototype: { heartbeat: Method } }>("consumer/consumerGroup")

const { heartbeat } = ConsumerGroup.prototype
ConsumerGroup.prototype.heartbeat = function (argument) {
  return withNewCoordinator(this, () => heartbeat.call(this, argument))
}
