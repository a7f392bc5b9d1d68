/** A browser opens its account's requests again for ten minutes, and nothing of them stays longer. */
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { assert, it } from "vitest"
import type { SignedInPrincipal } from "../../../ports/identity/SignedIn.ts"
import { makeRequestVisits } from "../../../site/explorer/server/requestVisits.ts"

const viewer = { account: "pia" } as unknown as SignedInPrincipal
const inTime = <A>(effect: Effect.Effect<A>) => Effect.runPromise(effect.pipe(Effect.provide(TestClock.layer())))

it("ends after ten minutes, and says what happened once", () =>
  inTime(
    Effect.gen(function* () {
      const { begin, find } = makeRequestVisits()
      const secret = yield* begin(viewer, "budgetSpent")
      assert.strictEqual((yield* find(secret))?.note, "budgetSpent")
      yield* TestClock.adjust("9 minutes")
      assert.deepInclude(yield* find(secret), { viewer, note: undefined })
      assert.isUndefined(yield* find(`${secret}x`))
      yield* TestClock.adjust("1 minute")
      assert.isUndefined(yield* find(secret))
    })
  ))

it("remembers a thousand, the newest", () =>
  inTime(
    Effect.gen(function* () {
      const { begin, find } = makeRequestVisits()
      const secrets = yield* Effect.forEach(Array.from({ length: 1_003 }), () => begin(viewer, undefined))
      const known = yield* Effect.forEach(secrets, find)
      assert.strictEqual(new Set(secrets).size, 1_003)
      assert.deepStrictEqual(known.slice(0, 3), [undefined, undefined, undefined])
      assert.isTrue(known.slice(3).every((one) => one?.viewer === viewer))
    })
  ))
