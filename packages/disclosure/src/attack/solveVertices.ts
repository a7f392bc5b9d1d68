import type { Solution } from "../solver/LinearProgramme.ts"
import type { OpenProgramme } from "../solver/OpenProgramme.ts"

/** One end of an interval: the most or the least that a class can be. */
export interface End {
  readonly local: number
  readonly direction: "most" | "least"
}

export interface VertexRequest {
  readonly ends: ReadonlyArray<End>
  /** Limit of simplex steps for each end. */
  readonly iterations: number
}

/** Solves one programme for each end. Each continues from the vertex of the one before. */
export const solveVertices = (programme: OpenProgramme, { ends, iterations }: VertexRequest): ReadonlyArray<Solution> =>
  ends.map(({ local, direction }) => {
    programme.setCost(local, 1)
    programme.seek(direction)
    const solution = programme.solve({ method: "primal", iterations })
    programme.setCost(local, 0)
    return solution
  })
