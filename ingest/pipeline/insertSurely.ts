import { Effect, Redacted } from "effect"
import { WarehouseError } from "../../ports/Warehouse.ts"

/** Names that follow a batch's own. */
const further = [":2", ":3"] as const

/**
 * Names for the inserts of a batch that may have been tried before, each to be used when rows are missing after the one before: `block`, that
 * of the batch alone, and some more, for a store that was killed can have spent a token and not have the rows.
 */
export const insertNames = (block: string, own: string): ReadonlySet<string> =>
  new Set([block, own, ...further.map((suffix) => `${own}${suffix}`)])

/** Ends an insert as one that is to be tried again. */
export const triedAgain = (message: string) =>
  Effect.fail(new WarehouseError({ operation: "insert", retryable: true, message, detail: Redacted.make("") }))

/** Inserts `all` under the first of the names, and what `missing` then answers under the next, until that is nothing. */
export const insertSurely = Effect.fnUntraced(function* <A, E, R, E2, R2>(
  all: A,
  names: Iterable<string>,
  insert: (some: A, name: string) => Effect.Effect<void, E, R>,
  missing: Effect.Effect<A | undefined, E2, R2>
) {
  let left = all
  for (const name of names) {
    yield* insert(left, name)
    const rest = yield* missing
    if (rest === undefined) return
    left = rest
  }
  return yield* triedAgain("The store does not show what it has taken")
})
