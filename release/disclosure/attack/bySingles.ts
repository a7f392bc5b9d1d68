import type { OpenProgramme } from "../solver/OpenProgramme.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import { programmeOf } from "./programmeOf.ts"
import { isWhole, type Search, tolerance } from "./Search.ts"

export interface SinglesOptions {
  /** Every judged class gets both ends proved; else a class is left as soon as it is safe or narrow. */
  readonly everyEnd: boolean
  /** Whole-number programmes where the relaxed solution is not whole: always on small components. */
  readonly whole: boolean
  /** Most programmes to be solved on this component. */
  readonly most: number
  /** Seconds for one programme. */
  readonly seconds: number
}

/** Programmes over more classes than this are sooner solved if they are simplified first. */
const worthSimplifying = 12_000

/**
 * One programme per class and direction: the most and the least that the class can be. Relaxed first; where its solution is
 * whole it is exact. Answers the number of programmes solved.
 */
export const bySingles = (solver: LoadedSolver, search: Search, options: SinglesOptions): number => {
  const { equations } = search.component
  const wanted = options.everyEnd ? search.judged : search.open()
  if (wanted.length === 0) return 0
  let solved = 0
  // One change of costs is soon made good by simplex, but on a large programme it takes long to the first basis.
  const large = !options.everyEnd && equations.unknowns > 3000
  const solving = {
    method: large ? "interior" : "primal",
    seconds: options.seconds,
    simplify: equations.unknowns > worthSimplifying
  } as const
  let wholeProgramme: OpenProgramme | undefined
  const relaxed = solver.open(programmeOf(equations, false))
  try {
    for (const local of wanted) {
      for (const direction of ["most", "least"] as const) {
        if (!options.everyEnd && !search.isOpen(local)) break
        if (search.isMet(local, direction)) continue
        if (solved >= options.most) return solved
        end(relaxed, local, direction)
        if (large && search.isOpen(local)) reach(local, direction)
      }
    }
    return solved
  } finally {
    relaxed.dispose()
    wholeProgramme?.dispose()
  }

  /** Proves one end: narrows the outer bound to it and keeps the point that takes it. */
  function end(programme: OpenProgramme, local: number, direction: "most" | "least"): void {
    solved += 1
    programme.setCost(local, 1)
    programme.seek(direction)
    const solution = programme.solve(solving)
    programme.setCost(local, 0)
    if (solution.outcome === "infeasible") search.feasible = "no"
    if (solution.outcome === "unbounded") {
      if (direction === "most") search.seenHigh[local] = Number.POSITIVE_INFINITY
      else search.seenLow[local] = Number.NEGATIVE_INFINITY
    }
    if (solution.outcome !== "optimal" && solution.outcome !== "feasible") return
    if (direction === "most")
      equations.high[local] = Math.min(equations.high[local] as number, Math.floor(solution.bound + tolerance))
    else equations.low[local] = Math.max(equations.low[local] as number, Math.ceil(solution.bound - tolerance))
    if (options.whole && programme === relaxed && !isWhole(solution.point)) {
      wholeProgramme ??= solver.open(programmeOf(equations, true))
      end(wholeProgramme, local, direction)
    } else search.absorb(solution.point)
  }

  /** Asks only whether the class can go as far as it needs: easier for the interior point than how far it can go. */
  function reach(local: number, direction: "most" | "least"): void {
    const { low, high } = equations
    const target = direction === "most" ? search.riseTo(local) : search.fallTo(local)
    const [from, to] = direction === "most" ? [target, high[local] as number] : [low[local] as number, target]
    if (from > to || solved >= options.most) return
    solved += 1
    relaxed.setBounds(local, from, to)
    const solution = relaxed.solve(solving)
    relaxed.setBounds(local, low[local] as number, high[local] as number)
    if (solution.outcome === "infeasible") {
      if (direction === "most") high[local] = Math.min(to, target - 1)
      else low[local] = Math.max(from, target + 1)
    } else search.absorb(solution.point)
  }
}
