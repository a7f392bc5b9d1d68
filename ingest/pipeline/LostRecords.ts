/**
 * Finds topics in which records are missing that were loaded, or that may never have been: a topic that is gone, was created again, has fewer
 * partitions, or whose records an operator skipped. `doctor` and `ingest` name them.
 */
import { Effect } from "effect"
import { counted } from "../../ports/counted.ts"
import { addressOf, EventLog, type PartitionOffset } from "../../ports/EventLog.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import * as Partners from "../partners/Partners.ts"
import { topicOfPartner, topicPrefix } from "../partners/PartnerTopic.ts"
import { compareOffsets, type PartitionOffsets, readOffsets } from "./PartitionProblems.ts"

const words = {
  "beyond-end": (records: number) => `its committed offset is ${records} after the end of its log`,
  "records-lost": (records: number) => `its log begins ${counted(records, "record")} after the committed offset`
} as const

/** Returns a sentence without a full stop for each partition whose committed offset does not fit its log. */
export const offsetProblems = (offsets: PartitionOffsets): ReadonlyArray<string> =>
  compareOffsets(offsets).map((each) => `${addressOf(each)}: ${words[each.problem](each.records)}`)

/** Returns the offset after the last record that a batch was planned for, of each partition. Rows of batches are kept for 90 days. */
const loadedOffsets = Effect.fn("LostRecords.loadedOffsets")(function* () {
  return yield* Warehouse.query<PartitionOffset>(
    `SELECT topic, toFloat64(partition) AS partition, toFloat64(max(last_offset) + 1) AS offset
     FROM corridor_audit.batch GROUP BY topic, partition ORDER BY topic, partition`
  )
})

const number = (count: number) => counted(count, "partition")

/**
 * Compares the offsets of one topic with what was loaded from it. A broker that deletes a topic deletes its committed offsets too: without any, and
 * with an end before what was loaded, the topic was created again and nothing of it was loaded since.
 */
const topicFindings = (
  topic: string,
  ends: ReadonlyArray<PartitionOffset>,
  committed: ReadonlyArray<PartitionOffset>,
  loaded: ReadonlyArray<PartitionOffset>
) => {
  const endOf = new Map(ends.map((end) => [end.partition, end.offset]))
  const needed = Math.max(0, ...loaded.map(({ partition }) => partition + 1))
  const isNew = committed.every(({ offset }) => offset < 0)
  const isBehind = loaded.some(({ partition, offset }) => (endOf.get(partition) ?? 0) < offset)
  return [
    ...(isNew && isBehind ? [`${topic} was created again, or its records were deleted`] : []),
    ...(needed > endOf.size ? [`${topic} has ${number(endOf.size)}; records were loaded from ${needed}`] : [])
  ]
}

/** Returns the partitions whose committed offset an operator set beyond the records that were loaded. */
const skipped = ({ starts, ends, committed }: PartitionOffsets, loaded: ReadonlyArray<PartitionOffset>) => {
  const [startOf, endOf, loadedOf] = [starts, ends, loaded].map(
    (offsets) => new Map(offsets.map((each) => [addressOf(each), each.offset]))
  )
  return committed.flatMap((place) => {
    const at = addressOf(place)
    const next = loadedOf?.get(at)
    if (next === undefined || place.offset > (endOf?.get(at) ?? 0)) return []
    const records = place.offset - Math.max(next, startOf?.get(at) ?? 0)
    return records > 0 ? [`${at}: its committed offset skips ${counted(records, "record")} that were not loaded`] : []
  })
}

/**
 * Compares the topics of enabled partners with what was loaded from them. Returns a sentence without a full stop for each topic and partition in
 * which records are missing.
 */
export const findLostRecords = Effect.fn("LostRecords.find")(function* (groupId: string) {
  const known = new Set(yield* (yield* EventLog).topics(topicPrefix))
  const partners = (yield* Partners.list()).filter(({ status }) => status === "enabled")
  // A batch is planned before it is committed, and after its records were written: what is loaded meanwhile looks like no gap in this order.
  const { committed: before } = yield* readOffsets(groupId)
  const loaded = yield* loadedOffsets()
  const offsets = yield* readOffsets(groupId)
  const topics = partners.flatMap(({ id }) => {
    const topic = topicOfPartner(id)
    if (!known.has(topic)) return [`${topic} is missing`]
    const ofTopic = (all: ReadonlyArray<PartitionOffset>) => all.filter((each) => each.topic === topic)
    return topicFindings(topic, ofTopic(offsets.ends), ofTopic(offsets.committed), ofTopic(loaded))
  })
  return [...topics, ...skipped({ ...offsets, committed: before }, loaded)]
})
