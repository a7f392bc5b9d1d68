import type { Flow } from "./Flow.ts"

/** A relation as queries see it: its columns in order, and what decides which rows it has. */
export interface LineageTable {
  readonly columns: ReadonlyMap<string, Flow>
  readonly rows: Flow
  /** Answers any name with nothing: a model that reads itself, before its columns are known. */
  readonly anyColumn?: boolean
}
