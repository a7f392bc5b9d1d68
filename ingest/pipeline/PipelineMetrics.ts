/** The pipeline's metrics. They are recorded once per batch, never per record. `MetricCatalogue` describes each of them. */
import { Clock, Context, Effect, Metric } from "effect"
import type { Partition } from "../../ports/EventLog.ts"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import { problemCatalogue } from "../../schemas/Problems.ts"
import type { RecordCounts } from "./Ledger.ts"
import { type MetricSpec, metricCatalogue } from "./MetricCatalogue.ts"
import { type PartitionProblem, partitionProblems } from "./PartitionProblems.ts"

type Labels = Readonly<Record<string, string>>

const options = ({ meaning }: MetricSpec, attributes: Labels) => ({ description: meaning, attributes })

/** Returns a counter of the metric catalogue, with labels. */
export const counter = (measure: MetricSpec, labels: Labels = {}) =>
  Metric.counter(measure.name, { ...options(measure, labels), incremental: true })

const gauge = (measure: MetricSpec, labels: Labels = {}) => Metric.gauge(measure.name, options(measure, labels))

const histogram = (measure: MetricSpec & { readonly buckets: ReadonlyArray<number> }) =>
  Metric.histogram(measure.name, { description: measure.meaning, boundaries: measure.buckets })

const outcomes = {
  loaded: counter(metricCatalogue.records, { outcome: "loaded" }),
  quarantined: counter(metricCatalogue.records, { outcome: "quarantined" }),
  duplicates: counter(metricCatalogue.records, { outcome: "duplicate" })
}
const readBytes = counter(metricCatalogue.readBytes)
const batchRecords = histogram(metricCatalogue.batchRecords)
const transcribeSeconds = histogram(metricCatalogue.transcribeSeconds)
const insertSeconds = histogram(metricCatalogue.insertSeconds)
const loadingDelay = histogram(metricCatalogue.loadingDelay)

const rejects = new Map(
  [...problemCatalogue.values()]
    .filter(({ area, severity }) => (area === "message" || area === "record") && severity === "error")
    .map(({ code }) => [code as string, counter(metricCatalogue.rejects, { code })])
)
/** Counts codes that the catalogue lacks. Only codes of the catalogue become labels. */
const otherReject = counter(metricCatalogue.rejects, { code: "other" })

const partitionLabels = ({ topic, partition }: Partition) => ({ topic, partition: String(partition) })

/** The figures of a committed batch. */
interface BatchMetrics extends Partition {
  readonly counts: RecordCounts
  /** Problems of the refused messages, by code. */
  readonly refused: ReadonlyMap<ProblemCode, number>
  readonly records: number
  readonly bytes: number
  readonly transcribeSeconds: number
  readonly insertSeconds: number
  /** When its first record was sent, in milliseconds since 1970 by the sender's clock. */
  readonly sentAt: number
  /** Records of the partition that follow this batch. */
  readonly lag: number
}

/** Records a batch. Call it after the commit. */
export const recordBatch = Effect.fn("PipelineMetrics.recordBatch")(function* (batch: BatchMetrics) {
  const now = yield* Clock.currentTimeMillis
  const context = yield* Effect.context<never>()
  for (const [name, metric] of Object.entries(outcomes))
    metric.updateUnsafe(batch.counts[name as keyof typeof outcomes], context)
  for (const [code, n] of batch.refused) (rejects.get(code) ?? otherReject).updateUnsafe(n, context)
  readBytes.updateUnsafe(batch.bytes, context)
  batchRecords.updateUnsafe(batch.records, context)
  transcribeSeconds.updateUnsafe(batch.transcribeSeconds, context)
  insertSeconds.updateUnsafe(batch.insertSeconds, context)
  loadingDelay.updateUnsafe(Math.max(0, now - batch.sentAt) / 1000, context)
  gauge(metricCatalogue.lag, partitionLabels(batch)).updateUnsafe(batch.lag, context)
  gauge(metricCatalogue.lastCommit, partitionLabels(batch)).updateUnsafe(now / 1000, context)
})

/** Records how many records of a partition are not loaded yet. */
export const recordLag = (partition: Partition, lag: number): Effect.Effect<void> =>
  Metric.update(gauge(metricCatalogue.lag, partitionLabels(partition)), lag)

const problemGauge = (partition: Partition, problem: PartitionProblem) =>
  gauge(metricCatalogue.partitionProblem, { ...partitionLabels(partition), problem })

/** Records whether a partition has a problem now. */
export const recordPartitionProblem = (
  partition: Partition,
  problem: PartitionProblem,
  isThere: boolean
): Effect.Effect<void> => Metric.update(problemGauge(partition, problem), isThere ? 1 : 0)

/** Removes the figures of a partition that no longer exists. */
export const forgetPartition = (partition: Partition): Effect.Effect<void> =>
  Effect.forEach(
    [
      gauge(metricCatalogue.lag, partitionLabels(partition)),
      gauge(metricCatalogue.lastCommit, partitionLabels(partition)),
      ...partitionProblems.map((problem) => problemGauge(partition, problem))
    ],
    (each) => Metric.remove(each),
    { discard: true }
  )

interface Waiting {
  readonly waiters: number
  /** When the first of them started to wait, in milliseconds since 1970. */
  readonly since: number
}

/** The components that operations wait for now, by name. */
export const WaitingComponents = Context.Reference<Map<string, Waiting>>("corridor/ingest/pipeline/WaitingComponents", {
  defaultValue: () => new Map()
})

/**
 * Records that one more operation (`true`) or one fewer (`false`) waits for a component. Each `true` needs its `false`: partitions wait in
 * parallel, and the component is available again when none waits.
 */
export const recordWaiting = Effect.fn("PipelineMetrics.recordWaiting")(function* (
  component: string,
  waiting: boolean
) {
  const components = yield* WaitingComponents
  const { waiters, since } = components.get(component) ?? { waiters: 0, since: yield* Clock.currentTimeMillis }
  const now = waiters + (waiting ? 1 : -1)
  if (now > 0) components.set(component, { waiters: now, since })
  else components.delete(component)
  yield* Metric.update(gauge(metricCatalogue.waiting, { part: component }), now > 0 ? 1 : 0)
})

/**
 * Records the start of a process, and sets all counters to 0. A counter that first appears with the value 50 would hide these 50 from
 * every rate.
 */
export const recordStart = Effect.fn("PipelineMetrics.recordStart")(function* (verb: string) {
  const context = yield* Effect.context<never>()
  for (const metric of [...Object.values(outcomes), ...rejects.values(), otherReject, readBytes])
    metric.updateUnsafe(0, context)
  for (const part of ["Kafka", "ClickHouse"]) gauge(metricCatalogue.waiting, { part }).modifyUnsafe(0, context)
  gauge(metricCatalogue.start, { verb }).updateUnsafe((yield* Clock.currentTimeMillis) / 1000, context)
})

/** Records the space of one of the store's disks, in bytes. */
export const recordDisk = (disk: string, free: number, size: number): Effect.Effect<void> =>
  Effect.andThen(
    Metric.update(gauge(metricCatalogue.diskFree, { disk }), free),
    Metric.update(gauge(metricCatalogue.diskSize, { disk }), size)
  )

/** Records the number of partners whose records cannot be loaded for want of a pipeline key. */
export const recordPartnersWithoutKey = (partners: number): Effect.Effect<void> =>
  Metric.update(gauge(metricCatalogue.partnersWithoutKey), partners)

/** Records the number of parts of tables that the store cannot read. */
export const recordDamagedParts = (parts: number): Effect.Effect<void> =>
  Metric.update(gauge(metricCatalogue.damagedParts), parts)

/** Records when a mart was last written, in seconds since 1970. */
export const recordMartsBuilt = (seconds: number): Effect.Effect<void> =>
  Metric.update(gauge(metricCatalogue.martsBuilt), seconds)

/** Records how old the newest backup is, and how old it may be, in seconds. */
export const recordBackupAge = ({ seconds, limit }: { readonly seconds: number; readonly limit: number }) =>
  Effect.andThen(
    Metric.update(gauge(metricCatalogue.backupAge), seconds),
    Metric.update(gauge(metricCatalogue.backupAgeLimit), limit)
  )

/** Records for how long an erasure has been pending, and for how long it may be, in seconds. */
export const recordErasurePending = ({ seconds, limit }: { readonly seconds: number; readonly limit: number }) =>
  Effect.andThen(
    Metric.update(gauge(metricCatalogue.erasurePending), seconds),
    Metric.update(gauge(metricCatalogue.erasurePendingLimit), limit)
  )

/** Records the bytes of records that are read and not yet stored. */
export const recordMemory = (bytes: number): Effect.Effect<void> => Metric.update(gauge(metricCatalogue.memory), bytes)
