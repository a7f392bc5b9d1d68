/** `ls`, also `list`. */

import { type Listed, ls as list } from "@corridor/dbt-ts/List"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { printResult } from "../CommandOutput.ts"
import { kindFlags, optionsOf, projectFlags, selectionFlags } from "./TransformFlags.ts"
import { callersErrors } from "./UsageError.ts"

const outputs = ["selector", "name", "path", "json"] as const

/** What dbt tells of a node when no keys are named. */
const usualKeys = [
  "alias",
  "name",
  "package_name",
  "depends_on",
  "tags",
  "config",
  "resource_type",
  "source_name",
  "original_file_path",
  "unique_id"
]

const keysOf = ({ document }: Listed, wanted: ReadonlyArray<string>) => {
  const keys = wanted.length === 0 ? usualKeys : wanted
  return Object.fromEntries(Object.entries(document).filter(([key]) => keys.includes(key)))
}

const lineOf = (listed: Listed, output: (typeof outputs)[number], keys: ReadonlyArray<string>): string =>
  output === "json" ? JSON.stringify(keysOf(listed, keys)) : listed[output]

const flags = {
  ...projectFlags,
  ...selectionFlags,
  ...kindFlags,
  output: Flag.Literals("output", outputs).pipe(
    Flag.withDescription("what is told of each: its selector, name, file, or keys of manifest.json"),
    Flag.withDefault("selector")
  ),
  outputKeys: Flag.String("output-keys").pipe(
    Flag.withDescription("keys of manifest.json, for --output json"),
    Flag.atLeast(0)
  )
}

export const ls = Command.make(
  "ls",
  flags,
  Effect.fn("transform ls")(function* (given) {
    const options = yield* optionsOf(given)
    const keys = given.outputKeys.flatMap((each) => each.split(/[\s,]+/)).filter((key) => key !== "")
    const resourceTypes = given.models.length > 0 ? ["model"] : given.resourceTypes
    const all = yield* callersErrors(list({ ...options, resourceTypes }))
    yield* printResult(given.json, {
      json: {
        nodes: all.map((listed) => {
          const { document: _, ...shown } = listed
          return given.output === "json" ? keysOf(listed, keys) : shown
        })
      },
      lines: all.length === 0 ? [] : all.map((listed) => lineOf(listed, given.output, keys))
    })
  })
).pipe(
  Command.withAlias("list"),
  Command.withDescription("List what a selection chooses; the store is not asked"),
  Command.withExamples([
    { command: "corridor transform ls --select +flows --resource-type model" },
    {
      command: "corridor transform ls --select state:modified+ --state earlier/target",
      description: "what a change touches"
    },
    {
      command: "corridor transform ls --output json --output-keys name columns",
      description: "columns with their privacy classes"
    }
  ])
)
