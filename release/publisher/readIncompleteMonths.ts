import { Effect } from "effect"
import { incompleteMonths, type LoadingRow } from "../history/completeness.ts"
import { frozenRows, type Vintage } from "../vintage/Vintages.ts"

const mart = "loading_delays"

/** Returns the months of a vintage that are not loaded in full; undefined if it is from before delays were counted. */
export const readIncompleteMonths = Effect.fn("incompleteMonths")(function* (vintage: Vintage) {
  return vintage.marts.some((one) => one.mart === mart)
    ? incompleteMonths(yield* frozenRows<LoadingRow>(vintage, mart), vintage.createdAt)
    : undefined
})
