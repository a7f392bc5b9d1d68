import { Effect, FileSystem } from "effect"
import { Command } from "effect/cli"
import { asProjectError } from "../ProjectError.ts"
import { parseProject } from "../parse/ParseProject.ts"
import { targetPathOf } from "../TargetPath.ts"
import type { CommandHost } from "./CommandHost.ts"
import { openProject, projectFlags } from "./Flags.ts"

/** Everything that commands write into the target folder. Other files there are left alone. */
const artefacts = ["manifest.json", "run_results.json", "catalog.json", "sources.json", "compiled", "run", "docs"]

export const cleanCommand = <E, R>(host: CommandHost<E, R>) =>
  Command.make(
    "clean",
    projectFlags(host),
    Effect.fn("dbt-ts clean")(function* (flags) {
      const { options } = yield* openProject(host, flags)
      const { file } = yield* asProjectError(parseProject(options))
      const fs = yield* FileSystem.FileSystem
      const removed: Array<string> = []
      for (const name of artefacts) {
        const path = `${targetPathOf(options, file)}/${name}`
        if (!(yield* fs.exists(path))) continue
        yield* fs.remove(path, { recursive: true })
        removed.push(path)
      }
      yield* host.print(flags.json, {
        json: { removed },
        lines: removed.length === 0 ? ["There was nothing to remove."] : removed.map((path) => `Removed ${path}`)
      })
    })
  ).pipe(
    Command.withDescription("Remove the artefacts of earlier commands; packages and the store are left alone"),
    Command.withExamples([{ command: `${host.name} clean` }])
  )
