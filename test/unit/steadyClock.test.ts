/** When a process may delete by age: not before it has seen the clock run for a day, and not for a day after a jump. */
import { assert, it } from "@effect/vitest"
import { Clock, Duration, Effect, Logger } from "effect"
import { makeSteadyClock } from "../../ports/steadyClock.ts"

const hour = 3_600_000

/** A clock that shows a wrong time while `ahead` is not 0, and what was logged. */
const makeClock = () => {
  const state = { ran: 0, ahead: 0, warnings: [] as unknown[] }
  const millis = () => 1_800_000_000_000 + state.ran + state.ahead
  const clock = {
    currentTimeMillis: Effect.sync(millis),
    currentTimeMillisUnsafe: millis,
    monotonicTimeNanos: Effect.sync(() => BigInt(state.ran) * 1_000_000n)
  } as Clock.Clock
  const logger = Logger.layer([Logger.make(({ message }) => state.warnings.push(...[message].flat()))])
  const run = <A>(effect: Effect.Effect<A>) =>
    effect.pipe(Effect.provide(logger), Effect.provideService(Clock.Clock, clock))
  return { state, run }
}

const sentence = (jump: string) =>
  `The clock of this machine jumped ${jump}. For a day nothing is deleted because of its age. If the clock is wrong, set it right before.`

it.effect("trusts a clock that has run for a day, small corrections included", () =>
  Effect.gen(function* () {
    const { state, run } = makeClock()
    const isSteady = yield* run(makeSteadyClock())
    const found: Array<boolean> = []
    for (let i = 0; i <= 25; i++) {
      found.push(yield* run(isSteady))
      state.ran += hour
      state.ahead += i % 2 === 0 ? 500_000 : -300_000
    }
    assert.deepStrictEqual(found, [...Array.from({ length: 24 }, () => false), true, true])
    assert.deepStrictEqual(state.warnings, [])
  })
)

it.effect("warns of each jump and trusts nothing for a day after it, whichever way it went", () =>
  Effect.gen(function* () {
    const { state, run } = makeClock()
    const isSteady = yield* run(makeSteadyClock())
    state.ran += 24 * hour
    assert.isTrue(yield* run(isSteady))
    for (const ahead of [Duration.toMillis("7 days"), 0, -Duration.toMillis("2 hours")]) {
      state.ahead = ahead
      for (let i = 0; i < 24; i++, state.ran += hour) assert.isFalse(yield* run(isSteady))
      assert.isTrue(yield* run(isSteady))
    }
    assert.deepStrictEqual(state.warnings, ["7 days ahead", "7 days back", "2 hours back"].map(sentence))
  })
)
