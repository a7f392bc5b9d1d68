/**
 * Releases as the ledger has them: `reconcileReleases` brings the published database to the state in the ledger, so that an
 * interrupted publication is completed by the next command.
 */
import { Effect } from "effect"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { flowsWithoutTotals, readCells } from "../history/cellLines.ts"
import { editionsOf } from "../history/editions.ts"
import { releasesIn } from "../history/Release.ts"
import { seenStates } from "../history/releaseMoves.ts"
import { readLedger } from "../ledger/Ledger.ts"
import type { LedgerEntry } from "../ledger/LedgerEntry.ts"
import { requestsByRelease } from "../published/readPublished.ts"
import { readContent } from "../vintage/FrozenContent.ts"
import { findVintage, noVintage, saltVintages, type Vintage } from "../vintage/Vintages.ts"
import { adoptLegacyFlows } from "./adoptLegacyFlows.ts"
import { publishRelease } from "./Publisher.ts"
import { noRelease, refuse } from "./refusals.ts"
import { fileNameOf } from "./tableFiles.ts"

/** Brings the published database to the state in the ledger, and adopts figures published before the ledger existed. Returns all releases. */
export const reconcileReleases = Effect.fn("Releases.reconcile")(function* () {
  yield* adoptLegacyFlows()
  yield* saltVintages()
  const releases = releasesIn(yield* readLedger())
  for (const release of releases)
    if (seenStates.has(release.state))
      yield* publishRelease(release, yield* readContent(release.content), yield* readContent(release.pages))
  return releases
})

/** Returns the vintage with this number, or the newest without a number. Fails with `ReleaseRefused` if there is none. */
export const vintageIn = Effect.fn("Releases.vintageIn")(function* (vintages: ReadonlyArray<Vintage>, number?: number) {
  return findVintage(vintages, number) ?? (yield* refuse(noVintage(number)))
})

/** Returns the latest edition of a series among the releases of a ledger. */
export const latestEditionIn = (entries: ReadonlyArray<LedgerEntry>, name: string) => {
  const requests = requestsByRelease(entries)
  const releases = releasesIn(entries).filter(({ state }) => seenStates.has(state))
  const editions = editionsOf(
    releases.map(({ release, state, method = "suppression", choices = [flowsWithoutTotals], edition }) => ({
      release,
      state,
      method,
      tables: tablesOf(choices),
      mark: edition,
      isAnswer: requests.has(release)
    }))
  )
  for (const release of releases) {
    const edition = editions.get(release.release)
    if (edition?.name === name && edition.latest) return { release, edition }
  }
  return undefined
}

/** Returns the dimensions of each table, by the name of its file. */
export const tablesOf = (choices: ReadonlyArray<TableChoice>) =>
  new Map(choices.map(({ by }, c) => [fileNameOf(choices, c), by]))

/** Returns a release, in any state. Fails with `ReleaseRefused` if there is none with this number. */
export const findRelease = Effect.fn("Releases.find")(function* (number: number) {
  const found = releasesIn(yield* readLedger()).find(({ release }) => release === number)
  return found ?? (yield* noRelease())
})

/** Returns a release with its cells and documentation, in any state, for reviewers. */
export const showRelease = Effect.fn("Releases.show")(function* (number: number) {
  const release = yield* findRelease(number)
  const cells = readCells(yield* readContent(release.content))
  const pages = (yield* readContent(release.pages)).map((page) => JSON.parse(page) as readonly [string, string])
  return { release, choices: release.choices ?? [flowsWithoutTotals], cells, pages }
})

/** Returns the entries before the proposal of a release. */
export const entriesBeforeProposal = (
  entries: ReadonlyArray<LedgerEntry>,
  number: number
): ReadonlyArray<LedgerEntry> => {
  const at = entries.findIndex(({ body }) => body.kind === "proposal" && body.release === number)
  return at < 0 ? entries : entries.slice(0, at)
}
