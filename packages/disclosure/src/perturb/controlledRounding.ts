import type { LinearProgramme } from "../solver/LinearProgramme.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import { type AdditiveProgramme, type AdditiveTask, additiveProgramme } from "./AdditiveProgramme.ts"

/** Figures that add up. */
export interface AdditiveFigures {
  /** NaN if the cell is free. */
  readonly figure: Float64Array
  /** Multiples beyond the two around the count that figures may take: 0 if the rounding is zero-restricted. */
  readonly beyond: number
  /** Whether the sum of distances is proved to be minimal. */
  readonly least: boolean
}

export interface AdditiveOptions {
  /** Tried in this order. The result is undefined if none is possible. */
  readonly beyond?: ReadonlyArray<number>
  /** Limit of columns of a whole-number programme. */
  readonly wholeUpTo?: number
  /** Seconds for a whole-number programme. One that takes longer yields undefined, never another table. */
  readonly seconds?: number
}

const tolerance = 1e-6

const isWhole = (x: number): boolean => Math.abs(x - Math.round(x)) < tolerance

/** Returns the programme with the columns fixed that are whole in the point. */
const rest = (programme: LinearProgramme, point: Float64Array): { programme: LinearProgramme; open: number } => {
  const low = programme.low.slice()
  const high = programme.high.slice()
  let open = 0
  point.forEach((x, column) => {
    if (isWhole(x)) low[column] = high[column] = Math.round(x)
    else open += 1
  })
  return { programme: { ...programme, low, high }, open }
}

const whole = (programme: LinearProgramme): LinearProgramme => ({
  ...programme,
  whole: new Int32Array(programme.columns).fill(1)
})

type Found = { readonly point: Float64Array; readonly least: boolean } | "infeasible" | "unknown"

/**
 * Solves the relaxed programme first. For two dimensions, one of them with levels, its vertices are whole (the sums
 * form a network: Causey, Cox and Ernst 1985, "Applications of transportation theory to statistical problems"), so it
 * is exact and always feasible. Otherwise the whole-number programme decides, on large tables only over what the
 * relaxed one leaves open.
 */
const solve = (
  solver: LoadedSolver,
  programme: LinearProgramme,
  { wholeUpTo = 1500, seconds = 60 }: AdditiveOptions
): Found => {
  // Every figure is fixed.
  if (programme.columns === 0)
    return programme.rowLow.every((right) => right === 0) ? { point: new Float64Array(0), least: true } : "infeasible"
  const relaxed = solver.using(programme, (open) => open.solve({ method: "simplex" }))
  if (relaxed.outcome === "infeasible") return "infeasible"
  if (relaxed.outcome !== "optimal") return "unknown"
  if (relaxed.point.every(isWhole)) return { point: relaxed.point, least: true }
  const small = programme.columns <= wholeUpTo
  const left = small ? { programme, open: programme.columns } : rest(programme, relaxed.point)
  if (left.open > wholeUpTo) return "unknown"
  const solved = solver.using(whole(left.programme), (open) => open.solve({ seconds }))
  if (solved.outcome === "optimal") return { point: solved.point, least: small }
  // Over a part only, "infeasible" proves nothing for the whole.
  return solved.outcome === "infeasible" ? "infeasible" : "unknown"
}

const figuresOf = (task: Omit<AdditiveTask, "beyond">, made: AdditiveProgramme, point: Float64Array): Float64Array =>
  Float64Array.from({ length: task.system.cells }, (_, cell) => {
    if (task.free[cell] === 1) return Number.NaN
    let multiple = made.floor[cell] as number
    for (let at = made.first[cell] as number; at < (made.first[cell + 1] as number); at++)
      multiple += (made.sign[at] as number) * Math.round(point[at] as number)
    return multiple * task.base
  })

/**
 * Rounds so that sums hold among the figures. Zero-restricted if possible; if not (in three dimensions: Causey, Cox
 * and Ernst 1985 give a table), figures may lie one multiple further, then more. Free cells may be any multiple.
 */
export const controlledRounding = (
  solver: LoadedSolver,
  task: Omit<AdditiveTask, "beyond">,
  options: AdditiveOptions = {}
): AdditiveFigures | undefined => {
  for (const beyond of options.beyond ?? [0, 1, 2, 4]) {
    const made = additiveProgramme({ ...task, beyond })
    const found = solve(solver, made.programme, options)
    if (found === "unknown") return undefined
    if (found === "infeasible") continue
    return { figure: figuresOf(task, made, found.point), beyond, least: found.least }
  }
  return undefined
}
