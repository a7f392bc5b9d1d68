import { Deferred, Effect, type Fiber } from "effect"
import { assert, describe, it } from "vitest"
import { awaitTurnAfter, end, makeInFlightBatch, mayCommit } from "../../../ingest/pipeline/InFlightBatch.ts"
import { LogBatch } from "../../../ports/LogBatch.ts"

const event = (offset: number) => ({ topic: "t", partition: 0, offset, timestamp: 0, key: null, value: null })

const batch = (count: number) =>
  LogBatch.of(
    "t",
    0,
    Array.from({ length: count }, (_, offset) => event(offset))
  )

const answerOf = <A>(fiber: Fiber.Fiber<A>) =>
  Effect.map(Effect.sleep("5 millis"), () => {
    const exit = fiber.pollUnsafe()
    return exit?._tag === "Success" ? exit.value : undefined
  })

describe("batches of a partition in flight", () => {
  it("the next sets out when the rows are stored, and one more only when the first has ended", async () => {
    await Effect.runPromise(
      Effect.gen(function* () {
        const first = makeInFlightBatch(undefined, batch(10))
        const next = yield* Effect.forkChild(awaitTurnAfter(first))
        assert.isUndefined(yield* answerOf(next))
        yield* Deferred.succeed(first.stored, undefined)
        assert.isTrue(yield* answerOf(next))
        const second = makeInFlightBatch(first, batch(10))
        yield* Deferred.succeed(second.stored, undefined)
        const third = yield* Effect.forkChild(awaitTurnAfter(second))
        assert.isUndefined(yield* answerOf(third))
        yield* end(first, true)
        assert.isTrue(yield* answerOf(third))
      })
    )
  })

  it("after a large one the next waits for its end", async () => {
    await Effect.runPromise(
      Effect.gen(function* () {
        const large = makeInFlightBatch(undefined, batch(49_152))
        yield* Deferred.succeed(large.stored, undefined)
        const next = yield* Effect.forkChild(awaitTurnAfter(large))
        assert.isUndefined(yield* answerOf(next))
        yield* end(large, true)
        assert.isTrue(yield* answerOf(next))
      })
    )
  })

  it("none is committed before the one before it, nor after one that was not", async () => {
    for (const isCommitted of [true, false])
      await Effect.runPromise(
        Effect.gen(function* () {
          const first = makeInFlightBatch(undefined, batch(10))
          const second = makeInFlightBatch(first, batch(10))
          assert.isTrue(yield* mayCommit(first))
          const may = yield* Effect.forkChild(mayCommit(second))
          yield* Deferred.succeed(first.stored, undefined)
          assert.isUndefined(yield* answerOf(may))
          yield* end(first, isCommitted)
          assert.strictEqual(yield* answerOf(may), isCommitted)
        })
      )
  })

  it("nothing starts after one that was not committed", async () => {
    await Effect.runPromise(
      Effect.gen(function* () {
        const lost = makeInFlightBatch(undefined, batch(10))
        yield* end(lost, false)
        assert.isFalse(yield* awaitTurnAfter(lost))
        const failed = makeInFlightBatch(undefined, batch(10))
        const behind = makeInFlightBatch(failed, batch(10))
        yield* Deferred.succeed(behind.stored, undefined)
        yield* end(failed, false)
        assert.isFalse(yield* awaitTurnAfter(behind))
      })
    )
  })
})
