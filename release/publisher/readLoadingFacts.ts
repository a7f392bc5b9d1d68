import { Effect } from "effect"
import { incompleteMonths, type LoadingRow, yearsOfOwnChanges } from "../history/completeness.ts"
import { frozenRows, type Vintage } from "../vintage/Vintages.ts"

const mart = "loading_delays"

/**
 * Returns the months of a vintage that are not loaded in full, and the years in which one large partner's records changed alone; undefined if it is from before
 * delays were counted.
 */
export const readLoadingFacts = Effect.fn("loadingFacts")(function* (vintage: Vintage) {
  if (!vintage.marts.some((one) => one.mart === mart)) return undefined
  const rows = yield* frozenRows<LoadingRow>(vintage, mart)
  const incomplete = incompleteMonths(rows, vintage.createdAt)
  return { incomplete, ownChanges: yearsOfOwnChanges(rows, incomplete, vintage.createdAt) }
})
