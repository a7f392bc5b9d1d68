/** What the worker thread computes for an attack: displacements, and vertices of an open programme. */
import type { LinearProgramme, Solution } from "../solver/LinearProgramme.ts"
import type { OpenProgramme } from "../solver/OpenProgramme.ts"
import { loadSolver } from "../solver/Solver.ts"
import { type Displacement, type MovableClasses, maxDisplacement } from "./maxDisplacement.ts"
import { solveVertices, type VertexRequest } from "./solveVertices.ts"

const solver = await loadSolver()

let programme: OpenProgramme | undefined

/** Returns how far a class can rise. */
export const displacement = ({
  classes,
  id,
  requested
}: {
  readonly classes: MovableClasses
  readonly id: number
  readonly requested: number
}): Displacement | undefined => maxDisplacement(solver, classes, id, 1, requested)

/** Opens the programme that `vertices` solves, in place of an earlier one. */
export const openProgramme = (opened: LinearProgramme): void => {
  programme?.dispose()
  programme = solver.open(opened)
}

/** Frees the memory of the open programme. */
export const closeProgramme = (_: undefined): void => {
  programme?.dispose()
  programme = undefined
}

/** Returns the requested vertices of the open programme. A programme must be open. */
export const vertices = (request: VertexRequest): ReadonlyArray<Solution> =>
  solveVertices(programme as OpenProgramme, request)
