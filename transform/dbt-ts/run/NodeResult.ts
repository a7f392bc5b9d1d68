/** How one node ended, in dbt's words. */
export type NodeStatus = "success" | "pass" | "warn" | "fail" | "error" | "skipped"

export interface NodeResult {
  readonly uniqueId: string
  readonly name: string
  readonly resourceType: string
  readonly status: NodeStatus
  readonly message: string | null
  /** Rows written by a table or seed. */
  readonly rows: number | undefined
  /** What a test counted. */
  readonly failures: number | undefined
  readonly seconds: number
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly compiled: string | undefined
  /** Statements sent to the store. */
  readonly statements: ReadonlyArray<string>
}

/** True when what depends on the node must not be built. */
export const blocks = (status: NodeStatus): boolean => status === "fail" || status === "error" || status === "skipped"
