/** `node door.ts FOLDER`: the store of a folder behind its HTTP door, until its parent disconnects; its port on standard output. */
import { Effect } from "effect"
import { openStoreDoor } from "../../conformance/dbt/StoreDoor.ts"

const ended = Effect.callback<void>((resume) => {
  process.once("disconnect", () => resume(Effect.void))
})

const main = Effect.gen(function* () {
  const { port } = yield* openStoreDoor(process.argv[2] ?? "")
  console.log(port)
  yield* ended
})

await Effect.runPromise(Effect.scoped(main))
