import { Effect, Redacted } from "effect"
import { WarehouseError } from "../../ports/Warehouse.ts"

/** The deduplication tokens of a batch's inserts: of the shared block it was planned for, and its own. They may be equal. */
interface InsertTokens {
  readonly block: string
  readonly own: string
}

/** Fails an insert with an error that is retried. */
export const retryable = (message: string) =>
  Effect.fail(new WarehouseError({ operation: "insert", retryable: true, message, detail: Redacted.make("") }))

/**
 * Inserts `all` rows of a batch that may have been tried before under the block's token. What `missing` then finds missing goes in under
 * the batch's own token, and so on until nothing is missing. There are two spare tokens: a store that was killed can have recorded a
 * token without its rows.
 */
export const insertIdempotent = Effect.fnUntraced(function* <A, E, R, E2, R2>(
  all: A,
  { block, own }: InsertTokens,
  insert: (rows: A, token: string) => Effect.Effect<void, E, R>,
  missing: Effect.Effect<A | undefined, E2, R2>
) {
  let left = all
  for (const token of new Set([block, own, `${own}:2`, `${own}:3`])) {
    yield* insert(left, token)
    const rest = yield* missing
    if (rest === undefined) return
    left = rest
  }
  return yield* retryable("ClickHouse accepted an insert and does not show its rows")
})
