/**
 * Into the quarantine (`corridor_audit.quarantine`): what was refused, by which rules, and where it lies. Never what it says.
 * A message that is known there is not written a second time, also when it was read again since and loaded.
 */
import { hash } from "node:crypto"
import { Effect } from "effect"
import type { LogRecord } from "../../ports/EventLog.ts"
import type { LogBatch } from "../../ports/LogBatch.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { Announce } from "./Announce.ts"
import { planOf } from "./Ledger.ts"
import type { Refusal } from "./Transcribe.ts"

const table = "corridor_audit.quarantine"

const positionOf = (at: LogRecord) => `${at.offset}@${at.timestamp}`

interface Origin {
  readonly partner: string
  readonly keyVersion: number
  /** True for a batch that surely was not loaded before, not even in part: none of its messages is known here. */
  readonly isFirst: boolean
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

/** Stores the refusals of a batch that are not stored yet; answers how many messages were new. */
export const store = Effect.fn("Quarantine.store")(function* (
  { partner, keyVersion, isFirst }: Origin,
  batch: LogBatch,
  refusals: ReadonlyArray<Refusal>,
  token: string,
  announce: Announce
) {
  if (refusals.length === 0) return 0
  const warehouse = yield* Warehouse
  const { topic, partition } = batch
  const known = isFirst ? new Set() : yield* positionsOf(batch)
  const fresh = refusals.filter((refusal) => !known.has(positionOf(refusal.at)))
  if (fresh.length === 0) return 0
  yield* announce(fresh)
  yield* warehouse.insert(
    table,
    fresh.flatMap(({ at, kind, schemaId, person, problems }) =>
      problems.map(({ code, path }) => ({
        topic,
        partition,
        offset: at.offset,
        sent_at: new Date(at.timestamp).toISOString().slice(0, -1).replace("T", " "),
        partner_id: partner,
        kind: kind ?? "",
        schema_id: schemaId ?? null,
        code,
        path,
        person: person ?? null,
        key_version: person === undefined ? 0 : keyVersion
      }))
    ),
    // Of what is new and not of the batch: rows that a withdrawal erased and that are refused again are no repetition.
    { token: `${token}:quarantine:${hash("sha256", fresh.map(({ at }) => positionOf(at)).join())}` }
  )
  return fresh.length
})
