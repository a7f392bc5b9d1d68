import { Effect, Fiber, Semaphore } from "effect"
import { assert, describe, it } from "vitest"
import { makeKnownRevisions } from "../../../ingest/pipeline/KnownRevisions.ts"
import { Warehouse } from "../../../ports/Warehouse.ts"

/** A store that answers pages only while its gate is open. */
const gatedStore = () => {
  const gate = Semaphore.makeUnsafe(1)
  const warehouse = {
    query: () => Effect.succeed([{ now: 0 }]),
    queryBytes: () => gate.withPermits(1)(Effect.succeed(new Uint8Array(0)))
  } as unknown as Warehouse["Service"]
  return { gate, warehouse }
}

describe("known revisions", () => {
  it("no caller gets a filter while it is read again", () =>
    Effect.gen(function* () {
      const { gate, warehouse } = gatedStore()
      const known = makeKnownRevisions()
      const filterFor = Effect.suspend(() => Effect.provideService(known.filterFor("p"), Warehouse, warehouse))
      yield* filterFor
      yield* known.invalidate
      yield* gate.take(1)
      const first = yield* Effect.forkChild(filterFor)
      for (let i = 0; i < 10; i++) yield* Effect.yieldNow
      const readers = [first, yield* Effect.forkChild(filterFor)]
      for (let i = 0; i < 10; i++) yield* Effect.yieldNow
      assert.deepStrictEqual(
        readers.map((reader) => reader.pollUnsafe()),
        [undefined, undefined]
      )
      yield* gate.release(1)
      for (const reader of readers) yield* Fiber.join(reader)
    }).pipe(Effect.runPromise))

  it("a filter that was being read when others stored records is read again", () =>
    Effect.gen(function* () {
      const { gate, warehouse } = gatedStore()
      const known = makeKnownRevisions()
      const filterFor = Effect.suspend(() => Effect.provideService(known.filterFor("p"), Warehouse, warehouse))
      yield* gate.take(1)
      const first = yield* Effect.forkChild(filterFor)
      for (let i = 0; i < 10; i++) yield* Effect.yieldNow
      yield* known.invalidate
      yield* gate.release(1)
      yield* Fiber.join(first)
      yield* gate.take(1)
      const second = yield* Effect.forkChild(filterFor)
      for (let i = 0; i < 10; i++) yield* Effect.yieldNow
      assert.isUndefined(second.pollUnsafe())
      yield* gate.release(1)
      yield* Fiber.join(second)
    }).pipe(Effect.runPromise))
})
