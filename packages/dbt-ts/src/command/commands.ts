/** dbt's commands, for any program that provides a project and a store. */
import { Effect } from "effect"
import { Command } from "effect/cli"
import * as Transform from "../Transform.ts"
import { cleanCommand } from "./CleanCommand.ts"
import type { CommandHost } from "./CommandHost.ts"
import { docsCommand } from "./DocsCommand.ts"
import { kindFlags, projectFlags, runFlags, selectionFlags } from "./Flags.ts"
import { lsCommand } from "./LsCommand.ts"
import { depsCommand, parseCommand } from "./ParseCommand.ts"
import { reportCommand } from "./ReportCommand.ts"
import { runOperationCommand } from "./RunOperationCommand.ts"
import { showCommand } from "./ShowCommand.ts"
import { sourceCommand } from "./SourceCommand.ts"
import { UsageError } from "./UsageError.ts"

/** Returns a command of dbt that does not exist here: refused by name, with any flags. */
const refusedCommand = <const Name extends string, E, R>(host: CommandHost<E, R>, name: Name, instead: string) =>
  Command.make(name, { ...projectFlags(host), ...selectionFlags, ...kindFlags, ...runFlags }, () =>
    Effect.fail(new UsageError({ message: `the dbt command '${name}' is not supported: ${instead}` }))
  ).pipe(Command.withDescription(`Not supported: ${instead}`))

/** Returns all subcommands, for `Command.withSubcommands`. */
export const dbtCommands = <E, R>(host: CommandHost<E, R>) =>
  [
    reportCommand(host, "build", Transform.build, {
      description:
        "Build seeds, snapshots and models, each followed by its tests; nodes that depend on a failure are skipped",
      examples: [
        { command: `${host.name} build` },
        { command: `${host.name} build --select +flows --exclude tag:slow` },
        { command: `${host.name} build --select state:modified+ --state earlier/target`, description: "what changed" }
      ]
    }),
    reportCommand(host, "run", Transform.run, {
      description: "Build models, without their tests",
      examples: [{ command: `${host.name} run --select flows+ --full-refresh` }]
    }),
    reportCommand(host, "test", Transform.test, {
      description: "Run the tests on existing tables",
      examples: [{ command: `${host.name} test --select flows --store-failures` }]
    }),
    reportCommand(host, "seed", Transform.seed, {
      description: "Load the project's CSV files",
      examples: [{ command: `${host.name} seed --full-refresh` }]
    }),
    reportCommand(host, "snapshot", Transform.snapshot, {
      description: "Record what changed since the last snapshot; recorded rows are never lost",
      examples: [{ command: `${host.name} snapshot --select tag:daily` }]
    }),
    reportCommand(host, "compile", Transform.compile, {
      description: "Write the SQL of every node into the target folder without building it",
      examples: [{ command: `${host.name} compile --target-path /tmp/target` }]
    }),
    lsCommand(host),
    showCommand(host),
    docsCommand(host),
    sourceCommand(host),
    runOperationCommand(host),
    parseCommand(host),
    depsCommand(host),
    cleanCommand(host),
    reportCommand(host, "retry", Transform.retry, {
      description: "Run again what failed or was skipped in the last command, with its flags",
      examples: [{ command: `${host.name} retry` }]
    }),
    refusedCommand(host, "clone", "tables are built, never cloned from another environment"),
    refusedCommand(host, "init", "copy a project's folder, or write dbt_project.yml by hand"),
    refusedCommand(host, "debug", "'parse' checks the project and the store is checked when it is first used")
  ] as const
