import type { Effect } from "effect"
import type { Invocation } from "./Invocation.ts"

/** Which tests come with what is chosen; dbt's `--indirect-selection`. */
export const indirectSelections = ["eager", "cautious", "buildable", "empty"] as const

export type IndirectSelection = (typeof indirectSelections)[number]

/** The default database of models, and `target` in templates. */
export interface Target {
  readonly name: string
  /** Name of the profile; the target's when left out. */
  readonly profile?: string | undefined
  /** Default ClickHouse database. */
  readonly schema: string
  readonly threads: number
  /** dbt-clickhouse's `use_lw_deletes`: incremental models without a strategy use `delete_insert` and not `legacy`. */
  readonly useLightweightDeletes?: boolean | undefined
}

export const defaultTarget: Target = { name: "default", schema: "default", threads: 4 }

/** Progress: one node has ended. `rows` is the number of rows of a table or seed, or of failing rows of a test. */
export interface NodeProgress {
  /** Number of selected nodes that are done, including this one. */
  readonly done: number
  readonly of: number
  readonly name: string
  readonly resourceType: string
  readonly status: string
  readonly rows: number | undefined
  readonly seconds: number
}

export interface TransformOptions {
  /** Folder with `dbt_project.yml`. */
  readonly projectDir: string
  /** Folder of the artefacts; by default the project's `target-path`. */
  readonly targetPath?: string | undefined
  readonly target?: Target | undefined
  /** dbt's selectors; several are a union. */
  readonly select?: ReadonlyArray<string> | undefined
  readonly exclude?: ReadonlyArray<string> | undefined
  /** Name of a selection of `selectors.yml`, in place of `select` and `exclude`. */
  readonly selector?: string | undefined
  /** Folder with the artefacts of an earlier run, for `state:` and `result:`. */
  readonly state?: string | undefined
  /** Which tests are added to the selection; dbt's default is `eager`. */
  readonly indirectSelection?: IndirectSelection | undefined
  /** Only these kinds of nodes; `all` and `default` are permitted. */
  readonly resourceTypes?: ReadonlyArray<string> | undefined
  readonly excludeResourceTypes?: ReadonlyArray<string> | undefined
  readonly fullRefresh?: boolean | undefined
  /** Values over the project's `vars`. */
  readonly vars?: Readonly<Record<string, unknown>> | undefined
  /** The environment variables that `env_var` can read; templates see no others. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /**
   * `env` is the whole environment: a variable that it lacks is not set. Otherwise `env_var` is refused for a name
   * that is not in `env` and does not begin with `DBT_`, even with a default.
   */
  readonly isWholeEnvironment?: boolean | undefined
  /** Number of nodes that run in parallel; the target's by default. */
  readonly threads?: number | undefined
  /** Start no more nodes after the first error or failing test; the others are skipped. */
  readonly failFast?: boolean | undefined
  /** Keep failing rows of tests in tables, unless the test is configured otherwise. */
  readonly storeFailures?: boolean | undefined
  /** Treat warnings as errors. */
  readonly warnError?: boolean | undefined
  /** `ref` and `source` give no rows: the project's types and SQL are checked without its data. */
  readonly empty?: boolean | undefined
  /** Called with warnings: a term of the selection that matches nothing. */
  readonly onWarning?: ((words: string) => Effect.Effect<void>) | undefined
  /** Called with messages of templates: `print` and `log(…, info=True)`. */
  readonly onMessage?: ((message: string) => Effect.Effect<void>) | undefined
  /** The command, as `flags.WHICH` in templates. */
  readonly which?: string | undefined
  /** The invocation, if it began before the project is read: `invocation_id`, `run_started_at`. */
  readonly invocation?: Invocation | undefined
  readonly onProgress?: ((progress: NodeProgress) => Effect.Effect<void>) | undefined
}
