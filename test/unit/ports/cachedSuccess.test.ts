import { Effect, Exit } from "effect"
import { assert, it } from "vitest"
import { cachedSuccess } from "../../../ports/cachedSuccess.ts"

it("a value is computed once, and a failure again", async () => {
  let runs = 0
  const value = Effect.suspend(() => (++runs < 3 ? Effect.fail("down") : Effect.succeed(runs)))
  const cached = Effect.runSync(cachedSuccess(value))
  const ends = await Promise.all([1, 2, 3, 4].map(async () => Effect.runPromiseExit(cached)))
  assert.deepStrictEqual(ends.map(Exit.isSuccess), [false, false, true, true])
  assert.strictEqual(runs, 3)
})
