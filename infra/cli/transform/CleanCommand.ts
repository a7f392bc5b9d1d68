/** `clean`. */

import { asProjectError } from "@corridor/dbt-ts/ProjectError"
import { parseProject } from "@corridor/dbt-ts/project/ParseProject"
import { targetPathOf } from "@corridor/dbt-ts/TargetPath"
import { Effect, FileSystem } from "effect"
import { Command } from "effect/cli"
import { printResult } from "../CommandOutput.ts"
import { optionsOf, projectFlags } from "./TransformFlags.ts"

/** All that verbs leave in the target folder. Whatever else is there is not ours to remove. */
const artefacts = ["manifest.json", "run_results.json", "catalog.json", "sources.json", "compiled", "run", "docs"]

export const clean = Command.make(
  "clean",
  projectFlags,
  Effect.fn("transform clean")(function* (given) {
    const options = yield* optionsOf(given)
    const { file } = yield* asProjectError(parseProject(options))
    const fs = yield* FileSystem.FileSystem
    const folder = targetPathOf(options, file)
    const removed: Array<string> = []
    for (const name of artefacts) {
      const path = `${folder}/${name}`
      if (!(yield* fs.exists(path))) continue
      yield* fs.remove(path, { recursive: true })
      removed.push(path)
    }
    yield* printResult(given.json, {
      json: { removed },
      lines: removed.length === 0 ? ["There was nothing to remove."] : removed.map((path) => `Removed ${path}`)
    })
  })
).pipe(Command.withDescription("Remove the artefacts of earlier calls; packages and the store are left alone"))
