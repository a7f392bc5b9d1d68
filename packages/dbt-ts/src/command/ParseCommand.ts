/** `parse` and `deps`: commands that only read the project's files. */
import { Effect } from "effect"
import { asProjectError } from "../ProjectError.ts"
import { parseProject } from "../parse/ParseProject.ts"
import type { CommandHost } from "./CommandHost.ts"
import { projectCommand } from "./Flags.ts"

export const parseCommand = <E, R>(host: CommandHost<E, R>) =>
  projectCommand(
    host,
    "parse",
    {},
    {
      description: "Check the whole project without building anything",
      examples: [{ command: `${host.name} parse` }]
    },
    Effect.fnUntraced(function* ({ options }) {
      const { manifest } = yield* asProjectError(parseProject(options))
      const counts: Record<string, number> = {}
      const count = (kind: string, by = 1) => (counts[kind] = (counts[kind] ?? 0) + by)
      for (const { resourceType } of manifest.nodes.values()) count(resourceType)
      count("source", manifest.sources.size)
      count("exposure", manifest.exposures.size)
      count("unit_test", manifest.unitTests.size)
      const texts = Object.entries(counts).flatMap(([kind, number]) => (number === 0 ? [] : [`${number} ${kind}`]))
      return {
        json: { project: manifest.projectName, counts },
        lines: [`${manifest.projectName} is valid: ${texts.join(", ")}.`]
      }
    })
  )

/** The command `deps`: lists the packages that are there. */
export const depsCommand = <E, R>(host: CommandHost<E, R>) =>
  projectCommand(
    host,
    "deps",
    {},
    {
      description: "List the packages in use; nothing is downloaded",
      examples: [{ command: `${host.name} deps` }]
    },
    Effect.fnUntraced(function* ({ options }) {
      const { manifest } = yield* asProjectError(parseProject(options))
      const all = [...manifest.macros.values(), ...manifest.nodes.values()].map((each) => each.packageName)
      const packages = [...new Set(all)].filter((name) => name !== manifest.projectName)
      return {
        json: { packages },
        lines: [
          packages.length === 0 ? "The project uses no packages." : `Packages in use: ${packages.join(", ")}.`,
          "Nothing is downloaded: local packages are read in place, others must be in the packages folder (dbt deps puts them there)."
        ]
      }
    })
  )
