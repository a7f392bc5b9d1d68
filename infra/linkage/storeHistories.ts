/** Hands the counts of a closed round to the release system, which alone publishes them. */
import type { LinkageTable } from "@corridor/linkage/link/tabulate"
import { Clock, Effect } from "effect"
import { notKnown } from "../../ingest/linkage/readCaseFile.ts"
import { Warehouse } from "../../ports/Warehouse.ts"

const table = "corridor_raw.linkage_history"

/** Persons with one history of types, year and partner that they are attributed to. */
export interface StoredHistory {
  readonly history: string
  readonly year: string
  /** The first by name of the partners that know the persons: each person is attributed to one, so that counts add up. */
  readonly partner_id: string
  readonly persons: number
}

/** The rows of a round's exact table: histories of partners as histories of their types. */
export const historyRows = ({
  histories,
  partners
}: Pick<LinkageTable, "histories" | "partners">): ReadonlyArray<StoredHistory> => {
  const types = new Map(partners.map(({ partner, type }) => [partner, type]))
  const rows = new Map<string, { history: string; year: string; partner_id: string; persons: number }>()
  for (const { stratum, lists, persons } of histories) {
    const history = [...new Set(lists.map((partner) => types.get(partner) ?? ""))].sort().join("+")
    const row = { history, year: stratum["year"] ?? notKnown, partner_id: lists[0] ?? "" }
    const place = JSON.stringify(row)
    const known = rows.get(place)
    if (known === undefined) rows.set(place, { ...row, persons })
    else known.persons += persons
  }
  return [...rows.values()]
}

/** Writes the histories of a round. The same round again changes nothing. */
export const storeHistories = Effect.fn("storeHistories")(function* (round: string, linked: LinkageTable) {
  const warehouse = yield* Warehouse
  const now = yield* Clock.currentTimeMillis
  const linked_at = new Date(now).toISOString().replace("T", " ").slice(0, 19)
  const rows = historyRows(linked).map((row) => ({ round, ...row, linked_at }))
  if (rows.length > 0) yield* warehouse.insert(table, rows, { token: `linkage ${round}` })
})
