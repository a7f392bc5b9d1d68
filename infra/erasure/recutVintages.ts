import { Effect } from "effect"
import { AnyClock } from "../../release/ledger/ledgerClock.ts"
import { eraseFromVintages, isWithin, type Span } from "../../release/vintage/eraseFromVintages.ts"
import { createVintage, listVintages } from "../../release/vintage/Vintages.ts"

/**
 * Erases counts of persons who were in the marts in these spans from the vintages. The marts must have been built without the persons. If the newest vintage
 * is affected, they are frozen as a new one first: its marts show which marts of the others do not count the persons, and
 * releases can continue from it.
 */
export const recutVintages = Effect.fn("recutVintages")(function* (spans: ReadonlyArray<Span>) {
  const newest = (yield* listVintages()).at(-1)
  const isAffected = newest !== undefined && spans.some((span) => isWithin(newest, span))
  const newVintage = isAffected ? (yield* Effect.provideService(createVintage(), AnyClock, true)).vintage : null
  return { newVintage, vintages: yield* eraseFromVintages(spans) }
})
