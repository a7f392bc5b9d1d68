import type { LoadedSolver } from "../solver/Solver.ts"
import { programmeOf } from "./programmeOf.ts"
import type { Search } from "./Search.ts"

/** Uniform numbers in [0, 1) from a seed (xorshift of 32 bits, Marsaglia 2003). */
const uniform = (seed: number): (() => number) => {
  let state = seed | 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 4_294_967_296
  }
}

export interface WitnessOptions {
  readonly seed: number
  /** Most interior points to be found. */
  readonly most: number
  readonly seconds: number
}

/**
 * Looks for solutions that differ much from each other, many classes at a time: each class still open is pushed up or down, at
 * random and by a random force, as far as it needs and no further, so that one class does not take the room of all, nor the same ones
 * each time. The interior point without
 * crossover gives a point in the middle of all the best ones. Answers the number of programmes solved.
 */
export const byWitnesses = (solver: LoadedSolver, search: Search, options: WitnessOptions): number => {
  const { equations } = search.component
  let open = search.open()
  if (open.length === 0 && search.feasible === "yes") return 0
  const draw = uniform(options.seed)
  let solved = 0
  return solver.using(programmeOf(equations, false), (programme) => {
    programme.seek("most")
    if (search.feasible === "unknown") {
      solved += 1
      const first = programme.solve({ method: "interior", seconds: options.seconds })
      if (first.outcome === "infeasible") search.feasible = "no"
      if (!search.absorb(first.point)) return solved
      open = search.open()
    }
    const cost = new Float64Array(equations.unknowns)
    const low = new Float64Array(equations.unknowns)
    const high = new Float64Array(equations.unknowns)
    let idle = 0
    while (open.length > 0 && solved < options.most && idle < 3) {
      cost.fill(0)
      low.set(equations.low)
      high.set(equations.high)
      for (const local of open) {
        const rises = solved < 2 ? solved === 0 : draw() < 0.5
        cost[local] = (rises ? 1 : -1) * (0.2 + draw())
        low[local] = Math.min(search.seenLow[local] as number, search.fallTo(local))
        high[local] = Math.max(search.seenHigh[local] as number, search.riseTo(local))
      }
      programme.setCosts(cost)
      programme.setAllBounds(low, high)
      solved += 1
      const { point } = programme.solve({ method: "interior", seconds: options.seconds })
      if (search.absorb(point)) search.points.push(point)
      const left = search.open()
      idle = open.length - left.length > Math.max(1, open.length * 0.02) ? 0 : idle + 1
      open = left
    }
    return solved
  })
}
