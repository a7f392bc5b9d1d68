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

/** Boundaries that were written down, and the token of the block that the batch was to be stored in: see `LoadBatch`. */
export interface Planned extends Plan {
  readonly block: string
}

/** The deduplication token: position and times of the batch, so that a topic that is made anew has other tokens. */
export const tokenOf = (batch: LogBatch): string => {
  const { topic, partition, firstOffset, lastOffset } = planOf(batch)
  const times = [batch.timestamp(0), batch.timestamp(batch.count - 1)]
  return hash("sha256", JSON.stringify([topic, partition, firstOffset, lastOffset, ...times]))
}

/** The token of a block that holds the rows of several batches, from the batches' own. */
export const sharedToken = (tokens: ReadonlyArray<string>): string => hash("sha256", JSON.stringify(tokens))

/** Something to write down of a batch: its boundaries, or that the store has it and what became of its records. */
export interface Entry {
  readonly plan: Plan
  readonly token: string
  readonly block: string
  /** Undefined for boundaries alone. */
  readonly stored: Outcome | undefined
}

const rowOf = ({ plan, token, block, stored }: Entry) => ({
  topic: plan.topic,
  partition: plan.partition,
  first_offset: plan.firstOffset,
  last_offset: plan.lastOffset,
  token,
  block,
  state: stored === undefined ? "planned" : "stored",
  ...stored
})

/** Writes entries down, all or none. */
export const write = Effect.fn("Ledger.write")(function* (entries: ReadonlyArray<Entry>) {
  const warehouse = yield* Warehouse
  const names = entries.map(({ token, stored }) => `${token}:${stored === undefined ? "planned" : "stored"}`)
  yield* warehouse.insert(table, entries.map(rowOf), { token: hash("sha256", JSON.stringify(names.sort())) })
})

/** What the ledger says of a partition from an offset on. */
export interface Written {
  /** Plans that reach the offset or lie behind it and whose batch is not known to be stored, in order. */
  readonly open: ReadonlyArray<Planned>
  /** The last offset of any plan, also of one that is stored; -1 without any. Up to it records may be in the store. */
  readonly upTo: number
}

export const written = Effect.fn("Ledger.written")(function* (topic: string, partition: number, fromOffset: number) {
  const warehouse = yield* Warehouse
  const rows = yield* warehouse.query<{ first: number; last: number; open: number; block: string }>(
    `SELECT toFloat64(first_offset) AS first, toFloat64(last_offset) AS last, max(state) = 'planned' AS open,
            if(max(block) = '', token, max(block)) AS block
     FROM ${table}
     WHERE topic = {topic:String} AND partition = {partition:UInt16} AND last_offset >= {from:UInt64}
     GROUP BY topic, partition, first_offset, last_offset, token
     ORDER BY first`,
    { params: { topic, partition, from: fromOffset } }
  )
  return {
    open: rows
      .filter(({ open }) => open === 1)
      .map(({ first, last, block }): Planned => ({ topic, partition, firstOffset: first, lastOffset: last, block })),
    upTo: rows.reduce((highest, { last }) => Math.max(highest, last), -1)
  } satisfies Written
})
