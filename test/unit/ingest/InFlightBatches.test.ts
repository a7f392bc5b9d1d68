import { Effect, Fiber } from "effect"
import { assert, describe, it } from "vitest"
import { type BatchIds, makeInFlightBatches } from "../../../ingest/pipeline/InFlightBatches.ts"

/** A batch of records, given by the first words of their ids, that looks up some of them in the store. */
const batchOf = (records: ReadonlyArray<number>, lookups: ReadonlyArray<number> = []): BatchIds => ({
  lookups: new Set(lookups),
  containsAny: (words) => records.some((word) => words.has(word))
})

const isDone = (fiber: Fiber.Fiber<unknown>) => Effect.map(Effect.yieldNow, () => fiber.pollUnsafe() !== undefined)

describe("batches under way", () => {
  it("wait for an earlier batch that contains a record they look up, and for no other", async () => {
    await Effect.runPromise(
      Effect.gen(function* () {
        const underWay = makeInFlightBatches()
        const first = underWay.enter("p", batchOf([1, 2]))
        const second = underWay.enter("p", batchOf([3, 4]))
        const same = yield* Effect.forkChild(underWay.enter("p", batchOf([5, 2], [2])).awaitEarlier)
        const other = yield* Effect.forkChild(underWay.enter("p", batchOf([6, 7], [6])).awaitEarlier)
        yield* Effect.yieldNow
        assert.deepStrictEqual([yield* isDone(same), yield* isDone(other)], [false, true])
        yield* second.leave
        assert.isFalse(yield* isDone(same))
        yield* first.leave
        yield* Fiber.join(same)
      })
    )
  })

  it("do not wait for those that enter later, nor for another partner's", async () => {
    await Effect.runPromise(
      Effect.gen(function* () {
        const underWay = makeInFlightBatches()
        underWay.enter("other", batchOf([1]))
        const first = underWay.enter("p", batchOf([1], [1]))
        underWay.enter("p", batchOf([1], [1]))
        yield* first.awaitEarlier
      })
    )
  })

  it("one that has left is not waited for", async () => {
    await Effect.runPromise(
      Effect.gen(function* () {
        const underWay = makeInFlightBatches()
        const first = underWay.enter("p", batchOf([1]))
        yield* first.leave
        yield* underWay.enter("p", batchOf([1], [1])).awaitEarlier
      })
    )
  })
})
