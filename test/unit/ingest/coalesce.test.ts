import { Deferred, Effect, Exit, Fiber } from "effect"
import { assert, describe, it } from "vitest"
import { coalesce } from "../../../ingest/pipeline/coalesce.ts"

describe("coalesce", () => {
  it("processes together what arrives during a run, each item once, in order", async () => {
    const runs: Array<ReadonlyArray<number>> = []
    await Effect.runPromise(
      Effect.gen(function* () {
        const gate = yield* Deferred.make<void>()
        const act = coalesce((items: ReadonlyArray<number>) =>
          Effect.andThen(
            Effect.sync(() => runs.push([...items])),
            Deferred.await(gate)
          )
        )
        const first = yield* Effect.forkChild(act(0))
        yield* Effect.sleep("20 millis")
        const others = yield* Effect.forEach([1, 2, 3], (n) => Effect.forkChild(act(n)))
        yield* Effect.sleep("20 millis")
        assert.deepStrictEqual(runs, [[0]])
        yield* Deferred.succeed(gate, undefined)
        yield* Fiber.join(first)
        yield* Effect.forEach(others, Fiber.join)
      })
    )
    assert.deepStrictEqual(runs, [[0], [1, 2, 3]])
  })

  it("all calls of a failing run fail with it, and the next run is not affected", async () => {
    let fails = true
    await Effect.runPromise(
      Effect.gen(function* () {
        const act = coalesce((_: ReadonlyArray<number>) =>
          Effect.delay(fails ? Effect.fail("broken") : Effect.void, "10 millis")
        )
        const exits = yield* Effect.all(
          [1, 2, 3].map((n) => Effect.exit(act(n))),
          { concurrency: "unbounded" }
        )
        assert.isTrue(exits.every(Exit.isFailure))
        fails = false
        yield* act(4)
      })
    )
  })

  it("a caller is interrupted during or before its run: the items of others are processed all the same", async () => {
    const runs: Array<ReadonlyArray<number>> = []
    await Effect.runPromise(
      Effect.gen(function* () {
        const gate = yield* Deferred.make<void>()
        const act = coalesce((items: ReadonlyArray<number>) =>
          Effect.andThen(
            Deferred.await(gate),
            Effect.sync(() => runs.push([...items]))
          )
        )
        const start = (n: number) => Effect.tap(Effect.forkChild(act(n)), () => Effect.sleep("5 millis"))
        const [atWork, beforeItsTurn] = [yield* start(0), yield* start(1)]
        const others = [yield* start(2), yield* start(3)]
        yield* Fiber.interrupt(beforeItsTurn)
        others.push(yield* start(4))
        yield* Fiber.interrupt(atWork)
        yield* Deferred.succeed(gate, undefined)
        yield* Effect.forEach(others, Fiber.join)
      })
    )
    assert.deepStrictEqual(runs.flat().sort(), [2, 3, 4])
  })
})
