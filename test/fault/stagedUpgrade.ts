/** Migrates a data folder of an earlier version as a start does, and stops after one of its writes. */
import { Effect } from "effect"
import { migrate } from "../../infra/migrations/Migrate.ts"
import { bindState } from "../../infra/state/bindState.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { stayAlive, stopAtWrite } from "./stopAtWrite.ts"

const [data = "", at = "0"] = process.argv.slice(2)

const upgrade = Effect.gen(function* () {
  yield* migrate()
  yield* bindState(true)
  console.log("done")
})

stayAlive()
await Effect.runPromise(upgrade.pipe(Effect.provide(stopAtWrite(embeddedStores(data), Number(at), "after", true))))
process.exit(0)
