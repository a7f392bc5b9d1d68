/** What the tests of one file share: a folder that goes with them, and no progress lines. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Layer } from "effect"
import { Progress } from "../../infra/process/Progress.ts"

/** A folder that is removed when the scope closes. */
export const temporaryFolder = (name: string) =>
  Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), `corridor-${name}-`))),
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  )

export const silent = Layer.succeed(Progress, () => {})
