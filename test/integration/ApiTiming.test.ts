import { setTimeout } from "node:timers/promises"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { servePage } from "../../infra/cli/ServePage.ts"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { freePort } from "../../infra/process/FreePort.ts"
import { releaseDemonstration } from "../../release/publisher/demonstrationRelease.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { temporaryFolder } from "./TestStack.ts"

/** Two hidden corridors of the same shape: one person, and ninety thousand of one partner. */
const rows: ReadonlyArray<RouteRow> = [
  ["UKR", "RUS", 2004, 60, 5],
  ["MDA", "RUS", 2004, 80, 6],
  ["BLR", "POL", 2005, 1, 1],
  ["GEO", "POL", 2005, 90_000, 1]
]

type Pair = readonly [number, number]

/** Returns the half of the pairs that the rest of the machine disturbed least: those whose slower time is the shortest. */
const undisturbed = (pairs: ReadonlyArray<Pair>): ReadonlyArray<Pair> =>
  pairs.toSorted((one, other) => Math.max(...one) - Math.max(...other)).slice(0, pairs.length / 2)

/**
 * Sign test of paired times: the distance from one half, in standard errors, of the share of undisturbed pairs in which the first is slower. Noise that
 * affects both alike does not matter.
 */
const signs = (pairs: ReadonlyArray<Pair>): number => {
  const kept = undisturbed(pairs)
  const slower = kept.filter(([a, b]) => a > b).length
  return (2 * slower - kept.length) / Math.sqrt(kept.length)
}

/** Far beyond chance: once in some fifteen thousand tests. */
const bound = 4

/** What the test must be able to see, in milliseconds. On a busy machine it takes more pairs. */
const difference = 2
const maxRounds = 4

/** Returns the sign test of pairs in which the first took longer by the difference. */
const signsOfDifference = (pairs: ReadonlyArray<Pair>) => signs(pairs.map(([a, b]) => [a + difference, b]))

describe("time", () => {
  it.live("of answers do not depend on hidden values, and the test would detect two milliseconds", () =>
    Effect.gen(function* () {
      const folder = yield* temporaryFolder("api-timing")
      yield* Effect.gen(function* () {
        yield* migrate()
        yield* setRoutesMart(rows, 1)
        assert.isTrue(yield* releaseDemonstration())
        const port = yield* freePort(0)
        yield* servePage(port)
        yield* Effect.promise(async () => {
          const timed = async (path: string) => {
            const start = performance.now()
            const text = await (await fetch(`http://127.0.0.1:${port}${path}`)).text()
            return [performance.now() - start, text] as const
          }
          const pathsOf = (origin: string, n: number) =>
            [
              `/v1/flows?origin=${origin}&size=${100 + n}`,
              `/v1/flows?origin=${origin}&format=csv&size=${100 + n}`,
              `/v1/trends?table=flows&origin=${origin}&destination=POL`
            ][n % 3] as string
          const measure = async (count: number) => {
            const pairs: Array<Pair> = []
            for (let n = 0; n < count; n++) {
              const first = n % 2 === 0
              const one = await timed(pathsOf(first ? "GEO" : "BLR", n))
              const other = await timed(pathsOf(first ? "BLR" : "GEO", n))
              assert.strictEqual(one[1].replaceAll("GEO", "BLR"), other[1].replaceAll("GEO", "BLR"))
              pairs.push(first ? [one[0], other[0]] : [other[0], one[0]])
            }
            return pairs
          }
          await measure(20)
          const pairs: Array<Pair> = []
          for (let round = 0; round < maxRounds && !(signsOfDifference(pairs) > bound); round++) {
            // 1,200 requests a minute is what one address may ask.
            if (round >= 2) await setTimeout(31_000)
            pairs.push(...(await measure(240)))
          }
          assert.isBelow(Math.abs(signs(pairs)), bound)
          assert.isAbove(signsOfDifference(pairs), bound)
        })
      }).pipe(Effect.provide(embeddedStores(folder)))
    }).pipe(Effect.scoped)
  )
})
