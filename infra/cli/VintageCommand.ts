/** `vintage create | list | verify` */
import { Effect } from "effect"
import { Argument, Command } from "effect/cli"
import { createVintage, listVintages, noVintage, type Vintage, verifyVintage } from "../../release/vintage/Vintages.ts"
import { holdBuildTurn } from "../marts/buildTurn.ts"
import { refuseFailedBuilds } from "../marts/failedBuilds.ts"
import { storesOf } from "../stack/Stack.ts"
import { printResult, tableOr } from "./CommandOutput.ts"
import { commonFlags, documented } from "./CommonFlags.ts"

const rowOf = ({ vintage, createdAt, marts, erased, hash }: Vintage) => [
  vintage,
  createdAt,
  marts.length,
  erased.length,
  hash
]

const lines = (vintages: ReadonlyArray<Vintage>) =>
  tableOr(noVintage(), ["vintage", "created", "marts", "erased", "hash"], vintages.map(rowOf))

/** Leaves out the hashes of single marts, because they are not salted. */
const shown = ({ marts, panels: _, ...vintage }: Vintage) => ({
  ...vintage,
  marts: marts.map(({ mart, rows }) => ({ mart, rows }))
})

const create = Command.make(
  "create",
  commonFlags,
  Effect.fn("vintage create")(function* ({ data, json }) {
    // A vintage must not be made from half-built marts.
    const made = yield* Effect.all([holdBuildTurn, refuseFailedBuilds]).pipe(
      Effect.andThen(createVintage()),
      Effect.scoped,
      Effect.provide(storesOf(data))
    )
    yield* printResult(json, { json: shown(made), lines: lines([made]) })
  })
).pipe(
  documented(
    "Freeze the marts under a number, a date and a hash; later builds do not change a vintage, and 'erase' removes counts from it",
    "corridor vintage create"
  )
)

const list = Command.make(
  "list",
  commonFlags,
  Effect.fn("vintage list")(function* ({ data, json }) {
    const vintages = yield* listVintages().pipe(Effect.provide(storesOf(data)))
    yield* printResult(json, { json: { vintages: vintages.map(shown) }, lines: lines(vintages) })
  })
).pipe(documented("List the vintages", "corridor vintage list --json"))

const verify = Command.make(
  "verify",
  {
    ...commonFlags,
    id: Argument.Int("vintage").pipe(Argument.withDescription("number of the vintage, as shown by 'list'"))
  },
  Effect.fn("vintage verify")(function* ({ data, json, id }) {
    const found = yield* verifyVintage(id).pipe(Effect.provide(storesOf(data)))
    yield* printResult(json, {
      json: shown(found),
      lines: [
        ...lines([found]),
        found.erased.length === 0
          ? "The vintage is complete and matches its hash."
          : "The vintage has all marts that were not erased after a withdrawal, and matches its hash."
      ]
    })
  })
).pipe(documented("Verify a vintage against its hash", "corridor vintage verify 3"))

export const vintage = Command.make("vintage").pipe(
  Command.withDescription("Frozen data, from which releases are made"),
  Command.withSubcommands([create, list, verify])
)
