import { Effect } from "effect"
import type { LedgerEntry } from "../ledger/LedgerEntry.ts"
import { readContent } from "../vintage/FrozenContent.ts"
import { flowsWithoutTotals, readDisclosedCells } from "./cellLines.ts"
import type { Disclosure } from "./Disclosure.ts"
import { isPrivateMethod } from "./privateMethods.ts"
import { type Release, releasesIn } from "./Release.ts"
import { seenStates } from "./releaseMoves.ts"

/** Returns whether a method publishes exact counts. */
export const isExactMethod = (method: string | undefined): boolean => method === undefined || method === "suppression"

/** Reads a release in any state as a disclosure. */
export const disclosureOf = Effect.fn("disclosureOf")(function* (release: Release) {
  return {
    id: release.release,
    vintage: release.vintage,
    threshold: release.threshold,
    choices: release.choices ?? [flowsWithoutTotals],
    cells: readDisclosedCells(yield* readContent(release.content)),
    isExact: isExactMethod(release.method),
    noise: isPrivateMethod(release.method) ? (release.noise ?? []) : undefined
  } satisfies Disclosure
})

/** Returns the hash of the entry that published a release; undefined if it was never published. */
const outAt = (release: Release): string | undefined =>
  seenStates.has(release.state) ? release.moves.findLast(({ move }) => move === "approve")?.ledger : undefined

/**
 * Returns everything ever disclosed, in order: figures published before the ledger existed, releases, including retracted ones, and answers
 * to researchers.
 */
export const disclosuresIn = Effect.fn("disclosuresIn")(function* (entries: ReadonlyArray<LedgerEntry>) {
  const released = new Map(releasesIn(entries).map((release) => [outAt(release) ?? "", release]))
  const found: Array<Disclosure> = []
  for (const { hash, body } of entries) {
    if (body.kind === "adopted")
      found.push({
        id: 0,
        vintage: undefined,
        threshold: body.threshold,
        choices: [flowsWithoutTotals],
        cells: readDisclosedCells(yield* readContent(body.content)),
        isExact: true
      })
    if (body.kind === "answer")
      found.push({
        id: -body.answer,
        vintage: body.vintage,
        threshold: body.threshold,
        choices: [body.choice],
        cells: readDisclosedCells(yield* readContent(body.content)),
        isExact: true
      })
    const release = body.kind === "move" ? released.get(hash) : undefined
    if (release !== undefined) found.push(yield* disclosureOf(release))
  }
  return found
})

/**
 * Returns how many disclosures a release or an answer has to be checked against. If the number changes in the meantime, the check is stale.
 */
export const countDisclosures = (entries: ReadonlyArray<LedgerEntry>): number =>
  entries.filter(({ body }) => body.kind === "answer" || body.kind === "adopted").length +
  releasesIn(entries).filter(({ state }) => seenStates.has(state)).length
