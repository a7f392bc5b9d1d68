/** `transform …`: dbt's commands on Corridor's project, or on any other for ClickHouse. */
import { commandHost } from "@corridor/dbt-ts/command/CommandHost"
import { dbtCommands } from "@corridor/dbt-ts/command/commands"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { transformFolder } from "../marts/BuildMarts.ts"
import { openTransform } from "../marts/TransformProject.ts"
import { warehouseOf } from "../stack/Stack.ts"
import { printResult } from "./CommandOutput.ts"
import { commonFlags } from "./CommonFlags.ts"
import { exitZeroOnInterrupt } from "./exitZeroOnInterrupt.ts"

/** Templates can read only variables named `DBT_…`, because others may hold secrets of this installation. */
const templateEnvironment = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      name.startsWith("DBT_") && !name.startsWith("DBT_ENV_SECRET") && value !== undefined ? [[name, value]] : []
    )
  )

const host = commandHost({
  name: "corridor transform",
  projectDir: transformFolder,
  flags: { data: commonFlags.data },
  open: ({ data }, { projectDir, target }) =>
    Effect.map(openTransform(projectDir, target, warehouseOf(data)), (opened) => ({
      ...opened,
      env: templateEnvironment(),
      isWholeEnvironment: false
    })),
  print: printResult,
  untilInterrupted: exitZeroOnInterrupt
})

export const transform = Command.make("transform").pipe(
  Command.withDescription("Build and inspect the marts with dbt's commands"),
  Command.withSubcommands(dbtCommands(host))
)
