/** `vintage create | list` */
import { Effect } from "effect"
import { Command } from "effect/cli"
import { createVintage, listVintages, type Vintage } from "../../release/vintage/Vintages.ts"
import { warehouseOf } from "../stack/Stack.ts"
import { commonFlags, tableWords, tell } from "./Verb.ts"

const rowOf = ({ vintage, createdAt, marts, hash }: Vintage) => [vintage, createdAt, marts.length, hash]

const words = (vintages: ReadonlyArray<Vintage>) =>
  tableWords([["vintage", "created", "marts", "hash"], ...vintages.map(rowOf)])

const create = Command.make(
  "create",
  commonFlags,
  Effect.fn("vintage create")(function* ({ data, json }) {
    const made = yield* createVintage().pipe(Effect.provide(warehouseOf(data)))
    yield* tell(json, { json: made, words: words([made]) })
  })
).pipe(
  Command.withDescription(
    "Freeze the marts under a number, a date and a hash; later builds and withdrawals leave it as it is"
  ),
  Command.withExamples([{ command: "corridor vintage create" }])
)

const list = Command.make(
  "list",
  commonFlags,
  Effect.fn("vintage list")(function* ({ data, json }) {
    const vintages = yield* listVintages().pipe(Effect.provide(warehouseOf(data)))
    yield* tell(json, {
      json: { vintages },
      words: vintages.length === 0 ? ["There is no vintage yet: 'vintage create' makes one."] : words(vintages)
    })
  })
).pipe(
  Command.withDescription("List the vintages"),
  Command.withExamples([{ command: "corridor vintage list --json" }])
)

export const vintage = Command.make("vintage").pipe(
  Command.withDescription("Frozen data: what releases are made from"),
  Command.withSubcommands([create, list])
)
