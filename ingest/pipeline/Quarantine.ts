/** The quarantine (`corridor_audit.quarantine`): what was refused, by which rules, and where it lies. Never what it says. */
import { Effect } from "effect"
import type { LogRecord } from "../../ports/EventLog.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { Announce } from "./Announce.ts"
import { planOf } from "./Ledger.ts"
import type { Refusal } from "./Transcribe.ts"

const table = "corridor_audit.quarantine"

export interface QuarantineEntry {
  /** Address of the message: see `quarantineId`. */
  readonly id: string
  readonly partner: string
  readonly kind: string
  readonly sentAt: string
  readonly quarantinedAt: string
  readonly problems: ReadonlyArray<{ readonly code: string; readonly path: string }>
}

const positionOf = (at: LogRecord) => `${at.offset}@${at.timestamp}`

/** Stores the refusals of a batch that are not stored yet; answers how many messages were new. */
export const store = Effect.fn("Quarantine.store")(function* (
  partner: string,
  batch: ReadonlyArray<LogRecord>,
  refusals: ReadonlyArray<Refusal>,
  token: string,
  announce: Announce
) {
  if (refusals.length === 0) return 0
  const warehouse = yield* Warehouse
  const { topic, partition, firstOffset, lastOffset } = planOf(batch)
  const there = yield* warehouse.query<{ position: string }>(
    `SELECT DISTINCT concat(toString(offset), '@', toString(toUnixTimestamp64Milli(sent_at))) AS position
     FROM ${table}
     WHERE topic = {topic:String} AND partition = {partition:UInt16} AND offset BETWEEN {first:UInt64} AND {last:UInt64}`,
    { params: { topic, partition, first: firstOffset, last: lastOffset } }
  )
  const known = new Set(there.map((row) => row.position))
  const fresh = refusals.filter((refusal) => !known.has(positionOf(refusal.at)))
  if (fresh.length === 0) return 0
  yield* announce(fresh)
  yield* warehouse.insert(
    table,
    fresh.flatMap(({ at, kind, schemaId, problems }) =>
      problems.map(({ code, path }) => ({
        topic,
        partition,
        offset: at.offset,
        sent_at: new Date(at.timestamp).toISOString().slice(0, -1).replace("T", " "),
        partner_id: partner,
        kind: kind ?? "",
        schema_id: schemaId ?? null,
        code,
        path
      }))
    ),
    { token: `${token}:quarantine` }
  )
  return fresh.length
})

/** Quarantined messages, newest first; with `id` only that one. */
export const list = Effect.fn("Quarantine.list")(function* (options: { readonly id?: string; readonly limit: number }) {
  const warehouse = yield* Warehouse
  return yield* warehouse.query<QuarantineEntry>(
    `SELECT concat(topic, '/', toString(partition), '/', toString(offset)) AS id,
            any(partner_id) AS partner, any(q.kind) AS kind, toString(sent_at) AS sentAt,
            toString(max(quarantined_at)) AS quarantinedAt,
            groupUniqArray(CAST((code, path), 'Tuple(code String, path String)')) AS problems
     FROM ${table} AS q
     WHERE {id:String} = '' OR id = {id:String}
     GROUP BY topic, partition, offset, sent_at
     ORDER BY max(quarantined_at) DESC, id
     LIMIT {limit:UInt32}`,
    { params: { id: options.id ?? "", limit: options.limit } }
  )
})
