import type { AttackOptions, Verdict } from "../attack/attack.ts"
import type { Contributions } from "../attack/insiders.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Hidden, LinkedSystem } from "../system/LinkedSystem.ts"
import type { ImpliedJointTable } from "../tables/impliedJointTables.ts"
import { attackImpliedPairs, type ProvedForPairs } from "./attackImpliedPairs.ts"
import { type ExtendedSystem, extendWithImplied } from "./extendWithImplied.ts"
import { failingIn, type ImpliedTarget, impliedRuns } from "./impliedRun.ts"

/** Limits of attacks on implied joint tables. */
export interface ImpliedLimits {
  /** Limit of joint cells for programmes. Above, only sums and bounds are propagated. */
  readonly programmes: number
  /** Limit of joint cells for programmes as pairs of partners. */
  readonly pairs: number
  /** Limit of joint cells for propagation. Above, there is no attack. */
  readonly bounds: number
  /**
   * Limit of joint cells for attacking pairs of partners one by one in whole numbers. Above, all pairs are attacked
   * at once and halved if that succeeds.
   */
  readonly onePairUpTo: number
}

export const impliedLimits: ImpliedLimits = { programmes: 15_000, pairs: 2500, bounds: 100_000, onePairUpTo: 100 }

/**
 * How far the attack went: `whole`; `readers`, whole for readers and by bounds alone for pairs of partners; `bounds`,
 * by bounds alone; `none`, because the joint tables are too large; `impossible`, because the tables are not margins of
 * one joint table.
 */
export type ImpliedScope = "whole" | "readers" | "bounds" | "none" | "impossible"

export interface ImpliedAttack {
  readonly reach: ImpliedScope
  /** The reader's verdict; the cells of the tables come first. Undefined if there was no attack. */
  readonly verdict: Verdict | undefined
  /** Cells that are too narrow for a reader, a partner or a pair of partners or, after a whole attack, undecided. */
  readonly failing: ReadonlyArray<number>
  /** The system that was attacked; undefined if there was none. */
  readonly made: ExtendedSystem | undefined
}

/** Returns how far an attack on these tables can go, before it is made. */
export const impliedScope = (
  system: LinkedSystem,
  hidden: Hidden,
  tables: ReadonlyArray<ImpliedJointTable>,
  contributions: Contributions | undefined
): ImpliedScope => {
  const made = extendWithImplied(system, hidden, tables, impliedLimits.bounds)
  return made === undefined ? "none" : reachOf(made.finer.length, contributions, impliedLimits)
}

const reachOf = (finer: number, contributions: Contributions | undefined, limits: ImpliedLimits): ImpliedScope =>
  finer > limits.programmes ? "bounds" : finer > limits.pairs && contributions !== undefined ? "readers" : "whole"

/**
 * Attacks tables as margins of joint tables that are not published. The joint cells are unknowns from 0 on that add
 * up to the published counts. First as a reader; if that fails, as every pair of partners, who subtract their own
 * persons from all sums.
 */
export const attackImplied = (
  solver: LoadedSolver,
  tables: ReadonlyArray<ImpliedJointTable>,
  target: ImpliedTarget,
  contributions: Contributions | undefined,
  {
    limits = impliedLimits,
    proved = new Map(),
    ...options
  }: AttackOptions & { readonly limits?: ImpliedLimits; readonly proved?: ProvedForPairs } = {}
): ImpliedAttack => {
  const made = extendWithImplied(target.system, target.hidden, tables, limits.bounds)
  if (made === undefined) return { reach: "none", verdict: undefined, failing: [], made }
  const reach = reachOf(made.finer.length, contributions, limits)
  const run = impliedRuns(solver, made, target, options)
  const own = target.own && ((cell: number) => target.own?.[cell] as number)
  const isWhole = reach !== "bounds"
  const verdict = run({ known: target.known, judge: target.judge, isWhole, own })
  if (verdict.contradictions > 0) return { reach: "impossible", verdict: undefined, failing: [], made }
  const failing = new Set(failingIn(verdict, isWhole))
  if (failing.size === 0 && contributions !== undefined && contributions.partners > 0) {
    const { onePairUpTo } = limits
    const asPairs = { made, target, contributions, run, isWhole: reach === "whole", onePairUpTo, proved }
    for (const cell of attackImpliedPairs(solver, asPairs)) failing.add(cell)
  }
  return { reach, verdict, failing: [...failing].sort((a, b) => a - b), made }
}
