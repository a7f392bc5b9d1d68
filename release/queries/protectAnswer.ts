/**
 * **High risk.** Protects and audits a choice against everything ever disclosed. Queries and requests both use it. It discloses and records
 * nothing.
 */
import { hash } from "node:crypto"
import type { Profile } from "@corridor/disclosure/rules/Profile"
import { Clock, Duration, Effect } from "effect"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { DisclosedCell } from "../history/Disclosure.ts"
import { disclosuresIn } from "../history/readDisclosures.ts"
import type { LedgerEntry } from "../ledger/LedgerEntry.ts"
import { findingsOf } from "../protection/auditSystem.ts"
import { protectChoices, requireAnswerable } from "../protection/protectChoices.ts"
import { findVintage, type Vintage, vintagesIn } from "../vintage/Vintages.ts"
import { nearestChoices, wholeTable } from "./nearestChoices.ts"
import { publishedAnswer } from "./publishedAnswer.ts"

interface QuerySelection {
  readonly choice: TableChoice
  readonly profile: Profile
  /** Number of the vintage; default: the newest. */
  readonly vintage?: number | undefined
}

/** Returns the vintage that a query names, or the newest; undefined if there is none. */
export const vintageFor = (
  entries: ReadonlyArray<LedgerEntry>,
  { vintage }: Pick<QuerySelection, "vintage"> = {}
): Vintage | undefined => findVintage(vintagesIn(entries), vintage)

/** Returns the hash of vintage, choice and profile, which identifies a query. */
export const queryKey = (selection: QuerySelection, entries: ReadonlyArray<LedgerEntry>): string => {
  const vintage = vintageFor(entries, selection)
  const { choice, profile } = selection
  return hash(
    "sha256",
    JSON.stringify([vintage?.hash ?? "", vintage?.vintage ?? 0, choice, profile.name, profile.version])
  )
}

/** Returns whether readers see the count of a cell. */
export const isPublished = ({ shown }: DisclosedCell) => shown.state === "published"

/**
 * Fails with the reason if a choice of this vintage has no answer whatever the counts are. It is asked before a query is paid for: a refusal that does not
 * depend on counts discloses nothing.
 */
export const requireAnswer = Effect.fn("requireAnswer")(function* (
  choice: TableChoice,
  vintage: Vintage,
  entries: ReadonlyArray<LedgerEntry>
) {
  const disclosures = yield* disclosuresIn(entries)
  yield* requireAnswerable({ choices: [choice], vintage, vintages: vintagesIn(entries), disclosures })
})

const noCells = { cells: [] as ReadonlyArray<DisclosedCell>, invented: false }

/** Returns the cells of a choice that can be disclosed; none if nothing can. `id` is the number that the disclosure would have. */
export const protectAnswer = Effect.fn("protectAnswer")(function* (
  { choice, profile }: Pick<QuerySelection, "choice" | "profile">,
  vintage: Vintage,
  entries: ReadonlyArray<LedgerEntry>,
  id: number
) {
  const selection = {
    choices: [choice],
    vintage,
    vintages: vintagesIn(entries),
    disclosures: yield* disclosuresIn(entries),
    profile,
    id,
    method: "suppression",
    key: undefined
  }
  const { audits, ...result } = yield* protectChoices(selection).pipe(
    Effect.catchTag("WouldDisclose", () => Effect.succeed({ ...noCells, audits: [] }))
  )
  return audits.some((audit) => findingsOf(audit) > 0) ? noCells : result
})

/** The time after which no further choice is tried. Each try protects and audits a choice, which takes up to ten seconds. */
const timeLimit = Duration.seconds(20)

/**
 * Returns the nearest choice that the asker can ask and that is published or can be disclosed, at least in part. If no choice that was tried
 * qualifies, returns the whole table if it is published, otherwise null.
 */
export const nearestAnswerable = Effect.fn("nearestAnswerable")(function* (
  selection: Pick<QuerySelection, "choice" | "profile">,
  vintage: Vintage,
  entries: ReadonlyArray<LedgerEntry>,
  id: number,
  canAsk: (choice: TableChoice) => boolean = () => true
) {
  const deadline = (yield* Clock.currentTimeMillis) + Duration.toMillis(timeLimit)
  for (const choice of nearestChoices(selection.choice).filter(canAsk)) {
    if ((yield* Clock.currentTimeMillis) > deadline) break
    const asked = { ...selection, choice }
    if ((yield* publishedAnswer(asked, vintage, entries)) !== undefined) return choice
    const { cells } = yield* protectAnswer(asked, vintage, entries, id).pipe(
      // The vintage has lost its counts since, or has none of this choice.
      Effect.catchTag("VintageRefused", () => Effect.succeed(noCells))
    )
    if (cells.some(isPublished)) return choice
  }
  const whole = wholeTable(selection.choice)
  if (whole === undefined || !canAsk(whole)) return null
  return (yield* publishedAnswer({ ...selection, choice: whole }, vintage, entries)) === undefined ? null : whole
})
