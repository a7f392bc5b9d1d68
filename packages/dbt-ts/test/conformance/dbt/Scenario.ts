/** What is done with a fixture project, step by step, by real dbt and by dbt-ts alike. */

export type Step =
  /** Statements sent to the store: the world changes. */
  | { readonly kind: "sql"; readonly statements: ReadonlyArray<string> }
  /** A file of the project is written anew, or taken away: `null`. */
  | { readonly kind: "edit"; readonly files: Readonly<Record<string, string | null>> }
  /** The artefacts are kept in `kept/` of the project, for `--state kept`. */
  | { readonly kind: "keep" }
  | DbtStep
  | ListStep

/** A command of dbt: `["build", "--select", "flows+"]`. */
export interface DbtStep {
  readonly kind: "dbt"
  readonly arguments: ReadonlyArray<string>
  /** Documents that are held to real dbt's after this step. */
  readonly documents?: ReadonlyArray<"manifest" | "catalog" | "sources">
}

/** What several selections choose: each a list of arguments after `ls`. */
export interface ListStep {
  readonly kind: "list"
  readonly selections: ReadonlyArray<ReadonlyArray<string>>
}

export interface Scenario {
  /** Folder below `fixtures/dbt`, and the file of what real dbt made of it. */
  readonly project: string
  /** Database of the target. */
  readonly schema: string
  readonly env: Readonly<Record<string, string>>
  /**
   * Tables that real dbt leaves half made when their model fails: empty, or of no use. dbt-ts leaves what was there
   * before, or nothing, so their contents are not compared; no other table may differ.
   */
  readonly halfMade: ReadonlyArray<RegExp>
  /** Compiled files that several unit tests write, each with rows of its own: the last one stays, whichever it was. */
  readonly contested: ReadonlyArray<string>
  readonly steps: ReadonlyArray<Step>
}

/** One node's end in `run_results.json`. */
export interface Ended {
  readonly status: string
  readonly failures: number | null
  readonly message: string | null
}

/** A table or view, with all of its rows as JSON lines, sorted; many rows stand as a hash. */
export interface Stored {
  readonly create: string
  readonly columns: ReadonlyArray<readonly [name: string, type: string]>
  readonly keys: readonly [sorting: string, primary: string, partition: string]
  readonly rows: number
  readonly contents: ReadonlyArray<string> | string
}

/** What a command left. */
export interface Observed {
  readonly arguments: ReadonlyArray<string>
  readonly success: boolean
  /** The first words of what ended the whole command. */
  readonly raised: string | null
  readonly results: Readonly<Record<string, Ended>>
  /** SQL by its path below `target/compiled`. */
  readonly compiled: Readonly<Record<string, string>>
  /** By `database.name`. */
  readonly stored: Readonly<Record<string, Stored>>
  readonly documents: Readonly<Record<string, unknown>>
}
