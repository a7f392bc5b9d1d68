/** `transform …`: dbt's verbs and flags, on Corridor's project or any other for ClickHouse. */

import * as Transform from "@corridor/dbt-ts/Transform"
import { Command } from "effect/cli"
import { clean } from "./transform/CleanCommand.ts"
import { docs } from "./transform/DocsCommand.ts"
import { ls } from "./transform/LsCommand.ts"
import { deps, parse } from "./transform/ParseCommand.ts"
import { refusedCommand } from "./transform/RefusedCommand.ts"
import { reportCommand } from "./transform/ReportCommand.ts"
import { runOperation } from "./transform/RunOperationCommand.ts"
import { show } from "./transform/ShowCommand.ts"
import { source } from "./transform/SourceCommand.ts"

const build = reportCommand("build", Transform.build, {
  description: "Build seeds, snapshots and models, each followed by its tests; what depends on a failure is skipped",
  examples: [
    { command: "corridor transform build" },
    { command: "corridor transform build --select +flows --exclude tag:slow" },
    { command: "corridor transform build --select state:modified+ --state earlier/target", description: "what changed" }
  ]
})

const run = reportCommand("run", Transform.run, {
  description: "Build models, without their tests",
  examples: [{ command: "corridor transform run --select flows+ --full-refresh" }]
})

const test = reportCommand("test", Transform.test, {
  description: "Run tests on what is there",
  examples: [{ command: "corridor transform test --select flows --store-failures" }]
})

const compile = reportCommand("compile", Transform.compile, {
  description: "Write the SQL of every node below the target folder, build nothing",
  examples: [{ command: "corridor transform compile --target-path /tmp/target" }]
})

const seed = reportCommand("seed", Transform.seed, {
  description: "Load the CSV files of the project",
  examples: [{ command: "corridor transform seed --full-refresh" }]
})

const snapshot = reportCommand("snapshot", Transform.snapshot, {
  description: "Write down what changed since the last snapshot; nothing that was written is lost",
  examples: [{ command: "corridor transform snapshot --select tag:daily" }]
})

const retry = reportCommand("retry", Transform.retry, {
  description: "Try again what failed or was skipped in the last call, with its flags",
  examples: [{ command: "corridor transform retry" }]
})

/** Verbs of dbt that are none here, so that who asks for one is told of it by name. */
const refused = [
  refusedCommand("clone", "tables are built, not cloned from elsewhere"),
  refusedCommand("init", "copy a project's folder, or write dbt_project.yml by hand"),
  refusedCommand("debug", "'corridor doctor' checks the store, 'corridor transform parse' the project")
]

export const transform = Command.make("transform").pipe(
  Command.withDescription("Build and look at the marts: dbt's verbs, run by dbt-ts"),
  Command.withSubcommands([
    build,
    run,
    test,
    seed,
    snapshot,
    compile,
    ls,
    show,
    docs,
    source,
    runOperation,
    parse,
    deps,
    clean,
    retry,
    ...refused
  ])
)
