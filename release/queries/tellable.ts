/**
 * **High risk.** What of a choice can be told, held against all that was ever told to anybody: the one way in which questions of
 * researchers and requests of policy teams are protected and attacked. Nothing is told or written down by this.
 */
import { hash } from "node:crypto"
import type { Profile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { LedgerEntry } from "../ledger/LedgerEntry.ts"
import { findingsOf } from "../protection/auditFamily.ts"
import { auditChoices, protectChoices } from "../protection/protectChoices.ts"
import type { ToldCell } from "../protection/Statement.ts"
import { statementsIn } from "../protection/statements.ts"
import { releasesIn } from "../publisher/Release.ts"
import { seenStates } from "../publisher/releaseMoves.ts"
import { type Vintage, vintagesIn } from "../vintage/Vintages.ts"
import { nearestChoices } from "./nearest.ts"

export interface Asked {
  readonly choice: TableChoice
  readonly profile: Profile
  /** Number of the vintage; without it the newest. */
  readonly vintage?: number | undefined
}

export const vintageAsked = (
  entries: ReadonlyArray<LedgerEntry>,
  { vintage }: Pick<Asked, "vintage"> = {}
): Vintage | undefined => {
  const vintages = vintagesIn(entries)
  return vintage === undefined ? vintages.at(-1) : vintages.find((one) => one.vintage === vintage)
}

/** Hash of vintage, choice and profile: what is the same question. */
export const identityOf = (asked: Asked, entries: ReadonlyArray<LedgerEntry>): string => {
  const vintage = vintageAsked(entries, asked)
  const { choice, profile } = asked
  return hash(
    "sha256",
    JSON.stringify([vintage?.hash ?? "", vintage?.vintage ?? 0, choice, profile.name, profile.version])
  )
}

/** How much was told that an answer has to be held against; another one of these makes it stale. */
export const toldIn = (entries: ReadonlyArray<LedgerEntry>): number =>
  entries.filter(({ body }) => body.kind === "answer").length +
  releasesIn(entries).filter(({ state }) => seenStates.has(state)).length

export const isTold = ({ shown }: ToldCell) => shown.state === "published"

const nothing = { cells: [] as ReadonlyArray<ToldCell>, invented: false }

/** The choice's cells as they could be told; none where nothing can. `id`: of the statement that they would be. */
export const tellable = Effect.fn("tellable")(function* (
  { choice, profile }: Pick<Asked, "choice" | "profile">,
  vintage: Vintage,
  entries: ReadonlyArray<LedgerEntry>,
  id: number
) {
  const asked = {
    choices: [choice],
    vintage,
    vintages: vintagesIn(entries),
    statements: yield* statementsIn(entries),
    profile,
    id,
    method: "suppression",
    key: undefined
  }
  const made = yield* protectChoices(asked).pipe(Effect.catchTag("WouldDisclose", () => Effect.succeed(nothing)))
  const audits = yield* auditChoices(asked, {
    id,
    vintage: vintage.vintage,
    threshold: profile.threshold,
    choices: [choice],
    cells: made.cells,
    isExact: true
  })
  return audits.some((audit) => findingsOf(audit) > 0) ? nothing : made
})

/** The nearest choice of which something can be told; null where there is none. */
export const nearestTellable = Effect.fn("nearestTellable")(function* (
  asked: Pick<Asked, "choice" | "profile">,
  vintage: Vintage,
  entries: ReadonlyArray<LedgerEntry>,
  id: number
) {
  for (const choice of nearestChoices(asked.choice)) {
    const { cells } = yield* tellable({ ...asked, choice }, vintage, entries, id)
    if (cells.some(isTold)) return choice
  }
  return null
})
