/**
 * The ledger of batches (`corridor_audit.batch`): the boundaries of a batch are written down before it is loaded.
 *
 * After a crash the same records are read again with the same boundaries, hence with the same deduplication token, and an
 * insert that the store had taken without telling us changes nothing when it is sent again.
 */
import { hash } from "node:crypto"
import { Effect } from "effect"
import type { LogRecord } from "../../ports/EventLog.ts"
import { Warehouse } from "../../ports/Warehouse.ts"

/** The boundaries of a batch; both offsets belong to it. */
export interface Plan {
  readonly topic: string
  readonly partition: number
  readonly firstOffset: number
  readonly lastOffset: number
}

/** What became of the records of a batch: `consumed` is the sum of the others. */
export interface Outcome {
  readonly consumed: number
  readonly loaded: number
  readonly quarantined: number
  /** Records that were there already: sent twice, or read again. */
  readonly duplicates: number
}

const table = "corridor_audit.batch"

/** The boundaries of a batch of at least one record. */
export const planOf = (batch: ReadonlyArray<LogRecord>): Plan => {
  const [first, last] = [batch[0] as LogRecord, batch.at(-1) as LogRecord]
  return { topic: first.topic, partition: first.partition, firstOffset: first.offset, lastOffset: last.offset }
}

/** The deduplication token: position and times of the batch, so that a topic that is made anew has other tokens. */
export const tokenOf = (batch: ReadonlyArray<LogRecord>): string => {
  const { topic, partition, firstOffset, lastOffset } = planOf(batch)
  const times = [batch[0]?.timestamp, batch.at(-1)?.timestamp]
  return hash("sha256", JSON.stringify([topic, partition, firstOffset, lastOffset, ...times]))
}

const rowOf = (plan: Plan, token: string) => ({
  topic: plan.topic,
  partition: plan.partition,
  first_offset: plan.firstOffset,
  last_offset: plan.lastOffset,
  token
})

/** Writes the boundaries down. */
export const writePlan = Effect.fn("Ledger.writePlan")(function* (plan: Plan, token: string) {
  const warehouse = yield* Warehouse
  yield* warehouse.insert(table, [{ ...rowOf(plan, token), state: "planned" }], { token: `${token}:planned` })
})

/** Writes down that the store has the batch. */
export const writeStored = Effect.fn("Ledger.writeStored")(function* (plan: Plan, token: string, outcome: Outcome) {
  const warehouse = yield* Warehouse
  yield* warehouse.insert(table, [{ ...rowOf(plan, token), state: "stored", ...outcome }], { token: `${token}:stored` })
})

/** Plans of a partition that reach `fromOffset` or lie behind it and whose batch is not known to be stored, in order. */
export const openPlans = Effect.fn("Ledger.openPlans")(function* (
  topic: string,
  partition: number,
  fromOffset: number
) {
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<{ first: number; last: number }>(
    `SELECT toFloat64(first_offset) AS first, toFloat64(last_offset) AS last
     FROM ${table}
     WHERE topic = {topic:String} AND partition = {partition:UInt16} AND last_offset >= {from:UInt64}
     GROUP BY topic, partition, first_offset, last_offset, token
     HAVING max(state) = 'planned'
     ORDER BY first`,
    { params: { topic, partition, from: fromOffset } }
  )
  return rows.map(({ first, last }): Plan => ({ topic, partition, firstOffset: first, lastOffset: last }))
})
