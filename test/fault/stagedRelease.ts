/**
 * A release from vintage to publication in a process that stops for ever before or after its n-th write, says so, and waits to be killed.
 * Arguments: data folder, n (from 1 on), `before` or `after`. Says `done` when there are fewer writes.
 */
import { join } from "node:path"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect, Layer } from "effect"
import * as EmbeddedWarehouse from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { createRelease, moveRelease } from "../../release/publisher/Releases.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"

const [data = "", at = "0", when = ""] = process.argv.slice(2)

const staged = Layer.effect(
  Warehouse,
  Effect.map(Warehouse, (store) => {
    let writes = 0
    const stop = Effect.sync(() => console.log("here")).pipe(Effect.andThen(Effect.never))
    return Warehouse.of({
      ...store,
      insert: (table, rows, options) => {
        writes += 1
        const write = store.insert(table, rows, options)
        if (writes !== Number(at)) return write
        return when === "before" ? stop : Effect.andThen(write, stop)
      }
    })
  })
).pipe(Layer.provide(EmbeddedWarehouse.layer(join(data, "clickhouse"))))

const whole = Effect.gen(function* () {
  yield* createVintage()
  const { release } = yield* createRelease({ author: "Ada Author", profile: defaultProfile })
  for (const by of ["Bo Reviewer", "Cy Reviewer"]) yield* moveRelease({ release, move: "approve", by })
  console.log("done")
})

// What never ends needs something that keeps the process alive.
setInterval(() => {}, 1000)
await Effect.runPromise(whole.pipe(Effect.provide(staged)))
process.exit(0)
