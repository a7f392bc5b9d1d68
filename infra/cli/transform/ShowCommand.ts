/** `show`: rows that a model's query, or a query of the caller, gives now. */

import * as Transform from "@corridor/dbt-ts/Transform"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { formatTable, printResult } from "../CommandOutput.ts"
import { optional } from "../CommonFlags.ts"
import { storeOf } from "./StoreOf.ts"
import { optionsOf, projectFlags, selectionFlags } from "./TransformFlags.ts"
import { callersErrors } from "./UsageError.ts"

const cell = (value: unknown): string =>
  value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value)

const flags = {
  ...projectFlags,
  ...selectionFlags,
  inline: optional(
    Flag.String("inline").pipe(
      Flag.withDescription("a query with templates in place of a model: \"select * from {{ ref('flows') }}\"")
    )
  ),
  limit: Flag.Int("limit").pipe(Flag.withDescription("rows at most; -1 gives all"), Flag.withDefault(5)),
  output: Flag.Literals("output", ["text", "json"]).pipe(
    Flag.withDescription("json: the same document as --json"),
    Flag.withDefault("text")
  )
}

export const show = Command.make(
  "show",
  flags,
  Effect.fn("transform show")(function* (given) {
    const options = { ...(yield* optionsOf(given)), limit: given.limit, inline: given.inline }
    const { name, columns, rows } = yield* callersErrors(Transform.show(options)).pipe(
      Effect.provide(storeOf(given.data))
    )
    const names = columns.map((column) => column.name)
    yield* printResult(given.json || given.output === "json", {
      // dbt's `show --output json` has this shape.
      json: { node: name, show: rows },
      lines: formatTable([names, ...rows.map((row) => names.map((column) => cell(row[column])))])
    })
  })
).pipe(
  Command.withDescription("Show the rows of one model, or of a query"),
  Command.withExamples([
    { command: "corridor transform show --select flows --limit -1 --json" },
    { command: "corridor transform show --inline \"select count() from {{ ref('legs') }}\"" }
  ])
)
