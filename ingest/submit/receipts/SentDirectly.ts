/**
 * Records that a partner's own systems sent to its topic. They have no file and no receipt. Two sums replace it: records in the store, and
 * refused messages by rule.
 */
import { Effect } from "effect"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { recordKinds, recordSchema } from "../../../schemas/RecordSchemas.ts"
import { sentRevisionTable, submissionTable } from "../../keys/PersonTables.ts"
import type { SentDirectly } from "./ReceiptSchemas.ts"
import { stillRefused } from "./Receipts.ts"

/** A message of the topic outside of every submission's ranges. */
const outside = `NOT arrayExists(p -> p.1 = partition AND offset BETWEEN p.2 AND p.3,
  (SELECT groupArrayArray(places) FROM ${submissionTable} FINAL WHERE partner_id = {partner:String}))`

const loadedOf = Effect.fn("SentDirectly.loadedOf")(function* (partner: string) {
  const counts = recordKinds
    .filter((kind) => kind !== "withdrawal")
    .map(
      (kind) => `SELECT uniqExact(record_id) AS n FROM corridor_raw.${recordSchema(kind).table}
      WHERE partner_id = {partner:String}
        AND record_id NOT IN (SELECT record_id FROM ${sentRevisionTable} WHERE partner_id = {partner:String})`
    )
  const [all] = yield* Warehouse.query<{ n: number }>(
    `SELECT toFloat64(sum(n)) AS n FROM (${counts.join(" UNION ALL ")})`,
    { params: { partner } }
  )
  return all?.n ?? 0
})

/** Returns the sums of a partner; zeros if it sent nothing directly. */
export const sentDirectly = Effect.fn("SentDirectly.sentDirectly")(function* (partner: string) {
  const { messages, refusals } = yield* stillRefused(partner, outside, { partner })
  return { loaded: yield* loadedOf(partner), quarantined: messages, refusals } satisfies SentDirectly
})
