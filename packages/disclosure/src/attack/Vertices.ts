import type { LinearProgramme, Solution } from "../solver/LinearProgramme.ts"
import type { OpenProgramme } from "../solver/OpenProgramme.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { WorkerThread } from "../worker/WorkerThread.ts"

/** The most, or the least, that one class can be. */
export interface End {
  readonly local: number
  readonly direction: "most" | "least"
}

export interface VertexRequest {
  readonly ends: ReadonlyArray<End>
  /** Most steps of simplex for each. */
  readonly iterations: number
}

/** One programme for each end, each going on from the last one's corner. */
export const solveVertices = (programme: OpenProgramme, { ends, iterations }: VertexRequest): ReadonlyArray<Solution> =>
  ends.map(({ local, direction }) => {
    programme.setCost(local, 1)
    programme.seek(direction)
    const solution = programme.solve({ method: "primal", iterations })
    programme.setCost(local, 0)
    return solution
  })

/**
 * The same programme twice, each with a corner of its own: one here and one in the second thread where there is one, else both here, which
 * comes to the same.
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
    this.#worker.begin({ kind: "open", programme })
    this.#worker.end()
  }

  /** Solutions for all that is asked, the first half by one and the rest by the other. */
  solve({ ends, iterations }: VertexRequest): ReadonlyArray<Solution> {
    const middle = (ends.length + 1) >> 1
    const [mine, others] = [ends.slice(0, middle), ends.slice(middle)]
    this.#worker?.begin({ kind: "vertices", asked: { ends: others, iterations } })
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
    this.#worker.begin({ kind: "close" })
    this.#worker.end()
  }
}
