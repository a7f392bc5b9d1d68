import { Effect, Redacted } from "effect"
import { WarehouseError } from "../../ports/Warehouse.ts"

/** Names for the inserts of a batch: of the block that it was planned for, and its own. They may be one. */
export interface InsertNames {
  readonly block: string
  readonly own: string
}

/** Ends an insert as one that is to be tried again. */
export const triedAgain = (message: string) =>
  Effect.fail(new WarehouseError({ operation: "insert", retryable: true, message, detail: Redacted.make("") }))

/**
 * Inserts `all` of a batch that may have been tried before under the block's name, what `missing` then answers under the batch's own, and so on
 * until that is nothing. There are two names more: a store that was killed can have spent a token and not have the rows.
 */
export const insertSurely = Effect.fnUntraced(function* <A, E, R, E2, R2>(
  all: A,
  { block, own }: InsertNames,
  insert: (some: A, name: string) => Effect.Effect<void, E, R>,
  missing: Effect.Effect<A | undefined, E2, R2>
) {
  let left = all
  for (const name of new Set([block, own, `${own}:2`, `${own}:3`])) {
    yield* insert(left, name)
    const rest = yield* missing
    if (rest === undefined) return
    left = rest
  }
  return yield* triedAgain("The store does not show what it has taken")
})
