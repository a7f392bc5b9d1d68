/** Flags that dbt's verbs share, and what they mean to dbt-ts. */
import { resolve } from "node:path"
import { indirectSelections } from "@corridor/dbt-ts/graph/Criterion"
import { defaultTarget, type TransformOptions } from "@corridor/dbt-ts/TransformOptions"
import { Console, Effect } from "effect"
import { Flag } from "effect/cli"
import { transformFolder } from "../../marts/BuildMarts.ts"
import { commonFlags, optional, switchFlag } from "../CommonFlags.ts"
import { progressLine } from "./Progress.ts"
import { readMapping, YamlMapping } from "./Vars.ts"

const repeated = (flag: Flag.Flag<string>) => flag.pipe(Flag.atLeast(0))

/** Where the project is and what its templates read. */
export const projectFlags = {
  ...commonFlags,
  projectDir: Flag.String("project-dir").pipe(
    Flag.withDescription("folder with dbt_project.yml; Corridor's own when left out"),
    Flag.withDefault(transformFolder)
  ),
  targetPath: optional(Flag.String("target-path").pipe(Flag.withDescription("where the artefacts go"))),
  target: optional(
    Flag.String("target").pipe(
      Flag.withAlias("t"),
      Flag.withDescription("the name that 'target.name' has in templates")
    )
  ),
  vars: optional(
    Flag.String("vars").pipe(
      Flag.withDescription("values over the project's vars, as YAML or JSON: '{first_year: 2015}'"),
      Flag.withSchema(YamlMapping),
      Flag.map(readMapping)
    )
  )
}

export const selectionFlags = {
  select: repeated(
    Flag.String("select").pipe(
      Flag.withAlias("s"),
      Flag.withDescription(
        "dbt selector: flows, +flows, flows+, 2+x, @x, tag:mart, path:models/marts, state:modified; commas intersect, spaces and repetition unite"
      )
    )
  ),
  models: repeated(
    Flag.String("models").pipe(
      Flag.withAlias("m"),
      Flag.withAlias("model"),
      Flag.withDescription("the same as --select; with 'ls' models alone")
    )
  ),
  exclude: repeated(Flag.String("exclude").pipe(Flag.withDescription("dbt selector of what to leave out"))),
  selector: optional(Flag.String("selector").pipe(Flag.withDescription("a selection of selectors.yml, by name"))),
  state: optional(
    Flag.String("state").pipe(
      Flag.withDescription("folder with the manifest.json of an earlier run, which state: and result: compare with")
    )
  ),
  indirectSelection: optional(
    Flag.Literals("indirect-selection", indirectSelections).pipe(
      Flag.withDescription("which tests come along: those of any chosen node (eager), or only where all are chosen")
    )
  )
}

export const kindFlags = {
  resourceTypes: repeated(
    Flag.String("resource-type").pipe(
      Flag.withAlias("resource-types"),
      Flag.withDescription("only this kind: model, seed, test, …; repeat for more")
    )
  ),
  excludeResourceTypes: repeated(
    Flag.String("exclude-resource-type").pipe(
      Flag.withAlias("exclude-resource-types"),
      Flag.withDescription("not this kind")
    )
  )
}

/** Of verbs that send statements to the store. */
export const runFlags = {
  fullRefresh: switchFlag("full-refresh", "build what is incremental anew").pipe(Flag.withAlias("f")),
  failFast: switchFlag("fail-fast", "start nothing new after the first failure").pipe(Flag.withAlias("x")),
  threads: optional(
    Flag.Int("threads").pipe(Flag.withDescription(`nodes at once; ${defaultTarget.threads} when left out`))
  ),
  storeFailures: switchFlag("store-failures", "keep failing rows of tests in tables"),
  warnError: switchFlag("warn-error", "what would warn fails"),
  empty: switchFlag("empty", "refs and sources give no rows: checks SQL and types without the data")
}

/** A call's flags, as far as its verb has them. */
interface Given {
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

/** Only variables named `DBT_…` reach `env_var` in a template. */
const templateEnvironment = Effect.sync(() =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      name.startsWith("DBT_") && !name.startsWith("DBT_ENV_SECRET") && value !== undefined ? [[name, value]] : []
    )
  )
)

/** What the flags of a call mean; flags that a verb does not have are as if they were not given. */
export const optionsOf = Effect.fn("TransformFlags.options")(function* (given: Given) {
  const options: TransformOptions = {
    ...given,
    projectDir: resolve(given.projectDir),
    targetPath: given.targetPath === undefined ? undefined : resolve(given.targetPath),
    target: given.target === undefined ? undefined : { ...defaultTarget, name: given.target },
    state: given.state === undefined ? undefined : resolve(given.state),
    select: [...(given.select ?? []), ...(given.models ?? [])],
    env: yield* templateEnvironment,
    onProgress: progressLine,
    onWarning: (message) => Console.error(message)
  }
  return options
})

/** The store that is up on a data folder, or the embedded one opened for this call. */
