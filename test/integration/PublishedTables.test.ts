import { assert, describe, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer, type Scope } from "effect"
import { TestClock } from "effect/testing"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { Warehouse, WarehouseError } from "../../ports/Warehouse.ts"
import { Published } from "../../release/published/Published.ts"
import { selectCells } from "../../release/published/PublishedTable.ts"
import { latestEdition } from "../../release/published/readPublished.ts"
import { embeddedStores, type Stores } from "../fixtures/embeddedStores.ts"
import { temporaryFolder } from "./TestStack.ts"

/** Requests to the store, recorded and delayed by a test. */
interface Watch {
  /** Waits before cells of a release are given; fails where it fails. */
  before: (release: number) => Effect.Effect<void, WarehouseError>
  /** How often cells were asked for. */
  asked: number
  /** When the last of them were given. */
  given: () => void
}

const watched = (watch: Watch) =>
  Layer.effect(
    Warehouse,
    Effect.map(Warehouse, (store) => ({
      ...store,
      queryBytes: (sql, format, options) =>
        Effect.gen(function* () {
          watch.asked++
          yield* watch.before(Number(options?.params?.["release"]))
          const bytes = yield* store.queryBytes(sql, format, options)
          watch.given()
          return bytes
        })
    }))
  )

const inStore = <A, E>(test: (watch: Watch) => Effect.Effect<A, E, Stores | Published | Scope.Scope>) =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder("published-tables")
    const watch: Watch = { before: () => Effect.void, asked: 0, given: () => undefined }
    const layer = Published.layer.pipe(Layer.provideMerge(watched(watch)), Layer.provideMerge(embeddedStores(folder)))
    return yield* Effect.andThen(migrate(), test(watch)).pipe(Effect.provide(layer))
  }).pipe(Effect.scoped)

/** Puts out a release of flows of as many cells; the third of every five is suppressed, the fifth not reported. */
const putOut = Effect.fn("putOut")(function* (release: number, cells: number) {
  const store = yield* Warehouse
  yield* store.command(
    `INSERT INTO corridor_release.cell (release, table, dimensions, labels, as_of, state, victims, low, high, invented, profile, published_at) SELECT ${release}, 'flows', ['origin', 'destination', 'year'],
       [concat('A', leftPad(toString(intDiv(number, 40)), 5, '0')), if(number % 40 < 20, 'RUS', 'POL'), toString(2000 + number % 20)],
       if(number % 5 IN (2, 4), 0, if(number % 5 = 1, 1, ${release})), multiIf(number % 5 = 2, 2, number % 5 = 4, 3, 1),
       if(number % 5 IN (2, 4), NULL, number + 10), if(number % 5 = 2, number % 7, NULL), if(number % 10 = 2, number + 50, NULL), 1, 'standard', now() FROM numbers(${cells})`
  )
  yield* store.command(
    `INSERT INTO corridor_release.release (release, status, tables, pages, vintage, profile, method, invented, published_at)
       VALUES (${release}, 'published', ['flows'], '{}', 1, 'standard', 'suppression', 1, '2026-01-0${release} 00:00:00')`
  )
})

const takeBack = Effect.fn("takeBack")(function* (release: number) {
  yield* (yield* Warehouse).command(
    `INSERT INTO corridor_release.release SELECT * REPLACE ('retracted' AS status) FROM corridor_release.release WHERE release = ${release}`
  )
})

const releasesOf = Effect.gen(function* () {
  yield* TestClock.adjust("2 seconds")
  return yield* (yield* Published).releases
})

/** Until a release is the latest edition; the test's own time is the bound. */
const untilNewest = Effect.fn("untilNewest")(function* (release: number) {
  const published = yield* Published
  while (latestEdition(yield* published.releases)?.release !== release)
    yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 5)))
})

const flows = Effect.fn("flows")(function* (release: number) {
  const published = yield* Published
  const own = (yield* published.releases).find((one) => one.release === release)
  const table = own === undefined ? undefined : yield* published.tableOf(own, "flows")
  return table ?? assert.fail(`no flows of release ${release}`)
})

describe("tables that are out", () => {
  it.effect("return each cell as stored, in the order of labels", () =>
    inStore(() =>
      Effect.gen(function* () {
        yield* putOut(1, 40)
        yield* putOut(2, 120)
        yield* releasesOf
        const table = yield* flows(2)
        assert.deepStrictEqual(table.cellsByState, { published: 72, suppressed: 24, not_reported: 24 })
        const expected = Array.from({ length: 120 }, (_, n) => {
          const labels = {
            origin: `A0000${Math.floor(n / 40)}`,
            destination: n % 40 < 20 ? "RUS" : "POL",
            year: 2000 + (n % 20)
          }
          if (n % 5 === 2)
            return { ...labels, state: "suppressed", low: n % 7, ...(n % 10 === 2 ? { high: n + 50 } : {}) }
          if (n % 5 === 4) return { ...labels, state: "not_reported" }
          const old = n % 5 === 1 ? { asOf: "2026-01-01T00:00:00Z" } : {}
          return { ...labels, state: "published", victims: n + 10, ...old }
        })
        expected.sort((a, b) => {
          const key = (one: typeof a) => `${one.origin} ${one.destination} ${one.year}`
          return key(a) < key(b) ? -1 : 1
        })
        assert.deepStrictEqual(
          table.json.map((text) => JSON.parse(text)),
          expected
        )
        assert.deepStrictEqual(
          [...table.figures].map((figure) => (Number.isNaN(figure) ? undefined : figure)),
          expected.map((cell) => ("victims" in cell ? cell.victims : undefined))
        )
        const places = selectCells(
          table,
          new Map([
            ["destination", new Set(["POL"])],
            ["year", new Set(["2003"])]
          ])
        )
        assert.deepStrictEqual(
          places.map((place) => expected[place]),
          expected.filter(({ destination, year }) => destination === "POL" && year === 2003)
        )
        assert.isTrue(table.columns.find(({ name }) => name === "year")?.isYears)
        assert.strictEqual(
          yield* (yield* Published).tableOf((yield* releasesOf)[0] ?? assert.fail(), "victims"),
          undefined
        )
      })
    )
  )

  it.effect("are read in slices: other requests wait for a few hundred cells and not for all", () =>
    inStore((watch) =>
      Effect.gen(function* () {
        const cells = 50_000
        yield* putOut(1, cells)
        yield* releasesOf
        let [turns, isReading] = [0, true]
        watch.given = () => {
          turns = 0
        }
        const count = () => {
          turns++
          if (isReading) setImmediate(count)
        }
        setImmediate(count)
        assert.strictEqual((yield* flows(1)).json.length, cells)
        isReading = false
        assert.isAbove(turns, cells / 1_000)
      })
    )
  )

  it.effect("of a new release are read before it is the newest, once, while those before it are given", () =>
    inStore((watch) =>
      Effect.gen(function* () {
        yield* putOut(1, 40)
        assert.deepStrictEqual(
          (yield* releasesOf).map(({ release }) => release),
          [1]
        )
        yield* flows(1)
        const gate = yield* Deferred.make<void>()
        watch.before = (release) => (release === 2 ? Deferred.await(gate) : Effect.void)
        yield* putOut(2, 80)
        for (const _ of [1, 2, 3])
          assert.deepStrictEqual(
            (yield* releasesOf).map(({ release }) => release),
            [1]
          )
        assert.strictEqual((yield* flows(1)).json.length, 40)
        // A retraction meanwhile takes effect immediately.
        yield* takeBack(1)
        assert.deepStrictEqual(
          (yield* releasesOf).map(({ state }) => state),
          ["retracted"]
        )
        yield* Deferred.succeed(gate, undefined)
        yield* untilNewest(2)
        const { asked } = watch
        const [one, other] = yield* Effect.all([flows(2), flows(2)], { concurrency: 2 })
        assert.strictEqual(one, other)
        assert.strictEqual(one.json.length, 80)
        assert.strictEqual(watch.asked, asked)
      })
    )
  )

  it.effect("are read once for all concurrent readers, even if the first of them leaves", () =>
    inStore((watch) =>
      Effect.gen(function* () {
        yield* putOut(1, 40)
        yield* releasesOf
        const gate = yield* Deferred.make<void>()
        const reached = yield* Deferred.make<void>()
        watch.before = () => Effect.andThen(Deferred.succeed(reached, undefined), Deferred.await(gate))
        const first = yield* Effect.forkChild(flows(1))
        yield* Deferred.await(reached)
        const others = yield* Effect.forkChild(Effect.all([flows(1), flows(1)] as const, { concurrency: 2 }))
        yield* Effect.yieldNow
        first.interruptUnsafe()
        yield* Deferred.succeed(gate, undefined)
        const [one, other] = yield* Fiber.join(others)
        assert.strictEqual(one, other)
        assert.strictEqual(watch.asked, 2)
      })
    )
  )

  it.effect("that cannot be read fail for every reader, and are returned once they can", () =>
    inStore((watch) =>
      Effect.gen(function* () {
        yield* putOut(1, 40)
        yield* releasesOf
        const down = (yield* Effect.flip((yield* Warehouse).query("SELECT missing"))) as WarehouseError
        watch.before = () => Effect.fail(down)
        yield* putOut(2, 80)
        yield* releasesOf
        yield* untilNewest(2)
        assert.instanceOf(yield* Effect.flip(flows(2)), WarehouseError)
        watch.before = () => Effect.void
        assert.strictEqual((yield* flows(2)).json.length, 80)
      })
    )
  )
})
