/** What others stored is found although the store's clock was a week ahead for some time. */
import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { makeKnownRevisions } from "../../../ingest/pipeline/KnownRevisions.ts"
import { makePartnerChangeFeed } from "../../../ingest/pipeline/PartnerChangeFeed.ts"
import { Warehouse } from "../../../ports/Warehouse.ts"

const week = 604_800

/** A store that holds withdrawals with the time at which they were stored, by its own clock. `ahead` are the seconds that its clock is wrong. */
const makeStore = Effect.gen(function* () {
  const clock = yield* TestClock.testClockWith(Effect.succeed)
  const store = { ahead: 0, read: [] as number[] }
  const rows: Array<{ readonly person: string; readonly at: number }> = []
  const seconds = () => 1_800_000_000 + Math.floor(clock.currentTimeMillisUnsafe() / 1_000) + store.ahead
  const warehouse = {
    query: (_: string, { params }: { params?: { since: number } } = {}) =>
      Effect.sync(() => [
        {
          now: seconds(),
          persons: rows.filter(({ at }) => at >= (params?.since ?? 0)).map(({ person }) => person),
          replayed: 0
        },
        { now: 0, persons: [], replayed: 0 }
      ]),
    queryBytes: (_: string, __: string, { params }: { params: { since: number } }) =>
      Effect.sync(() => {
        store.read.push(params.since)
        return new Uint8Array(0)
      })
  } as unknown as Warehouse["Service"]
  return { store, warehouse, seconds, withdraw: (person: string) => rows.push({ person, at: seconds() }) }
})

it.effect("a withdrawal is seen after the clock was a week ahead and is set right, however much later", () =>
  Effect.gen(function* () {
    for (const later of ["1 minute", "8 days"] as const) {
      const { store, warehouse, withdraw } = yield* makeStore
      const { withdrawnOf } = makePartnerChangeFeed(Effect.void)
      const look = Effect.map(Effect.provideService(withdrawnOf("p", 1), Warehouse, warehouse), (all) => [...all])
      withdraw("one")
      assert.deepStrictEqual(yield* look, ["one"])
      store.ahead = week
      assert.deepStrictEqual(yield* look, ["one"])
      store.ahead = 0
      withdraw("two")
      yield* TestClock.adjust(later)
      assert.deepStrictEqual(yield* look, ["one", "two"], later)
    }
  })
)

it.effect("revisions are read from the beginning after the clock was set, and only then", () =>
  Effect.gen(function* () {
    const { store, warehouse, seconds } = yield* makeStore
    const known = makeKnownRevisions()
    const look = Effect.gen(function* () {
      store.read.length = 0
      yield* known.invalidate
      yield* known.filterFor("p")
      return new Set(store.read)
    }).pipe(Effect.provideService(Warehouse, warehouse))
    assert.deepStrictEqual(yield* look, new Set([0]))
    yield* TestClock.adjust("1 hour")
    assert.deepStrictEqual(yield* look, new Set([seconds() - 3_600 - 600]))
    store.ahead = week
    assert.deepStrictEqual(yield* look, new Set([0]))
    store.ahead = 0
    yield* TestClock.adjust("8 days")
    assert.deepStrictEqual(yield* look, new Set([0]))
  })
)
