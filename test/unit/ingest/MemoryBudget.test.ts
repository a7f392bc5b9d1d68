import { Effect } from "effect"
import { assert, describe, it } from "vitest"
import { type MemoryUse, makeMemoryBudget } from "../../../ingest/pipeline/MemoryBudget.ts"

const megabyte = 1024 * 1024

describe("the memory budget of records that are not stored yet", () => {
  it("is shared by the partitions of all members, and free again when a member has left", async () => {
    const budget = makeMemoryBudget()
    assert.isFalse(budget.isExhausted())
    const alone = budget.share()
    let first: MemoryUse = { bytes: 10 * megabyte, partitions: 2 }
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          yield* budget.register(() => first)
          assert.strictEqual(budget.share(), alone)
          yield* budget.register(() => ({ bytes: 20 * megabyte, partitions: 30 }))
          assert.isFalse(budget.isExhausted())
          assert.strictEqual(budget.share(), (alone * 4) / 32)
          first = { bytes: 100 * megabyte, partitions: 34 }
          assert.isTrue(budget.isExhausted())
          assert.strictEqual(budget.share(), (alone * 4) / 64)
        })
      )
    )
    assert.isFalse(budget.isExhausted())
    assert.strictEqual(budget.share(), alone)
  })
})
