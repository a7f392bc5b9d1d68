/** `parse` and `deps`: verbs that read files of the project alone. */

import { asProjectError } from "@corridor/dbt-ts/ProjectError"
import { parseProject } from "@corridor/dbt-ts/project/ParseProject"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { printResult } from "../CommandOutput.ts"
import { optionsOf, projectFlags } from "./TransformFlags.ts"

export const parse = Command.make(
  "parse",
  projectFlags,
  Effect.fn("transform parse")(function* (given) {
    const { manifest } = yield* asProjectError(parseProject(yield* optionsOf(given)))
    const counts: Record<string, number> = {}
    const count = (kind: string, by = 1) => (counts[kind] = (counts[kind] ?? 0) + by)
    for (const { resourceType } of manifest.nodes.values()) count(resourceType)
    count("source", manifest.sources.size)
    count("exposure", manifest.exposures.size)
    count("unit_test", manifest.unitTests.size)
    const counted = Object.entries(counts).flatMap(([kind, number]) => (number === 0 ? [] : [`${number} ${kind}`]))
    yield* printResult(given.json, {
      json: { project: manifest.projectName, counts },
      lines: [`${manifest.projectName} is in order: ${counted.join(", ")}.`]
    })
  })
).pipe(Command.withDescription("Read the whole project and say what is wrong with it; nothing is built"))

export const deps = Command.make(
  "deps",
  projectFlags,
  Effect.fn("transform deps")(function* (given) {
    const { manifest } = yield* asProjectError(parseProject(yield* optionsOf(given)))
    const packages = [
      ...new Set([...manifest.macros.values(), ...manifest.nodes.values()].map((each) => each.packageName))
    ]
    const others = packages.filter((name) => name !== manifest.projectName)
    yield* printResult(given.json, {
      json: { packages: others },
      lines: [
        others.length === 0 ? "The project uses no packages." : `Packages in use: ${others.join(", ")}.`,
        "Nothing is fetched: local packages are used where they lie, others must be in the packages folder (dbt deps puts them there)."
      ]
    })
  })
).pipe(Command.withDescription("Say which packages are used; they are read where they lie, and nothing is fetched"))
