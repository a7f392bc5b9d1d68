/** What is done with each fetch of a partition: cut into batches, plan, load, mark stored, commit. */
import { Effect, Metric, Ref, Result } from "effect"
import { type Commit, EventLog, type Fetched, type LogRecord } from "../../ports/EventLog.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { KeyStore, type PartnerKeys } from "../keys/KeyStore.ts"
import { partnerOfTopic } from "../partners/PartnerTopic.ts"
import { schemaIdOf } from "../wire/WireFormat.ts"
import { announceIn } from "./Announce.ts"
import { Boundaries } from "./Boundaries.ts"
import { type Outcome, openPlans, planOf, tokenOf, writePlan, writeStored } from "./Ledger.ts"
import { loadBatch } from "./LoadBatch.ts"
import { patiently } from "./Patiently.ts"
import * as Quarantine from "./Quarantine.ts"
import { SchemaReaders } from "./SchemaReaders.ts"
import { reached } from "./Stage.ts"
import type { Refusal } from "./Transcribe.ts"

/** The outcome of no batch. */
export const nothing: Outcome = { consumed: 0, loaded: 0, quarantined: 0, duplicates: 0 }

const plus = (a: Outcome, b: Outcome): Outcome => ({
  consumed: a.consumed + b.consumed,
  loaded: a.loaded + b.loaded,
  quarantined: a.quarantined + b.quarantined,
  duplicates: a.duplicates + b.duplicates
})

const counters = {
  consumed: Metric.counter("corridor_records_consumed_total", { description: "Records read from partners' topics" }),
  loaded: Metric.counter("corridor_records_loaded_total", { description: "Records stored" }),
  quarantined: Metric.counter("corridor_records_quarantined_total", { description: "Messages refused" }),
  duplicates: Metric.counter("corridor_records_duplicate_total", { description: "Records that were there already" })
}

const measure = (outcome: Outcome) =>
  Effect.forEach(
    Object.entries(counters),
    ([name, counter]) => Metric.update(counter, outcome[name as keyof Outcome]),
    { discard: true }
  )

const idsOf = (batch: ReadonlyArray<LogRecord>) =>
  new Set(batch.flatMap(({ value }) => (value === null ? [] : (schemaIdOf(value) ?? []))))

const refuseAll = (batch: ReadonlyArray<LogRecord>): ReadonlyArray<Refusal> =>
  batch.map((at) => ({ at, kind: undefined, schemaId: undefined, problems: [{ code: "partner-unknown", path: "" }] }))

/** A handler for `EventLog.consume`. It keeps what it knows of the partitions that are this process's now. */
export const makeBatchHandler = Effect.fn("BatchHandler.make")(function* (batchSize: number, totals: Ref.Ref<Outcome>) {
  const warehouse = yield* Warehouse
  const keyStore = yield* KeyStore
  const schemas = yield* SchemaReaders
  const announce = announceIn(yield* EventLog)
  const partitions = new Map<string, Boundaries>()
  const keys = new Map<string, PartnerKeys>()

  const isPartner = Effect.fn("BatchHandler.isPartner")(function* (partner: string) {
    const rows = yield* warehouse.query(
      "SELECT 1 AS there FROM corridor_raw.partner WHERE partner_id = {partner:String} LIMIT 1",
      { params: { partner } }
    )
    return rows.length > 0
  })

  /** The partner's keys; undefined for a topic that belongs to no partner. */
  const keysOf = Effect.fn("BatchHandler.keysOf")(function* (partner: string) {
    const known = keys.get(partner)
    if (known !== undefined) return known
    if (!(yield* isPartner(partner))) return undefined
    const found = yield* keyStore.keysOf(partner)
    keys.set(partner, found)
    return found
  })

  const load = Effect.fn("BatchHandler.load")(function* (batch: ReadonlyArray<LogRecord>, planned: boolean) {
    const plan = planOf(batch)
    const token = tokenOf(batch)
    const partner = partnerOfTopic(plan.topic)
    if (!planned) yield* writePlan(plan, token)
    yield* reached("planned")
    const partnerKeys = yield* keysOf(partner)
    const readers = yield* schemas.readersOf(idsOf(batch))
    const outcome =
      partnerKeys === undefined
        ? yield* Quarantine.store(partner, batch, refuseAll(batch), token, announce).pipe(
            Effect.map((n) => ({ consumed: batch.length, loaded: 0, quarantined: n, duplicates: batch.length - n }))
          )
        : yield* loadBatch(batch, { partner, token, keys: partnerKeys, announce, readerOf: (id) => readers.get(id) })
    yield* reached("inserted")
    yield* writeStored(plan, token, outcome)
    return outcome
  })

  const handle = Effect.fn("BatchHandler.handle")(function* (fetched: Fetched, commit: Commit) {
    const { topic, partition, records, highWatermark } = fetched
    const first = records[0]
    if (first === undefined) return
    yield* reached("fetched")
    const address = `${topic}/${partition}`
    let boundaries = partitions.get(address)
    if (boundaries === undefined) {
      const plans = yield* openPlans(topic, partition, first.offset).pipe(patiently("ClickHouse"))
      boundaries = new Boundaries(plans, batchSize)
      partitions.set(address, boundaries)
    }
    boundaries.add(records, highWatermark)
    for (let cut = boundaries.next(); cut !== undefined; cut = boundaries.next()) {
      const { batch, planned } = cut
      const outcome = yield* load(batch, planned).pipe(patiently("ClickHouse"))
      yield* Ref.update(totals, (sum) => plus(sum, outcome))
      yield* measure(outcome)
      yield* reached("committing")
      const committed = yield* commit(planOf(batch).lastOffset + 1).pipe(patiently("Kafka"), Effect.result)
      if (Result.isFailure(committed)) {
        // Another member owns the partition now. It finds the batch in the store and counts it as there already.
        partitions.delete(address)
        return yield* Effect.logInfo(`${address} went to another worker`)
      }
      yield* reached("committed")
    }
  })

  const onRebalance = Effect.sync(() => partitions.clear())
  return { handle, onRebalance }
})
