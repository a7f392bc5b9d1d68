import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { createRelease, moveRelease } from "../../release/publisher/Releases.ts"
import { createVintage } from "../../release/vintage/Vintages.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
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
const store = stopAtWrite(embeddedStores(data), Number(at), when)
await Effect.runPromise(whole.pipe(Effect.provide(store)))
process.exit(0)
