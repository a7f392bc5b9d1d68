import type { Flow } from "./Flow.ts"

/** A relation as queries see it: its columns in order, and what decides which rows it has. */
export interface LineageTable {
  readonly columns: ReadonlyMap<string, Flow>
  readonly rows: Flow
  /** Two of its columns have one name: their places are not known here. */
  readonly ambiguous?: boolean
  /** It has more columns than these, so `*` is not followed. */
  readonly partial?: boolean
  /** Answers any name with nothing: a model that reads itself, before its columns are known. */
  readonly anyColumn?: boolean
}
