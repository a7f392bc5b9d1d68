import type { LinearProgramme, Solution } from "../solver/LinearProgramme.ts"
import type { OpenProgramme } from "../solver/OpenProgramme.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { WorkerThread } from "../worker/WorkerThread.ts"
import { solveVertices, type VertexRequest } from "./solveVertices.ts"
import { workerCall } from "./workerCall.ts"

/**
 * One programme held open twice, each copy at another vertex. One copy is in the worker thread if there is one; otherwise both are in this
 * thread. The solutions are the same.
 */
export class Vertices {
  readonly #own: OpenProgramme
  readonly #other: OpenProgramme | undefined
  readonly #worker: WorkerThread | undefined

  constructor(solver: LoadedSolver, programme: LinearProgramme) {
    this.#own = solver.open(programme)
    this.#worker = solver.worker?.isReady ? solver.worker : undefined
    this.#other = this.#worker === undefined ? solver.open(programme) : undefined
    if (this.#worker === undefined) return
    this.#worker.begin(workerCall("openProgramme", programme))
    this.#worker.end()
  }

  /** Returns a solution for each end. One copy solves the first half of the ends, the other copy the rest. */
  solve({ ends, iterations }: VertexRequest): ReadonlyArray<Solution> {
    const middle = (ends.length + 1) >> 1
    const [mine, others] = [ends.slice(0, middle), ends.slice(middle)]
    this.#worker?.begin(workerCall("vertices", { ends: others, iterations }))
    const found = solveVertices(this.#own, { ends: mine, iterations })
    const rest =
      this.#other === undefined
        ? (this.#worker?.end() as ReadonlyArray<Solution>)
        : solveVertices(this.#other, { ends: others, iterations })
    return [...found, ...rest]
  }

  [Symbol.dispose](): void {
    this.#own.dispose()
    this.#other?.dispose()
    if (this.#worker === undefined) return
    this.#worker.begin(workerCall("closeProgramme", undefined))
    this.#worker.end()
  }
}
