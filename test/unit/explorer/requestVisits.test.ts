/** A browser opens its account's requests again for ten minutes, and nothing of them stays longer. */
import { Effect, Redacted } from "effect"
import { TestClock } from "effect/testing"
import { assert, it } from "vitest"
import { makeRequestVisits } from "../../../site/explorer/server/requestVisits.ts"

const token = Redacted.make("cor_01_secret")
const inTime = <A>(effect: Effect.Effect<A>) => Effect.runPromise(effect.pipe(Effect.provide(TestClock.layer())))

it("ends after ten minutes, and says what happened once", () =>
  inTime(
    Effect.gen(function* () {
      const { begin, find } = makeRequestVisits()
      const secret = yield* begin(token, "budgetSpent")
      assert.strictEqual((yield* find(secret))?.note, "budgetSpent")
      yield* TestClock.adjust("9 minutes")
      const again = yield* find(secret)
      assert.strictEqual(again === undefined ? "" : Redacted.value(again.token), "cor_01_secret")
      assert.isUndefined(again?.note)
      assert.isUndefined(yield* find(`${secret}x`))
      yield* TestClock.adjust("1 minute")
      assert.isUndefined(yield* find(secret))
    })
  ))

it("remembers a thousand, the newest", () =>
  inTime(
    Effect.gen(function* () {
      const { begin, find } = makeRequestVisits()
      const secrets = yield* Effect.forEach(Array.from({ length: 1_003 }), () => begin(token, undefined))
      const known = yield* Effect.forEach(secrets, find)
      assert.strictEqual(new Set(secrets).size, 1_003)
      assert.deepStrictEqual(known.slice(0, 3), [undefined, undefined, undefined])
      assert.isTrue(known.slice(3).every((one) => one !== undefined && Redacted.value(one.token) === "cor_01_secret"))
    })
  ))
