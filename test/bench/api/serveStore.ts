/** A process of its own that fills a store, releases it and serves it: `node serveStore.ts FOLDER RECORDS`. */
import { join } from "node:path"
import { Effect } from "effect"
import { servePage } from "../../../infra/cli/ServePage.ts"
import { migrate } from "../../../infra/migrations/Migrate.ts"
import { freePort } from "../../../infra/process/FreePort.ts"
import * as EmbeddedWarehouse from "../../../infra/warehouse/EmbeddedWarehouse.ts"
import { releaseDemonstration } from "../../../release/releases/demonstrationRelease.ts"
import { fillStore } from "./fillStore.ts"

const [folder = "", records = "0"] = process.argv.slice(2)

await Effect.runPromise(
  Effect.gen(function* () {
    yield* migrate()
    yield* fillStore(Number(records))
    const filled = performance.now()
    if (!(yield* releaseDemonstration())) throw new Error("nothing was released")
    const released = performance.now()
    const port = yield* freePort(0)
    yield* servePage(port)
    console.log(JSON.stringify({ port, fillSeconds: filled / 1000, releaseSeconds: (released - filled) / 1000 }))
    return yield* Effect.never
  }).pipe(Effect.scoped, Effect.provide(EmbeddedWarehouse.layer(join(folder, "store"))))
)
