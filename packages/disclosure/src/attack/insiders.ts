import type { LoadedSolver } from "../solver/Solver.ts"
import type { Hidden, Knowledge, LinkedSystem, Need } from "../system/LinkedSystem.ts"
import type { Move } from "../system/Move.ts"
import { type AttackOptions, attack } from "./attack.ts"
import { provedByMoves } from "./provedByMoves.ts"

/** What each partner contributes to each cell: those of cell c are start[c] to start[c + 1] - 1. */
export interface Contributions {
  readonly partners: number
  readonly start: Uint32Array
  /** Partner, 0 to partners - 1, at most once in a cell. */
  readonly partner: Uint32Array
  readonly count: Float64Array
  /** Partners that are publicly known to have persons in a cell, by cell. */
  readonly present?: ReadonlyMap<number, ReadonlyArray<number>>
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
 * own count, and one for each other partner that is known to be there.
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
    const present = contributions.present?.get(cell) ?? []
    for (const coalition of coalitions) {
      let sum = present.filter((partner) => !coalition.includes(partner)).length
      for (const partner of coalition) sum += own[partner] as number
      low[cell] = Math.max(low[cell] as number, sum)
    }
    for (let at = from; at < to; at++) own[contributions.partner[at] as number] = 0
  }
  return { low, high: known.high }
}

/**
 * Attacks as every partner and every pair of partners. First one attacker who knows of each cell what the best
 * coalition knows; what is safe from this one is safe from all. If it learns something, the coalitions are halved
 * repeatedly, with only those cells judged. Cells that known moves prove safe from each coalition are not judged again.
 * `coalitions` are the attackers, if not all of these.
 */
export const insiders = (
  solver: LoadedSolver,
  system: LinkedSystem,
  hidden: Hidden,
  known: Knowledge,
  need: Need,
  contributions: Contributions,
  options: AttackOptions & { readonly coalitions?: ReadonlyArray<ReadonlyArray<number>> } = {}
): InsiderVerdict => {
  const all = options.coalitions ?? (contributions.partners === 0 ? [] : partnerPairs(contributions.partners))
  if (all.length === 0) return { leaks: [], coalitions: 0, attacks: 0 }
  const leaks: Array<Leak> = []
  let attacks = 0
  const attackAs = (coalitions: ReadonlyArray<ReadonlyArray<number>>, judge: Uint8Array) => {
    attacks += 1
    const knowledge = strongestKnowledge(known, contributions, coalitions)
    const verdict = attack(solver, system, hidden, knowledge, need, { ...options, judge })
    return { ...verdict, failing: [...verdict.narrow, ...verdict.undecided] }
  }
  const { moves = [] } = options
  const knowledge =
    moves.length === 0 || all.length === 1 ? [] : all.map((one) => strongestKnowledge(known, contributions, [one]))
  const provedBy = (some: ReadonlyArray<Move>) => provedByMoves(system, hidden, some, knowledge, need)
  const isProvedFor = (proved: ReadonlyArray<Uint8Array>, pairs: ReadonlyArray<number>, cell: number) =>
    proved.length > 0 && pairs.every((pair) => proved[pair]?.[cell] === 1)
  const everyone = [...all.keys()]
  const likely = provedBy(moves)
  const judged = hidden.map((mark, cell) => {
    const isJudged = mark !== 0 || (need.width[cell] as number) > 0 || (need.reach[cell] as number) > 0
    return (options.judge === undefined ? isJudged : options.judge[cell] === 1) ? 1 : 0
  })
  const first = attackAs(
    all,
    judged.map((mark, cell) => (isProvedFor(likely, everyone, cell) ? 0 : mark))
  )
  // Fractions of persons prove nothing where whole numbers are required. The cells of a move are connected by sums.
  const isSound = ({ cells, by }: Move) => by.every(Number.isInteger) || cells.some((cell) => first.inReals[cell] === 1)
  const proved = moves.every(isSound) ? likely : provedBy(moves.filter(isSound))
  const unproved = [...judged.keys()].filter(
    (cell) => judged[cell] === 1 && isProvedFor(likely, everyone, cell) && !isProvedFor(proved, everyone, cell)
  )
  const marksOf = (some: ReadonlyArray<number>): Uint8Array => {
    const marks = new Uint8Array(system.cells)
    for (const cell of some) marks[cell] = 1
    return marks
  }
  const divide = (pairs: ReadonlyArray<number>, failing: ReadonlyArray<number>): void => {
    const left = marksOf(failing)
    const middle = pairs.length >> 1
    for (const half of [pairs.slice(0, middle), pairs.slice(middle)]) {
      const open = half.filter((pair) => failing.some((cell) => !isProvedFor(proved, [pair], cell)))
      if (open.length > 0) judgeAll(open, left)
    }
  }
  const judgeAll = (pairs: ReadonlyArray<number>, judge: Uint8Array): void => {
    const coalitions = pairs.map((pair) => all[pair] as ReadonlyArray<number>)
    const { narrow, undecided, failing } = attackAs(coalitions, judge)
    if (failing.length > 0) take(pairs, { narrow, undecided }, failing)
  }
  const take = (
    pairs: ReadonlyArray<number>,
    { narrow, undecided }: Omit<Leak, "coalition">,
    failing: ReadonlyArray<number>
  ) => {
    if (pairs.length > 1) divide(pairs, failing)
    else leaks.push({ coalition: all[pairs[0] as number] as ReadonlyArray<number>, narrow, undecided })
  }
  if (first.failing.length > 0) take(everyone, first, first.failing)
  if (unproved.length > 0) judgeAll(everyone, marksOf(unproved))
  return { leaks, coalitions: all.length, attacks }
}
