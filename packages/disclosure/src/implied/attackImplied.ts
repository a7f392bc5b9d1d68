import { type AttackOptions, attack, type Verdict } from "../attack/attack.ts"
import { tolerance } from "../attack/ComponentSearch.ts"
import { type Contributions, partnerPairs, strongestKnowledge } from "../attack/insiders.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Hidden, Knowledge, LinkedSystem, Need } from "../system/LinkedSystem.ts"
import type { ImpliedJointTable } from "../tables/impliedJointTables.ts"
import { type ExtendedSystem, extendWithImplied } from "./extendWithImplied.ts"
import { contributionTo, partnerCells } from "./partnerCells.ts"

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

export interface ImpliedTarget {
  readonly system: LinkedSystem
  readonly hidden: Hidden
  readonly known: Knowledge
  readonly need: Need
  /** 1 for the cells to judge. */
  readonly judge: Uint8Array
  /** The attacker's own persons in each cell, unless he is a reader. */
  readonly own?: Float64Array | undefined
}

/**
 * For each pair of partners, the cells that are proved safe from it. Hiding more makes no cell narrower, so they are
 * not judged again as long as no hidden cell is shown.
 */
export type ProvedForPairs = Map<string, Uint8Array>

/**
 * How far the attack went: `whole`; `readers`, whole for readers and by bounds alone for pairs of partners; `bounds`,
 * by bounds alone; `none`, because the joint tables are too large; `impossible`, because the tables are no margins of
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

/**
 * The unit in which pairs of partners are first attacked together: their contributions are known in fractions of a
 * person.
 */
const fine = 100

/** Returns how far an attack on these tables can go, before it is made. */
export const impliedScope = (
  system: LinkedSystem,
  hidden: Hidden,
  tables: ReadonlyArray<ImpliedJointTable>,
  contributions: Contributions | undefined,
  limits: ImpliedLimits = impliedLimits
): ImpliedScope => {
  const made = extendWithImplied(system, hidden, tables, limits.bounds)
  return made === undefined ? "none" : reachOf(made.finer.length, contributions, limits)
}

const reachOf = (finer: number, contributions: Contributions | undefined, limits: ImpliedLimits): ImpliedScope =>
  finer > limits.programmes ? "bounds" : finer > limits.pairs && contributions !== undefined ? "readers" : "whole"

/** Sums and bounds alone: the generalised shuttle algorithm (Dobra and Fienberg 2010). */
const boundsAlone: AttackOptions = { mostProgrammes: 0, ellipsoid: false }

const extended = (values: Float64Array, cells: number, fill: number): Float64Array => {
  const made = new Float64Array(cells).fill(fill)
  made.set(values)
  return made
}

const marks = (values: Uint8Array, cells: number): Uint8Array => {
  const made = new Uint8Array(cells)
  made.set(values)
  return made
}

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
  const { system, finer, sums } = made
  const reach = reachOf(finer.length, contributions, limits)
  const hidden = marks(target.hidden, system.cells)
  const need = {
    ...target.need,
    width: extended(target.need.width, system.cells, 0),
    reach: extended(target.need.reach, system.cells, 0)
  }
  const run = (
    known: Knowledge,
    judge: Uint8Array,
    { isWhole, own, scale = 1 }: { isWhole: boolean; own?: ((cell: number) => number) | undefined; scale?: number }
  ): Verdict => {
    const times = (values: Float64Array) => (scale === 1 ? values : values.map((x) => scale * x))
    const value = times(system.value.slice())
    if (own !== undefined) for (const sum of sums) value[sum.own] = sum.of.reduce((all, cell) => all + own(cell), 0)
    const wide = {
      low: times(known.low.length === system.cells ? known.low : extended(known.low, system.cells, 0)),
      high: times(extended(known.high, system.cells, Number.POSITIVE_INFINITY))
    }
    const needed = { width: times(need.width), reach: times(need.reach), small: scale * need.small }
    return attack(solver, { ...system, value }, hidden, wide, needed, {
      ...options,
      ...(scale === 1 ? {} : { wholeUpTo: 0 }),
      ...(isWhole ? { programmesUpTo: Number.POSITIVE_INFINITY } : boundsAlone),
      judge: marks(judge, system.cells)
    })
  }
  const failingIn = ({ narrow, undecided }: Verdict, isWhole: boolean) => [...narrow, ...(isWhole ? undecided : [])]
  const own = target.own && ((cell: number) => target.own?.[cell] as number)
  const verdict = run(target.known, target.judge, { isWhole: reach !== "bounds", own })
  if (verdict.contradictions > 0) return { reach: "impossible", verdict: undefined, failing: [], made }
  const failing = new Set(failingIn(verdict, reach !== "bounds"))
  if (failing.size === 0 && contributions !== undefined && contributions.partners > 0)
    for (const cell of asPartners(contributions)) failing.add(cell)
  return { reach, verdict, failing: [...failing].sort((a, b) => a - b), made }

  /**
   * First attacks as one who knows of each cell the most that any pair knows. If that succeeds, the pairs are halved
   * down to single pairs, each attacked with its exact knowledge.
   */
  function asPartners(contributions: Contributions): ReadonlyArray<number> {
    const isWhole = reach === "whole"
    const shares = Array.from({ length: contributions.partners }, (_, partner) =>
      isWhole && finer.length > limits.onePairUpTo
        ? partnerCells(solver, made as ExtendedSystem, contributions, partner)
        : undefined
    )
    const provedOf = (coalition: ReadonlyArray<number>): Uint8Array => {
      const known = proved.get(coalition.join()) ?? new Uint8Array(target.system.cells)
      proved.set(coalition.join(), known)
      return known
    }
    const found: Array<number> = []
    /** Records what the coalitions cannot prove. Returns what they may have proved. */
    const take = (coalitions: ReadonlyArray<ReadonlyArray<number>>, judge: Uint8Array, verdict: Verdict) => {
      const failing = new Set(failingIn(verdict, isWhole))
      if (isWhole && verdict.contradictions === 0)
        for (const known of coalitions.map(provedOf))
          judge.forEach((mark, cell) => {
            if (mark === 1 && !failing.has(cell)) known[cell] = 1
          })
      return failing
    }
    const judgeAll = (coalitions: ReadonlyArray<ReadonlyArray<number>>, judged: Uint8Array): void => {
      const known = coalitions.map(provedOf)
      const judge = judged.map((mark, cell) => (mark === 1 && known.some((one) => one[cell] === 0) ? 1 : 0))
      if (!judge.includes(1)) return
      const theirs = strongestKnowledge(target.known, contributions, coalitions)
      if (coalitions.length === 1) {
        const share = contributionTo(contributions, coalitions[0] as ReadonlyArray<number>)
        const verdict = run(theirs, judge, { isWhole, own: share })
        // Not all tables have contributions: then a partner knows lower bounds only.
        found.push(...take(coalitions, judge, verdict.contradictions === 0 ? verdict : run(theirs, judge, { isWhole })))
        return
      }
      let left = judge
      if (!shares.includes(undefined)) {
        const low = extended(theirs.low, system.cells, 0)
        finer.forEach((cell, k) => {
          for (const coalition of coalitions) {
            const persons = coalition.reduce((sum, partner) => sum + (shares[partner]?.[k] as number), 0)
            low[cell] = Math.max(low[cell] as number, persons - tolerance)
          }
        })
        const verdict = run({ low, high: theirs.high }, judge, { isWhole, scale: fine })
        // The combined knowledge of all pairs may contradict itself.
        if (verdict.contradictions === 0) {
          const failing = take(coalitions, judge, verdict)
          left = judge.map((mark, cell) => (mark === 1 && failing.has(cell) ? 1 : 0))
        }
      }
      const middle = coalitions.length >> 1
      judgeAll(coalitions.slice(0, middle), left)
      judgeAll(coalitions.slice(middle), left)
    }
    judgeAll(partnerPairs(contributions.partners), target.judge)
    return found
  }
}
