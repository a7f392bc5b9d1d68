import { classesOf, type Flow } from "./Flow.ts"
import type { LineageTable } from "./LineageTable.ts"
import { type PrivacyClass, strongestFirst } from "./PrivacyClass.ts"
import { reading } from "./sourceTable.ts"

/** What is known about one node: the flow of each column and of its rows, or why nothing is known. */
export interface NodePrivacy {
  readonly uniqueId: string
  readonly columns: ReadonlyMap<string, Flow>
  readonly rows: Flow
  /** Why its classes come from its YAML and are not derived. */
  readonly trusted: string | undefined
  /** The text of the query that cannot be followed, with its place. Then no class is known. */
  readonly unknown: string | undefined
}

/** Returns the strongest class that arrives; `open` if none does. */
export const strongest = (flow: Flow): PrivacyClass => strongestFirst(classesOf(flow))[0] ?? "open"

/** Returns the node as queries see it that read it. */
export const nodeTable = ({ uniqueId, columns, rows }: NodePrivacy): LineageTable => ({
  columns: new Map(
    [...columns].map(([name, flow]) => [name, reading(uniqueId, name, flow.size === 0 ? ["open"] : classesOf(flow))])
  ),
  rows: reading(
    uniqueId,
    "",
    [...classesOf(rows)].filter((each) => each !== "open")
  )
})
