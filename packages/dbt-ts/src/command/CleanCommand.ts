import { Effect, FileSystem } from "effect"
import { asProjectError } from "../ProjectError.ts"
import { parseProject } from "../parse/ParseProject.ts"
import { targetPathOf } from "../TargetPath.ts"
import type { CommandHost } from "./CommandHost.ts"
import { projectCommand } from "./Flags.ts"

/** Everything that commands write into the target folder. Other files there are left alone. */
const artefacts = ["manifest.json", "run_results.json", "catalog.json", "sources.json", "compiled", "run", "docs"]

/** The command `clean`: removes the target folder. */
export const cleanCommand = <E, R>(host: CommandHost<E, R>) =>
  projectCommand(
    host,
    "clean",
    {},
    {
      description: "Remove the artefacts of earlier commands; packages and the store are left alone",
      examples: [{ command: `${host.name} clean` }]
    },
    Effect.fnUntraced(function* ({ options }) {
      const { file } = yield* asProjectError(parseProject(options))
      const fs = yield* FileSystem.FileSystem
      const paths = artefacts.map((name) => `${targetPathOf(options, file)}/${name}`)
      const removed = yield* Effect.filter(paths, (path) => fs.exists(path))
      yield* Effect.forEach(removed, (path) => fs.remove(path, { recursive: true }))
      const lines = removed.length === 0 ? ["There was nothing to remove."] : removed.map((path) => `Removed ${path}`)
      return { json: { removed }, lines }
    })
  )
