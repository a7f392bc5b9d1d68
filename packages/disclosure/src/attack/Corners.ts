import type { LinearProgramme, Solution } from "../solver/LinearProgramme.ts"
import type { OpenProgramme } from "../solver/OpenProgramme.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { SecondThread } from "../threads/SecondThread.ts"

/** The most, or the least, that one class can be. */
export interface End {
  readonly local: number
  readonly direction: "most" | "least"
}

export interface CornersAsked {
  readonly ends: ReadonlyArray<End>
  /** Most steps of simplex for each. */
  readonly iterations: number
}

/** One programme for each end, each going on from the last one's corner. */
export const cornersOf = (programme: OpenProgramme, { ends, iterations }: CornersAsked): ReadonlyArray<Solution> =>
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
export class Corners {
  readonly #own: OpenProgramme
  readonly #other: OpenProgramme | undefined
  readonly #second: SecondThread | undefined

  constructor(solver: LoadedSolver, programme: LinearProgramme) {
    this.#own = solver.open(programme)
    this.#second = solver.second?.isReady ? solver.second : undefined
    this.#other = this.#second === undefined ? solver.open(programme) : undefined
    if (this.#second === undefined) return
    this.#second.begin({ kind: "open", programme })
    this.#second.end()
  }

  /** Solutions for all that is asked, the first half by one and the rest by the other. */
  solve({ ends, iterations }: CornersAsked): ReadonlyArray<Solution> {
    const middle = (ends.length + 1) >> 1
    const [mine, others] = [ends.slice(0, middle), ends.slice(middle)]
    this.#second?.begin({ kind: "corners", asked: { ends: others, iterations } })
    const found = cornersOf(this.#own, { ends: mine, iterations })
    const rest =
      this.#other === undefined
        ? (this.#second?.end() as ReadonlyArray<Solution>)
        : cornersOf(this.#other, { ends: others, iterations })
    return [...found, ...rest]
  }

  [Symbol.dispose](): void {
    this.#own.dispose()
    this.#other?.dispose()
    if (this.#second === undefined) return
    this.#second.begin({ kind: "close" })
    this.#second.end()
  }
}
