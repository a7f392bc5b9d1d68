import { equationsOf } from "../attack/equationsOf.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { ReleaseView } from "./JointReleases.ts"

/**
 * Returns the counts of an earlier release. Hidden counts that were not given are set to those closest to the present counts that add up to what was
 * published, the smallest first, because these may have been below the threshold. NaN where nothing can be assumed.
 *
 * @param nowOf the count of now of each cell; NaN if it has none
 */
export const assumedCounts = (
  solver: LoadedSolver,
  { linked: { system }, hidden, known }: ReleaseView,
  nowOf: (cell: number) => number
): Float64Array => {
  const { equations, cellOf } = equationsOf(system, hidden, known)
  const { unknowns, low, high } = equations
  const value = system.value.slice()
  if (unknowns === 0) return value
  const start = Float64Array.from(cellOf, (cell, v) => {
    const [given, now] = [value[cell] as number, nowOf(cell)]
    return !Number.isNaN(given) ? given : Number.isNaN(now) ? (low[v] as number) : now
  })
  // Two columns for each unknown: how much more it was than now, and how much less.
  const columns = 2 * unknowns
  const cost = new Float64Array(columns)
  const least = new Float64Array(columns)
  const most = new Float64Array(columns)
  for (const [v, cell] of cellOf.entries()) {
    if (!Number.isNaN(value[cell] as number)) continue
    const count = start[v] as number
    cost.fill(Number.isNaN(nowOf(cell)) ? 0 : count + 1, 2 * v, 2 * v + 2)
    least[2 * v] = Math.max(0, (low[v] as number) - count)
    most[2 * v] = Math.max(0, (high[v] as number) - count)
    most[2 * v + 1] = Math.max(0, count - (low[v] as number))
  }
  const right = equations.right.slice()
  for (let r = 0; r < equations.rows; r++)
    for (let at = equations.start[r] as number; at < (equations.start[r + 1] as number); at++)
      right[r] =
        (right[r] as number) - (equations.coefficient[at] as number) * (start[equations.index[at] as number] as number)
  const { point, outcome } = solver.using(
    {
      columns,
      rows: equations.rows,
      cost,
      low: least,
      high: most,
      rowLow: right,
      rowHigh: right,
      start: equations.start.map((at) => 2 * at),
      index: Int32Array.from(
        { length: 2 * equations.index.length },
        (_, k) => 2 * (equations.index[k >> 1] as number) + (k & 1)
      ),
      coefficient: Float64Array.from({ length: 2 * equations.index.length }, (_, k) =>
        (k & 1) === 0 ? (equations.coefficient[k >> 1] as number) : -(equations.coefficient[k >> 1] as number)
      )
    },
    (open) => open.solve()
  )
  if (outcome !== "optimal") return value
  cellOf.forEach((cell, v) => {
    const count = (start[v] as number) + (point[2 * v] as number) - (point[2 * v + 1] as number)
    value[cell] = Math.abs(count - Math.round(count)) < 1e-6 ? Math.round(count) : Number.NaN
  })
  return value
}
