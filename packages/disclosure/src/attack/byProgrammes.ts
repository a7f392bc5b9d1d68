import type { Solution } from "../solver/LinearProgramme.ts"
import type { OpenProgramme } from "../solver/OpenProgramme.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import { type ComponentSearch, isWhole } from "./ComponentSearch.ts"
import type { Effort } from "./Effort.ts"
import { toProgramme } from "./toProgramme.ts"

export interface ProgrammeOptions {
  /** Whether every judged class gets both ends proved; otherwise a class is done once it is safe or narrow. */
  readonly everyEnd: boolean
  /** Whether to solve a whole-number programme if the relaxed solution is not whole. Always on small components. */
  readonly whole: boolean
  /** Limit of programmes on this component. */
  readonly most: number
  /** Seconds for one programme. */
  readonly seconds: number
  /** Stops the search when it is spent. */
  readonly effort: Effort
}

/**
 * Cost of one step of simplex and of the interior point method per entry of the rows, measured on 5,000 to 8,000
 * classes.
 */
const ofSteps = { primal: 1, interior: 300 } as const

/** Larger programmes are solved faster if they are simplified first. */
const worthSimplifying = 12_000

/**
 * Solves one programme for each class and end. It is relaxed first; a whole solution is exact. Returns the number of
 * programmes solved.
 */
export const byProgrammes = (solver: LoadedSolver, search: ComponentSearch, options: ProgrammeOptions): number => {
  const { equations } = search.component
  const open = search.open()
  const rest = options.everyEnd ? search.judged.filter((local) => !search.isOpen(local)) : []
  const wanted = [...open, ...rest]
  if (wanted.length === 0 || options.most <= 0 || options.effort.isSpent) return 0
  let solved = 0
  // Simplex absorbs one change of costs quickly, but the first basis of a large programme takes long.
  const large = !options.everyEnd && equations.unknowns > 3000
  const solving = {
    method: large ? "interior" : "primal",
    // With a work limit no clock may decide.
    ...(Number.isFinite(options.effort.left) ? {} : { seconds: options.seconds }),
    simplify: equations.unknowns > worthSimplifying
  } as const
  let wholeProgramme: OpenProgramme | undefined
  const relaxed = solver.open(toProgramme(equations, false))
  try {
    for (const local of wanted) {
      for (const direction of ["most", "least"] as const) {
        if (!options.everyEnd && !search.isOpen(local)) break
        if (search.isMet(local, direction)) continue
        if (solved >= options.most || options.effort.isSpent) return solved
        end(relaxed, local, direction)
        if (large && search.isOpen(local)) reach(local, direction)
      }
    }
    return solved
  } finally {
    relaxed.dispose()
    wholeProgramme?.dispose()
  }

  function solve(programme: OpenProgramme): Solution {
    const ofStep = ofSteps[solving.method] * (equations.index.length + equations.rows)
    const solution = programme.solve({ ...solving, iterations: 1 + options.effort.left / ofStep })
    options.effort.spend((1 + solution.iterations) * ofStep)
    return solution
  }

  /** Proves one end: narrows the outer bound to it and records the point. */
  function end(programme: OpenProgramme, local: number, direction: "most" | "least"): void {
    solved += 1
    programme.setCost(local, 1)
    programme.seek(direction)
    const solution = solve(programme)
    programme.setCost(local, 0)
    if (!search.takeEnd(local, direction, solution)) return
    if (options.whole && programme === relaxed && !isWhole(solution.point)) {
      wholeProgramme ??= solver.open(toProgramme(equations, true))
      end(wholeProgramme, local, direction)
    } else search.absorb(solution.point)
  }

  /**
   * Tests only whether the class can go as far as it needs. The interior point method decides that faster than the
   * maximum.
   */
  function reach(local: number, direction: "most" | "least"): void {
    const { low, high } = equations
    const target = direction === "most" ? search.riseTo(local) : search.fallTo(local)
    const [from, to] = direction === "most" ? [target, high[local] as number] : [low[local] as number, target]
    if (from > to || solved >= options.most || options.effort.isSpent) return
    solved += 1
    relaxed.setBounds(local, from, to)
    const solution = solve(relaxed)
    relaxed.setBounds(local, low[local] as number, high[local] as number)
    if (solution.outcome === "infeasible") {
      if (direction === "most") high[local] = Math.min(to, target - 1)
      else low[local] = Math.max(from, target + 1)
    } else search.absorb(solution.point)
  }
}
