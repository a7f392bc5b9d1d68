import { type AttackOptions, attack, type Verdict } from "../attack/attack.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Hidden, Knowledge, LinkedSystem, Need } from "../system/LinkedSystem.ts"
import type { ExtendedSystem } from "./extendWithImplied.ts"

export interface ImpliedTarget {
  readonly system: LinkedSystem
  readonly hidden: Hidden
  readonly known: Knowledge
  readonly need: Need
  /** 1 for the cells to judge. */
  readonly judge: Uint8Array
  /** The attacker's own persons in each cell; none for a reader. */
  readonly own?: Float64Array | undefined
}

/** Sums and bounds alone: the generalised shuttle algorithm (Dobra and Fienberg 2010). */
const boundsAlone: AttackOptions = { maxProgrammes: 0, ellipsoid: false }

/** Returns values for `cells` cells: the given ones first, then `fill`. */
export const extended = (values: Float64Array, cells: number, fill: number): Float64Array => {
  const made = new Float64Array(cells).fill(fill)
  made.set(values)
  return made
}

const marks = (values: Uint8Array, cells: number): Uint8Array => {
  const made = new Uint8Array(cells)
  made.set(values)
  return made
}

/** One attack on the tables and their joint tables. */
export interface ImpliedRun {
  readonly known: Knowledge
  /** 1 for the cells to judge. */
  readonly judge: Uint8Array
  /** Whether to solve programmes. Otherwise only bounds are propagated. */
  readonly isWhole: boolean
  /** Returns the attacker's own persons in a cell; undefined for a reader. */
  readonly own?: ((cell: number) => number) | undefined
  /** How many units of the attack are one person; 1 if absent. */
  readonly scale?: number
}

/** Returns a function that attacks the extended tables. */
export const impliedRuns = (
  solver: LoadedSolver,
  { system, sums }: ExtendedSystem,
  target: ImpliedTarget,
  options: AttackOptions
): ((one: ImpliedRun) => Verdict) => {
  const hidden = marks(target.hidden, system.cells)
  const width = extended(target.need.width, system.cells, 0)
  const reach = extended(target.need.reach, system.cells, 0)
  return ({ known, judge, isWhole, own, scale = 1 }) => {
    const times = (values: Float64Array) => (scale === 1 ? values : values.map((x) => scale * x))
    const value = times(system.value.slice())
    if (own !== undefined) for (const sum of sums) value[sum.own] = sum.of.reduce((all, cell) => all + own(cell), 0)
    const wide = {
      low: times(known.low.length === system.cells ? known.low : extended(known.low, system.cells, 0)),
      high: times(extended(known.high, system.cells, Number.POSITIVE_INFINITY))
    }
    const need = { width: times(width), reach: times(reach), small: scale * target.need.small }
    return attack(solver, { ...system, value }, hidden, wide, need, {
      ...options,
      ...(scale === 1 ? {} : { wholeUpTo: 0 }),
      ...(isWhole ? { programmesUpTo: Number.POSITIVE_INFINITY } : boundsAlone),
      judge: marks(judge, system.cells)
    })
  }
}

/** Returns the cells that an attack found too narrow or, if it was whole, did not decide. */
export const failingIn = ({ narrow, undecided }: Verdict, isWhole: boolean): ReadonlyArray<number> => [
  ...narrow,
  ...(isWhole ? undecided : [])
]
