import { completions } from "../series/completions.ts"
import type { Series } from "../series/Series.ts"
import { type BreakOptions, findBreaks } from "./findBreaks.ts"

/** The share, 0 … 1, of completions in which a point begins a segment, over completions of the intervals of hidden and rounded cells, 0 … 1. */
export interface BreakShare {
  readonly at: number
  readonly share: number
}

/** Shows which breaks depend on hidden values. Use the penalty that was chosen for the series itself. */
export const breakShares = (
  series: Series,
  options: BreakOptions & { readonly penalty: number }
): ReadonlyArray<BreakShare> => {
  const all = completions(series).map((values) => findBreaks(values, options).breaks)
  const counts = new Map<number, number>()
  for (const at of all.flat()) counts.set(at, (counts.get(at) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => a - b).map(([at, count]) => ({ at, share: count / all.length }))
}
