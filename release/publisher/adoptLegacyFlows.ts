import { profiles } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { toLines } from "../history/cellLines.ts"
import { append, readLedger } from "../ledger/Ledger.ts"
import type { LedgerEntry } from "../ledger/LedgerEntry.ts"
import { readLegacyFlows } from "../published/PublishedFlows.ts"
import { keepContent } from "../vintage/FrozenContent.ts"

/** The highest threshold of all profiles; the worst case for figures whose profile is not known. */
const highest = Math.max(...[...profiles.values()].map(({ threshold }) => threshold))

const hasAdopted = (entries: ReadonlyArray<LedgerEntry>) => entries.some(({ body }) => body.kind === "adopted")

/**
 * Adds figures published before the ledger existed to it, once, so that every release is checked against them. Otherwise the first release
 * over them would disclose what changed in between. They have no vintage, so partners' contributions are not known; everything else holds
 * as for any release.
 */
export const adoptLegacyFlows = Effect.fn("adoptLegacyFlows")(function* () {
  if (hasAdopted(yield* readLedger())) return
  const old = yield* readLegacyFlows()
  if (old.length === 0) return
  const lines = toLines(
    old.map(({ origin, destination, year, state, victims }) => ({
      choice: 0,
      labels: [origin, destination, String(year)],
      shown: state === "published" && victims !== null ? { state, victims, asOf: 0 } : { state: "suppressed" as const }
    }))
  )
  const content = yield* keepContent(lines)
  const profile = old[0]?.profile ?? ""
  const body = {
    kind: "adopted" as const,
    profile,
    threshold: profiles.get(profile)?.threshold ?? highest,
    invented: old.some((row) => row.invented),
    rows: lines.length,
    content
  }
  yield* append((entries) => (hasAdopted(entries) ? Effect.fail("adopted" as const) : Effect.succeed(body))).pipe(
    Effect.catchIf(
      (error) => error === "adopted",
      () => Effect.void
    )
  )
})
