/**
 * Before a member of a group rejoins, kafkajs waits only for its own handlers. Here it also waits for background work of a handler, so
 * that no partition is handed over while one of its batches is in flight.
 */
import { type Group, withNewCoordinator } from "./Coordinator.ts"
import { internal } from "./internals.ts"

interface ConsumerGroup extends Group {
  readonly memberId: string | null
  readonly generationId: number
}

const ConsumerGroup = internal<{
  readonly prototype: { joinAndSync(this: ConsumerGroup, argument: unknown): Promise<unknown> }
}>("consumer/consumerGroup")

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
