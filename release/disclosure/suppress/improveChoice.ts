import { byColumns, type CompressedRows } from "../algebra/byColumns.ts"

/** Inequalities by rows: the sum of coefficient × x is 0 at least; of each row one coefficient alone is below zero. */
export type CutRows = CompressedRows

/** How often all that is chosen is gone through. */
const mostPasses = 6

/**
 * Makes a choice that satisfies all inequalities cheaper: each class that is chosen, the dearest first, is taken out, what is missed then is
 * made good by others that are cheaper all together, and what is not needed any more is given back. Ends where a pass finds nothing.
 * Changes `x` in place; classes that are not `free` stay as they are. Deterministic.
 */
export const improveChoice = (
  cuts: CutRows,
  cost: Float64Array,
  free: Uint8Array,
  x: Float64Array,
  tolerance: number
): void => {
  const { start, index, coefficient, rows } = cuts
  const count = x.length
  const { start: columnStart, row, coefficient: by } = byColumns(cuts, count)
  const sum = new Float64Array(rows)
  for (let r = 0; r < rows; r++)
    for (let at = start[r] as number; at < (start[r + 1] as number); at++)
      sum[r] = (sum[r] as number) + (coefficient[at] as number) * (x[index[at] as number] as number)
  const changed: Array<number> = []
  const set = (of: number, to: 0 | 1): void => {
    x[of] = to
    for (let k = columnStart[of] as number; k < (columnStart[of + 1] as number); k++)
      sum[row[k] as number] = (sum[row[k] as number] as number) + (to === 1 ? (by[k] as number) : -(by[k] as number))
  }
  const isNeeded = (of: number): boolean => {
    for (let k = columnStart[of] as number; k < (columnStart[of + 1] as number); k++)
      if ((by[k] as number) > 0 && (sum[row[k] as number] as number) - (by[k] as number) < -tolerance) return true
    return false
  }
  const chosen = (): ReadonlyArray<number> =>
    Array.from(x.keys())
      .filter((of) => x[of] === 1 && free[of] === 1)
      .sort((a, b) => (cost[b] as number) - (cost[a] as number) || a - b)
  /** The class that makes good most of what a row misses for what it costs; -1 where there is none. */
  const cheapest = (r: number, without: number): number => {
    const lacks = -(sum[r] as number)
    let best = -1
    let least = Number.POSITIVE_INFINITY
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
      const of = index[at] as number
      if (of === without || x[of] !== 0 || free[of] === 0 || (coefficient[at] as number) <= 0) continue
      const price = (cost[of] as number) / Math.min(lacks, coefficient[at] as number)
      if (price < least) {
        least = price
        best = of
      }
    }
    return best
  }
  /** Takes a class out and makes good what is missed, for less than it costs; false where that does not work, and nothing is changed. */
  const replace = (of: number): boolean => {
    let left = (cost[of] as number) - tolerance
    changed.length = 0
    const missed: Array<number> = []
    const look = (one: number): void => {
      for (let k = columnStart[one] as number; k < (columnStart[one + 1] as number); k++)
        if ((sum[row[k] as number] as number) < -tolerance) missed.push(row[k] as number)
    }
    set(of, 0)
    look(of)
    for (let r = missed.pop(); r !== undefined; r = missed.pop()) {
      while ((sum[r] as number) < -tolerance) {
        const other = cheapest(r, of)
        left -= other < 0 ? Number.POSITIVE_INFINITY : (cost[other] as number)
        if (left <= 0) {
          for (const one of changed) set(one, 0)
          set(of, 1)
          return false
        }
        set(other, 1)
        changed.push(other)
        look(other)
      }
    }
    return true
  }
  for (const of of chosen()) if (!isNeeded(of)) set(of, 0)
  for (let pass = 0; pass < mostPasses; pass++) {
    let better = false
    for (const of of chosen()) {
      if (x[of] !== 1 || !replace(of)) continue
      better = true
      const around = new Set<number>()
      for (const one of changed)
        for (let k = columnStart[one] as number; k < (columnStart[one + 1] as number); k++)
          for (let at = start[row[k] as number] as number; at < (start[(row[k] as number) + 1] as number); at++)
            if (x[index[at] as number] === 1 && free[index[at] as number] === 1) around.add(index[at] as number)
      const dearest = [...around].sort((a, b) => (cost[b] as number) - (cost[a] as number) || a - b)
      for (const one of dearest) if (!isNeeded(one)) set(one, 0)
    }
    if (!better) return
  }
}
