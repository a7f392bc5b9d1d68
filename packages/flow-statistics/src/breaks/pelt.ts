import type { Cost } from "./Cost.ts"

export interface PeltOptions {
  /** Cost of each break. */
  readonly penalty: number
  /** Minimum number of points in a segment. */
  readonly minSize: number
}

/** Relative difference below which two costs are treated as equal; the earlier break is then used. */
const same = 1e-11

/**
 * Finds the segmentation with the smallest cost plus penalties by pruned exact search (Killick, Fearnhead and Eckley 2012). Returns the
 * first point of each new segment. Candidates and pruning are those of ruptures 1.1.10 with jump 1.
 */
export const pelt = (cost: Cost, { penalty, minSize }: PeltOptions): ReadonlyArray<number> => {
  const { n } = cost
  const least = Math.max(minSize, cost.least)
  if (n < least) return []
  const best = new Float64Array(n + 1).fill(Number.NaN)
  const from = new Int32Array(n + 1).fill(-1)
  best[0] = 0
  let count = 0
  const candidates = new Int32Array(n + 1)
  const totals = new Float64Array(n + 1)
  for (let end = least; end <= n; end++) {
    const fresh = end - least
    // No segmentation ends where this segment would start.
    if (!Number.isNaN(best[fresh])) candidates[count++] = fresh
    let low = Number.POSITIVE_INFINITY
    let at = -1
    for (let c = 0; c < count; c++) {
      const start = candidates[c] as number
      const total = (best[start] as number) + cost.of(start, end) + penalty
      totals[c] = total
      if (total < low - same * (Math.abs(low) + 1) || at < 0) {
        low = total
        at = start
      }
    }
    best[end] = low
    from[end] = at
    let kept = 0
    for (let c = 0; c < count; c++)
      if ((totals[c] as number) <= low + penalty + same * (Math.abs(low) + 1))
        candidates[kept++] = candidates[c] as number
    count = kept
  }
  const breaks: Array<number> = []
  for (let end = from[n] as number; end > 0; end = from[end] as number) breaks.push(end)
  return breaks.reverse()
}
