/** `transform build|run|test|compile|ls|show`: dbt's verbs and flags, on Corridor's project or any other for ClickHouse. */
import { resolve } from "node:path"
import { Console, Effect, Option, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import * as Transform from "../../transform/dbt-ts/Transform.ts"
import type { NodeProgress } from "../../transform/dbt-ts/TransformOptions.ts"
import { transformFolder } from "../marts/BuildMarts.ts"
import { stackLayer } from "../stack/Stack.ts"
import { commonFlags, switchFlag, tableWords, tell } from "./Verb.ts"

const Vars = Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown))

const projectFlags = {
  ...commonFlags,
  select: Flag.String("select").pipe(
    Flag.withAlias("s"),
    Flag.withDescription(
      "dbt selector: flows, +flows, flows+, 2+x, @x, tag:mart, path:models/marts; repeat for a union"
    ),
    Flag.atLeast(0)
  ),
  exclude: Flag.String("exclude").pipe(Flag.withDescription("dbt selector of what to leave out"), Flag.atLeast(0)),
  vars: Flag.String("vars").pipe(
    Flag.withDescription('values over the project\'s vars, as JSON: {"name": 1}'),
    Flag.withSchema(Vars),
    Flag.optional
  ),
  fullRefresh: switchFlag("full-refresh", "build what is incremental anew"),
  projectDir: Flag.String("project-dir").pipe(
    Flag.withDescription("folder with dbt_project.yml; Corridor's own when left out"),
    Flag.withDefault(transformFolder)
  ),
  targetPath: Flag.String("target-path").pipe(Flag.withDescription("where the artefacts go"), Flag.optional)
}

type Given = Command.Command.Config.Infer<typeof projectFlags>

/** Only variables named `DBT_…` reach `env_var` in a template. */
const templateEnvironment = Effect.sync(() =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      name.startsWith("DBT_") && !name.startsWith("DBT_ENV_SECRET") && value !== undefined ? [[name, value]] : []
    )
  )
)

const optionsOf = Effect.fn("TransformVerb.options")(function* (given: Given) {
  const options: Transform.TransformOptions = {
    projectDir: resolve(given.projectDir),
    targetPath: Option.isSome(given.targetPath) ? resolve(given.targetPath.value) : undefined,
    select: given.select,
    exclude: given.exclude,
    vars: Option.getOrUndefined(given.vars),
    fullRefresh: given.fullRefresh,
    env: yield* templateEnvironment,
    onProgress: progressLine
  }
  return options
})

const progressLine = ({ done, of, status, resourceType, name, rows, seconds }: NodeProgress): Effect.Effect<void> => {
  const counted = rows === undefined ? "" : `, ${rows} ${resourceType === "test" ? "failures" : "rows"}`
  const number = String(done).padStart(String(of).length)
  return Console.error(
    `${number} of ${of}  ${status.padEnd(7)} ${resourceType} ${name}${counted}, ${seconds.toFixed(2)} s`
  )
}

const warehouseOf = (data: string) => stackLayer({ data, needs: ["warehouse"] })

const reportVerb = (name: "build" | "run" | "test" | "compile", description: string, verb: typeof Transform.build) =>
  Command.make(
    name,
    projectFlags,
    Effect.fn(`transform ${name}`)(function* (given) {
      const options = yield* optionsOf(given)
      const { results, failed, seconds } = yield* verb(options).pipe(Effect.provide(warehouseOf(given.data)))
      const counts: Record<string, number> = {}
      for (const { status } of results) counts[status] = (counts[status] ?? 0) + 1
      const bad = results.filter(({ status }) => status === "error" || status === "fail" || status === "warn")
      const summary = Object.entries(counts).map(([status, count]) => `${count} ${status}`)
      yield* tell(given.json, {
        json: {
          results: results.map(({ uniqueId, status, message, rows, failures, seconds: took }) => ({
            node: uniqueId,
            status,
            message,
            rows: rows ?? null,
            failures: failures ?? null,
            seconds: took
          })),
          counts,
          failed,
          seconds
        },
        words: [
          ...bad.map(({ status, name: node, message }) => `${status} ${node}: ${message ?? ""}`),
          results.length === 0
            ? "Nothing to do: the selection chooses no node."
            : `${summary.join(", ")} in ${seconds.toFixed(1)} s.`
        ],
        exitCode: failed > 0 ? 1 : 0
      })
    })
  ).pipe(Command.withDescription(description))

const ls = Command.make(
  "ls",
  projectFlags,
  Effect.fn("transform ls")(function* (given) {
    const nodes = yield* Transform.ls(yield* optionsOf(given))
    yield* tell(given.json, { json: { nodes }, words: nodes.map(({ selector }) => selector) })
  })
).pipe(Command.withDescription("List what a selection chooses"))

const show = Command.make(
  "show",
  {
    ...projectFlags,
    limit: Flag.Int("limit").pipe(Flag.withDescription("rows at most; -1 gives all"), Flag.withDefault(5))
  },
  Effect.fn("transform show")(function* (given) {
    const options = { ...(yield* optionsOf(given)), limit: given.limit }
    const { name, columns, rows } = yield* Transform.show(options).pipe(Effect.provide(warehouseOf(given.data)))
    const names = columns.map((column) => column.name)
    const cell = (value: unknown): string =>
      value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value)
    yield* tell(given.json, {
      // dbt's `show --output json` has this shape.
      json: { node: name, show: rows },
      words: tableWords([names, ...rows.map((row) => names.map((column) => cell(row[column])))])
    })
  })
).pipe(Command.withDescription("Show the rows of one model"))

export const transform = Command.make("transform").pipe(
  Command.withDescription("Build and look at the marts: dbt's verbs, run by dbt-ts"),
  Command.withSubcommands([
    reportVerb("build", "Build models and seeds, each followed by its tests", Transform.build),
    reportVerb("run", "Build models", Transform.run),
    reportVerb("test", "Run tests on what is there", Transform.test),
    reportVerb("compile", "Write the SQL of every node, build nothing", Transform.compile),
    ls,
    show
  ])
)
