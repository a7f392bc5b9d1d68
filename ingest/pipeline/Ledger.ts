/**
 * The ledger of batches (`corridor_audit.batch`): the boundaries of a batch are written down before it is loaded.
 *
 * After a crash the same records are read again with the same boundaries, hence with the same deduplication token, and an
 * insert that the store had taken without telling us changes nothing when it is sent again.
 */
import { hash } from "node:crypto"
import { Effect } from "effect"
import type { LogBatch } from "../../ports/LogBatch.ts"
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
export const planOf = (batch: LogBatch): Plan => ({
  topic: batch.topic,
  partition: batch.partition,
  firstOffset: batch.offset(0),
  lastOffset: batch.lastOffset
})

/** The deduplication token: position and times of the batch, so that a topic that is made anew has other tokens. */
export const tokenOf = (batch: LogBatch): string => {
  const { topic, partition, firstOffset, lastOffset } = planOf(batch)
  const times = [batch.timestamp(0), batch.timestamp(batch.count - 1)]
  return hash("sha256", JSON.stringify([topic, partition, firstOffset, lastOffset, ...times]))
}

/** Something to write down of a batch: its boundaries, or that the store has it and what became of its records. */
export interface Entry {
  readonly plan: Plan
  readonly token: string
  /** Undefined for boundaries alone. */
  readonly stored: Outcome | undefined
}

const rowOf = ({ plan, token, stored }: Entry) => ({
  topic: plan.topic,
  partition: plan.partition,
  first_offset: plan.firstOffset,
  last_offset: plan.lastOffset,
  token,
  state: stored === undefined ? "planned" : "stored",
  ...stored
})

/** Writes entries down, all or none. */
export const write = Effect.fn("Ledger.write")(function* (entries: ReadonlyArray<Entry>) {
  const warehouse = yield* Warehouse
  const names = entries.map(({ token, stored }) => `${token}:${stored === undefined ? "planned" : "stored"}`)
  yield* warehouse.insert(table, entries.map(rowOf), { token: hash("sha256", JSON.stringify(names.sort())) })
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
