/** The flags that dbt's commands share, and the options of dbt-ts that they mean. */
import { resolve } from "node:path"
import { Config, Console, Effect, type Layer, Option } from "effect"
import { Command, Flag } from "effect/cli"
import type { ClickHouse } from "../store/ClickHouse.ts"
import { defaultTarget, indirectSelections, type TransformOptions } from "../TransformOptions.ts"
import type { CommandHost, CommandOutput } from "./CommandHost.ts"
import { progressLine } from "./progressLine.ts"
import { mappingFlag } from "./YamlMapping.ts"

/** Returns a flag that may be left out. */
export const optional = <A>(flag: Flag.Flag<A>): Flag.Flag<A | undefined> =>
  flag.pipe(Flag.optional, Flag.map(Option.getOrUndefined))

const repeated = (name: string) => Flag.String(name).pipe(Flag.atLeast(0))

const switchFlag = (name: string, description: string) =>
  Flag.Boolean(name).pipe(Flag.withDescription(description), Flag.withDefault(false))

/** dbt's environment variable for a flag: `DBT_FULL_REFRESH` for `full-refresh`. */
const variableOf = (name: string): string => `DBT_${name.replaceAll("-", "_").toUpperCase()}`

/** A switch that is also on if dbt's environment variable says so. */
const dbtSwitch = (name: string, description: string) =>
  Flag.Boolean(name).pipe(
    Flag.withDescription(description),
    Flag.withFallbackConfig(Config.Boolean(variableOf(name))),
    Flag.withDefault(false)
  )

/** A text that may be left out, and then comes from dbt's environment variable. */
export const dbtText = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withDescription(description), Flag.withFallbackConfig(Config.String(variableOf(name))))

/** Returns where the project and its store are, and what its templates read. */
export const projectFlags = <E, R>(host: CommandHost<E, R>) => ({
  host: host.flags,
  json: switchFlag("json", "print one JSON document on standard output"),
  projectDir: dbtText("project-dir", "folder with dbt_project.yml").pipe(Flag.withDefault(host.projectDir)),
  targetPath: optional(dbtText("target-path", "folder for the artefacts")),
  target: optional(dbtText("target", "name of the target, 'target.name' in templates").pipe(Flag.withAlias("t"))),
  vars: optional(
    mappingFlag("vars").pipe(
      Flag.withDescription("values that override the project's vars, as YAML or JSON: '{first_year: 2015}'")
    )
  )
})

export const selectionFlags = {
  select: repeated("select").pipe(
    Flag.withAlias("s"),
    Flag.withDescription(
      "dbt selector: flows, +flows, flows+, 2+x, @x, tag:mart, path:models/marts, state:modified; commas intersect, spaces and repetition unite"
    )
  ),
  models: repeated("models").pipe(
    Flag.withAlias("m"),
    Flag.withAlias("model"),
    Flag.withDescription("the same as --select; with 'ls', models only")
  ),
  exclude: repeated("exclude").pipe(Flag.withDescription("dbt selector of nodes to leave out")),
  selector: optional(Flag.String("selector").pipe(Flag.withDescription("name of a selection in selectors.yml"))),
  state: optional(
    dbtText("state", "folder with the artefacts of an earlier run, for the selectors state: and result:")
  ),
  indirectSelection: optional(
    Flag.Literals("indirect-selection", indirectSelections).pipe(
      Flag.withDescription(
        "which tests are added: those of any selected node (eager), or only those whose nodes are all selected"
      ),
      Flag.withFallbackConfig(Config.Literals(indirectSelections, variableOf("indirect-selection")))
    )
  )
}

export const kindFlags = {
  resourceTypes: repeated("resource-type").pipe(
    Flag.withAlias("resource-types"),
    Flag.withDescription("only this kind of node: model, seed, test, …; may be repeated")
  ),
  excludeResourceTypes: repeated("exclude-resource-type").pipe(
    Flag.withAlias("exclude-resource-types"),
    Flag.withDescription("leave out this kind of node; may be repeated")
  )
}

/** Flags of commands that change the store. */
export const runFlags = {
  fullRefresh: dbtSwitch("full-refresh", "rebuild incremental models and seeds from scratch").pipe(Flag.withAlias("f")),
  failFast: dbtSwitch("fail-fast", "start no more nodes after the first failure").pipe(Flag.withAlias("x")),
  threads: optional(
    Flag.Int("threads").pipe(
      Flag.withDescription(`nodes that run in parallel (default: the target's, usually ${defaultTarget.threads})`)
    )
  ),
  storeFailures: dbtSwitch("store-failures", "keep the failing rows of tests in tables"),
  warnError: dbtSwitch("warn-error", "treat warnings as errors"),
  empty: dbtSwitch("empty", "read no rows through ref and source: checks the SQL and types without the data")
}

/** The values of a command's flags, as far as the command has them. */
interface Flags {
  readonly host: unknown
  readonly json: boolean
  readonly projectDir: string
  readonly targetPath: string | undefined
  readonly target: string | undefined
  readonly vars: Readonly<Record<string, unknown>> | undefined
  readonly select?: ReadonlyArray<string>
  readonly models?: ReadonlyArray<string>
  readonly exclude?: ReadonlyArray<string>
  readonly selector?: string | undefined
  readonly state?: string | undefined
  readonly indirectSelection?: TransformOptions["indirectSelection"]
  readonly resourceTypes?: ReadonlyArray<string>
  readonly excludeResourceTypes?: ReadonlyArray<string>
  readonly fullRefresh?: boolean
  readonly failFast?: boolean
  readonly threads?: number | undefined
  readonly storeFailures?: boolean
  readonly warnError?: boolean
  readonly empty?: boolean
}

/** Opens the project that the flags name: its store, and the options of dbt-ts. */
export const openProject = Effect.fn("Flags.openProject")(function* <E, R>(host: CommandHost<E, R>, flags: Flags) {
  const projectDir = resolve(flags.projectDir)
  const { store, ...opened } = yield* host.open(flags.host, { projectDir, target: flags.target })
  const options: TransformOptions = {
    ...flags,
    ...opened,
    projectDir,
    targetPath: flags.targetPath === undefined ? undefined : resolve(flags.targetPath),
    state: flags.state === undefined ? undefined : resolve(flags.state),
    select: [...(flags.select ?? []), ...(flags.models ?? [])],
    onProgress: progressLine,
    onWarning: (text) => Console.error(text),
    // A macro's messages are output, but they are not part of the document.
    onMessage: (text) => (flags.json ? Console.error(text) : Console.log(text))
  }
  return { options, store }
})

export interface CommandDescription {
  readonly description: string
  readonly examples: ReadonlyArray<Command.Command.Example>
}

/** A command that opens a project, works on it and prints a result. */
export const projectCommand = <
  const Name extends string,
  const Config extends Command.Command.Config,
  E,
  R,
  WorkError,
  WorkServices
>(
  host: CommandHost<E, R>,
  name: Name,
  config: Config,
  { description, examples }: CommandDescription,
  work: (
    project: { readonly options: TransformOptions; readonly store: Layer.Layer<ClickHouse, E, R> },
    flags: Command.Command.Config.Infer<Config>
  ) => Effect.Effect<CommandOutput, WorkError, WorkServices>
) =>
  Command.make(
    name,
    { ...projectFlags(host), ...config },
    Effect.fn(`dbt-ts ${name}`)(function* (given: unknown) {
      const flags = given as Flags & Command.Command.Config.Infer<Config>
      yield* host.print(flags.json, yield* work(yield* openProject(host, flags), flags))
    })
  ).pipe(Command.withDescription(description), Command.withExamples(examples))
