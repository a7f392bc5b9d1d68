import type { LoadedSolver } from "../solver/Solver.ts"
import { programmeOf } from "./programmeOf.ts"
import type { Search } from "./Search.ts"
import { Surroundings } from "./Surroundings.ts"

/** Room above what is known, of unknowns that nothing bounds, so that there is a middle. */
const roomAbove = 1000

/**
 * Looks around the middle of all solutions for each class still open: along its own direction to the bounds both ways, then as far as
 * it needs, sliding along bounds. Each end is checked before it is taken for a solution. Answers the number of programmes solved: none, or
 * one for an interior point.
 *
 * @param off a solution that keeps off the bounds, if one is known
 */
export const bySurroundings = (
  solver: LoadedSolver,
  search: Search,
  seconds: number,
  off: Float64Array | undefined
): number => {
  const { equations } = search.component
  if (search.open().length === 0 && search.feasible === "yes") return 0
  if (off !== undefined) return aroundMiddle(search, off, 0)
  const top = equations.right.reduce((most, right) => Math.max(most, Math.abs(right)), roomAbove)
  const inside = solver.using(
    {
      ...programmeOf(equations, false),
      high: equations.high.map((high, v) => Math.min(high, Math.max(0, equations.low[v] as number) + top))
    },
    (programme) => programme.solve({ method: "interior", seconds })
  )
  if (inside.outcome === "infeasible") search.feasible = "no"
  if (inside.point.length === 0) return 1
  return aroundMiddle(search, inside.point, 1)
}

/** Answers the number of programmes that were solved before. */
const aroundMiddle = (search: Search, inside: Float64Array, solved: number): number => {
  const around = new Surroundings(search.component.equations, inside)
  if (!search.absorb(around.middle)) return solved
  for (const local of search.open()) {
    if (!search.isOpen(local)) continue
    const own = around.direction(local)
    for (const end of around.ends(own)) search.absorb(end)
    if (search.isOpen(local)) search.absorb(around.walk(local, search.riseTo(local), own))
    if (search.isOpen(local)) search.absorb(around.walk(local, search.fallTo(local), own))
  }
  return solved
}
