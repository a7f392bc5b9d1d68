import { Effect } from "effect"
import { Argument, Flag } from "effect/cli"
import * as Transform from "../Transform.ts"
import type { CommandHost } from "./CommandHost.ts"
import { optional, projectCommand } from "./Flags.ts"
import { classifyErrors } from "./UsageError.ts"
import { mappingFlag } from "./YamlMapping.ts"

/** The command `run-operation MACRO`: runs one macro with arguments. */
export const runOperationCommand = <E, R>(host: CommandHost<E, R>) =>
  projectCommand(
    host,
    "run-operation",
    {
      macro: Argument.String("macro").pipe(Argument.withDescription("a macro of the project, or package.macro")),
      args: optional(
        mappingFlag("args").pipe(Flag.withDescription("the macro's arguments by name, as YAML or JSON: '{days: 3}'"))
      )
    },
    {
      description: "Call one macro of the project, which may execute statements",
      examples: [{ command: `${host.name} run-operation drop_old_tables --args '{days: 30}'` }]
    },
    Effect.fnUntraced(function* ({ options, store }, flags) {
      const operation = { ...options, macro: flags.macro, args: flags.args }
      const { macro, returned } = yield* classifyErrors(Effect.provide(Transform.runOperation(operation), store))
      const text = returned === null || returned === undefined ? "" : String(returned).trim()
      return {
        json: { macro, returned: returned ?? null },
        lines: [...(text === "" ? [] : [text]), `${macro} ran.`]
      }
    })
  )
