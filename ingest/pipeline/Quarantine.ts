/**
 * Writes refused messages to the quarantine (`corridor_audit.quarantine`): the rules they break and their positions, never their content.
 * A message that the quarantine already holds is not written again, even if it was replayed and loaded since; unless its case can be read now and could
 * not before, because an erasure finds it by its case.
 */
import { hash } from "node:crypto"
import { Effect } from "effect"
import type { ColumnBlock } from "../../ports/ColumnBlock.ts"
import type { LogBatch, LogPosition } from "../../ports/LogBatch.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { quarantineTable as table } from "../keys/PersonTables.ts"
import { NumberCells, WordCells } from "../transcode/RowColumns.ts"
import { insertIdempotent } from "./insertIdempotent.ts"
import { boundariesOf } from "./Ledger.ts"
import type { Announce } from "./QuarantineAnnouncer.ts"
import type { Refusal } from "./Transcribe.ts"

const place = "topic, partition, offset, sent_at"

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

/** Returns the messages of a batch that the quarantine already holds, and whether it has their case. */
const positionsOf = Effect.fn("Quarantine.positionsOf")(function* (batch: LogBatch) {
  const { topic, partition, firstOffset, lastOffset } = boundariesOf(batch)
  const there = yield* Warehouse.query<{ position: string; isNamed: number }>(
    `SELECT concat(toString(offset), '@', toString(toUnixTimestamp64Milli(sent_at))) AS position, max(isNotNull(person)) AS isNamed
     FROM ${table}
     WHERE topic = {topic:String} AND partition = {partition:UInt16} AND offset BETWEEN {first:UInt64} AND {last:UInt64}
     GROUP BY position`,
    { params: { topic, partition, first: firstOffset, last: lastOffset } }
  )
  return new Map(there.map(({ position, isNamed }) => [position, isNamed === 1]))
})

/** Deletes the rows without a case of messages that have rows with it. */
const forgetNameless = Effect.fn("Quarantine.forgetNameless")(function* (partner: string) {
  const named = `SELECT ${place} FROM ${table} WHERE partner_id = {partner:String} AND isNotNull(person)`
  yield* Warehouse.command(
    `ALTER TABLE ${table} DELETE WHERE partner_id = {partner:String} AND isNull(person) AND (${place}) IN (${named})`,
    { params: { partner }, settings: { mutations_sync: 2, allow_nondeterministic_mutations: 1 } }
  )
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

/** The refusals of a batch that are not stored yet. Those that are `named` are stored without their case. */
interface NewRefusals extends RefusedBatch {
  readonly named: number
}

/** Returns the batch with only the refusals that are not stored yet, or not with their case. */
const newOnly = Effect.fn("Quarantine.newOnly")(function* (refused: RefusedBatch) {
  if (refused.refusals.length === 0) return { ...refused, named: 0 } satisfies NewRefusals
  const known = yield* positionsOf(refused.batch)
  const isNew = ({ at }: Refusal) => !known.has(positionOf(at))
  const isNamed = ({ at, person }: Refusal) => person !== undefined && known.get(positionOf(at)) === false
  const refusals = refused.refusals.filter((one) => isNew(one) || isNamed(one))
  return { ...refused, refusals, named: refusals.filter(isNamed).length } satisfies NewRefusals
})

/**
 * Stores the new refusals of batches in one block. Returns for each batch the number of new messages. For several batches, and for one
 * that was planned with others, the token is the block's: see `LoadBatch`.
 */
export const store = Effect.fn("Quarantine.store")(function* (all: ReadonlyArray<RefusedBatch>, announce: Announce) {
  const fresh: ReadonlyArray<NewRefusals> = yield* Effect.forEach(all, (each) =>
    each.isFirst ? Effect.succeed({ ...each, named: 0 }) : newOnly(each)
  )
  const counts = fresh.map(({ refusals, named }) => refusals.length - named)
  if (fresh.every(({ refusals }) => refusals.length === 0)) return counts
  const warehouse = yield* Warehouse
  yield* announce(fresh.flatMap(({ refusals }) => refusals))
  const insert = (batches: ReadonlyArray<RefusedBatch>, token: string) =>
    warehouse.insertBlock(table, blockOf(batches), { token })
  const first = fresh[0] as NewRefusals
  const own = ownToken(first)
  // The same for every load of the batch: persons may withdraw meanwhile, which changes the refusals.
  const block = `${first.block}:quarantine`
  if (all.length > 1 || (first.isFirst && first.block === first.token)) yield* insert(fresh, block)
  else {
    const missing = Effect.map(newOnly(first), (rest) => (rest.refusals.length === 0 ? undefined : [rest]))
    yield* insertIdempotent(fresh, { block, own }, insert, missing)
  }
  for (const { partner, named } of fresh) if (named > 0) yield* forgetNameless(partner)
  return counts
})
