/** No vintage of marts of which a model or a test failed, or did not end, when it was last run. Over a real store, with Corridor's own project. */
import { cpSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { build, run, type TransformOptions, test } from "@corridor/dbt-ts/Transform"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { transformFolder } from "../../infra/marts/BuildMarts.ts"
import { holdBuildTurn } from "../../infra/marts/buildTurn.ts"
import { corridorTarget } from "../../infra/marts/CorridorTarget.ts"
import { buildResults, failedBuilds, refuseFailedBuilds } from "../../infra/marts/failedBuilds.ts"
import { layer } from "../../infra/marts/TransformStore.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { keyedStore } from "../fixtures/keyedRows.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("failed-build")
cpSync(transformFolder, folder, {
  recursive: true,
  filter: (path) => !path.startsWith(join(transformFolder, "target"))
})
const failing = join(folder, "tests", "fails.sql")

let store: Awaited<ReturnType<typeof keyedStore>>
beforeAll(async () => {
  store = await keyedStore("failed-build")
})
afterAll(() => store?.close())

type Verb = (options: TransformOptions) => ReturnType<typeof build>

const options = (select: ReadonlyArray<string>): TransformOptions => ({
  projectDir: folder,
  target: corridorTarget,
  ...(select.length > 0 ? { select } : {})
})

const built = (verb: Verb, ...select: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    yield* holdBuildTurn
    return yield* verb(options(select))
  }).pipe(Effect.scoped, Effect.provide(layer), Effect.provide(NodeServices.layer))

const freeze = Effect.andThen(refuseFailedBuilds, createVintage())

const refusal = Effect.map(Effect.flip(freeze), ({ message }) => message)

describe("marts whose last build failed", () => {
  it("are not frozen, until the failure is mended or gone", async () => {
    await store.run(built(run, "+coverage"))
    assert.deepStrictEqual(await store.run(failedBuilds()), [])

    writeFileSync(failing, "select 1 as row from {{ ref('coverage') }} union all select 1")
    await store.run(built(test, "fails"))
    assert.deepStrictEqual(await store.run(failedBuilds()), ["fails"])
    assert.strictEqual(
      await store.run(refusal),
      "The last build of the marts failed or did not end: fails. Run 'transform build' until it succeeds, then create the vintage."
    )
    // A build of other models does not answer for the one that failed.
    await store.run(built(run, "stg_withdrawals"))
    assert.deepStrictEqual(await store.run(failedBuilds()), ["fails"])

    writeFileSync(failing, "select 1 as row from {{ ref('coverage') }} where false")
    await store.run(built(test, "fails"))
    assert.deepStrictEqual(await store.run(failedBuilds()), [])
    assert.deepStrictEqual((await store.run(freeze)).vintage, 1)
  })

  it("nor those of a build that was ended in the middle", async () => {
    const started = Effect.flatMap(Warehouse, ({ query }) =>
      query(`SELECT node FROM ${buildResults} GROUP BY node HAVING argMax(status, at) = 'started'`)
    )
    await store.run(
      Effect.gen(function* () {
        const building = yield* Effect.forkChild(built(build, "+flows"))
        while ((yield* started).length === 0) yield* Effect.sleep("5 millis")
        yield* Fiber.interrupt(building)
      })
    )
    assert.isNotEmpty(await store.run(failedBuilds()))
    assert.match(await store.run(refusal), /and \d+ more of its models and tests/)
  })
})
