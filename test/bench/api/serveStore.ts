/** A process of its own that fills a store and releases it, where that was not done before, and serves it: `node serveStore.ts FOLDER RECORDS`. */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { servePage } from "../../../infra/cli/ServePage.ts"
import { migrate } from "../../../infra/migrations/Migrate.ts"
import { freePort } from "../../../infra/process/FreePort.ts"
import { releaseDemonstration } from "../../../release/publisher/demonstrationRelease.ts"
import { embeddedStores } from "../../fixtures/embeddedStores.ts"
import { fillStore } from "./fillStore.ts"

/** What a folder was made of, and how long that took. */
export interface Made {
  readonly records: number
  readonly fillSeconds: number
  readonly releaseSeconds: number
}

const [folder = "", records = "0"] = process.argv.slice(2)

await Effect.runPromise(
  Effect.gen(function* () {
    const made = join(folder, "made.json")
    if (!existsSync(made)) {
      yield* migrate()
      yield* fillStore(Number(records))
      const filled = performance.now()
      if (!(yield* releaseDemonstration())) throw new Error("nothing was released")
      const released = performance.now()
      const took: Made = {
        records: Number(records),
        fillSeconds: filled / 1000,
        releaseSeconds: (released - filled) / 1000
      }
      writeFileSync(made, JSON.stringify(took))
    }
    const took = JSON.parse(readFileSync(made, "utf8")) as Made
    if (took.records !== Number(records)) throw new Error(`the store has ${took.records} records`)
    const port = yield* freePort(0)
    yield* servePage(port)
    console.log(JSON.stringify({ port, ...took }))
    return yield* Effect.never
  }).pipe(Effect.scoped, Effect.provide(embeddedStores(folder)))
)
