/** Hands the counts of a closed round to the release system, which alone publishes them. */
import type { RoundTable } from "@corridor/linkage/quality/errorsOfRound"
import { Clock, Effect } from "effect"
import { notKnown } from "../../ingest/linkage/caseDimensions.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { historyOf, partnerGroupOf } from "../../schemas/PartnerGroups.ts"

const [historyTable, errorTable] = ["corridor_raw.linkage_history", "corridor_raw.linkage_error"]

/** Persons with one history of types and year, at one of the partners that know them. */
interface StoredHistory {
  /** Types of all partners that know them, groups of these types, and types of the others than this partner. */
  readonly history: string
  readonly groups: string
  readonly others: string
  readonly year: string
  readonly partner_id: string
  /** Persons whose first partner by name is this one: each person is attributed to one partner, so that counts add up to persons. */
  readonly persons: number
  /** All of them that the partner knows: these counts add up to persons at partners. */
  readonly at_partner: number
}

/**
 * Returns the rows of a round's exact table: histories of partners as histories of their types. Every partner of the round has a row, even one that
 * knows no person: participation is not a count of persons.
 */
export const historyRows = ({
  histories,
  partners
}: Pick<RoundTable, "histories" | "partners">): ReadonlyArray<StoredHistory> => {
  const types = new Map(partners.map(({ partner, type }) => [partner, type]))
  const rows = new Map<string, StoredHistory>()
  const add = (year: string, lists: ReadonlyArray<string>, partner_id: string, persons: number, at_partner: number) => {
    const own = lists.map((partner) => types.get(partner) ?? "")
    const others = lists.flatMap((partner, i) => (partner === partner_id ? [] : [own[i] as string]))
    const place = {
      history: historyOf(own),
      groups: historyOf(own.map(partnerGroupOf)),
      others: historyOf(others),
      year,
      partner_id
    }
    const known = rows.get(JSON.stringify(place)) ?? { persons: 0, at_partner: 0 }
    rows.set(JSON.stringify(place), {
      ...place,
      persons: known.persons + persons,
      at_partner: known.at_partner + at_partner
    })
  }
  for (const { partner } of partners) add(notKnown, [partner], partner, 0, 0)
  for (const { stratum, lists, persons } of histories)
    for (const [i, partner] of lists.entries())
      add(stratum["year"] ?? notKnown, lists, partner, i === 0 ? persons : 0, persons)
  return [...rows.values()]
}

/** Writes the histories of a round, and which links of invented persons it missed or made; nothing if the counts have noise already. The same round again changes nothing. */
export const storeHistories = Effect.fn("storeHistories")(function* (round: string, linked: RoundTable) {
  const now = yield* Clock.currentTimeMillis
  const linked_at = new Date(now).toISOString().replace("T", " ").slice(0, 19)
  const rows = historyRows(linked).map((row) => ({ round, ...row, linked_at }))
  if (linked.histories.length === 0) return
  yield* Warehouse.insert(historyTable, rows, { token: `linkage ${round}` })
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
  if (errors.length > 0) yield* Warehouse.insert(errorTable, errors, { token: `linkage errors ${round}` })
})
