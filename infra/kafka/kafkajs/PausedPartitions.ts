/**
 * If all partitions of a broker are paused, kafkajs sleeps for the duration of a fetch. Here it continues as soon as one of them is
 * resumed.
 */
import { internal } from "./internals.ts"
// Before the change below, which wraps it.
import "./DamagedPartitions.ts"

type Partitions = ReadonlyArray<{ readonly topic: string; readonly partitions: ReadonlyArray<number> }>

interface ConsumerGroup {
  assigned(): Partitions
  isPaused(topic: string, partition: number): boolean
  filterPartitionsByNode(nodeId: string, partitions: Partitions): Partitions
}

const ConsumerGroup = internal<{
  readonly prototype: {
    fetch(this: ConsumerGroup, nodeId: string): Promise<ReadonlyArray<object>>
    resume(this: ConsumerGroup, partitions: Partitions): void
  }
}>("consumer/consumerGroup")

const { fetch, resume } = ConsumerGroup.prototype

/** Callbacks that wake fetches which wait because all partitions are paused. */
const waitingFetches = new WeakMap<ConsumerGroup, Set<() => void>>()

const allPaused = (group: ConsumerGroup, nodeId: string): boolean => {
  const own = group.filterPartitionsByNode(nodeId, group.assigned())
  const paused = own.flatMap(({ topic, partitions }) => partitions.map((partition) => group.isPaused(topic, partition)))
  return paused.length > 0 && paused.every(Boolean)
}

ConsumerGroup.prototype.fetch = async function (nodeId) {
  if (!allPaused(this, nodeId)) return fetch.call(this, nodeId)
  const own = waitingFetches.get(this) ?? new Set()
  waitingFetches.set(this, own)
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
  for (const wake of [...(waitingFetches.get(this) ?? [])]) wake()
}
