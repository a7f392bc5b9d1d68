/**
 * The ledger of batches (`corridor_audit.batch`). The boundaries of a batch are recorded before it is loaded.
 *
 * After a crash the same records are read again with the same boundaries, and so with the same deduplication token. If the store had
 * accepted an insert without acknowledging it, sending it again changes nothing.
 */
import { hash } from "node:crypto"
import { Effect } from "effect"
import type { LogBatch } from "../../ports/LogBatch.ts"
import { Warehouse } from "../../ports/Warehouse.ts"

/**
 * The recorded boundaries of a batch (both offsets inclusive), the newest generation of the consumer group that recorded them, and the token of
 * the block that its rows were planned for in that generation. A process that had lost the partition may have recorded another block.
 */
export interface Plan {
  readonly topic: string
  readonly partition: number
  readonly firstOffset: number
  readonly lastOffset: number
  readonly block: string
  readonly generation: number
}

/** Numbers of records by outcome. `consumed` is the sum of the others. */
export interface RecordCounts {
  readonly consumed: number
  readonly loaded: number
  readonly quarantined: number
  /** Records that were already stored, because they were sent twice or read again. */
  readonly duplicates: number
}

const table = "corridor_audit.batch"

/** Returns the boundaries of a batch of at least one record. */
export const boundariesOf = (batch: LogBatch): Omit<Plan, "block" | "generation"> => ({
  topic: batch.topic,
  partition: batch.partition,
  firstOffset: batch.offset(0),
  lastOffset: batch.lastOffset
})

/** Returns a batch's deduplication token. It includes the records' times, so that a topic that is created again has other tokens. */
export const tokenOf = (batch: LogBatch): string => {
  const { topic, partition, firstOffset, lastOffset } = boundariesOf(batch)
  const times = [batch.timestamp(0), batch.timestamp(batch.count - 1)]
  return hash("sha256", JSON.stringify([topic, partition, firstOffset, lastOffset, ...times]))
}

/** Returns the token of a block with the rows of several batches, from the batches' own tokens. */
export const sharedToken = (tokens: ReadonlyArray<string>): string => hash("sha256", JSON.stringify(tokens))

/** A row of the ledger: a batch is planned, or stored with `counts`. */
export interface LedgerEntry {
  readonly batch: LogBatch
  readonly token: string
  readonly block: string
  readonly generation: number
  /** Undefined for a planned batch. */
  readonly counts: RecordCounts | undefined
}

const rowOf = ({ batch, token, block, generation, counts }: LedgerEntry) => ({
  topic: batch.topic,
  partition: batch.partition,
  first_offset: batch.offset(0),
  last_offset: batch.lastOffset,
  token,
  block,
  generation,
  state: counts === undefined ? "planned" : "stored",
  ...counts
})

/** Writes all entries or none. */
export const write = Effect.fn("Ledger.write")(function* (entries: ReadonlyArray<LedgerEntry>) {
  const names = entries.map(
    ({ token, counts, generation }) => `${token}:${counts === undefined ? `planned:${generation}` : "stored"}`
  )
  yield* Warehouse.insert(table, entries.map(rowOf), { token: hash("sha256", JSON.stringify(names.sort())) })
})

/** The ledger's entries for a partition, from an offset on. */
export interface PartitionPlans {
  /** Plans that include or follow the offset, are not marked as stored and not superseded, in order. */
  readonly open: ReadonlyArray<Plan>
  /** The last offset of any plan, stored or not; -1 if there is none. Records up to it may be in the store. */
  readonly upTo: number
}

/**
 * Returns whether a later generation has recorded other boundaries for some of a plan's records. Its owner had not seen the plan, so the plan
 * was written by a process that had lost the partition. Such a process stops before it inserts anything.
 */
const isSuperseded = (plan: Plan, plans: ReadonlyArray<Plan>): boolean =>
  plans.some(
    ({ generation, firstOffset, lastOffset }) =>
      generation > plan.generation && firstOffset <= plan.lastOffset && lastOffset >= plan.firstOffset
  )

/** Returns the boundaries of batches that were planned for a partition from an offset on, so that its owner repeats exactly these batches. */
export const readPlans = Effect.fn("Ledger.readPlans")(function* (
  topic: string,
  partition: number,
  fromOffset: number
) {
  const rows = yield* Warehouse.query<{
    first: number
    last: number
    open: number
    block: string
    generation: number
  }>(
    `SELECT toFloat64(first_offset) AS first, toFloat64(last_offset) AS last, max(state) = 'planned' AS open,
            if(argMax(b.block, b.generation) = '', token, argMax(b.block, b.generation)) AS block,
            max(b.generation) AS generation
     FROM ${table} AS b
     WHERE topic = {topic:String} AND partition = {partition:UInt16} AND last_offset >= {from:UInt64}
     GROUP BY topic, partition, first_offset, last_offset, token
     ORDER BY first`,
    { params: { topic, partition, from: fromOffset } }
  )
  const plans = rows.map(({ first, last, block, generation, open }) => {
    const plan: Plan = { topic, partition, firstOffset: first, lastOffset: last, block, generation }
    return { plan, isOpen: open === 1 }
  })
  const all = plans.map(({ plan }) => plan)
  return {
    open: plans.flatMap(({ plan, isOpen }) => (isOpen && !isSuperseded(plan, all) ? [plan] : [])),
    upTo: rows.reduce((highest, { last }) => Math.max(highest, last), -1)
  } satisfies PartitionPlans
})
