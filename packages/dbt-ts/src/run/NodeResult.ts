export type NodeStatus = "success" | "pass" | "warn" | "fail" | "error" | "skipped" | "no-op"

/** When a stage of a node began and ended, in milliseconds since 1970. */
export interface Timing {
  readonly name: "compile" | "execute"
  readonly startedAt: number
  readonly completedAt: number
}

export interface NodeResult {
  readonly uniqueId: string
  readonly name: string
  readonly resourceType: string
  readonly status: NodeStatus
  readonly message: string | null
  /** Rows written by a table, an incremental model, a snapshot or a seed. */
  readonly rows: number | undefined
  /** What a test counted. */
  readonly failures: number | undefined
  readonly seconds: number
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly timing: ReadonlyArray<Timing>
  /** `Thread-1` and so on; `main` for `on-run-start` and `on-run-end`. */
  readonly thread: string
  /** The response of dbt's adapter: `_message`, for seeds `code` and `rows_affected` too. */
  readonly adapterResponse: Readonly<Record<string, unknown>>
  /** Where a test stored its failing rows, as SQL names it. */
  readonly storedFailures: string | undefined
  /** Why a node was skipped: the unique id of what failed above it, or `fail_fast`. */
  readonly skippedBecause: string | undefined
  readonly compiled: string | undefined
  /** SQL of the inputs of a unit test by their names. */
  readonly inputs: Readonly<Record<string, string>> | undefined
  /** Statements sent to the store. */
  readonly statements: ReadonlyArray<string>
}

/** What a node without a query, a test or a table has to report. */
export const noDetails = {
  rows: undefined,
  failures: undefined,
  storedFailures: undefined,
  skippedBecause: undefined,
  compiled: undefined,
  inputs: undefined,
  adapterResponse: {},
  timing: [],
  statements: []
} as const satisfies Partial<NodeResult>

/** Returns true when what depends on the node must not be built. */
export const blocks = (status: NodeStatus): boolean => status === "fail" || status === "error" || status === "skipped"
