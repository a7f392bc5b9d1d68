/**
 * Checks the event log as the pipeline uses it: writes a record to the probe's own topic and reads it back, and reads the next record of each
 * partition that has one.
 */
import { randomUUID } from "node:crypto"
import { Effect } from "effect"
import { partnerOfTopic, probeTopic } from "../../ingest/partners/PartnerTopic.ts"
import type { LeavingOut } from "../../ingest/pipeline/LeftOutPartitions.ts"
import { offsetProblems } from "../../ingest/pipeline/LostRecords.ts"
import { readOffsets, waitingRecords } from "../../ingest/pipeline/PartitionProblems.ts"
import { counted } from "../../ports/counted.ts"
import { addressOf, EventLog, type Partition } from "../../ports/EventLog.ts"

/** Writes a record and reads it back. Fails with a sentence if the log loses or changes it. */
export const probeLog = Effect.fn("LogProbe.probeLog")(function* () {
  const log = yield* EventLog
  const id = randomUUID()
  const [range] = yield* (yield* log.ownProducer).send(probeTopic, [{ key: null, value: Buffer.from(id) }])
  const records = range === undefined ? [] : yield* log.readAt(probeTopic, range.partition, [range.first])
  const [value] = records.map((record) => (record.value === null ? "" : Buffer.from(record.value).toString("utf8")))
  if (value !== id) return yield* Effect.fail(`a record that was written to ${probeTopic} could not be read back`)
}, Effect.scoped)

/** What is wrong with a partition that is left out, in words. */
const words: Readonly<Record<LeavingOut, (records: number) => string>> = {
  unreadable: (records) => `cannot be read, ${counted(records, "record")} waiting`,
  "no-key": (records) => `its partner has no usable key, ${counted(records, "record")} waiting`
}

/** How long the broker may take to send a record. */
const readTimeout = "5 seconds"

const isReadable = Effect.fn("LogProbe.isReadable")(function* ({ topic, partition }: Partition, offset: number) {
  const log = yield* EventLog
  return yield* log.readAt(topic, partition, [offset]).pipe(Effect.timeout(readTimeout), Effect.isSuccess)
})

/**
 * Returns one sentence for each partition with a problem, and the number of records that wait in the others. `withoutKey` are the partners
 * without a usable key.
 */
export const examinePartitions = Effect.fn("LogProbe.examinePartitions")(function* (
  groupId: string,
  withoutKey: ReadonlySet<string>
) {
  const offsets = yield* readOffsets(groupId)
  const problems = [...offsetProblems(offsets)]
  const lagging = waitingRecords(offsets).filter(({ records }) => records > 0)
  const problemsOf = yield* Effect.forEach(
    lagging,
    ({ place, next }) =>
      Effect.map(
        isReadable(place, next),
        (readable): ReadonlyArray<LeavingOut> => [
          ...(readable ? [] : ["unreadable" as const]),
          ...(withoutKey.has(partnerOfTopic(place.topic)) ? ["no-key" as const] : [])
        ]
      ),
    { concurrency: 4 }
  )
  for (const [i, { place, records }] of lagging.entries())
    for (const problem of problemsOf[i] ?? []) problems.push(`${addressOf(place)}: ${words[problem](records)}`)
  const left = lagging.filter((_, i) => problemsOf[i]?.length === 0).reduce((sum, { records }) => sum + records, 0)
  return { partitions: offsets.ends.length, problems, waiting: left }
})
