import type { LineageTable } from "../LineageTable.ts"
import type { Lowering } from "../Lowering.ts"

/** What a query is read against. */
export interface Binding {
  /** The relation of that name in the store; undefined when it is not known. */
  readonly table: (parts: ReadonlyArray<string>) => LineageTable | undefined
  /** By the text of the marker that the macro writes. */
  readonly lowerings: ReadonlyMap<string, Lowering>
}
