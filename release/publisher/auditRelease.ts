import { WouldDisclose } from "@corridor/disclosure/protect/WouldDisclose"
import { profiles } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { flowsWithoutTotals, readCells } from "../history/cellLines.ts"
import { isPrivateMethod } from "../history/privateMethods.ts"
import type { Release } from "../history/Release.ts"
import { disclosureOf, disclosuresIn } from "../history/readDisclosures.ts"
import { seenStates } from "../history/releaseMoves.ts"
import { readLedger } from "../ledger/Ledger.ts"
import type { LedgerEntry } from "../ledger/LedgerEntry.ts"
import { auditChoices, auditNoisy } from "../protection/protectChoices.ts"
import { readContent } from "../vintage/FrozenContent.ts"
import { vintagesIn } from "../vintage/Vintages.ts"
import { entriesBeforeProposal, findRelease, vintageIn } from "./ledgerReleases.ts"
import { publishedAndNarrow, refuse, refuseIfNarrow, refuseIfUnsafe } from "./refusals.ts"
import { countNarrowBounds, countWrongBounds } from "./withBounds.ts"

/** Returns the entries before the publication of a release; all entries if it was never published. */
const entriesBeforePublication = (
  entries: ReadonlyArray<LedgerEntry>,
  release: Release
): ReadonlyArray<LedgerEntry> => {
  const out = seenStates.has(release.state)
    ? release.moves.findLast(({ move }) => move === "approve")?.ledger
    : undefined
  const at = entries.findIndex(({ hash }) => hash === out)
  return at < 0 ? entries : entries.slice(0, at)
}

/** Returns the vintages of which something was disclosed before and whose counts were erased since: partners who know theirs do not attack with these. */
export const vintagesWithoutCounts = Effect.fn("Releases.vintagesWithoutCounts")(function* (number: number) {
  const release = yield* findRelease(number)
  const entries = yield* readLedger()
  const disclosures = yield* disclosuresIn(entriesBeforePublication(entries, release))
  const erased = vintagesIn(entries).filter((one) => one.erased.length > 0)
  return erased.flatMap(({ vintage }) =>
    vintage !== release.vintage && disclosures.some((one) => one.vintage === vintage) ? [vintage] : []
  )
})

const audit = Effect.fn("Releases.auditFound")(function* (release: Release) {
  const number = release.release
  const entries = yield* readLedger()
  const vintages = vintagesIn(entries)
  const disclosures = (yield* disclosuresIn(entriesBeforePublication(entries, release))).filter(
    ({ id }) => id !== number
  )
  const profile = profiles.get(release.profile)
  if (profile === undefined)
    return yield* refuse(`The disclosure profile ${release.profile} of this release no longer exists.`)
  const work = {
    choices: release.choices ?? [flowsWithoutTotals],
    vintage: yield* vintageIn(vintages, release.vintage),
    vintages,
    disclosures,
    profile,
    id: number,
    method: release.method ?? "suppression",
    key: undefined
  }
  if (isPrivateMethod(release.method)) {
    const found = yield* auditNoisy(work, yield* disclosureOf(release))
    if (found > 0)
      return yield* new WouldDisclose({
        message:
          "Not published: together with everything else that is published, these figures would narrow suppressed counts too far.",
        narrow: found,
        undecided: 0
      })
    return []
  }
  const cells = readCells(yield* readContent(release.content))
  const result = { ...work, disclosures: yield* disclosuresIn(entriesBeforeProposal(entries, number)) }
  yield* refuseIfNarrow(countNarrowBounds(cells, profile.threshold) + countWrongBounds(result, cells))
  return yield* refuseIfUnsafe(yield* auditChoices(work, yield* disclosureOf(release)))
})

/**
 * Audits a release together with everything disclosed before it, as a reader and as each partner and pair of partners. Fails with
 * `WouldDisclose` if a value is disclosed. It does not know how the release was made.
 */
export const auditRelease = Effect.fn("Releases.audit")(function* (number: number) {
  const release = yield* findRelease(number)
  const isPublic = seenStates.has(release.state)
  return yield* audit(release).pipe(
    Effect.catchTag("WouldDisclose", (found) => Effect.fail(isPublic ? publishedAndNarrow(number, found) : found))
  )
})
