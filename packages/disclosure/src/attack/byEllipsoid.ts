import type { LoadedSolver } from "../solver/Solver.ts"
import type { ComponentSearch } from "./ComponentSearch.ts"
import { DikinEllipsoid } from "./DikinEllipsoid.ts"
import type { Effort } from "./Effort.ts"
import { toProgramme } from "./toProgramme.ts"

/** Room above known values for unbounded unknowns, so that an interior exists. */
const roomAbove = 1000

export interface EllipsoidOptions {
  /** Seconds for one programme. */
  readonly seconds: number
  /** Stops the search when it is spent. */
  readonly effort: Effort
  /** A solution in the interior, if one is known. */
  readonly off: Float64Array | undefined
}

/**
 * Searches around an interior point for each open class: along its own direction to the bounds both ways, then as far
 * as needed, sliding along bounds. Each end is checked before it counts as a solution. Returns the number of
 * programmes solved: none, or one for an interior point.
 */
export const byEllipsoid = (
  solver: LoadedSolver,
  search: ComponentSearch,
  { seconds, effort, off }: EllipsoidOptions
): number => {
  const { equations } = search.component
  if (search.open().length === 0 && search.feasible === "yes") return 0
  if (off !== undefined) return aroundMiddle(search, off, effort, 0)
  const top = equations.right.reduce((most, right) => Math.max(most, Math.abs(right)), roomAbove)
  const inside = solver.using(
    {
      ...toProgramme(equations, false),
      high: equations.high.map((high, v) => Math.min(high, Math.max(0, equations.low[v] as number) + top))
    },
    // With a work limit no clock may decide.
    (programme) => programme.solve({ method: "interior", ...(Number.isFinite(effort.left) ? {} : { seconds }) })
  )
  if (inside.outcome === "infeasible") search.feasible = "no"
  if (inside.point.length === 0) return 1
  return aroundMiddle(search, inside.point, effort, 1)
}

/** Returns the number of programmes that were solved before. */
const aroundMiddle = (search: ComponentSearch, inside: Float64Array, effort: Effort, solved: number): number => {
  const around = new DikinEllipsoid(search.component.equations, inside)
  if (!search.absorb(around.middle)) return solved
  for (const local of search.open()) {
    effort.spend(around.takeWork())
    if (effort.isSpent) break
    if (!search.isOpen(local)) continue
    const own = around.direction(local)
    for (const end of around.ends(own)) search.absorb(end)
    if (search.isOpen(local)) search.absorb(around.walk(local, search.riseTo(local), own))
    if (search.isOpen(local)) search.absorb(around.walk(local, search.fallTo(local), own))
  }
  return solved
}
