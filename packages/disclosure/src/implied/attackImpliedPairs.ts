import type { Verdict } from "../attack/attack.ts"
import { tolerance } from "../attack/ComponentSearch.ts"
import { type Contributions, partnerPairs, strongestKnowledge } from "../attack/insiders.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Knowledge } from "../system/LinkedSystem.ts"
import type { ExtendedSystem } from "./extendWithImplied.ts"
import { extended, failingIn, type ImpliedRun, type ImpliedTarget } from "./impliedRun.ts"
import { contributionTo, partnerCells } from "./partnerCells.ts"

/**
 * The unit in which pairs of partners are first attacked together: their contributions are known in fractions of a
 * person.
 */
const fine = 100

/**
 * For each pair of partners, the cells that are proved safe from it. Hiding more makes no cell narrower, so they are
 * not judged again as long as no hidden cell is shown.
 */
export type ProvedForPairs = Map<string, Uint8Array>

type Coalitions = ReadonlyArray<ReadonlyArray<number>>

interface PairsAttack {
  readonly made: ExtendedSystem
  readonly target: ImpliedTarget
  readonly contributions: Contributions
  readonly run: (one: ImpliedRun) => Verdict
  readonly isWhole: boolean
  /** Joint cells up to which pairs are attacked one by one. */
  readonly onePairUpTo: number
  readonly proved: ProvedForPairs
}

/** Returns the persons of each partner in joint cells; undefined if those of some partner are not known. */
const sharesOfPartners = (
  solver: LoadedSolver,
  made: ExtendedSystem,
  contributions: Contributions
): ReadonlyArray<Float64Array> | undefined => {
  const shares: Array<Float64Array> = []
  for (let partner = 0; partner < contributions.partners; partner++) {
    const share = partnerCells(solver, made, contributions, partner)
    if (share === undefined) return undefined
    shares.push(share)
  }
  return shares
}

/** Returns the most that any of these coalitions knows of each cell, joint cells included. */
const knowledgeOfAny = (
  { made: { system, finer } }: PairsAttack,
  theirs: Knowledge,
  coalitions: Coalitions,
  shares: ReadonlyArray<Float64Array>
): Knowledge => {
  const low = extended(theirs.low, system.cells, 0)
  finer.forEach((cell, k) => {
    for (const coalition of coalitions) {
      const persons = coalition.reduce((sum, partner) => sum + (shares[partner]?.[k] as number), 0)
      low[cell] = Math.max(low[cell] as number, persons - tolerance)
    }
  })
  return { low, high: theirs.high }
}

/**
 * Attacks as every pair of partners, and returns the cells that fail. First attacks as one attacker who knows of each cell the most that any pair knows. If
 * that succeeds, the pairs are halved down to single pairs, each attacked with its exact knowledge.
 */
export const attackImpliedPairs = (solver: LoadedSolver, one: PairsAttack): ReadonlyArray<number> => {
  const { made, target, contributions, run, isWhole, proved } = one
  const isTogether = isWhole && made.finer.length > one.onePairUpTo
  const shares = isTogether ? sharesOfPartners(solver, made, contributions) : undefined
  const provedOf = (coalition: ReadonlyArray<number>): Uint8Array => {
    const known = proved.get(coalition.join()) ?? new Uint8Array(target.system.cells)
    proved.set(coalition.join(), known)
    return known
  }
  const found: Array<number> = []
  /** Records what the coalitions cannot prove. Returns what they may have proved. */
  const take = (coalitions: Coalitions, judge: Uint8Array, verdict: Verdict): ReadonlySet<number> => {
    const failing = new Set(failingIn(verdict, isWhole))
    if (isWhole && verdict.contradictions === 0)
      for (const known of coalitions.map(provedOf))
        judge.forEach((mark, cell) => {
          if (mark === 1 && !failing.has(cell)) known[cell] = 1
        })
    return failing
  }
  const judgeAll = (coalitions: Coalitions, judged: Uint8Array): void => {
    const known = coalitions.map(provedOf)
    const judge = judged.map((mark, cell) => (mark === 1 && known.some((one) => one[cell] === 0) ? 1 : 0))
    if (!judge.includes(1)) return
    const theirs = strongestKnowledge(target.known, contributions, coalitions)
    if (coalitions.length === 1) {
      const own = contributionTo(contributions, coalitions[0] as ReadonlyArray<number>)
      const exact = run({ known: theirs, judge, isWhole, own })
      // Not all tables have contributions: then a partner knows lower bounds only.
      const verdict = exact.contradictions === 0 ? exact : run({ known: theirs, judge, isWhole })
      found.push(...take(coalitions, judge, verdict))
      return
    }
    let left = judge
    if (shares !== undefined) {
      const known = knowledgeOfAny(one, theirs, coalitions, shares)
      const verdict = run({ known, judge, isWhole, scale: fine })
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
