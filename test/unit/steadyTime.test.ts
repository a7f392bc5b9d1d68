/** A machine whose clock was a day ahead for some time, and was then set right: nothing that a process remembers lasts for that day. */
import { assert, it } from "@effect/vitest"
import { Clock, Effect, Layer } from "effect"
import { RateLimiter } from "effect/persistence"
import { rateLimits } from "../../infra/http/rateLimits.ts"
import { StateStore } from "../../ports/StateStore.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { Published } from "../../release/published/Published.ts"

const day = 86_400_000

/** A clock that was set a day ahead, until `setRight`. */
const makeClock = () => {
  const state = { ran: 0, ahead: day }
  const millis = () => 1_800_000_000_000 + state.ran + state.ahead
  const nanos = () => BigInt(state.ran) * 1_000_000n
  const clock: Clock.Clock = {
    currentTimeMillisUnsafe: millis,
    currentTimeMillis: Effect.sync(millis),
    currentTimeNanosUnsafe: () => BigInt(millis()) * 1_000_000n,
    currentTimeNanos: Effect.sync(() => BigInt(millis()) * 1_000_000n),
    monotonicTimeNanosUnsafe: nanos,
    monotonicTimeNanos: Effect.sync(nanos),
    sleep: () => Effect.void
  }
  const setRight = (after: number) => {
    state.ahead = 0
    state.ran += after
  }
  return { setRight, run: Effect.provideService(Clock.Clock, clock) }
}

it.live("a client that used up its limit may continue after a minute", () => {
  const { setRight, run } = makeClock()
  return Effect.gen(function* () {
    const limiter = yield* RateLimiter.RateLimiter
    const ask = limiter.consume({ key: "client", limit: 1, window: "1 minute", algorithm: "fixed-window" })
    yield* ask
    assert.strictEqual((yield* Effect.flip(ask)).reason._tag, "RateLimitExceeded")
    setRight(61_000)
    yield* ask
  }).pipe(run, Effect.provide(rateLimits))
})

it.live("a release that is retracted is read again after a second", () => {
  const { setRight, run } = makeClock()
  let reads = 0
  const query = () =>
    Effect.sync(() => {
      reads += 1
      return []
    })
  const stores = Layer.mergeAll(
    Layer.succeed(Warehouse, { query } as unknown as Warehouse["Service"]),
    Layer.succeed(StateStore, { query } as unknown as StateStore["Service"])
  )
  return Effect.gen(function* () {
    const { releases } = yield* Published
    yield* releases
    const before = reads
    yield* releases
    assert.strictEqual(reads, before)
    setRight(1_500)
    yield* releases
    assert.isAbove(reads, before)
  }).pipe(run, Effect.provide(Layer.provideMerge(Published.layer, stores)))
})
