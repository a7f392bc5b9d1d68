/**
 * How many of a partner's records were loaded before each of several moments: of those that are in the store now, so that the numbers depend on
 * nothing but what the partner sent and withdrew.
 */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { rawTable } from "../../schemas/RawTables.ts"
import { measuredKinds } from "./completeness.ts"

/** Returns the kinds of records that there are for each moment, with their numbers. Moments are in ISO 8601. */
export const recordsBefore = Effect.fn("Quality.recordsBefore")(function* (
  partner: string,
  moments: ReadonlyArray<string>
) {
  const byKind = yield* Effect.forEach(measuredKinds, (kind) =>
    Effect.map(
      Warehouse.query<{ readonly records: ReadonlyArray<number> }>(
        `SELECT sumForEach(arrayMap(moment -> toFloat64(first <= parseDateTime64BestEffort(moment, 3, 'UTC')), {moments:Array(String)})) AS records
         FROM (SELECT min(loaded_at) AS first FROM ${rawTable(kind).table} WHERE partner_id = {partner:String} GROUP BY record_id)`,
        { params: { partner, moments } }
      ),
      ([found]) => ({ kind, records: found?.records ?? [] })
    )
  )
  return moments.map((_, i) =>
    byKind.flatMap(({ kind, records }) => {
      const own = records[i] ?? 0
      return own === 0 ? [] : [{ kind, records: own }]
    })
  )
})
