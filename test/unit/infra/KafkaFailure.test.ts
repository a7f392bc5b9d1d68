/** Which failures of administrative operations are retried, and for how long. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Ref } from "effect"
import { TestClock } from "effect/testing"
import { attempt, retryTransient, retryWhileMembers } from "../../../infra/kafka/KafkaFailure.ts"

/** Fails as kafkajs does, `times` times, then succeeds. */
const failing = (type: string, times: number) => {
  let calls = 0
  return attempt("reset offsets", async () => {
    calls++
    if (calls <= times) throw { name: "KafkaJSProtocolError", type, retriable: false }
    return calls
  })
}

const states: ReadonlyArray<readonly [state: string, retry: typeof retryTransient]> = [
  ["GROUP_COORDINATOR_NOT_AVAILABLE", retryTransient],
  ["GROUP_LOAD_IN_PROGRESS", retryTransient],
  ["NOT_COORDINATOR_FOR_GROUP", retryTransient],
  ["NOT_CONTROLLER", retryTransient],
  ["LEADER_NOT_AVAILABLE", retryTransient],
  ["UNKNOWN_MEMBER_ID", retryWhileMembers],
  ["REBALANCE_IN_PROGRESS", retryWhileMembers],
  ["NON_EMPTY_GROUP", retryWhileMembers]
]

describe("an administrative operation", () => {
  for (const [state, retry] of states)
    it.effect(`is retried after ${state}`, () =>
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(retry(failing(state, 3)))
        yield* TestClock.adjust("1 second")
        assert.strictEqual(yield* Fiber.join(fiber), 4)
      })
    )

  it.effect("fails when the state does not pass, with Kafka's name for it", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(Effect.flip(retryWhileMembers(failing("UNKNOWN_MEMBER_ID", 1_000))))
      yield* TestClock.adjust("1 minute")
      assert.match((yield* Fiber.join(fiber)).message, /UNKNOWN_MEMBER_ID.*stop the pipeline/)
    })
  )

  it.effect("is not retried when it is refused", () =>
    Effect.gen(function* () {
      const calls = yield* Ref.make(0)
      const refused = Effect.andThen(
        Ref.update(calls, (n) => n + 1),
        failing("GROUP_AUTHORIZATION_FAILED", 1_000)
      )
      yield* Effect.flip(refused.pipe(retryTransient, retryWhileMembers))
      assert.strictEqual(yield* Ref.get(calls), 1)
    })
  )
})
