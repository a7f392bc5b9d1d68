/** `run-operation MACRO`. */

import * as Transform from "@corridor/dbt-ts/Transform"
import { Effect } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { printResult } from "../CommandOutput.ts"
import { optional } from "../CommonFlags.ts"
import { storeOf } from "./StoreOf.ts"
import { optionsOf, projectFlags } from "./TransformFlags.ts"
import { callersErrors } from "./UsageError.ts"
import { readMapping, YamlMapping } from "./Vars.ts"

const flags = {
  ...projectFlags,
  macro: Argument.String("macro").pipe(Argument.withDescription("a macro of the project, or package.macro")),
  args: optional(
    Flag.String("args").pipe(
      Flag.withDescription("the macro's arguments by name, as YAML or JSON: '{days: 3}'"),
      Flag.withSchema(YamlMapping),
      Flag.map(readMapping)
    )
  )
}

export const runOperation = Command.make(
  "run-operation",
  flags,
  Effect.fn("transform run-operation")(function* (given) {
    const options = { ...(yield* optionsOf(given)), macro: given.macro, args: given.args }
    const { macro, returned } = yield* callersErrors(Transform.runOperation(options)).pipe(
      Effect.provide(storeOf(given.data))
    )
    const said = returned === null || returned === undefined || returned === "" ? [] : [String(returned).trim()]
    yield* printResult(given.json, {
      json: { macro, returned: returned ?? null },
      lines: [...said.filter((lines) => lines !== ""), `${macro} ran.`]
    })
  })
).pipe(
  Command.withDescription("Call one macro of the project, which may send statements to the store"),
  Command.withExamples([{ command: "corridor transform run-operation drop_old_tables --args '{days: 30}'" }])
)
