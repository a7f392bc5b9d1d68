import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import * as Transform from "../Transform.ts"
import type { CommandHost } from "./CommandHost.ts"
import { openProject, optional, projectFlags } from "./Flags.ts"
import { classifyErrors } from "./UsageError.ts"
import { mappingFlag } from "./YamlMapping.ts"

export const runOperationCommand = <E, R>(host: CommandHost<E, R>) =>
  Command.make(
    "run-operation",
    {
      ...projectFlags(host),
      macro: Argument.String("macro").pipe(Argument.withDescription("a macro of the project, or package.macro")),
      args: optional(
        mappingFlag("args").pipe(Flag.withDescription("the macro's arguments by name, as YAML or JSON: '{days: 3}'"))
      )
    },
    Effect.fn("dbt-ts run-operation")(function* (flags) {
      const { options, store } = yield* openProject(host, flags)
      const operation = { ...options, macro: flags.macro, args: flags.args }
      const { macro, returned } = yield* classifyErrors(Effect.provide(Transform.runOperation(operation), store))
      const text = returned === null || returned === undefined ? "" : String(returned).trim()
      yield* host.print(flags.json, {
        json: { macro, returned: returned ?? null },
        lines: [...(text === "" ? [] : [text]), `${macro} ran.`]
      })
    })
  ).pipe(
    Command.withDescription("Call one macro of the project, which may execute statements"),
    Command.withExamples([{ command: `${host.name} run-operation drop_old_tables --args '{days: 30}'` }])
  )
