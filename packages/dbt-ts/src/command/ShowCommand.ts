import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import * as Transform from "../Transform.ts"
import type { CommandHost } from "./CommandHost.ts"
import { openProject, optional, projectFlags, selectionFlags } from "./Flags.ts"
import { textTable } from "./textTable.ts"
import { classifyErrors } from "./UsageError.ts"

const cell = (value: unknown): string =>
  value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value)

/** The command `show`: prints the first rows of a model or of a query. */
export const showCommand = <E, R>(host: CommandHost<E, R>) =>
  Command.make(
    "show",
    {
      ...projectFlags(host),
      ...selectionFlags,
      inline: optional(
        Flag.String("inline").pipe(
          Flag.withDescription("a query with templates instead of a model: \"select * from {{ ref('flows') }}\"")
        )
      ),
      limit: Flag.Int("limit").pipe(Flag.withDescription("maximum number of rows; -1 for all"), Flag.withDefault(5)),
      output: Flag.Literals("output", ["text", "json"]).pipe(
        Flag.withDescription("json: the same document as --json"),
        Flag.withDefault("text")
      )
    },
    Effect.fn("dbt-ts show")(function* (flags) {
      const { options, store } = yield* openProject(host, flags)
      const showOptions = { ...options, limit: flags.limit, inline: flags.inline }
      const { name, columns, rows } = yield* classifyErrors(Effect.provide(Transform.show(showOptions), store))
      const names = columns.map((column) => column.name)
      yield* host.print(flags.json || flags.output === "json", {
        // dbt's `show --output json` has this shape.
        json: { node: name, show: rows },
        lines: textTable([names, ...rows.map((row) => names.map((column) => cell(row[column])))])
      })
    })
  ).pipe(
    Command.withDescription("Show the rows of one model, or of a query"),
    Command.withExamples([
      { command: `${host.name} show --select flows --limit -1 --json` },
      { command: `${host.name} show --inline "select count() from {{ ref('legs') }}"` }
    ])
  )
