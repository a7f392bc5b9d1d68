/**
 * What is out, in memory: the list of releases, looked at again once a second at most, and the tables that were asked for. A release's
 * figures never change, so what was read once is good for ever; whether it was taken back is looked up each time.
 *
 * Nobody waits for the tables of a new release: until they are in memory the releases before it are the newest.
 */
import { Clock, Context, Effect, Fiber, Layer, Semaphore } from "effect"
import { Warehouse, type WarehouseError } from "../../ports/Warehouse.ts"
import type { PublishedTable } from "./PublishedTable.ts"
import { type PublishedRelease, readReleaseStatuses, readReleases } from "./readPublished.ts"
import { readTable } from "./readTable.ts"

/** How old the list of releases may be, in milliseconds: so long may a release that was taken back still be given. */
const freshFor = 1_000

/** From this age on it is looked at again, while those who ask are given what is known: under load nobody waits for the store. */
const renewedAfter = 500

/** Most cells that are kept; the tables that nobody asked for longest go first. */
const mostCells = 2_000_000

/** Tables that are read at a time. */
const readers = 2

interface Known {
  readonly marks: string
  readonly releases: ReadonlyArray<PublishedRelease>
  readonly moments: ReadonlyMap<number, string>
}

const make = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  const scope = yield* Effect.scope
  const looking = yield* Semaphore.make(1)
  const reading = yield* Semaphore.make(readers)
  let known: Known = { marks: "", releases: [], moments: new Map() }
  let lookedAt = Number.NEGATIVE_INFINITY
  let renewing = false
  /** By release and name; those asked for last at the end. */
  const tables = new Map<string, PublishedTable>()
  const underWay = new Map<string, Fiber.Fiber<PublishedTable, WarehouseError>>()

  const remember = (key: string, table: PublishedTable) => {
    tables.delete(key)
    tables.set(key, table)
    let kept = [...tables.values()].reduce((sum, { json }) => sum + json.length, 0)
    for (const [oldest, { json }] of tables) {
      if (kept <= mostCells || oldest === key) break
      tables.delete(oldest)
      kept -= json.length
    }
    return table
  }

  /** Reads a table, once for all who ask; it is read to its end though they should leave. */
  const read = Effect.fn("Published.read")(function* (release: PublishedRelease, name: string, key: string) {
    const fiber =
      underWay.get(key) ??
      (yield* readTable(release, name, known.moments).pipe(
        reading.withPermits(1),
        Effect.map((table) => remember(key, table)),
        Effect.ensuring(Effect.sync(() => underWay.delete(key))),
        Effect.provideService(Warehouse, warehouse),
        Effect.forkIn(scope)
      ))
    underWay.set(key, fiber)
    return yield* Fiber.join(fiber)
  })

  /** A table of a release; undefined where it has none of that name. */
  const tableOf = (
    release: PublishedRelease,
    name: string
  ): Effect.Effect<PublishedTable | undefined, WarehouseError> => {
    const key = `${release.release}/${name}`
    const there = tables.get(key)
    if (there !== undefined) return Effect.sync(() => remember(key, there))
    return release.tables.includes(name) ? read(release, name, key) : Effect.undefined
  }

  /** Has the releases that are new read beside, and shows them thereafter. Where that fails, whoever asks for their tables is told. */
  const arrive = Effect.fn("Published.arrive")(function* (whole: Known, arriving: ReadonlyArray<PublishedRelease>) {
    for (const release of arriving)
      yield* Effect.ignore(Effect.forEach(release.tables, (name) => tableOf(release, name), { discard: true }))
    if (known.marks === whole.marks) known = whole
  })

  const renew = Effect.fn("Published.renew")(function* () {
    const marks = JSON.stringify(yield* readReleaseStatuses())
    if (marks === known.marks) return
    const whole: Known = { marks, ...(yield* readReleases()) }
    const shown = new Set(known.releases.map(({ release }) => release))
    const arriving = whole.releases.filter(({ release, state }) => state === "published" && !shown.has(release))
    if (shown.size === 0 || arriving.length === 0) known = whole
    else {
      known = { ...whole, releases: whole.releases.filter((one) => !arriving.includes(one)) }
      yield* Effect.forkIn(arrive(whole, arriving), scope)
    }
  })

  const age = Effect.map(Clock.currentTimeMillis, (now) => now - lookedAt)

  /** Looks, if nobody did meanwhile. */
  const look = (olderThan: number) =>
    looking.withPermits(1)(
      Effect.gen(function* () {
        if ((yield* age) < olderThan) return
        const now = yield* Clock.currentTimeMillis
        yield* renew()
        lookedAt = now
      })
    )

  const current = Effect.gen(function* () {
    const old = yield* age
    if (old >= freshFor) yield* look(freshFor)
    else if (old >= renewedAfter && !renewing) {
      renewing = true
      // Where the store does not answer, whoever asks when the list is too old is told so.
      const renewed = Effect.ensuring(
        Effect.ignore(look(renewedAfter)),
        Effect.sync(() => {
          renewing = false
        })
      )
      yield* Effect.forkIn(renewed, scope)
    }
    return known
  }).pipe(Effect.provideService(Warehouse, warehouse))

  /** All releases that are out or were, oldest first. */
  const releases = Effect.map(current, (one) => one.releases)

  return { releases, tableOf }
})

export class Published extends Context.Service<Published, Effect.Success<typeof make>>()(
  "corridor/release/publish/Published"
) {
  static readonly layer = Layer.effect(Published, make)
}

/** The newest release that is out and has a table. Noise of differential privacy is only in the release's own tables. */
export const newestWith = (releases: ReadonlyArray<PublishedRelease>, table: string): PublishedRelease | undefined =>
  releases.findLast(({ state, method, tables }) => state === "published" && method !== "dp" && tables.includes(table))
