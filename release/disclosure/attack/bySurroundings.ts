import type { LoadedSolver } from "../solver/Solver.ts"
import { programmeOf } from "./programmeOf.ts"
import type { Search } from "./Search.ts"
import { Surroundings } from "./Surroundings.ts"

/** Room above what is known, of unknowns that nothing bounds, so that there is a middle. */
const roomAbove = 1000

/**
 * Looks around the middle of all solutions for each class still open: along its own direction to the bounds both ways, then as far as
 * it needs, sliding along bounds. One interior point is the only programme solved; each end is checked before it is taken for a solution.
 * Answers the number of programmes solved.
 */
export const bySurroundings = (solver: LoadedSolver, search: Search, seconds: number): number => {
  const { equations } = search.component
  if (search.open().length === 0 && search.feasible === "yes") return 0
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
  const around = new Surroundings(equations, inside.point)
  if (!search.absorb(around.middle)) return 1
  for (const local of search.open()) {
    if (!search.isOpen(local)) continue
    const own = around.direction(local)
    for (const end of around.ends(own)) search.absorb(end)
    if (search.isOpen(local)) search.absorb(around.walk(local, search.riseTo(local), own))
    if (search.isOpen(local)) search.absorb(around.walk(local, search.fallTo(local), own))
  }
  return 1
}
