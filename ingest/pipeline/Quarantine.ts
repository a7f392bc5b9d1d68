/**
 * Into the quarantine (`corridor_audit.quarantine`): what was refused, by which rules, and where it lies. Never what it says.
 * A message that is known there is not written a second time, also when it was read again since and loaded.
 */
import { hash } from "node:crypto"
import { Effect } from "effect"
import type { ColumnBlock } from "../../ports/ColumnBlock.ts"
import type { LogPlace } from "../../ports/EventLog.ts"
import type { LogBatch } from "../../ports/LogBatch.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { NumberCells, WordCells } from "../transcode/RowColumns.ts"
import type { Announce } from "./Announce.ts"
import { insertSurely } from "./insertSurely.ts"
import { planOf } from "./Ledger.ts"
import type { Refusal } from "./Transcribe.ts"

const table = "corridor_audit.quarantine"

const positionOf = (at: LogPlace) => `${at.offset}@${at.timestamp}`

/** What is refused of a batch. */
export interface Refused {
  readonly batch: LogBatch
  readonly refusals: ReadonlyArray<Refusal>
  readonly partner: string
  readonly keyVersion: number
  /** True for a batch that surely was not loaded before, not even in part: none of its messages is known here. */
  readonly isFirst: boolean
  /** The batch's own token, and that of the block it was planned for: see `LoadBatch`. */
  readonly token: string
  readonly block: string
}

/** The messages of a batch that are stored already. */
const positionsOf = Effect.fn("Quarantine.positionsOf")(function* (batch: LogBatch) {
  const warehouse = yield* Warehouse
  const { topic, partition, firstOffset, lastOffset } = planOf(batch)
  const there = yield* warehouse.query<{ position: string }>(
    `SELECT DISTINCT concat(toString(offset), '@', toString(toUnixTimestamp64Milli(sent_at))) AS position
     FROM ${table}
     WHERE topic = {topic:String} AND partition = {partition:UInt16} AND offset BETWEEN {first:UInt64} AND {last:UInt64}`,
    { params: { topic, partition, first: firstOffset, last: lastOffset } }
  )
  return new Set(there.map((row) => row.position))
})

/** One row for each problem. */
const blockOf = (all: ReadonlyArray<Refused>): ColumnBlock => {
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

/** Of what is new and not of the batch: rows that a withdrawal erased and that are refused again are no repetition. */
const ownToken = ({ token, refusals }: Refused) =>
  `${token}:quarantine:${hash("sha256", refusals.map(({ at }) => positionOf(at)).join())}`

/** What of the refusals is not stored yet. */
const freshOf = Effect.fn("Quarantine.freshOf")(function* (refused: Refused) {
  if (refused.refusals.length === 0) return refused
  const known = yield* positionsOf(refused.batch)
  return { ...refused, refusals: refused.refusals.filter(({ at }) => !known.has(positionOf(at))) }
})

/**
 * Stores the refusals of batches that are not stored yet, in one block; answers of each batch how many messages were new. For several
 * batches, and for one that was planned with others, the token is the block's: see `LoadBatch`.
 */
export const store = Effect.fn("Quarantine.store")(function* (all: ReadonlyArray<Refused>, announce: Announce) {
  const fresh = yield* Effect.forEach(all, (each) => (each.isFirst ? Effect.succeed(each) : freshOf(each)))
  const counts = fresh.map(({ refusals }) => refusals.length)
  if (counts.every((count) => count === 0)) return counts
  const warehouse = yield* Warehouse
  yield* announce(fresh.flatMap(({ refusals }) => refusals))
  const insert = (some: ReadonlyArray<Refused>, token: string) => warehouse.insertBlock(table, blockOf(some), { token })
  const first = fresh[0] as Refused
  const own = ownToken(first)
  const block = first.block === first.token ? own : `${first.block}:quarantine`
  if (all.length > 1 || (first.isFirst && block === own)) yield* insert(fresh, block)
  else {
    const missing = Effect.map(freshOf(first), (rest) => (rest.refusals.length === 0 ? undefined : [rest]))
    yield* insertSurely(fresh, { block, own }, insert, missing)
  }
  return counts
})
