import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { createRequire } from "node:module"
import { constants, setPriority } from "node:os"
import { join } from "node:path"
import { Effect } from "effect"
import { childEnvironment } from "../process/childEnvironment.ts"
import { notebooksFolder } from "./notebookRoutes.ts"

const script = join(import.meta.dirname, "../../notebooks/build.ts")

/** The build tools are development dependencies. A container image has none; its notebooks are built with the image. */
const hasTools = () => {
  try {
    createRequire(import.meta.url).resolve("vite/package.json")
    return existsSync(script)
  } catch {
    return false
  }
}

const build = Effect.acquireRelease(
  Effect.sync(() => {
    const child = spawn(process.execPath, [script], { stdio: "ignore", env: childEnvironment() })
    child.on("error", () => undefined)
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW)
    return child
  }),
  (child) => Effect.sync(() => child.kill())
).pipe(
  Effect.flatMap((child) =>
    Effect.callback<void>((resume) => {
      child.once("close", () => resume(Effect.void))
      child.once("error", () => resume(Effect.void))
    })
  ),
  Effect.scoped
)

/** Builds the notebooks in the background if they do not exist yet. Ends with the scope. */
export const buildNotebooks = Effect.fn("buildNotebooks")(function* () {
  if (existsSync(join(notebooksFolder, "index.html")) || !hasTools()) return
  yield* Effect.forkScoped(build)
})
