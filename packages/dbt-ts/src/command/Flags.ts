/** The flags that dbt's commands share, and the options of dbt-ts that they mean. */
import { resolve } from "node:path"
import { Console, Effect, type Layer, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { indirectSelections } from "../graph/Criterion.ts"
import type { ClickHouse } from "../store/ClickHouse.ts"
import { defaultTarget, type TransformOptions } from "../TransformOptions.ts"
import type { CommandHost, CommandOutput } from "./CommandHost.ts"
import { progressLine } from "./progressLine.ts"
import { mappingFlag } from "./YamlMapping.ts"

/** Returns a flag that may be left out. */
export const optional = <A>(flag: Flag.Flag<A>): Flag.Flag<A | undefined> =>
  flag.pipe(Flag.optional, Flag.map(Option.getOrUndefined))

const repeated = (name: string) => Flag.String(name).pipe(Flag.atLeast(0))

const switchFlag = (name: string, description: string) =>
  Flag.Boolean(name).pipe(Flag.withDescription(description), Flag.withDefault(false))

/** Returns where the project and its store are, and what its templates read. */
export const projectFlags = <E, R>(host: CommandHost<E, R>) => ({
  host: host.flags,
  json: switchFlag("json", "print one JSON document on standard output"),
  projectDir: Flag.String("project-dir").pipe(
    Flag.withDescription("folder with dbt_project.yml"),
    Flag.withDefault(host.projectDir)
  ),
  targetPath: optional(Flag.String("target-path").pipe(Flag.withDescription("folder for the artefacts"))),
  target: optional(
    Flag.String("target").pipe(
      Flag.withAlias("t"),
      Flag.withDescription("name of the target, 'target.name' in templates")
    )
  ),
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
    Flag.String("state").pipe(
      Flag.withDescription("folder with the artefacts of an earlier run, for the selectors state: and result:")
    )
  ),
  indirectSelection: optional(
    Flag.Literals("indirect-selection", indirectSelections).pipe(
      Flag.withDescription(
        "which tests are added: those of any selected node (eager), or only those whose nodes are all selected"
      )
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
  fullRefresh: switchFlag("full-refresh", "rebuild incremental models and seeds from scratch").pipe(
    Flag.withAlias("f")
  ),
  failFast: switchFlag("fail-fast", "start no more nodes after the first failure").pipe(Flag.withAlias("x")),
  threads: optional(
    Flag.Int("threads").pipe(
      Flag.withDescription(`nodes that run in parallel (default: the target's, usually ${defaultTarget.threads})`)
    )
  ),
  storeFailures: switchFlag("store-failures", "keep the failing rows of tests in tables"),
  warnError: switchFlag("warn-error", "treat warnings as errors"),
  empty: switchFlag("empty", "read no rows through ref and source: checks the SQL and types without the data")
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
