/**
 * What the pipeline tells of itself, on Effect's metrics. Called once per batch, never per record; `MeasureTable` says what
 * each one means.
 */
import { Clock, Context, Effect, Metric } from "effect"
import type { ProblemCode } from "../../schemas/generated/types.ts"
import { problemCatalogue } from "../../schemas/Problems.ts"
import type { Outcome } from "./Ledger.ts"
import { type Measure, measureTable } from "./MeasureTable.ts"

type Labels = Readonly<Record<string, string>>

const options = ({ meaning }: Measure, attributes: Labels) => ({ description: meaning, attributes })

const counter = (measure: Measure, labels: Labels = {}) =>
  Metric.counter(measure.name, { ...options(measure, labels), incremental: true })

const gauge = (measure: Measure, labels: Labels = {}) => Metric.gauge(measure.name, options(measure, labels))

const histogram = (measure: Measure & { readonly buckets: ReadonlyArray<number> }) =>
  Metric.histogram(measure.name, { description: measure.meaning, boundaries: measure.buckets })

const outcomes = {
  loaded: counter(measureTable.records, { outcome: "loaded" }),
  quarantined: counter(measureTable.records, { outcome: "quarantined" }),
  duplicates: counter(measureTable.records, { outcome: "duplicate" })
}
const readBytes = counter(measureTable.readBytes)
const batchRecords = histogram(measureTable.batchRecords)
const transcribeSeconds = histogram(measureTable.transcribeSeconds)
const insertSeconds = histogram(measureTable.insertSeconds)

const rejects = new Map(
  [...problemCatalogue.values()]
    .filter(({ area, severity }) => (area === "message" || area === "record") && severity === "error")
    .map(({ code }) => [code as string, counter(measureTable.rejects, { code })])
)
/** A code that the catalogue does not have for a message: whatever it is, it becomes no label. */
const otherReject = counter(measureTable.rejects, { code: "other" })

interface Place {
  readonly topic: string
  readonly partition: number
}

const placeLabels = ({ topic, partition }: Place) => ({ topic, partition: String(partition) })

/** What the handler knows of a batch when its offset is committed. */
export interface MeasuredBatch extends Place {
  readonly outcome: Outcome
  /** Problems of the batch's refused messages, by code. */
  readonly refused: ReadonlyMap<ProblemCode, number>
  readonly records: number
  readonly bytes: number
  readonly transcribeSeconds: number
  readonly insertSeconds: number
  /** Records of the partition behind this batch. */
  readonly lag: number
}

/** Counts a batch; call it after the commit. */
export const measureBatch = Effect.fn("Measures.measureBatch")(function* (batch: MeasuredBatch) {
  const now = yield* Clock.currentTimeMillis
  const context = yield* Effect.context<never>()
  for (const [name, metric] of Object.entries(outcomes))
    metric.updateUnsafe(batch.outcome[name as keyof typeof outcomes], context)
  for (const [code, n] of batch.refused) (rejects.get(code) ?? otherReject).updateUnsafe(n, context)
  readBytes.updateUnsafe(batch.bytes, context)
  batchRecords.updateUnsafe(batch.records, context)
  transcribeSeconds.updateUnsafe(batch.transcribeSeconds, context)
  insertSeconds.updateUnsafe(batch.insertSeconds, context)
  gauge(measureTable.lag, placeLabels(batch)).updateUnsafe(batch.lag, context)
  gauge(measureTable.lastCommit, placeLabels(batch)).updateUnsafe(now / 1000, context)
})

/** Says how far a partition is behind, from outside of the handler. */
export const measureLag = (place: Place, lag: number): Effect.Effect<void> =>
  Metric.update(gauge(measureTable.lag, placeLabels(place)), lag)

/** For a partition that is no more: its last figures would stand for ever. */
export const forgetPartition = (place: Place): Effect.Effect<void> =>
  Effect.andThen(
    Metric.remove(gauge(measureTable.lag, placeLabels(place))),
    Metric.remove(gauge(measureTable.lastCommit, placeLabels(place)))
  )

interface Waiting {
  readonly waiters: number
  /** When the first of them began, in milliseconds since 1970. */
  readonly since: number
}

/** Parts that something waits for now, by name. */
export const WaitingParts = Context.Reference<Map<string, Waiting>>("corridor/ingest/pipeline/WaitingParts", {
  defaultValue: () => new Map()
})

/**
 * One more (`true`) or one fewer (`false`) waits for a part that does not answer. Each `true` needs its `false`: partitions wait
 * side by side, and the part is there again when nobody waits any more.
 */
export const measureWaiting = Effect.fn("Measures.measureWaiting")(function* (part: string, waiting: boolean) {
  const parts = yield* WaitingParts
  const { waiters, since } = parts.get(part) ?? { waiters: 0, since: yield* Clock.currentTimeMillis }
  const now = waiters + (waiting ? 1 : -1)
  if (now > 0) parts.set(part, { waiters: now, since })
  else parts.delete(part)
  yield* Metric.update(gauge(measureTable.waiting, { part }), now > 0 ? 1 : 0)
})

/**
 * Says that a process has begun, and shows what has not happened yet as 0: a counter that appears with its first 50 would hide
 * them from every rate.
 */
export const measureStart = Effect.fn("Measures.measureStart")(function* (verb: string) {
  const context = yield* Effect.context<never>()
  for (const metric of [...Object.values(outcomes), ...rejects.values(), otherReject, readBytes])
    metric.updateUnsafe(0, context)
  for (const part of ["Kafka", "ClickHouse"]) gauge(measureTable.waiting, { part }).modifyUnsafe(0, context)
  gauge(measureTable.start, { verb }).updateUnsafe((yield* Clock.currentTimeMillis) / 1000, context)
})

/** Space of one of the store's disks, in bytes. */
export const measureDisk = (disk: string, free: number, size: number): Effect.Effect<void> =>
  Effect.andThen(
    Metric.update(gauge(measureTable.diskFree, { disk }), free),
    Metric.update(gauge(measureTable.diskSize, { disk }), size)
  )

export const measurePartnersWithoutKey = (partners: number): Effect.Effect<void> =>
  Metric.update(gauge(measureTable.partnersWithoutKey), partners)

export const measureMemory = (bytes: number): Effect.Effect<void> => Metric.update(gauge(measureTable.memory), bytes)
