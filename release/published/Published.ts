/**
 * Published releases, in memory: the list of releases, checked at most once a second, and the tables that were requested. The figures of a
 * release never change, so a table is read once. Whether a release was retracted is checked each time.
 *
 * The tables of a new release are loaded in the background. Until they are in memory, the previous release is the newest.
 */

import { Context, Effect, Fiber, Layer, Semaphore } from "effect"
import { steadyMillis } from "../../ports/steadyTime.ts"
import { Warehouse, type WarehouseError } from "../../ports/Warehouse.ts"
import type { PublishedTable } from "./PublishedTable.ts"
import { type PublishedRelease, readReleaseStatuses, readReleases } from "./readPublished.ts"
import { readTable } from "./readTable.ts"

/** Maximum age of the list of releases, in milliseconds: how long a retracted release may still be served. */
const freshFor = 1_000

/** From this age on, the list is refreshed in the background, so that requests do not wait for the store. */
const renewedAfter = 500

/** Maximum number of cells in memory; the least recently used tables are dropped first. */
const maxCells = 2_000_000

/** Number of tables read concurrently. */
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
  /** By release and name; the most recently used at the end. */
  const tables = new Map<string, PublishedTable>()
  const underWay = new Map<string, Fiber.Fiber<PublishedTable, WarehouseError>>()

  const cacheTable = (key: string, table: PublishedTable) => {
    tables.delete(key)
    tables.set(key, table)
    let kept = [...tables.values()].reduce((sum, { json }) => sum + json.length, 0)
    for (const [oldest, { json }] of tables) {
      if (kept <= maxCells || oldest === key) break
      tables.delete(oldest)
      kept -= json.length
    }
    return table
  }

  /** Reads a table, once for all concurrent requests. Reading continues if a request is cancelled. */
  const read = Effect.fn("Published.read")(function* (release: PublishedRelease, name: string, key: string) {
    const fiber =
      underWay.get(key) ??
      (yield* readTable(release, name, known.moments).pipe(
        reading.withPermits(1),
        Effect.map((table) => cacheTable(key, table)),
        Effect.ensuring(Effect.sync(() => underWay.delete(key))),
        Effect.provideService(Warehouse, warehouse),
        Effect.forkIn(scope)
      ))
    underWay.set(key, fiber)
    return yield* Fiber.join(fiber)
  })

  /** Returns a table of a release; undefined if it has none with this name. */
  const tableOf = (
    release: PublishedRelease,
    name: string
  ): Effect.Effect<PublishedTable | undefined, WarehouseError> => {
    const key = `${release.release}/${name}`
    const there = tables.get(key)
    if (there !== undefined) return Effect.sync(() => cacheTable(key, there))
    return release.tables.includes(name) ? read(release, name, key) : Effect.undefined
  }

  /** Loads the tables of new releases, then lists these releases. If loading fails, requests for their tables report the failure. */
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

  const age = Effect.map(steadyMillis, (now) => now - lookedAt)

  /** Refreshes the list unless it was refreshed in the meantime. */
  const look = (olderThan: number) =>
    looking.withPermits(1)(
      Effect.gen(function* () {
        if ((yield* age) < olderThan) return
        const now = yield* steadyMillis
        yield* renew()
        lookedAt = now
      })
    )

  const current = Effect.gen(function* () {
    const old = yield* age
    if (old >= freshFor) yield* look(freshFor)
    else if (old >= renewedAfter && !renewing) {
      renewing = true
      // If the store does not respond, requests fail once the list is too old.
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

  /** Returns all releases that are or were public, oldest first. */
  const releases = Effect.map(current, (one) => one.releases)

  return { releases, tableOf }
})

export class Published extends Context.Service<Published, Effect.Success<typeof make>>()(
  "corridor/release/publish/Published"
) {
  static readonly layer = Layer.effect(Published, make)
}
