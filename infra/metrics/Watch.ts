/**
 * Metrics that are collected every 15 seconds, even while no batch is processed: the lag of the topics, partners without a key, the disks
 * of the store, the age of the marts, of backups and of erasures, and the memory of this process.
 */
import { Effect, Schedule } from "effect"
import { KeyStore } from "../../ingest/keys/KeyStore.ts"
import * as Partners from "../../ingest/partners/Partners.ts"
import { compareOffsets, readOffsets, waitingRecords } from "../../ingest/pipeline/PartitionProblems.ts"
import {
  forgetPartition,
  recordBackupAge,
  recordDamagedParts,
  recordDisk,
  recordErasurePending,
  recordLag,
  recordMartsBuilt,
  recordMemory,
  recordPartitionProblem,
  recordPartnersWithoutKey,
  recordStart
} from "../../ingest/pipeline/PipelineMetrics.ts"
import { withWaitMetric } from "../../ingest/pipeline/retryWhileUnavailable.ts"
import { addressOf, type PartitionOffset } from "../../ports/EventLog.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { backupAge, erasureAge } from "../erasure/overdue.ts"
import { stackKeysFolder } from "../stack/keysFolder.ts"
import { damagedTables } from "../warehouse/damagedParts.ts"

const every = Schedule.spaced("15 seconds")

const lag = Effect.fn("Watch.lag")(function* (groupId: string, seen: Map<string, PartitionOffset>) {
  const offsets = yield* readOffsets(groupId)
  const { ends } = offsets
  for (const { place, records } of waitingRecords(offsets)) yield* recordLag(place, records)
  const found = new Set(compareOffsets(offsets).map((each) => `${each.problem} ${addressOf(each)}`))
  for (const end of ends)
    for (const problem of ["beyond-end", "records-lost"] as const)
      yield* recordPartitionProblem(end, problem, found.has(`${problem} ${addressOf(end)}`))
  const here = new Set(ends.map(addressOf))
  for (const [known, place] of seen)
    if (!here.has(known)) {
      seen.delete(known)
      yield* forgetPartition(place)
    }
  for (const end of ends) seen.set(addressOf(end), end)
})

const partnersWithoutKey = Effect.fn("Watch.partnersWithoutKey")(function* () {
  const keys = yield* KeyStore
  const enabled = (yield* Partners.list()).filter(({ status }) => status === "enabled")
  const without = yield* Effect.filter(enabled, ({ id }) =>
    Effect.match(keys.keysOf(id), { onSuccess: ({ length }) => length === 0, onFailure: () => true })
  )
  yield* recordPartnersWithoutKey(without.length)
})

const disks = Effect.fn("Watch.disks")(function* () {
  const rows = yield* Warehouse.query<{ disk: string; free: number; size: number }>(
    "SELECT name AS disk, toFloat64(free_space) AS free, toFloat64(total_space) AS size FROM system.disks"
  )
  for (const { disk, free, size } of rows) yield* recordDisk(disk, free, size)
})

const damage = Effect.fn("Watch.damage")(function* () {
  const tables = yield* damagedTables()
  yield* recordDamagedParts(tables.reduce((sum, { parts }) => sum + parts, 0))
})

const marts = Effect.fn("Watch.marts")(function* () {
  const [row] = yield* Warehouse.query<{ built: number }>(
    "SELECT toFloat64(toUnixTimestamp(max(modification_time))) AS built FROM system.parts WHERE active AND database = 'corridor_mart'"
  )
  if (row !== undefined && row.built > 0) yield* recordMartsBuilt(row.built)
})

const erasures = Effect.flatMap(erasureAge(), recordErasurePending)

const memory = Effect.suspend(() => recordMemory(process.memoryUsage.rss()))

/** Repeats a measurement. If it fails, logs one warning and stops it. */
const repeated = <E extends { readonly message: string }, R>(what: string, measure: Effect.Effect<void, E, R>) =>
  measure.pipe(
    Effect.repeat(every),
    Effect.catch((error) => Effect.logWarning(`the metrics lack ${what}: ${error.message}`))
  )

/** Starts collecting metrics for a process that runs the command `verb` on a data folder. Stops with the scope. */
export const startWatch = Effect.fn("Watch.start")(function* (verb: string, groupId: string, data: string) {
  yield* recordStart(verb)
  const backups = Effect.flatMap(backupAge(yield* stackKeysFolder(data)), recordBackupAge)
  const seen = new Map<string, PartitionOffset>()
  // Run in parallel, so that one component that does not respond cannot block the other metrics.
  yield* Effect.forkScoped(
    Effect.all(
      [
        repeated("lag", withWaitMetric("Kafka")(lag(groupId, seen))),
        repeated("keys", withWaitMetric("ClickHouse")(partnersWithoutKey())),
        repeated("disks", withWaitMetric("ClickHouse")(disks())),
        repeated("damaged parts", withWaitMetric("ClickHouse")(damage())),
        repeated("marts", withWaitMetric("ClickHouse")(marts())),
        repeated("backups", withWaitMetric("ClickHouse")(backups)),
        repeated("erasures", erasures),
        Effect.repeat(memory, every)
      ],
      { concurrency: "unbounded", discard: true }
    )
  )
})
