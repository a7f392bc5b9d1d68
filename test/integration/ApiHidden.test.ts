/** Two stores that differ in hidden values alone give the same answers, byte for byte, in every format. */
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { servePage } from "../../infra/cli/ServePage.ts"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { freePort } from "../../infra/process/FreePort.ts"
import * as EmbeddedWarehouse from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { releaseDemonstration } from "../../release/releases/demonstrationRelease.ts"
import { type RouteRow, setRoutesMart } from "../fixtures/routesMart.ts"
import { temporaryFolder } from "./TestStack.ts"

const shown: ReadonlyArray<RouteRow> = [
  ["UKR", "RUS", 2004, 60, 5],
  ["UKR", "RUS", 2005, 72, 5],
  ["MDA", "RUS", 2004, 80, 6]
]

const paths = [
  "/v1/flows",
  "/v1/flows?origin=UKR",
  "/v1/flows?origin=BLR",
  "/v1/flows?size=2&page=2",
  "/v1/flows?format=csv",
  "/v1/flows?format=arrow",
  "/v1/flows?format=parquet",
  "/v1/releases",
  "/v1/releases/1",
  "/v1/trends?table=flows&origin=UKR&destination=RUS",
  "/v1/trends?table=flows&origin=BLR&destination=POL"
]

/** Moments and the vintage's hash are each store's own; they are as long in both. */
const own = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?Z|[0-9a-f]{64}/g

const answersOf = (hidden: ReadonlyArray<RouteRow>) =>
  Effect.gen(function* () {
    const folder = yield* temporaryFolder("api-hidden")
    return yield* Effect.gen(function* () {
      yield* migrate()
      yield* setRoutesMart([...shown, ...hidden], 1)
      assert.isTrue(yield* releaseDemonstration())
      const port = yield* freePort(0)
      yield* servePage(port)
      return yield* Effect.promise(async () => {
        const found: Array<readonly [string, number, number, string]> = []
        for (const path of paths) {
          const answer = await fetch(`http://127.0.0.1:${port}${path}`)
          const bytes = Buffer.from(await answer.arrayBuffer())
          found.push([path, answer.status, bytes.length, bytes.toString("latin1").replace(own, "own")])
        }
        return found
      })
    }).pipe(Effect.provide(EmbeddedWarehouse.layer(join(folder, "store"))))
  }).pipe(Effect.scoped)

describe("hidden values", () => {
  it.live("change no byte of any answer", () =>
    Effect.gen(function* () {
      const few = yield* answersOf([
        ["BLR", "POL", 2005, 1, 1],
        ["UKR", "POL", 2004, 2, 2]
      ])
      const more = yield* answersOf([
        ["BLR", "POL", 2005, 10, 6],
        ["UKR", "POL", 2004, 90_000, 1]
      ])
      assert.deepStrictEqual(
        more
          .filter((answer, i) => JSON.stringify(answer) !== JSON.stringify(few[i]))
          .map(([path, , length]) => [path, length]),
        []
      )
      for (const [path, status] of few) assert.strictEqual(status, 200, path)
    })
  )
})
