import { threadId } from "node:worker_threads"
import { Cause, Effect, Exit, Fiber } from "effect"
import { assert, describe, it } from "vitest"
import { runInWorker, workerRunner } from "../../../ports/worker/runInWorker.ts"
import { isShared, sharedNumbers } from "../../../ports/worker/SharedMemory.ts"
import type * as Jobs from "../../fixtures/workerFunctions.ts"

const module = new URL("../../fixtures/workerFunctions.ts", import.meta.url).href
const threadOf = runInWorker<typeof Jobs.threadOf>(module, "threadOf")
const count = runInWorker<typeof Jobs.count>(module, "count")
const work = runInWorker<typeof Jobs.work>(module, "work")
const fail = runInWorker<typeof Jobs.fail>(module, "fail")
const failLater = runInWorker<typeof Jobs.failLater>(module, "failLater")
const end = runInWorker<typeof Jobs.end>(module, "end")

const defectOf = async (effect: Effect.Effect<unknown>) => {
  const exit = await Effect.runPromiseExit(effect)
  return Exit.isFailure(exit) ? (Cause.squash(exit.cause) as Error) : undefined
}

describe("runInWorker", () => {
  it("runs in another thread, and in the same one each time", async () => {
    const [first, second] = await Effect.runPromise(
      Effect.all([threadOf(undefined), threadOf(undefined)], { concurrency: "unbounded" })
    )
    assert.notStrictEqual(first, threadId)
    assert.strictEqual(first, second)
  })

  it("writes to shared memory, and to a copy of any other", async () => {
    const [shared, own] = [sharedNumbers(Uint32Array, 1_000), new Uint32Array(1_000)]
    assert.deepStrictEqual([isShared(shared), isShared(own)], [true, false])
    assert.deepStrictEqual(await Effect.runPromise(Effect.all([count(shared), count(own)])), [1_000, 1_000])
    assert.strictEqual(shared[999], 999)
    assert.strictEqual(own[999], 0)
  })

  it("returns each result to its caller", async () => {
    const lengths = Array.from({ length: 50 }, (_, i) => i)
    const answers = await Effect.runPromise(
      Effect.forEach(lengths, (length) => count(new Uint32Array(length)), { concurrency: "unbounded" })
    )
    assert.deepStrictEqual(answers, lengths)
  })

  it("is not interrupted while it may still write", async () => {
    const done = sharedNumbers(Uint8Array, 1)
    await Effect.runPromise(
      Effect.gen(function* () {
        const fiber = yield* Effect.forkChild(work({ milliseconds: 100, done }))
        yield* Effect.sleep("20 millis")
        yield* Fiber.interrupt(fiber)
      })
    )
    assert.strictEqual(done[0], 1)
  })

  it("is interrupted at once where it may be, without harm to other callers", async () => {
    const run = workerRunner({ isInterruptible: true })
    const long = run<typeof Jobs.work>(module, "work")
    const done = sharedNumbers(Uint8Array, 1)
    const short = run<typeof Jobs.threadOf>(module, "threadOf")
    const started = performance.now()
    await Effect.runPromise(
      Effect.gen(function* () {
        const before = yield* short(undefined)
        const alone = yield* Effect.forkChild(long({ milliseconds: 600_000, done }))
        yield* Effect.sleep("20 millis")
        yield* Fiber.interrupt(alone)
        // Another thread takes the next call.
        const after = yield* short(undefined)
        assert.notInclude([threadId, before], after)
        const first = yield* Effect.forkChild(long({ milliseconds: 50, done }))
        const other = yield* Effect.forkChild(short(undefined))
        yield* Effect.sleep("20 millis")
        yield* Fiber.interrupt(first)
        assert.strictEqual(yield* Fiber.join(other), after)
      })
    )
    assert.isBelow(performance.now() - started, 60_000)
    assert.strictEqual(done[0], 1)
  })

  it("fails with the thrown error, and continues", async () => {
    const defect = await defectOf(fail(undefined))
    assert.instanceOf(defect, RangeError)
    assert.strictEqual(defect?.message, "more than there is room for")
    assert.notStrictEqual(await Effect.runPromise(threadOf(undefined)), threadId)
  })

  it("fails waiting callers when the thread has ended, and starts another thread for the next call", async () => {
    const before = await Effect.runPromise(threadOf(undefined))
    assert.include((await defectOf(end(undefined)))?.message, "has ended")
    assert.notInclude([threadId, before], await Effect.runPromise(threadOf(undefined)))
  })

  it("fails for an unknown function", async () => {
    assert.instanceOf(await defectOf(runInWorker<() => void>(module, "nowhere")(undefined)), TypeError)
  })

  it("starts one new thread after an uncaught error", async () => {
    const before = await Effect.runPromise(threadOf(undefined))
    await Effect.runPromise(failLater(undefined))
    // Until the thread has ended, it answers, or fails, whoever calls.
    const threadNow = () => Effect.runPromiseExit(threadOf(undefined))
    for (let exit = await threadNow(); Exit.isFailure(exit) || exit.value === before; exit = await threadNow())
      await new Promise((later) => setTimeout(later, 10))
    const [first, second] = await Effect.runPromise(Effect.all([threadOf(undefined), threadOf(undefined)]))
    assert.notInclude([threadId, before], first)
    assert.strictEqual(first, second)
  })
})
