import { assert, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { Progress } from "../../../infra/process/Progress.ts"
import { sayUnfinished } from "../../../infra/process/sayUnfinished.ts"

it.live("what is half done is said after a failure and after Ctrl-C, and not after success", () => {
  const said: Array<string> = []
  const step = sayUnfinished("Run it again.")
  return Effect.gen(function* () {
    yield* step(Effect.void)
    assert.deepStrictEqual(said, [])
    assert.strictEqual(yield* Effect.flip(step(Effect.fail("no"))), "no")
    assert.deepStrictEqual(said, ["Run it again."])
    const fiber = yield* Effect.forkChild(step(Effect.never))
    yield* Effect.yieldNow
    yield* Fiber.interrupt(fiber)
    assert.deepStrictEqual(said, ["Run it again.", "Run it again."])
  }).pipe(Effect.provideService(Progress, (line) => said.push(line)))
})
