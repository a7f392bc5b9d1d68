import { assert, it } from "@effect/vitest"
import { Deferred, Effect, Fiber } from "effect"
import { completeWithdrawals } from "../../../infra/portal/completeWithdrawals.ts"

it.effect("withdrawals that arrive during a build share the next one, and each gets its receipt after it", () =>
  Effect.gen(function* () {
    const isBuilding = yield* Deferred.make<void>()
    const mayEnd = yield* Deferred.make<void>()
    let builds = 0
    const rebuild = Effect.gen(function* () {
      builds += 1
      yield* Deferred.succeed(isBuilding, undefined)
      yield* Deferred.await(mayEnd)
    })
    const issued: Array<string> = []
    let open = 0
    const complete = completeWithdrawals(
      rebuild,
      Effect.fnUntraced(function* (name: string) {
        assert.strictEqual(++open, 1, "one receipt at a time")
        yield* Effect.yieldNow
        open -= 1
        issued.push(`${name} after build ${builds}`)
        return name
      })
    )
    const first = yield* Effect.forkChild(complete("first"))
    yield* Deferred.await(isBuilding)
    const names = Array.from({ length: 40 }, (_, i) => `${i}`)
    const others = yield* Effect.forkChild(Effect.forEach(names, complete, { concurrency: "unbounded" }))
    yield* Effect.yieldNow
    yield* Deferred.succeed(mayEnd, undefined)
    assert.strictEqual(yield* Fiber.join(first), "first")
    assert.deepStrictEqual(yield* Fiber.join(others), names)
    assert.strictEqual(builds, 2)
    assert.sameMembers(
      issued.filter((one) => !one.startsWith("first")),
      names.map((name) => `${name} after build 2`)
    )
  })
)
