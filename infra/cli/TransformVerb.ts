/** `transform …`: dbt's verbs and flags, on Corridor's project or any other for ClickHouse. */
import { Command } from "effect/cli"
import * as Transform from "../../transform/dbt-ts/Transform.ts"
import { listAlias, ls } from "./transform/LsVerb.ts"
import { clean, deps, parse } from "./transform/ParseVerb.ts"
import { reportVerb } from "./transform/ReportVerb.ts"
import { show } from "./transform/ShowVerb.ts"

const build = reportVerb("build", Transform.build, {
  description: "Build seeds, snapshots and models, each followed by its tests; what depends on a failure is skipped",
  examples: [
    { command: "corridor transform build" },
    { command: "corridor transform build --select +flows --exclude tag:slow" },
    { command: "corridor transform build --select state:modified+ --state earlier/target", description: "what changed" }
  ]
})

const run = reportVerb("run", Transform.run, {
  description: "Build models, without their tests",
  examples: [{ command: "corridor transform run --select flows+ --full-refresh" }]
})

const test = reportVerb("test", Transform.test, {
  description: "Run tests on what is there",
  examples: [{ command: "corridor transform test --select flows --store-failures" }]
})

const compile = reportVerb("compile", Transform.compile, {
  description: "Write the SQL of every node below the target folder, build nothing",
  examples: [{ command: "corridor transform compile --target-path /tmp/target" }]
})

export const transform = Command.make("transform").pipe(
  Command.withDescription("Build and look at the marts: dbt's verbs, run by dbt-ts"),
  Command.withSubcommands([build, run, test, compile, ls, listAlias, show, parse, deps, clean])
)
