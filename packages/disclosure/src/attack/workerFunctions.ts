/** What the worker thread computes for an attack: half of each step of `PrimalDual`, displacements, and vertices of an open programme. */
import type { LinearProgramme, Solution } from "../solver/LinearProgramme.ts"
import type { OpenProgramme } from "../solver/OpenProgramme.ts"
import { loadSolver } from "../solver/Solver.ts"
import { parallelHalves } from "../worker/ParallelHalves.ts"
import { type Displacement, type MovableClasses, maxDisplacement } from "./maxDisplacement.ts"
import { balanceRows, type PrimalDualState, primalDualSteps } from "./primalDualSteps.ts"
import { solveVertices, type VertexRequest } from "./solveVertices.ts"

const solver = await loadSolver()

let programme: OpenProgramme | undefined

/** How far a class can rise. */
export const displacement = ({
  classes,
  of,
  requested
}: {
  readonly classes: MovableClasses
  readonly of: number
  readonly requested: number
}): Displacement | undefined => maxDisplacement(solver, classes, of, 1, requested)

export const openProgramme = (opened: LinearProgramme): void => {
  programme?.dispose()
  programme = solver.open(opened)
}

export const closeProgramme = (_: undefined): void => {
  programme?.dispose()
  programme = undefined
}

export const vertices = (request: VertexRequest): ReadonlyArray<Solution> =>
  solveVertices(programme as OpenProgramme, request)

/** The second half of steps; `state` and `progress` are in shared memory. */
export const steps = ({
  state,
  progress,
  count,
  barrier
}: {
  readonly state: PrimalDualState
  readonly progress: Int32Array
  readonly count: number
  readonly barrier: number
}): void => primalDualSteps(state, parallelHalves(progress, 1), count, barrier)

/** The second half of balancing rows. */
export const balance = ({
  state,
  progress,
  tolerated
}: {
  readonly state: PrimalDualState
  readonly progress: Int32Array
  readonly tolerated: number
}): void => {
  balanceRows(state, parallelHalves(progress, 1), tolerated)
}
