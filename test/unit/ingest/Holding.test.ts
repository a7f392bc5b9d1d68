import { Effect } from "effect"
import { assert, describe, it } from "vitest"
import { type Held, makeHolding } from "../../../ingest/pipeline/Holding.ts"

const megabyte = 1024 * 1024

describe("what a process holds of records that are not stored", () => {
  it("is shared by the partitions of all members, and free again when a member has left", async () => {
    const holding = makeHolding()
    assert.isFalse(holding.isFull())
    const alone = holding.share()
    let first: Held = { bytes: 10 * megabyte, partitions: 2 }
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          yield* holding.enter(() => first)
          assert.strictEqual(holding.share(), alone)
          yield* holding.enter(() => ({ bytes: 20 * megabyte, partitions: 30 }))
          assert.isFalse(holding.isFull())
          assert.strictEqual(holding.share(), (alone * 4) / 32)
          first = { bytes: 100 * megabyte, partitions: 34 }
          assert.isTrue(holding.isFull())
          assert.strictEqual(holding.share(), (alone * 4) / 64)
        })
      )
    )
    assert.isFalse(holding.isFull())
    assert.strictEqual(holding.share(), alone)
  })
})
