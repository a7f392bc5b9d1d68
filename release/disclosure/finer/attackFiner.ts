import { type AttackOptions, attack, type Verdict } from "../attack/attack.ts"
import { type Contributions, knownToAny, pairs } from "../attack/insiders.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Hidden, Knowledge, LinkedSystem, Need } from "../system/LinkedSystem.ts"
import type { FinerTable } from "./finerTables.ts"
import { partnersFiner, shareOf } from "./partnersFiner.ts"
import { type FinerSystem, withFiner } from "./withFiner.ts"

/** How far an attack by finer tables goes. */
export interface FinerLimits {
  /** Most finer cells for programmes. Above, sums and bounds are followed to the end, and nothing else. */
  readonly programmes: number
  /** Most finer cells for sums and bounds. Above there is no attack. */
  readonly bounds: number
}

/** So many cells an attack takes about seven seconds for, as a reader; following bounds about as long for these. */
export const finerLimits: FinerLimits = { programmes: 15_000, bounds: 100_000 }

export interface FinerTarget {
  readonly system: LinkedSystem
  readonly hidden: Hidden
  readonly known: Knowledge
  readonly need: Need
  /** 1 for the cells to be judged. */
  readonly judge: Uint8Array
  /** Persons of each cell of the tables whom the attacker put in himself, where he is no reader. */
  readonly own?: Float64Array | undefined
}

/**
 * How far it went: `whole`, or `bounds` alone, or there was `none`, for the finer tables are too large; `impossible`: the tables are
 * no margins of such ones, so that nothing follows.
 */
export type FinerReach = "whole" | "bounds" | "none" | "impossible"

export interface FinerAttack {
  readonly reach: FinerReach
  /** What a reader gets; its cells are those of the tables first. Undefined where there was no attack. */
  readonly verdict: Verdict | undefined
  /** Cells that a reader, a partner or a pair of partners gets too narrowly or, where all was tried, of which nothing is proved. */
  readonly failing: ReadonlyArray<number>
  /** The system that was attacked; undefined where there was none. */
  readonly made: FinerSystem | undefined
}

/** How far an attack on these tables can go, before it is made. */
export const finerReach = (
  system: LinkedSystem,
  hidden: Hidden,
  tables: ReadonlyArray<FinerTable>,
  limits: FinerLimits = finerLimits
): FinerReach => {
  const made = withFiner(system, hidden, tables, limits.bounds)
  return made === undefined ? "none" : made.finer.length <= limits.programmes ? "whole" : "bounds"
}

/** Sums and bounds alone: the generalised shuttle algorithm (Dobra and Fienberg 2010) over the cells of finer tables and all others. */
const boundsAlone: AttackOptions = { mostProgrammes: 0, surroundings: false }

const extended = (of: Float64Array, cells: number, fill: number): Float64Array => {
  const made = new Float64Array(cells).fill(fill)
  made.set(of)
  return made
}

const marks = (of: Uint8Array, cells: number): Uint8Array => {
  const made = new Uint8Array(cells)
  made.set(of)
  return made
}

/**
 * Attacks tables as margins of finer ones that nobody has: their cells are unknowns from 0 on that add up to what the tables count. As a
 * reader, and once that gets nothing as every pair of partners, each of whom takes his own persons out of all sums.
 */
export const attackFiner = (
  solver: LoadedSolver,
  tables: ReadonlyArray<FinerTable>,
  target: FinerTarget,
  contributions: Contributions | undefined,
  { limits = finerLimits, ...options }: AttackOptions & { readonly limits?: FinerLimits } = {}
): FinerAttack => {
  const made = withFiner(target.system, target.hidden, tables, limits.bounds)
  if (made === undefined) return { reach: "none", verdict: undefined, failing: [], made }
  const { system, finer, sums } = made
  const isWhole = finer.length <= limits.programmes
  const hidden = marks(target.hidden, system.cells)
  const need = {
    ...target.need,
    width: extended(target.need.width, system.cells, 0),
    reach: extended(target.need.reach, system.cells, 0)
  }
  const run = (known: Knowledge, judge: Uint8Array, own?: (cell: number) => number): Verdict => {
    const value = system.value.slice()
    if (own !== undefined) for (const sum of sums) value[sum.own] = sum.of.reduce((all, cell) => all + own(cell), 0)
    const wide = {
      low: known.low.length === system.cells ? known.low : extended(known.low, system.cells, 0),
      high: extended(known.high, system.cells, Number.POSITIVE_INFINITY)
    }
    return attack(solver, { ...system, value }, hidden, wide, need, {
      ...options,
      ...(isWhole ? { programmesUpTo: Number.POSITIVE_INFINITY } : boundsAlone),
      judge: marks(judge, system.cells)
    })
  }
  const failingIn = ({ narrow, undecided }: Verdict) => [...narrow, ...(isWhole ? undecided : [])]
  const { own } = target
  const verdict = run(target.known, target.judge, own === undefined ? undefined : (cell) => own[cell] as number)
  if (verdict.contradictions > 0) return { reach: "impossible", verdict: undefined, failing: [], made }
  const failing = new Set(failingIn(verdict))
  if (failing.size === 0 && contributions !== undefined && contributions.partners > 0)
    for (const cell of asPartners(contributions)) failing.add(cell)
  return { reach: isWhole ? "whole" : "bounds", verdict, failing: [...failing].sort((a, b) => a - b), made }

  /**
   * As one that knows of each cell the most that some pair knows: what he does not get nobody does. Where he does, the pairs are halved, down
   * to a single one, which is then attacked as exactly as it is known.
   */
  function asPartners(contributions: Contributions): ReadonlyArray<number> {
    const shares = Array.from({ length: contributions.partners }, (_, partner) =>
      isWhole ? partnersFiner(solver, made as FinerSystem, contributions, partner) : undefined
    )
    const found: Array<number> = []
    const judgeAll = (coalitions: ReadonlyArray<ReadonlyArray<number>>, judge: Uint8Array): void => {
      const theirs = knownToAny(target.known, contributions, coalitions)
      let left: ReadonlyArray<number> | undefined
      if (coalitions.length === 1) {
        found.push(...failingIn(run(theirs, judge, shareOf(contributions, coalitions[0] as ReadonlyArray<number>))))
        return
      }
      if (!shares.includes(undefined)) {
        const low = extended(theirs.low, system.cells, 0)
        finer.forEach((cell, k) => {
          for (const coalition of coalitions)
            low[cell] = Math.max(
              low[cell] as number,
              // What a solver leaves of a whole number is none.
              coalition.reduce((sum, partner) => sum + (shares[partner]?.[k] as number), 0) - 1e-6
            )
        })
        const verdict = run({ low, high: theirs.high }, judge)
        if (verdict.contradictions === 0) left = failingIn(verdict)
      }
      if (left?.length === 0) return
      const judged = left === undefined ? judge : new Uint8Array(judge.length)
      for (const cell of left ?? []) judged[cell] = 1
      const middle = coalitions.length >> 1
      judgeAll(coalitions.slice(0, middle), judged)
      judgeAll(coalitions.slice(middle), judged)
    }
    judgeAll(pairs(contributions.partners), target.judge)
    return found
  }
}
