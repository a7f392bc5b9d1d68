import type { LoadedSolver } from "../solver/Solver.ts"
import type { Hidden, Knowledge, LinkedSystem, Need } from "../system/LinkedSystem.ts"
import { type AttackOptions, attack } from "./attack.ts"

/** What each partner contributes to each cell: those of cell c are start[c] to start[c + 1] - 1. */
export interface Contributions {
  readonly partners: number
  readonly start: Uint32Array
  /** Partner, 0 to partners - 1, at most once in a cell. */
  readonly partner: Uint32Array
  readonly count: Float64Array
}

/** A coalition of partners, and the cells that are too narrow or undecided for it. */
export interface Leak {
  readonly coalition: ReadonlyArray<number>
  readonly narrow: Uint32Array
  readonly undecided: Uint32Array
}

export interface InsiderVerdict {
  /** Coalitions that learn something, in order; empty if the release is safe. */
  readonly leaks: ReadonlyArray<Leak>
  /** Number of coalitions that were judged, one by one or together. */
  readonly coalitions: number
  readonly attacks: number
}

/**
 * Returns every pair of partners. A pair knows what each member knows, so single partners need no attack of their
 * own.
 */
export const partnerPairs = (partners: number): ReadonlyArray<ReadonlyArray<number>> => {
  if (partners === 1) return [[0]]
  const made: Array<ReadonlyArray<number>> = []
  for (let a = 0; a < partners; a++) for (let b = a + 1; b < partners; b++) made.push([a, b])
  return made
}

/**
 * Returns, for each cell, the most that any of these coalitions knows. A coalition knows that a cell is at least its
 * own count.
 */
export const strongestKnowledge = (
  known: Knowledge,
  contributions: Contributions,
  coalitions: ReadonlyArray<ReadonlyArray<number>>
): Knowledge => {
  const low = known.low.slice()
  const own = new Float64Array(contributions.partners)
  for (let cell = 0; cell < low.length; cell++) {
    const from = contributions.start[cell] as number
    const to = contributions.start[cell + 1] as number
    if (from === to) continue
    for (let at = from; at < to; at++) own[contributions.partner[at] as number] = contributions.count[at] as number
    for (const coalition of coalitions) {
      let sum = 0
      for (const partner of coalition) sum += own[partner] as number
      low[cell] = Math.max(low[cell] as number, sum)
    }
    for (let at = from; at < to; at++) own[contributions.partner[at] as number] = 0
  }
  return { low, high: known.high }
}

/**
 * Attacks as every partner and every pair of partners. First one attacker who knows of each cell what the best
 * coalition knows; what is safe from him is safe from all. If he learns something, the coalitions are halved
 * repeatedly, with only those cells judged.
 */
export const insiders = (
  solver: LoadedSolver,
  system: LinkedSystem,
  hidden: Hidden,
  known: Knowledge,
  need: Need,
  contributions: Contributions,
  options: AttackOptions = {}
): InsiderVerdict => {
  const leaks: Array<Leak> = []
  let attacks = 0
  const judgeAll = (coalitions: ReadonlyArray<ReadonlyArray<number>>, judge: Uint8Array | undefined): void => {
    attacks += 1
    const verdict = attack(solver, system, hidden, strongestKnowledge(known, contributions, coalitions), need, {
      ...options,
      ...(judge === undefined ? {} : { judge })
    })
    if (verdict.narrow.length === 0 && verdict.undecided.length === 0) return
    if (coalitions.length === 1) {
      leaks.push({
        coalition: coalitions[0] as ReadonlyArray<number>,
        narrow: verdict.narrow,
        undecided: verdict.undecided
      })
      return
    }
    const left = new Uint8Array(system.cells)
    for (const cell of verdict.narrow) left[cell] = 1
    for (const cell of verdict.undecided) left[cell] = 1
    const middle = coalitions.length >> 1
    judgeAll(coalitions.slice(0, middle), left)
    judgeAll(coalitions.slice(middle), left)
  }
  const all = contributions.partners === 0 ? [] : partnerPairs(contributions.partners)
  if (all.length > 0) judgeAll(all, options.judge)
  return { leaks, coalitions: all.length, attacks }
}
