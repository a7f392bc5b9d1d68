import type { CountTable } from "../tables/CountTable.ts"
import type { Hierarchy } from "../tables/Hierarchy.ts"

/**
 * Returns, for each dimension, the codes that are not the label of margins and of which the table has no part. A pool
 * of removed codes is one.
 */
export const finestCodes = (
  table: CountTable,
  hierarchy: Hierarchy,
  total: string
): ReadonlyArray<ReadonlySet<string>> =>
  table.dimensions.map((name, d) => {
    const codes = new Set(table.codes[d])
    const divided = new Set(
      hierarchy.filter((one) => one.dimension === name && codes.has(one.child)).map(({ parent }) => parent)
    )
    return new Set([...codes].filter((code) => code !== total && !divided.has(code)))
  })
