/** Months between an event and the first loading of its record, from the mart `loading_delays`. */
import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { RecordKind } from "../../schemas/RecordSchemas.ts"

interface KindDelay {
  /** Records whose month is known. */
  readonly records: number
  /** The median, in months. */
  readonly months: number
}

interface Row extends KindDelay {
  readonly partner: string
  readonly kind: RecordKind
}

/** Returns the delays of each partner by kind of record; none before the marts are built. `before`: only records that were loaded before this day. */
export const loadingDelaysOf = Effect.fn("Quality.delays")(function* (
  partners: ReadonlyArray<string>,
  before?: string
) {
  const found = new Map<string, Map<RecordKind, KindDelay>>()
  const there = yield* Warehouse.query<{ name: string }>(
    "SELECT name FROM system.tables WHERE database = 'corridor_mart' AND name = 'loading_delays'"
  )
  if (there.length === 0) return found
  const rows = yield* Warehouse.query<Row>(
    `SELECT partner_id AS partner, toString(record_kind) AS kind, toFloat64(sum(d.records)) AS records,
            toFloat64(quantileExactWeighted(0.5)(
              greatest(0, toYear(loaded) * 12 + toMonth(loaded) - assumeNotNull(year) * 12 - assumeNotNull(month)), d.records)) AS months
     FROM corridor_mart.loading_delays AS d
     WHERE partner_id IN {partners:Array(String)} AND loaded < toDate({before:String})
     GROUP BY partner_id, record_kind`,
    { params: { partners, before: before ?? "2100-01-01" } }
  )
  for (const { partner, kind, ...delay } of rows)
    found.set(partner, (found.get(partner) ?? new Map<RecordKind, KindDelay>()).set(kind, delay))
  return found
})
