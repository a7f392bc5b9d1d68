/** Why records of a partition are lost or not loaded. `doctor`, the metrics and the alerts use it. */
import { Effect } from "effect"
import { addressOf, EventLog, type Partition, type PartitionOffset } from "../../ports/EventLog.ts"
import { topicPrefix } from "../partners/PartnerTopic.ts"

/**
 * - `unreadable`: the broker cannot send the next records; the partition is left out and tried again.
 * - `no-key`: the pseudonymisation key of the partition's partner is missing or refused; it is left out and tried again.
 * - `beyond-end`: the committed offset is after the end of the log: records were cut off, and new ones get offsets that are taken as loaded.
 * - `records-lost`: the log begins after the committed offset: records were deleted before they were loaded.
 */
export const partitionProblems = ["unreadable", "no-key", "beyond-end", "records-lost"] as const
export type PartitionProblem = (typeof partitionProblems)[number]

interface PartitionFinding extends Partition {
  readonly problem: Exclude<PartitionProblem, "unreadable" | "no-key">
  /** Records between the committed offset and the log. */
  readonly records: number
}

/** The offsets of the same partitions at about the same time; `committed` is -1 where the group committed nothing yet. */
export interface PartitionOffsets {
  readonly starts: ReadonlyArray<PartitionOffset>
  readonly ends: ReadonlyArray<PartitionOffset>
  readonly committed: ReadonlyArray<PartitionOffset>
}

/**
 * Returns the group's offsets in the topics of all partners. Committed ones are read first: they never decrease, and the end only increases, so no
 * record that arrives meanwhile looks like a problem.
 */
export const readOffsets = Effect.fn("PartitionProblems.readOffsets")(function* (groupId: string) {
  const log = yield* EventLog
  const topics = yield* log.topics(topicPrefix)
  if (topics.length === 0) return { committed: [], starts: [], ends: [] }
  const committed = yield* log.committed(groupId, topics)
  return { committed, starts: yield* log.startOffsets(topics), ends: yield* log.endOffsets(topics) }
})

const byAddress = (offsets: ReadonlyArray<PartitionOffset>): ReadonlyMap<string, number> =>
  new Map(offsets.map((each) => [addressOf(each), each.offset]))

/** Returns, for each partition, the next record to load and the number of records that wait. Records that retention has deleted do not wait. */
export const waitingRecords = ({ starts, ends, committed }: PartitionOffsets) => {
  const [startOf, committedOf] = [byAddress(starts), byAddress(committed)]
  return ends.map((place) => {
    const next = Math.max(committedOf.get(addressOf(place)) ?? 0, startOf.get(addressOf(place)) ?? 0, 0)
    return { place, next, records: Math.max(0, place.offset - next) }
  })
}

/** Compares committed offsets with the log. */
export const compareOffsets = ({ starts, ends, committed }: PartitionOffsets): ReadonlyArray<PartitionFinding> => {
  const [startOf, committedOf] = [byAddress(starts), byAddress(committed)]
  return ends.flatMap(({ topic, partition, offset: end }): ReadonlyArray<PartitionFinding> => {
    const at = addressOf({ topic, partition })
    const done = Math.max(0, committedOf.get(at) ?? 0)
    const start = startOf.get(at) ?? 0
    if (done > end) return [{ topic, partition, problem: "beyond-end", records: done - end }]
    return start > done ? [{ topic, partition, problem: "records-lost", records: start - done }] : []
  })
}
