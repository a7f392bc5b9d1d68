import type { LoadedSolver } from "../solver/Solver.ts"
import type { ComponentSearch } from "./ComponentSearch.ts"
import type { Effort } from "./Effort.ts"
import { independentRows } from "./independentRows.ts"
import type { End } from "./solveVertices.ts"
import { toProgramme } from "./toProgramme.ts"
import { Vertices } from "./Vertices.ts"

/** Ends per round. What one vertex closes is not requested in the next round. */
const atOnce = 8

/** With fewer classes left, single programmes are faster: the first basis takes long. */
export const manyLeft = 20

/** In smaller components, finding independent rows costs more than it saves. */
export const worthVertices = 300

export interface VertexOptions {
  /** Whether every judged class gets both ends proved, once all are safe or narrow. */
  readonly everyEnd: boolean
  /** Limit of programmes. */
  readonly most: number
  /** Stops the search when it is spent. */
  readonly effort: Effort
}

/**
 * Solves one programme for each end of an open class, by simplex over independent rows. It moves from vertex to
 * vertex in some hundred steps, and each vertex has many other classes at one of their ends. For components with many
 * open classes. Returns the number of programmes.
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
