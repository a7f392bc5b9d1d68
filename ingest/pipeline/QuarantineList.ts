/**
 * The messages that are in quarantine now, with their latest problems. Messages that a replay has loaded are not among them
 * (`corridor_audit.quarantine` and `corridor_audit.quarantine_reading`).
 */
import { Effect } from "effect"
import { laterTime } from "../../ports/laterTime.ts"
import { timeText } from "../../ports/timeText.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { StoredProblem } from "../../schemas/Problems.ts"
import { readingTable as readings, quarantineTable as refusals } from "../keys/PersonTables.ts"

interface QuarantineEntry {
  /** The message's id: see `quarantineId`. */
  readonly id: string
  readonly partner: string
  readonly kind: string
  readonly sentAt: string
  readonly quarantinedAt: string
  readonly problems: ReadonlyArray<StoredProblem>
}

/** Selects messages. A field that is left out does not restrict. */
export interface QuarantineFilter {
  /** A problem code that the messages have. */
  readonly code?: string | undefined
  readonly partner?: string | undefined
  readonly id?: string | undefined
}

/** The position of a refused message. A topic that was created again has another message at the same offset, with another time. */
export interface QuarantinePosition {
  readonly offset: number
  /** Milliseconds since 1970. */
  readonly sentAt: number
}

export interface QuarantinedMessage extends QuarantinePosition {
  readonly kind: string
  readonly problems: ReadonlyArray<StoredProblem>
}

const address = "concat(topic, '/', toString(partition), '/', toString(offset))"
const problem = "'Tuple(code String, path String)'"
const place = "topic, partition, offset, sent_at"

/** Returns the SQL of the messages in quarantine, one row each. `where` filters both tables by position. */
const open = (where: string) => `(
  SELECT ${place}, ${address} AS id, partner, kind, since, if(outcome = 'refused', again, first) AS problems
  FROM (
    SELECT ${place}, any(partner_id) AS partner, any(q.kind) AS kind, max(quarantined_at) AS since,
           groupUniqArray(CAST((code, path), ${problem})) AS first
    FROM ${refusals} AS q WHERE ${where} GROUP BY ${place}
  ) AS refused
  LEFT JOIN (
    SELECT ${place}, argMax(r.outcome, r.at) AS outcome, argMax(r.problems, r.at) AS again
    FROM ${readings} AS r WHERE ${where} GROUP BY ${place}
  ) AS reading USING (${place})
  WHERE outcome NOT IN ('loaded', 'duplicate')
    AND ({code:String} = '' OR arrayExists(p -> p.code = {code:String}, problems))
    AND ({partner:String} = '' OR partner = {partner:String})
)`

const byId = `({id:String} = '' OR ${address} = {id:String})`

const paramsOf = ({ code, partner, id }: QuarantineFilter) => ({
  code: code ?? "",
  partner: partner ?? "",
  id: id ?? ""
})

/** Returns messages in quarantine, newest first. */
export const list = Effect.fn("QuarantineList.list")(function* (filter: QuarantineFilter & { readonly limit: number }) {
  return yield* Warehouse.query<QuarantineEntry>(
    `SELECT id, partner, kind, toString(sent_at) AS sentAt, toString(since) AS quarantinedAt, problems
     FROM ${open(byId)} ORDER BY since DESC, id LIMIT {limit:UInt32}`,
    { params: { ...paramsOf(filter), limit: filter.limit } }
  )
})

/** Returns the number of messages in quarantine, and the number by problem code in descending order. A message may have several codes. */
export const count = Effect.fn("QuarantineList.count")(function* (filter: QuarantineFilter) {
  const params = paramsOf(filter)
  const [all] = yield* Warehouse.query<{ n: number }>(`SELECT toFloat64(count()) AS n FROM ${open(byId)}`, { params })
  const byCode = yield* Warehouse.query<{ code: string; messages: number }>(
    `SELECT p.code AS code, toFloat64(uniqExact((${place}))) AS messages
     FROM ${open(byId)} ARRAY JOIN problems AS p GROUP BY code ORDER BY messages DESC, code`,
    { params }
  )
  return { messages: all?.n ?? 0, byCode }
})

/** A partition with messages in quarantine. */
export interface RefusedPartition {
  readonly topic: string
  readonly partition: number
  readonly messages: number
}

/** Returns the partitions that have messages in quarantine, with their numbers. */
export const partitions = Effect.fn("QuarantineList.partitions")(function* (filter: QuarantineFilter) {
  return yield* Warehouse.query<RefusedPartition>(
    `SELECT topic, partition, toFloat64(count()) AS messages FROM ${open(byId)}
     GROUP BY topic, partition ORDER BY topic, partition`,
    { params: paramsOf(filter) }
  )
})

/** Returns the next page of a partition's messages in quarantine, in the order of their positions, after the position `after`. */
export const page = Effect.fn("QuarantineList.page")(function* (
  filter: QuarantineFilter,
  { topic, partition }: { readonly topic: string; readonly partition: number },
  after: QuarantinePosition | undefined,
  limit: number
) {
  const where = `topic = {topic:String} AND partition = {partition:UInt16} AND offset >= {from:UInt64} AND ${byId}`
  return yield* Warehouse.query<QuarantinedMessage>(
    `SELECT toFloat64(offset) AS offset, toFloat64(toUnixTimestamp64Milli(sent_at)) AS sentAt, kind, problems
     FROM ${open(where)} AS o
     WHERE (o.offset, toUnixTimestamp64Milli(o.sent_at)) > ({from:UInt64}, {sentAt:Int64})
     ORDER BY o.offset, o.sent_at LIMIT {limit:UInt32}`,
    {
      params: {
        ...paramsOf(filter),
        topic,
        partition,
        from: after?.offset ?? 0,
        sentAt: after?.sentAt ?? -Number.MAX_SAFE_INTEGER,
        limit
      }
    }
  )
})

export interface ReplayOutcome extends QuarantinePosition {
  readonly outcome: "loaded" | "duplicate" | "refused"
  /** The problems of a refused message. */
  readonly problems: ReadonlyArray<StoredProblem>
}

/** Records replay outcomes. Messages that were loaded are no longer in quarantine. */
export const writeOutcomes = Effect.fn("QuarantineList.writeOutcomes")(function* (
  { topic, partition }: { readonly topic: string; readonly partition: number },
  outcomes: ReadonlyArray<ReplayOutcome>
) {
  if (outcomes.length === 0) return
  const places = outcomes.map(({ offset }) => offset)
  const at = yield* laterTime(
    readings,
    "at",
    "topic = {topic:String} AND partition = {partition:UInt16} AND offset BETWEEN {first:UInt64} AND {last:UInt64}",
    { topic, partition, first: Math.min(...places), last: Math.max(...places) }
  )
  yield* Warehouse.insert(
    readings,
    outcomes.map(({ offset, sentAt, outcome, problems }) => ({
      topic,
      partition,
      offset,
      sent_at: timeText(sentAt),
      outcome,
      problems,
      at
    })),
    { token: "" }
  )
})
