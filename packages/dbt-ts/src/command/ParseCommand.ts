/** `parse` and `deps`: commands that only read the project's files. */
import { Effect } from "effect"
import { Command } from "effect/cli"
import { asProjectError } from "../ProjectError.ts"
import { parseProject } from "../parse/ParseProject.ts"
import type { CommandHost } from "./CommandHost.ts"
import { openProject, projectFlags } from "./Flags.ts"

export const parseCommand = <E, R>(host: CommandHost<E, R>) =>
  Command.make(
    "parse",
    projectFlags(host),
    Effect.fn("dbt-ts parse")(function* (flags) {
      const { options } = yield* openProject(host, flags)
      const { manifest } = yield* asProjectError(parseProject(options))
      const counts: Record<string, number> = {}
      const count = (kind: string, by = 1) => (counts[kind] = (counts[kind] ?? 0) + by)
      for (const { resourceType } of manifest.nodes.values()) count(resourceType)
      count("source", manifest.sources.size)
      count("exposure", manifest.exposures.size)
      count("unit_test", manifest.unitTests.size)
      const texts = Object.entries(counts).flatMap(([kind, number]) => (number === 0 ? [] : [`${number} ${kind}`]))
      yield* host.print(flags.json, {
        json: { project: manifest.projectName, counts },
        lines: [`${manifest.projectName} is valid: ${texts.join(", ")}.`]
      })
    })
  ).pipe(
    Command.withDescription("Check the whole project without building anything"),
    Command.withExamples([{ command: `${host.name} parse` }])
  )

export const depsCommand = <E, R>(host: CommandHost<E, R>) =>
  Command.make(
    "deps",
    projectFlags(host),
    Effect.fn("dbt-ts deps")(function* (flags) {
      const { options } = yield* openProject(host, flags)
      const { manifest } = yield* asProjectError(parseProject(options))
      const packages = [
        ...new Set([...manifest.macros.values(), ...manifest.nodes.values()].map((each) => each.packageName))
      ].filter((name) => name !== manifest.projectName)
      yield* host.print(flags.json, {
        json: { packages },
        lines: [
          packages.length === 0 ? "The project uses no packages." : `Packages in use: ${packages.join(", ")}.`,
          "Nothing is downloaded: local packages are read in place, others must be in the packages folder (dbt deps puts them there)."
        ]
      })
    })
  ).pipe(
    Command.withDescription("List the packages in use; nothing is downloaded"),
    Command.withExamples([{ command: `${host.name} deps` }])
  )
