/**
 * Makes a vintage and publishes a release of it, in a process that stops before or after its n-th write and waits to be killed.
 * Arguments: data folder, n (from 1 on), `before` or `after`. Prints `done` when there are fewer writes.
 */
import { join } from "node:path"
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import * as EmbeddedWarehouse from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { createRelease, moveRelease } from "../../release/publisher/Releases.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { analyst, reviewer } from "../fixtures/signatories.ts"
import { stayAlive, stopAtWrite } from "./stopAtWrite.ts"

const [data = "", at = "0", when = ""] = process.argv.slice(2)

const whole = Effect.gen(function* () {
  yield* createVintage()
  const { release } = yield* createRelease({ author: analyst("Ada Author"), profile: defaultProfile })
  for (const by of ["Bo Reviewer", "Cy Reviewer"]) yield* moveRelease({ release, move: "approve", by: reviewer(by) })
  console.log("done")
})

stayAlive()
const store = stopAtWrite(EmbeddedWarehouse.layer(join(data, "clickhouse")), Number(at), when)
await Effect.runPromise(whole.pipe(Effect.provide(store)))
process.exit(0)
