/**
 * What the cell key method adds to a count, by count and cell key (Fraser and Wooton 2005, "A proposed method for confidentialising
 * tabular output to protect against differencing"; Thompson, Broadfoot and Elazar 2013, "Methodology for the automatic
 * confidentialisation of statistical outputs from remote servers at the Australian Bureau of Statistics").
 */
export interface PerturbationTable {
  readonly name: string
  /** Cell keys are 0 … keys - 1. */
  readonly keys: number
  /** Counts from 0 on that have rows of their own; the last `period` of them serve all greater counts over and over. */
  readonly counts: number
  readonly period: number
  /** Figure for count c and key k less the count: `change[c * keys + k]`; `hides` where no figure is shown. */
  readonly change: Int16Array
  readonly source: string
}

/** Stands in `change` for "no figure is shown". */
export const hides = -32_768

/** Row of a count. */
export const rowOf = (table: PerturbationTable, count: number): number =>
  count < table.counts ? count : table.counts - table.period + ((count - table.counts) % table.period)

/** The figure that is shown for a count with this cell key; undefined where none is. A zero stays zero. */
export const perturbed = (table: PerturbationTable, count: number, cellKey: number): number | undefined => {
  const change = table.change[rowOf(table, count) * table.keys + (cellKey % table.keys)] as number
  return change === hides ? undefined : count + change
}
