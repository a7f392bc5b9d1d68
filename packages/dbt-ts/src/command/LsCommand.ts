/** `ls`, also `list`. */
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { type Listed, ls } from "../List.ts"
import type { CommandHost } from "./CommandHost.ts"
import { kindFlags, projectCommand, selectionFlags } from "./Flags.ts"
import { classifyErrors } from "./UsageError.ts"

const outputs = ["selector", "name", "path", "json"] as const

/** The keys that dbt prints when none are named. */
const defaultKeys =
  `alias name package_name depends_on tags config resource_type source_name original_file_path unique_id`.split(/\s+/)

const pick = ({ document }: Listed, keys: ReadonlyArray<string>) => {
  const kept = keys.length === 0 ? defaultKeys : keys
  return Object.fromEntries(Object.entries(document).filter(([key]) => kept.includes(key)))
}

const line = (listed: Listed, output: (typeof outputs)[number], keys: ReadonlyArray<string>): string =>
  output === "json" ? JSON.stringify(pick(listed, keys)) : listed[output]

export const lsCommand = <E, R>(host: CommandHost<E, R>) =>
  projectCommand(
    host,
    "ls",
    {
      ...selectionFlags,
      ...kindFlags,
      output: Flag.Literals("output", outputs).pipe(
        Flag.withDescription("what to print of each node: its selector, name, file, or keys of manifest.json"),
        Flag.withDefault("selector")
      ),
      outputKeys: Flag.String("output-keys").pipe(
        Flag.withDescription("keys of manifest.json, for --output json"),
        Flag.atLeast(0)
      )
    },
    {
      description: "List the nodes that a selection matches, without the store",
      examples: [
        { command: `${host.name} ls --select +flows --resource-type model` },
        {
          command: `${host.name} ls --select state:modified+ --state earlier/target`,
          description: "nodes that a change affects"
        },
        { command: `${host.name} ls --output json --output-keys name columns`, description: "columns of each node" }
      ]
    },
    Effect.fnUntraced(function* ({ options }, flags) {
      const keys = flags.outputKeys.flatMap((each) => each.split(/[\s,]+/)).filter((key) => key !== "")
      const resourceTypes = flags.models.length > 0 ? ["model"] : flags.resourceTypes
      const all = yield* classifyErrors(ls({ ...options, resourceTypes }))
      const nodes = all.map((listed) => {
        const { document: _, ...summary } = listed
        return flags.output === "json" ? pick(listed, keys) : summary
      })
      return { json: { nodes }, lines: all.map((listed) => line(listed, flags.output, keys)) }
    })
  ).pipe(Command.withAlias("list"))
