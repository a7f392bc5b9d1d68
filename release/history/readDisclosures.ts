import { Effect } from "effect"
import type { LedgerEntry } from "../ledger/LedgerEntry.ts"
import { readContent } from "../vintage/FrozenContent.ts"
import { flowsWithoutTotals, readDisclosedCells } from "./cellLines.ts"
import type { Disclosure } from "./Disclosure.ts"
import { type Release, releasesIn } from "./Release.ts"
import { seenStates } from "./releaseMoves.ts"

/** Methods whose figures are the counts themselves. */
export const isExactMethod = (method: string | undefined): boolean => method === undefined || method === "suppression"

/** A release as whoever sees it has it, in whatever state it is. */
export const disclosureOf = Effect.fn("disclosureOf")(function* (release: Release) {
  return {
    id: release.release,
    vintage: release.vintage,
    threshold: release.threshold,
    choices: release.choices ?? [flowsWithoutTotals],
    cells: readDisclosedCells(yield* readContent(release.content)),
    isExact: isExactMethod(release.method)
  } satisfies Disclosure
})

/** The entry by which a release was out; undefined where it never was. */
const outAt = (release: Release): string | undefined =>
  seenStates.has(release.state) ? release.moves.findLast(({ move }) => move === "approve")?.ledger : undefined

/**
 * Everything that ever left the house, in the order in which it did: what was published before there was a ledger, releases, also those
 * that were taken back, and answers to researchers. Private figures are no disclosures: their noise stands against every attack.
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
    if (release !== undefined && release.method !== "dp") found.push(yield* disclosureOf(release))
  }
  return found
})
