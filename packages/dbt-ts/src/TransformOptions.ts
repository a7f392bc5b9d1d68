import type { Effect } from "effect"
import type { Invocation } from "./artefacts/Metadata.ts"
import type { IndirectSelection } from "./graph/Criterion.ts"

/** Where models go unless they say otherwise; what `target` gives in templates. */
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

/** One node's end, told as it happens. `rows` is known for tables and seeds, and the failing rows of tests. */
export interface NodeProgress {
  /** How many of the selected nodes are done, this one included. */
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
  /** Where `manifest.json` and the others go; `target` in the project when left out. */
  readonly targetPath?: string | undefined
  readonly target?: Target | undefined
  /** dbt's selectors; several are a union. */
  readonly select?: ReadonlyArray<string> | undefined
  readonly exclude?: ReadonlyArray<string> | undefined
  /** Name of a selection of `selectors.yml`, in place of `select` and `exclude`. */
  readonly selector?: string | undefined
  /** Folder with the `manifest.json` and others of an earlier run: what `state:` and `result:` compare with. */
  readonly state?: string | undefined
  /** Which tests come with what is chosen; dbt's default is `eager`. */
  readonly indirectSelection?: IndirectSelection | undefined
  /** Only these kinds of nodes, of those that the verb has; `all` and `default` too. */
  readonly resourceTypes?: ReadonlyArray<string> | undefined
  readonly excludeResourceTypes?: ReadonlyArray<string> | undefined
  readonly fullRefresh?: boolean | undefined
  /** Values over the project's `vars`. */
  readonly vars?: Readonly<Record<string, unknown>> | undefined
  /** The environment variables that `env_var` can read; templates see no others. */
  readonly env?: Readonly<Record<string, string>> | undefined
  /**
   * `env` is the whole environment, so that a variable it lacks is not set. Otherwise `env_var` is refused for a name
   * that is not in `env` and does not begin with `DBT_`, even with a default.
   */
  readonly isWholeEnvironment?: boolean | undefined
  /** Nodes at once; the target's number when left out. */
  readonly threads?: number | undefined
  /** After the first error or failing test nothing new is started; what was not reached is skipped. */
  readonly failFast?: boolean | undefined
  /** Failing rows of tests are kept in tables, unless a test says otherwise. */
  readonly storeFailures?: boolean | undefined
  /** A test that would warn fails. */
  readonly warnError?: boolean | undefined
  /** `ref` and `source` give no rows: the project's types and SQL are checked without its data. */
  readonly empty?: boolean | undefined
  /** Told in words what is worth knowing and no error: a term of the selection that matches nothing. */
  readonly onWarning?: ((words: string) => Effect.Effect<void>) | undefined
  /** Told what a template says by `print` or `log(…, info=True)`. */
  readonly onMessage?: ((message: string) => Effect.Effect<void>) | undefined
  /** The verb, as templates see it in `flags.WHICH`. */
  readonly which?: string | undefined
  /** The call that this is, where it has begun before the project is read: `invocation_id`, `run_started_at`. */
  readonly invocation?: Invocation | undefined
  readonly onProgress?: ((progress: NodeProgress) => Effect.Effect<void>) | undefined
}
