/** One build of the marts at a time: two at once would replace each other's tables. Over a real store, with a connection for each. */
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { Effect, Exit, Fiber } from "effect"
import { holdBuildTurn } from "../../infra/marts/buildTurn.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { keyedStore } from "../fixtures/keyedRows.ts"

let store: Awaited<ReturnType<typeof keyedStore>>
beforeAll(async () => {
  store = await keyedStore("build-turn")
})
afterAll(() => store?.close())

const table = "corridor_staging.build_turn"
const rows = Effect.flatMap(Warehouse, ({ query }) =>
  Effect.map(query<{ n: number }>(`SELECT toFloat64(count()) AS n FROM ${table}`), ([row]) => row?.n)
)
const command = (sql: string) => Effect.flatMap(Warehouse, (warehouse) => warehouse.command(sql))

describe("the turn to build the marts", () => {
  it("is had by one of five at a time, and nothing stays of it", async () => {
    let [inside, most, built] = [0, 0, 0]
    const build = Effect.gen(function* () {
      yield* holdBuildTurn
      most = Math.max(most, ++inside)
      yield* Effect.sleep("50 millis")
      inside -= 1
      built += 1
    }).pipe(Effect.scoped)
    await store.run(Effect.all([build, build, build, build, build], { concurrency: "unbounded" }))
    assert.deepStrictEqual([most, built], [1, 5])
    assert.strictEqual(await store.run(rows), 0)
  })

  it("is given back by a build that fails or is interrupted", async () => {
    const failed = await store.run(
      Effect.exit(Effect.scoped(Effect.andThen(holdBuildTurn, Effect.fail("broken" as const))))
    )
    assert.isTrue(Exit.isFailure(failed))
    // At moments that differ, while a claim is on its way too.
    for (const wait of [0, 1, 2, 3, 5, 8, 13, 21]) {
      await store.run(
        Effect.gen(function* () {
          const held = yield* Effect.forkChild(Effect.scoped(Effect.andThen(holdBuildTurn, Effect.never)))
          while ((yield* rows) === 0) yield* Effect.yieldNow
          yield* Effect.sleep(`${wait} millis`)
          yield* Fiber.interrupt(held)
        })
      )
      assert.strictEqual(await store.run(rows), 0, `interrupted ${wait} ms after the claim`)
    }
  })

  it("is not kept by a process that was killed, nor by a time that a wrong clock wrote", async () => {
    await store.run(
      Effect.gen(function* () {
        yield* command(`INSERT INTO ${table} SELECT 'killed', now() - 61`)
        yield* command(`INSERT INTO ${table} SELECT 'ahead', now() + 86400`)
        yield* Effect.scoped(holdBuildTurn).pipe(Effect.timeout("10 seconds"))
        // One that was killed a moment ago may still run.
        yield* command(`INSERT INTO ${table} SELECT 'running', now()`)
        const waits = yield* Effect.exit(Effect.scoped(holdBuildTurn).pipe(Effect.timeout("3 seconds")))
        assert.isTrue(Exit.isFailure(waits))
      })
    )
  })
})
