/** Hands the counts of a closed round to the release system, which alone publishes them. */
import type { RoundTable } from "@corridor/linkage/quality/errorsOfRound"
import { Clock, Effect } from "effect"
import { notKnown } from "../../ingest/linkage/readCaseFile.ts"
import { Warehouse } from "../../ports/Warehouse.ts"

const [historyTable, errorTable] = ["corridor_raw.linkage_history", "corridor_raw.linkage_error"]

/** Persons with one history of types and year, at one of the partners that know them. */
export interface StoredHistory {
  readonly history: string
  readonly year: string
  readonly partner_id: string
  /** Those of whom the partner is the first by name: each person is attributed to one partner, so that counts add up to persons. */
  readonly persons: number
  /** All of them that the partner knows: these counts add up to persons at partners. */
  readonly at_partner: number
}

/** The rows of a round's exact table: histories of partners as histories of their types. */
export const historyRows = ({
  histories,
  partners
}: Pick<RoundTable, "histories" | "partners">): ReadonlyArray<StoredHistory> => {
  const types = new Map(partners.map(({ partner, type }) => [partner, type]))
  const rows = new Map<string, StoredHistory>()
  for (const { stratum, lists, persons } of histories) {
    const history = [...new Set(lists.map((partner) => types.get(partner) ?? ""))].sort().join("+")
    for (const [i, partner_id] of lists.entries()) {
      const place = { history, year: stratum["year"] ?? notKnown, partner_id }
      const known = rows.get(JSON.stringify(place)) ?? { persons: 0, at_partner: 0 }
      rows.set(JSON.stringify(place), {
        ...place,
        persons: known.persons + (i === 0 ? persons : 0),
        at_partner: known.at_partner + persons
      })
    }
  }
  return [...rows.values()]
}

/** Writes the histories of a round, and which links of invented persons it missed or made; nothing if the counts have noise already. The same round again changes nothing. */
export const storeHistories = Effect.fn("storeHistories")(function* (round: string, linked: RoundTable) {
  const warehouse = yield* Warehouse
  const now = yield* Clock.currentTimeMillis
  const linked_at = new Date(now).toISOString().replace("T", " ").slice(0, 19)
  const rows = historyRows(linked).map((row) => ({ round, ...row, linked_at }))
  if (rows.length === 0) return
  yield* warehouse.insert(historyTable, rows, { token: `linkage ${round}` })
  const errors = (linked.errors?.planted ?? []).map(({ rule, missed, falsePerPair }) => ({
    round,
    rule,
    missed: missed.events,
    pairs: missed.trials,
    false_links: falsePerPair?.events ?? 0,
    strangers: falsePerPair?.trials ?? 0,
    dispersion: falsePerPair?.dispersion ?? 1,
    linked_at
  }))
  if (errors.length > 0) yield* warehouse.insert(errorTable, errors, { token: `linkage errors ${round}` })
})
