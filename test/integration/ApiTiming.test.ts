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

/**
 * Sign test of paired times: the distance from one half, in standard errors, of the share of pairs in which the first is slower. Noise that
 * affects both alike does not matter.
 */
const signs = (pairs: ReadonlyArray<readonly [number, number]>): number => {
  const slower = pairs.filter(([a, b]) => a > b).length
  return (2 * slower - pairs.length) / Math.sqrt(pairs.length)
}

/** Far beyond chance: once in some fifteen thousand tests. */
const bound = 4

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
          const measure = async (count: number, more: number) => {
            const pairs: Array<readonly [number, number]> = []
            for (let n = 0; n < count; n++) {
              const first = n % 2 === 0
              const one = await timed(pathsOf(first ? "GEO" : "BLR", n))
              const other = await timed(pathsOf(first ? "BLR" : "GEO", n))
              assert.strictEqual(one[1].replaceAll("GEO", "BLR"), other[1].replaceAll("GEO", "BLR"))
              const [geo, blr] = first ? [one[0], other[0]] : [other[0], one[0]]
              pairs.push([geo + more, blr])
            }
            return signs(pairs)
          }
          await measure(20, 0)
          // 1,200 requests a minute is what one address may ask.
          assert.isBelow(Math.abs(await measure(240, 0)), bound)
          assert.isAbove(await measure(240, 2), bound)
        })
      }).pipe(Effect.provide(embeddedStores(folder)))
    }).pipe(Effect.scoped)
  )
})
