import { Effect } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { Remains } from "./Remains.ts"

/** Returns where a person remains in linkage rounds and federated counts. Nothing links a case to one of them: each one of the partner may contain it. */
export const linkageRemains = Effect.fn("linkageRemains")(function* (partners: ReadonlyArray<string>) {
  const rounds = yield* Warehouse.query<{ readonly round: string; readonly closed: string }>(
    `SELECT round, formatDateTime(min(linked_at), '%Y-%m-%d', 'UTC') AS closed FROM corridor_raw.linkage_history
     WHERE partner_id IN {partners:Array(String)} GROUP BY round ORDER BY closed, round`,
    { params: { partners } }
  )
  const open: Remains = {
    place: "linker of an open linkage round",
    what: "the person's tokens and coarse stratum, if the file of 'link send' had the case; no name, and no case number",
    until: "the round is closed or destroyed, its agreement ends, or the partner vetoes it",
    how: "'link veto' immediately removes everything that the partner sent."
  }
  const counts = yield* Warehouse.query<{ readonly count: string }>(
    "SELECT DISTINCT count FROM corridor_raw.federated_count ORDER BY count"
  )
  const summed: Remains = {
    place: `corridor_raw.federated_count and vintages: ${counts.map(({ count }) => count).join(", ")}`,
    what: "sums of a federated count over all partners, including the person if the file of 'link contribute' had the case",
    until: "kept",
    how: "No partner's own count was ever opened. They are released with noise only. Before the hosts add up, 'link retract' removes what the partner sent."
  }
  const others = counts.length === 0 ? [open] : [open, summed]
  if (rounds.length === 0) return others
  const closed: Remains = {
    place: `corridor_raw.linkage_history and vintages: ${rounds.map(({ round, closed: day }) => `round ${round}, closed ${day}`).join("; ")}`,
    what: "counts by year and combination of partners' types, including the person if the file of 'link send' had the case",
    until: "kept",
    how: "Tokens were destroyed with each round, so it cannot be determined which count includes the person. They are released with noise only."
  }
  return [...others, closed]
})
