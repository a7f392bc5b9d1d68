import { fillings } from "../series/fillings.ts"
import type { Series } from "../series/Series.ts"
import { type BreakOptions, breaksOf } from "./breaksOf.ts"

/** How often each point begins a segment over fillings of the intervals of hidden and rounded cells, 0 … 1. */
export interface BreakShare {
  readonly at: number
  readonly share: number
}

/** Breaks that hidden values may make or undo; the penalty is that of the points themselves. */
export const breaksRange = (
  series: Series,
  options: BreakOptions & { readonly penalty: number }
): ReadonlyArray<BreakShare> => {
  const all = fillings(series).map((values) => breaksOf(values, options).breaks)
  const counts = new Map<number, number>()
  for (const at of all.flat()) counts.set(at, (counts.get(at) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => a - b).map(([at, count]) => ({ at, share: count / all.length }))
}
