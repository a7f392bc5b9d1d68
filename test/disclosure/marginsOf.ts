import type { CountTable } from "../../release/disclosure/tables/CountTable.ts"
import { type LeafCount, tableOf } from "./tableOf.ts"

/** Records counted by all their dimensions. */
export interface FinestCounts {
  readonly dimensions: ReadonlyArray<string>
  readonly leaves: ReadonlyArray<LeafCount>
}

/** The margin of records over these dimensions as a table with all its own margins. */
export const marginOf = (
  { dimensions, leaves }: FinestCounts,
  by: ReadonlyArray<string>,
  above: (dimension: string) => (code: string) => ReadonlyArray<string> = () => () => ["Total"]
): CountTable => {
  const place = by.map((name) => dimensions.indexOf(name))
  const counted = leaves.map(({ at, ...rest }) => ({ ...rest, at: place.map((d) => at[d] as string) }))
  return tableOf(by.join(" x "), by, counted, by.map(above))
}
