/** A client that fails to sign in many times is slowed and refused without taking others at its address with it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber } from "effect"
import { TestClock } from "effect/testing"
import { makeSignInLimits } from "../../../infra/identity/SignInLimits.ts"
import { TooMany } from "../../../ports/identity/Identity.ts"

const wrong = Effect.as(Effect.void, undefined)
const right = Effect.succeed("session")
const address = "client 192.0.2.1"

/** Fails as often as it takes to make the client a noisy one: six times at each of 50 accounts. */
const makeNoisy = (limits: ReturnType<typeof makeSignInLimits>) =>
  Effect.gen(function* () {
    for (let i = 0; i < 300; i++) yield* limits.attempt(address, `guess-${i % 50}`, wrong)
  })

describe("300 failed sign-ins from one address", () => {
  it.effect("refuse that address at the accounts that were tried, for a quarter of an hour", () =>
    Effect.gen(function* () {
      const limits = makeSignInLimits()
      yield* makeNoisy(limits)
      const refused = yield* Effect.flip(limits.attempt(address, "guess-7", right))
      assert.instanceOf(refused, TooMany)
      assert.isAtMost(refused.retryAfterSeconds, 900)
      yield* TestClock.adjust("15 minutes")
      assert.strictEqual(yield* limits.attempt(address, "guess-7", right), "session")
    })
  )

  it.effect("let another account of the same office in, slowly, and do not reveal whether the account exists", () =>
    Effect.gen(function* () {
      const limits = makeSignInLimits()
      yield* makeNoisy(limits)
      let checked = 0
      const check = Effect.sync(() => {
        checked += 1
        return undefined
      })
      const colleague = yield* Effect.forkChild(limits.attempt(address, "colleague", right))
      const unknown = yield* Effect.forkChild(limits.attempt(address, "no-such-account", check))
      yield* TestClock.adjust("1900 millis")
      assert.isUndefined(colleague.pollUnsafe())
      yield* TestClock.adjust("200 millis")
      assert.strictEqual(yield* Fiber.join(colleague), "session")
      assert.strictEqual(checked, 0)
      yield* TestClock.adjust("2 seconds")
      assert.isUndefined(yield* Fiber.join(unknown))
      assert.strictEqual(checked, 1)
      assert.instanceOf(yield* Effect.flip(limits.attempt(address, "no-such-account", check)), TooMany)
    })
  )

  it.effect("are not counted for another address, nor for a device that signed in before", () =>
    Effect.gen(function* () {
      const limits = makeSignInLimits()
      yield* makeNoisy(limits)
      for (const from of ["client 192.0.2.2", "device known"])
        assert.isTrue(Exit.isSuccess(yield* Effect.exit(limits.attempt(from, "guess-7", right))), from)
    })
  )

  it.effect("occupy the server for one check in two seconds at most, however many names are tried", () =>
    Effect.gen(function* () {
      const limits = makeSignInLimits()
      yield* makeNoisy(limits)
      let checked = 0
      const attempts = Array.from({ length: 200 }, (_, i) =>
        Effect.exit(
          limits.attempt(
            address,
            `new-${i}`,
            Effect.sync(() => {
              checked += 1
              return undefined
            })
          )
        )
      )
      const all = yield* Effect.forkChild(Effect.all(attempts, { concurrency: "unbounded" }))
      yield* TestClock.adjust("30 seconds")
      const refused = (yield* Fiber.join(all)).filter(Exit.isFailure).length
      assert.strictEqual(checked, 8)
      assert.strictEqual(refused, 192)
    })
  )
})
