/**
 * What is out, in memory: the list of releases, looked at again once a second at most, and the tables of those that were asked for.
 * A release's figures never change, so what was read once is good for ever; whether it was taken back is looked up each time.
 */
import { Clock, Context, Effect, Layer, Semaphore } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import type { PublishedTable } from "./PublishedTable.ts"
import { type PublishedRelease, readMarks, readReleases, readTables } from "./readPublished.ts"

/** How old the list of releases may be, in milliseconds: so long may a release that was taken back still be given. */
const freshFor = 1_000

/** From this age on it is looked at again, while those who ask are given what is known: under load nobody waits for the store. */
const renewedAfter = 500

/** Most cells that are kept; the releases that nobody asked for longest go first. */
const mostCells = 2_000_000

interface Known {
  readonly marks: string
  readonly releases: ReadonlyArray<PublishedRelease>
  readonly moments: ReadonlyMap<number, string>
}

const make = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  const scope = yield* Effect.scope
  const looking = yield* Semaphore.make(1)
  const reading = yield* Semaphore.make(1)
  let known: Known = { marks: "", releases: [], moments: new Map() }
  let lookedAt = Number.NEGATIVE_INFINITY
  let renewing = false
  const tables = new Map<number, ReadonlyMap<string, PublishedTable>>()

  const age = Effect.map(Clock.currentTimeMillis, (now) => now - lookedAt)

  /** Looks, if nobody did meanwhile. */
  const look = (olderThan: number) =>
    looking.withPermits(1)(
      Effect.gen(function* () {
        if ((yield* age) < olderThan) return
        const now = yield* Clock.currentTimeMillis
        const marks = JSON.stringify(yield* readMarks())
        if (marks !== known.marks) known = { marks, ...(yield* readReleases()) }
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

  const remember = (release: number, read: ReadonlyMap<string, PublishedTable>) => {
    tables.delete(release)
    tables.set(release, read)
    const cellsOf = (one: ReadonlyMap<string, PublishedTable>) =>
      [...one.values()].reduce((sum, { json }) => sum + json.length, 0)
    let kept = [...tables.values()].reduce((sum, one) => sum + cellsOf(one), 0)
    for (const [number, one] of tables) {
      if (kept <= mostCells || number === release) break
      tables.delete(number)
      kept -= cellsOf(one)
    }
  }

  /** All releases that are out or were, oldest first. */
  const releases = Effect.map(current, (one) => one.releases)

  const tablesOf = Effect.fn("Published.tablesOf")(
    function* (release: PublishedRelease) {
      const there = tables.get(release.release)
      if (there !== undefined) {
        remember(release.release, there)
        return there
      }
      return yield* reading.withPermits(1)(
        Effect.gen(function* () {
          const read = tables.get(release.release) ?? (yield* readTables(release, known.moments))
          remember(release.release, read)
          return read
        })
      )
    },
    Effect.provideService(Warehouse, warehouse)
  )

  return { releases, tablesOf }
})

export class Published extends Context.Service<Published, Effect.Success<typeof make>>()(
  "corridor/release/publish/Published"
) {
  static readonly layer = Layer.effect(Published, make)
}

/** The newest release that is out and has a table. Noise of differential privacy is only in the release's own tables. */
export const newestWith = (releases: ReadonlyArray<PublishedRelease>, table: string): PublishedRelease | undefined =>
  releases.findLast(({ state, method, tables }) => state === "published" && method !== "dp" && tables.includes(table))
