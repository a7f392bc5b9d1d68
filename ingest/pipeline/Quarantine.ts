/**
 * Writes refused messages to the quarantine (`corridor_audit.quarantine`): the rules they break and their positions, never their content.
 * A message that the quarantine already holds is not written again, even if it was replayed and loaded since.
 */
import { hash } from "node:crypto"
import { Effect } from "effect"
import type { ColumnBlock } from "../../ports/ColumnBlock.ts"
import type { LogBatch, LogPosition } from "../../ports/LogBatch.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { NumberCells, WordCells } from "../transcode/RowColumns.ts"
import { insertIdempotent } from "./insertIdempotent.ts"
import { boundariesOf } from "./Ledger.ts"
import type { Announce } from "./QuarantineAnnouncer.ts"
import type { Refusal } from "./Transcribe.ts"

const table = "corridor_audit.quarantine"

const positionOf = (at: LogPosition) => `${at.offset}@${at.timestamp}`

interface RefusedBatch {
  readonly batch: LogBatch
  readonly refusals: ReadonlyArray<Refusal>
  readonly partner: string
  readonly keyVersion: number
  /** True for a batch that was never loaded before, not even in part: the quarantine holds none of its messages. */
  readonly isFirst: boolean
  /** The batch's own token, and the token of the block it was planned for: see `LoadBatch`. */
  readonly token: string
  readonly block: string
}

/** Returns the messages of a batch that the quarantine already holds. */
const positionsOf = Effect.fn("Quarantine.positionsOf")(function* (batch: LogBatch) {
  const { topic, partition, firstOffset, lastOffset } = boundariesOf(batch)
  const there = yield* Warehouse.query<{ position: string }>(
    `SELECT DISTINCT concat(toString(offset), '@', toString(toUnixTimestamp64Milli(sent_at))) AS position
     FROM ${table}
     WHERE topic = {topic:String} AND partition = {partition:UInt16} AND offset BETWEEN {first:UInt64} AND {last:UInt64}`,
    { params: { topic, partition, first: firstOffset, last: lastOffset } }
  )
  return new Set(there.map((row) => row.position))
})

const blockOf = (all: ReadonlyArray<RefusedBatch>): ColumnBlock => {
  const rows = all.reduce((sum, { refusals }) => sum + refusals.reduce((n, { problems }) => n + problems.length, 0), 0)
  const cells = {
    topic: new WordCells(false),
    partition: new NumberCells("UInt16", false),
    offset: new NumberCells("UInt64", false),
    sent_at: new NumberCells("DateTime64(3)", false),
    partner_id: new WordCells(false),
    kind: new WordCells(false),
    schema_id: new NumberCells("UInt32", true),
    code: new WordCells(false),
    path: new WordCells(false),
    person: new NumberCells("UUID", true),
    key_version: new NumberCells("UInt16", false)
  }
  for (const column of Object.values(cells)) column.reserve(rows)
  let row = 0
  for (const { batch, partner, keyVersion, refusals } of all)
    for (const { at, kind, schemaId, person, problems } of refusals)
      for (const { code, path } of problems) {
        cells.topic.put(row, batch.topic)
        cells.partition.put(row, batch.partition)
        cells.offset.put(row, at.offset)
        cells.sent_at.put(row, at.timestamp)
        cells.partner_id.put(row, partner)
        cells.kind.put(row, kind)
        cells.schema_id.put(row, schemaId)
        cells.code.put(row, code)
        cells.path.put(row, path === "" ? undefined : path)
        cells.person.put(row, person)
        cells.key_version.put(row, person === undefined ? 0 : keyVersion)
        row += 1
      }
  return { rows, columns: new Map(Object.entries(cells).map(([name, column]) => [name, column.column()])) }
}

/** Returns a token for the new refusals, not for the batch: rows that a withdrawal erased and that are refused again are not a repetition. */
const ownToken = ({ token, refusals }: RefusedBatch) =>
  `${token}:quarantine:${hash("sha256", refusals.map(({ at }) => positionOf(at)).join())}`

/** Returns the batch with only the refusals that are not stored yet. */
const newOnly = Effect.fn("Quarantine.newOnly")(function* (refused: RefusedBatch) {
  if (refused.refusals.length === 0) return refused
  const known = yield* positionsOf(refused.batch)
  return { ...refused, refusals: refused.refusals.filter(({ at }) => !known.has(positionOf(at))) }
})

/**
 * Stores the new refusals of batches in one block. Returns for each batch the number of new messages. For several batches, and for one
 * that was planned with others, the token is the block's: see `LoadBatch`.
 */
export const store = Effect.fn("Quarantine.store")(function* (all: ReadonlyArray<RefusedBatch>, announce: Announce) {
  const fresh = yield* Effect.forEach(all, (each) => (each.isFirst ? Effect.succeed(each) : newOnly(each)))
  const counts = fresh.map(({ refusals }) => refusals.length)
  if (counts.every((count) => count === 0)) return counts
  const warehouse = yield* Warehouse
  yield* announce(fresh.flatMap(({ refusals }) => refusals))
  const insert = (batches: ReadonlyArray<RefusedBatch>, token: string) =>
    warehouse.insertBlock(table, blockOf(batches), { token })
  const first = fresh[0] as RefusedBatch
  const own = ownToken(first)
  // The same for every load of the batch: persons may withdraw meanwhile, which changes the refusals.
  const block = `${first.block}:quarantine`
  if (all.length > 1 || (first.isFirst && first.block === first.token)) yield* insert(fresh, block)
  else {
    const missing = Effect.map(newOnly(first), (rest) => (rest.refusals.length === 0 ? undefined : [rest]))
    yield* insertIdempotent(fresh, { block, own }, insert, missing)
  }
  return counts
})
