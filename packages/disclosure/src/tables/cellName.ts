import type { LinkedTables } from "./toSystem.ts"

/**
 * Returns a name of what a cell counts that is the same in every table: its labels except margins, by dimension in
 * one order.
 */
export const cellName = ({ joined }: LinkedTables, cell: number): string =>
  JSON.stringify(
    joined.dimensions
      .flatMap((name, d) => {
        const code = joined.cells.at(cell, d)
        return code === 0 ? [] : [[name, (joined.codes[d] as ReadonlyArray<string>)[code] as string]]
      })
      .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1))
  )
