/** `migrate [--access] [--dry-run]`: a separate step of a deployment, run as a user who may create tables. */
import { Console, Effect } from "effect"
import { Command, Flag } from "effect/cli"
import { accessStatements, roles, userStatements } from "../cluster/Access.ts"
import { knownTables } from "../cluster/KnownTables.ts"
import { storesOf } from "../stack/Stack.ts"
import { printResult } from "./CommandOutput.ts"
import { commonFlags, documented, switchFlag, wholeFlag } from "./CommonFlags.ts"

export const migrate = Command.make(
  "migrate",
  {
    ...commonFlags,
    printAccess: switchFlag(
      "print-access",
      "print roles, grants, limits and row policies of the store's tables as SQL"
    ),
    replicas: wholeFlag("replicas", "replicas of each shard, for --print-access", 1).pipe(Flag.withDefault(3))
  },
  Effect.fn("migrate")(function* ({ data, json, printAccess, replicas }) {
    // Building the stack runs the migrations.
    const tables = yield* knownTables().pipe(Effect.provide(storesOf(data)))
    const statements = [...accessStatements(tables, replicas), ...userStatements(roles(replicas))]
    if (printAccess && !json) {
      for (const statement of statements) yield* Console.log(`${statement};\n`)
      return
    }
    yield* printResult(json, {
      json: {
        tables: tables.map(({ database, table }) => `${database}.${table}`),
        ...(printAccess ? { statements } : {})
      },
      lines: [`The store is up to date: ${tables.length} tables of records, audit and releases.`]
    })
  })
).pipe(
  documented(
    "Migrate the store's tables to this version; the first step of a deployment",
    "corridor migrate",
    "corridor migrate --print-access --replicas 3"
  )
)
