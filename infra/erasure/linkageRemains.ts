import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { Remains } from "./Remains.ts"

/** Where a person stays in linkage rounds. Nothing joins a case to a round: every round of the partner may have it. */
export const linkageRemains = Effect.fn("linkageRemains")(function* (partner: string) {
  const warehouse = yield* Warehouse
  const rounds = yield* warehouse.query<{ readonly round: string; readonly closed: string }>(
    `SELECT round, formatDateTime(min(linked_at), '%Y-%m-%d', 'UTC') AS closed FROM corridor_raw.linkage_history
     WHERE partner_id = {partner:String} GROUP BY round ORDER BY closed, round`,
    { params: { partner } }
  )
  const open: Remains = {
    place: "linker of an open linkage round",
    what: "the person's tokens and coarse stratum, if the file of 'link send' had the case; no name, and no case number",
    until: "the round is closed or destroyed, or the partner vetoes it",
    how: "'link veto' removes at once all that the partner sent."
  }
  if (rounds.length === 0) return [open]
  const closed: Remains = {
    place: `corridor_raw.linkage_history and vintages: ${rounds.map(({ round, closed: day }) => `round ${round}, closed ${day}`).join("; ")}`,
    what: "counts by year and combination of partners' types, the person among them if the file of 'link send' had the case",
    until: "kept",
    how: "Tokens were destroyed with each round, so nobody can tell which count has the person. They are released with noise only."
  }
  return [open, closed]
})
