import type { LoadedSolver } from "../solver/Solver.ts"
import type { ComponentSearch } from "./ComponentSearch.ts"
import type { Effort } from "./Effort.ts"
import { independentRows } from "./independentRows.ts"
import type { End } from "./solveVertices.ts"
import { toProgramme } from "./toProgramme.ts"
import { Vertices } from "./Vertices.ts"

/** Ends asked for at once: what one corner closes is not asked for in the next round. */
const atOnce = 8

/** With fewer classes than this left to settle single programmes are sooner: it takes long to the first basis. */
export const manyLeft = 20

/** In smaller components looking for independent rows takes longer than it saves. */
export const worthVertices = 300

export interface VertexOptions {
  /** Every judged class gets both ends proved, once all are safe or narrow. */
  readonly everyEnd: boolean
  /** Most programmes to be solved. */
  readonly most: number
  /** Ends it where it is spent. */
  readonly effort: Effort
}

/**
 * One programme for each end of an open class, by simplex over independent rows, which goes from corner to corner in some hundred steps: each
 * corner has many other classes at an end of theirs. For components of which much is open; answers the number of programmes.
 */
export const byVertices = (
  solver: LoadedSolver,
  search: ComponentSearch,
  { everyEnd, most, effort }: VertexOptions
): number => {
  if (most <= 0 || effort.isSpent) return 0
  const { equations } = search.component
  const rows = independentRows(equations)
  const ofStep = rows.index.length + rows.rows
  const tried = { most: new Set<number>(), least: new Set<number>() }
  let solved = 0
  using corners = new Vertices(solver, toProgramme(rows, false))
  const waiting = () => [...search.open(), ...(everyEnd ? search.judged.filter((local) => !search.isOpen(local)) : [])]
  const endOf = (local: number): End | undefined => {
    for (const direction of ["most", "least"] as const)
      if (!tried[direction].has(local) && !search.isMet(local, direction)) return { local, direction }
    return undefined
  }
  while (solved < most && !effort.isSpent && search.feasible !== "no") {
    const ends: Array<End> = []
    for (const local of waiting()) {
      const end = endOf(local)
      if (end !== undefined) ends.push(end)
      if (ends.length === Math.min(atOnce, most - solved)) break
    }
    if (ends.length === 0) break
    const solutions = corners.solve({ ends, iterations: 1 + effort.left / ofStep / ends.length })
    ends.forEach(({ local, direction }, k) => {
      const solution = solutions[k] as (typeof solutions)[number]
      tried[direction].add(local)
      solved += 1
      effort.spend((1 + solution.iterations) * ofStep)
      if (search.takeEnd(local, direction, solution)) search.absorb(solution.point)
    })
  }
  return solved
}
