/**
 * What the cell key method adds to a count, by count and cell key (Fraser and Wooton 2005, "A proposed method for
 * confidentialising tabular output to protect against differencing"; Thompson, Broadfoot and Elazar 2013,
 * "Methodology for the automatic confidentialisation of statistical outputs from remote servers at the Australian
 * Bureau of Statistics").
 */
export interface PerturbationTable {
  readonly name: string
  /** Number of cell keys, which are 0 to keys - 1. */
  readonly keys: number
  /** Number of counts from 0 on with their own rows. The last `period` rows repeat for all greater counts. */
  readonly counts: number
  readonly period: number
  /** Figure minus count for count c and key k: `change[c * keys + k]`, or `hides` if no figure is shown. */
  readonly change: Int16Array
  readonly source: string
}

/** Marks "no figure is shown" in `change`. */
export const hides = -32_768

const rowOf = (table: PerturbationTable, count: number): number =>
  count < table.counts ? count : table.counts - table.period + ((count - table.counts) % table.period)

/** Returns the figure for a count with this cell key; undefined if none is shown. A zero stays zero. */
export const perturbed = (table: PerturbationTable, count: number, cellKey: number): number | undefined => {
  const change = table.change[rowOf(table, count) * table.keys + (cellKey % table.keys)] as number
  return change === hides ? undefined : count + change
}
