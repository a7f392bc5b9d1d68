/** A server that keeps its connections and answers nothing: a request's first statement ends in time for its reader. */
import { assert, it } from "@effect/vitest"
import { Context, Effect, Fiber } from "effect"
import type { SqlClient } from "effect/sql"
import { TestClock } from "effect/testing"
import { makeStateStore } from "../../../infra/state/makeStateStore.ts"
import { timedTransaction } from "../../../infra/state/timedTransaction.ts"
import type { StateError } from "../../../ports/StateStore.ts"

class Transaction extends Context.Service<Transaction, SqlClient.TransactionConnection.Service>()("test/Transaction") {}

/** `begins`: whether it answers BEGIN, and freezes then. */
const frozen = (begins: boolean) => {
  const connection = {
    executeUnprepared: (sql: string) => (begins && sql.startsWith("BEGIN") ? Effect.succeed([]) : Effect.never),
    executeRaw: () => Effect.never
  }
  const client = {
    unsafe: () => Effect.never,
    reserve: Effect.succeed(connection),
    onDialectOrElse: ({ pg }: { pg: () => unknown }) => pg(),
    transactionService: Transaction
  } as unknown as SqlClient.SqlClient
  return makeStateStore(Object.assign(client, { withTransaction: timedTransaction(client, "2 minutes") }))
}

const endsWithin = Effect.fn("endsWithin")(function* (seconds: number, effect: Effect.Effect<unknown, StateError>) {
  const fiber = yield* Effect.forkChild(Effect.flip(effect))
  yield* TestClock.adjust(`${seconds - 1} seconds`)
  assert.isUndefined(fiber.pollUnsafe(), "too early")
  yield* TestClock.adjust("1 second")
  assert.isDefined(fiber.pollUnsafe(), "too late")
  const error = yield* Fiber.join(fiber)
  assert.include(error.message, "it did not respond")
  assert.isTrue(error.retryable)
})

it.effect("a read ends after 30 seconds, and so does a transaction that cannot begin", () =>
  Effect.gen(function* () {
    yield* endsWithin(30, frozen(false).query("SELECT 1"))
    yield* endsWithin(30, frozen(false).transaction(Effect.void))
  })
)

it.effect("a transaction that waits for its turn has two minutes, and its rollback 30 seconds", () =>
  endsWithin(150, frozen(true).transaction(Effect.void))
)
