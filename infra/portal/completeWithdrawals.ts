import { Effect, Semaphore } from "effect"
import { coalesce } from "../../ingest/pipeline/coalesce.ts"

/**
 * Returns the function that completes a withdrawal: rebuilds the marts, which still count the case, then issues the receipt. Withdrawals that arrive during a
 * build share the next one, so that many of one partner do not make those of others wait.
 */
export const completeWithdrawals = <Item, A, E, R, E2, R2>(
  rebuild: Effect.Effect<unknown, E, R>,
  issue: (item: Item) => Effect.Effect<A, E2, R2>
) => {
  const build = coalesce<undefined, unknown, E, R>(() => rebuild)
  // Two requests for one case get one receipt.
  const oneAtATime = Semaphore.makeUnsafe(1)
  return (item: Item) => Effect.andThen(build(undefined), oneAtATime.withPermits(1)(issue(item)))
}
