import { type AttackOptions, attack, programmesUpTo, type Verdict } from "../attack/attack.ts"
import { Effort } from "../attack/Effort.ts"
import { pseudoRandom } from "../attack/pseudoRandom.ts"
import { Witnesses } from "../attack/Witnesses.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Hidden } from "../system/LinkedSystem.ts"
import type { Move } from "../system/Move.ts"
import { type Classes, classesOf, classState, hiddenCount } from "./Classes.ts"
import { cellsOf, moveOf } from "./cellsOf.ts"
import { hiddenCells } from "./hiddenCells.ts"
import { LargeSearch } from "./LargeSearch.ts"
import { optimalPattern } from "./optimalPattern.ts"
import { ProvenWidths } from "./ProvenWidths.ts"
import { SuppressionPattern } from "./SuppressionPattern.ts"
import type { SuppressionProblem } from "./SuppressionProblem.ts"
import { takeOutHopeless } from "./takeOutHopeless.ts"

export interface SuppressOptions {
  /** Tables up to this many classes get the integer optimum. */
  readonly optimumUpTo?: number
  /** In larger tables `LargeSearch` proves the choice and completes it, instead of a programme for each failing class. */
  readonly patternUpTo?: number
  /** The same once programmes for single classes have taken this much work: iterations times rows. */
  readonly mostWork?: number
  /** Seconds for one programme. */
  readonly seconds?: number
  /** Known changes of the table. */
  readonly moves?: ReadonlyArray<Move>
  /** Solutions of attacks on this table. New ones are added for the attack on the result. */
  readonly witnesses?: Witnesses
  /** Limit of work; unlimited if absent. What is not protected once it is spent stays unprotected. */
  readonly effort?: Effort
}

/** A suppression pattern and its evidence. */
export interface Suppressed {
  readonly hidden: Hidden
  /** Hidden cells that could not be proved safe, ascending. If there are any, the table must not be released. */
  readonly unprotected: Uint32Array
  /** Changes of the table that prove hidden cells safe, for the attack on the result. */
  readonly moves: ReadonlyArray<Move>
}

/**
 * Hides the cheapest other member of each row of the failing classes. If all are hidden, continues with the rows of
 * those until something is hidden or nothing is left.
 */
const hideAround = (classes: Classes, failing: Iterable<number>): boolean => {
  const { rowStart, row, start, index, state, mayHide, cost } = classes
  const seen = new Set(failing)
  for (let edge: ReadonlyArray<number> = [...seen]; edge.length > 0; ) {
    const chosen = new Set<number>()
    const next: Array<number> = []
    for (const of of edge)
      for (let at = rowStart[of] as number; at < (rowStart[of + 1] as number); at++) {
        const r = row[at] as number
        let best = -1
        for (let k = start[r] as number; k < (start[r + 1] as number); k++) {
          const other = index[k] as number
          const isOpen = state[other] === classState.published && mayHide[other] === 1
          if (isOpen && (best < 0 || (cost[other] as number) < (cost[best] as number))) best = other
          if (seen.has(other)) continue
          seen.add(other)
          next.push(other)
        }
        if (best >= 0) chosen.add(best)
      }
    for (const of of chosen) state[of] = classState.secondary
    if (chosen.size > 0) return true
    edge = next
  }
  return false
}

/**
 * Cost of a hidden cell besides its persons, in thresholds, on tables of many classes. Otherwise many small cells are
 * hidden for one large one, which exposes others.
 */
const cellsWorth = 25

/** Tables up to this many classes minimise the value alone. */
const manyClasses = 500

/** Limit of failing classes that are explained before more is hidden. */
const mostReasons = 20

/** Rows of one programme on a large table. A reason has few; runs find ways, which have more, in less time. */
const mostRowsOfReason = 100

/** The same if few classes fail. */
const [fewFailing, mostRowsOfFew] = [10, 1500]

/** Work of programmes that takes some three seconds. Tables with levels in two dimensions need ten times as much. */
const someSeconds = 3e7

/** Cost of one round on a large table for each entry of its rows, and of explaining one class. */
const ofTurn = 100
const ofReason = 1e7

/** Classes times free rounds: choosing again costs as much as the table is large. */
const freeWork = 300_000

/**
 * Tables up to this many classes get the cheapest choice under all inequalities found, and how often. A choice takes as many rounds as it
 * needs, up to a limit, which is lower on larger tables.
 */
const exactUpTo = 100
const [mostAnew, roundsIfExact, roundsOfLarge] = [30, 60, 15]

/** A first attack leaves hard cells to `explain`, which also determines what to hide. */
const quick: AttackOptions = { mostProgrammes: 0 }

/** Extra distance required of a class that whole numbers bind more than fractions. */
const margins = [1, 2, 4, 8] as const

/**
 * Complementary suppression: returns what else to hide so that each hidden cell meets its need against every attacker
 * who knows `known`, with the least loss found. An integer programme chooses (`SuppressionPattern`), the result is
 * attacked, and more is hidden for every failing cell until the attack fails. Deterministic, except for programmes
 * that `seconds` cuts off.
 */
export const suppress = (
  solver: LoadedSolver,
  problem: SuppressionProblem,
  {
    optimumUpTo = 40,
    patternUpTo = 12_000,
    mostWork = someSeconds,
    seconds = 60,
    moves: known = [],
    witnesses = new Witnesses(),
    effort = new Effort()
  }: SuppressOptions = {}
): Suppressed => {
  const classes = classesOf(problem)
  const hopeless = takeOutHopeless(classes)
  const moves = [...known]
  /** Cells that an attack proved safe. Hiding more makes no cell narrower, so they are not judged again. */
  const safe = new Uint8Array(problem.system.cells)
  const judgeNow = (options: AttackOptions): Verdict => {
    const { system, known, need } = problem
    const hidden = hiddenCells(problem, classes)
    const judge = hidden.map((mark, cell) => {
      const isJudged = mark !== 0 || (need.width[cell] as number) > 0 || (need.reach[cell] as number) > 0
      const isOpen = safe[cell] === 0 && !hopeless.has(classes.classOf[cell] as number)
      return isJudged && isOpen && (mark !== 0 || system.unshown[cell] !== 0) ? 1 : 0
    })
    const verdict = attack(solver, system, hidden, known, need, {
      seconds,
      moves,
      witnesses,
      judge,
      effort,
      ...options
    })
    const failing = new Set([...verdict.narrow, ...verdict.undecided])
    judge.forEach((mark, cell) => {
      if (mark === 1 && !failing.has(cell)) safe[cell] = 1
    })
    return verdict
  }
  const classesAt = (cells: Iterable<number>): ReadonlyArray<number> =>
    [...new Set(Array.from(cells, (cell) => classes.classOf[cell] as number))].sort((a, b) => a - b)
  const given = classes.state.slice()
  if (classes.count <= optimumUpTo) {
    const best = optimalPattern(solver, classes)
    best?.forEach((hide, of) => {
      if (hide === 1 && classes.state[of] === classState.published) classes.state[of] = classState.secondary
    })
    // The programme is relaxed, but attackers know that counts are whole. Its choice is kept only if the attack
    // fails.
    const verdict = best === undefined ? undefined : judgeNow({})
    if (verdict !== undefined && verdict.narrow.length + verdict.undecided.length === 0) return resultOf([])
    classes.state.set(given)
    safe.fill(0)
  }
  const perCell = classes.count > manyClasses ? cellsWorth * problem.need.small : 0
  classes.classOf.forEach((of, cell) => {
    if (of >= 0 && problem.system.unshown[cell] === 0) classes.cost[of] = (classes.cost[of] as number) + perCell
  })
  const isExact = classes.count <= exactUpTo
  const mostRounds = isExact ? roundsIfExact : roundsOfLarge
  const freeRounds = Math.min(mostRounds, Math.floor(freeWork / Math.max(1, classes.count)))
  const pattern = new SuppressionPattern(solver, classes, {
    freeRounds,
    seconds,
    exactUpTo,
    programmesUpTo: patternUpTo,
    mostWork
  })
  pattern.choose()
  let turn = 0
  if (pattern.isLaborious) return byRuns()
  const cells = cellsOf(classes)
  let failing: ReadonlyArray<number> = []
  let thorough = false
  let anew = isExact ? mostAnew : 0
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    const verdict = judgeNow(thorough ? {} : quick)
    failing = classesAt([...verdict.narrow, ...verdict.undecided])
    if (failing.length === 0 || effort.isSpent) break
    let cuts = 0
    let found = 0
    const settled = new ProvenWidths(classes)
    {
      using ahead = pattern.lookAhead(failing)
      for (const of of failing) {
        if (settled.isWide(of)) continue
        if (pattern.isLaborious) break
        const needed = pattern.needs.rise[of] as number
        const { circulations, cut } = pattern.explain(of, needed, needed, { ahead })
        for (const circulation of circulations) {
          moves.push(moveOf(circulation, cells))
          settled.take(circulation)
        }
        found += circulations.length
        if (cut) cuts += 1
      }
    }
    if (pattern.isLaborious) {
      pattern.hideMore()
      return byRuns()
    }
    if (cuts > 0 && anew > 0) {
      anew -= 1
      safe.fill(0)
      pattern.chooseAnew()
      thorough = false
      before = Number.POSITIVE_INFINITY
      continue
    }
    let more = cuts > 0 && pattern.hideMore()
    if (!more && thorough) {
      // A class that no inequality explains is narrow because of whole numbers. It gets more room than fractions
      // would need.
      for (const margin of margins) {
        for (const of of failing) {
          const needed = (pattern.needs.rise[of] as number) + margin
          pattern.explain(of, needed, needed)
        }
        more = pattern.hideMore()
        if (more) break
      }
      more ||= hideAround(classes, failing)
      if (!more) break
    }
    thorough = !more && (found === 0 || failing.length >= before)
    before = more ? Number.POSITIVE_INFINITY : failing.length
  }
  return resultOf(failing)

  /** Proves the choice and completes it by runs over many classes, for which a programme each would take too long. */
  function byRuns(): Suppressed {
    const large = new LargeSearch(classes, witnesses)
    for (let open: ReadonlyArray<number> = []; ; ) {
      effort.spend(ofTurn * classes.index.length)
      open = large.run(effort, (some) => hideFor(some, large))
      if (open.length === 0 || effort.isSpent) {
        const verdict = judgeNow(classes.count > programmesUpTo ? quick : {})
        open = classesAt([...verdict.narrow, ...verdict.undecided])
        if (open.length === 0 || effort.isSpent) return resultOf(open)
      }
      if (hideFor(open, large) === 0 && !hideAround(classes, open)) return resultOf(open)
    }
  }

  /**
   * Looks for changes that move some of the failing classes, by programmes over their neighbourhood. Where there are none, hides what the
   * inequalities that explain it require. Returns how many classes were hidden or proved.
   */
  function hideFor(failing: ReadonlyArray<number>, large: LargeSearch): number {
    const before = hiddenCount(classes)
    const cells = cellsOf(classes)
    const settled = new Set<number>()
    const mostRows = failing.length > fewFailing ? mostRowsOfReason : mostRowsOfFew
    let [proved, cuts, tries] = [0, 0, 0]
    turn += 1
    const order = failing.map((of) => [pseudoRandom(of, turn), of] as const).sort(([a], [b]) => a - b)
    for (const [, of] of order) {
      if (settled.has(of)) continue
      if (tries++ === mostReasons) break
      const needed = pattern.needs.rise[of] as number
      const { circulations, cut } = pattern.explain(of, needed, needed, { mostRows })
      effort.spend(ofReason)
      if (cut) {
        cuts += 1
        for (const other of pattern.lastReason()) settled.add(other)
      }
      for (const circulation of circulations) {
        moves.push(moveOf(circulation, cells))
        proved += 1
        circulation.classes.forEach((one, k) => {
          large.see(one, (classes.value[one] as number) + (circulation.by[k] as number))
        })
      }
    }
    if (cuts > 0) pattern.hideMore()
    return hiddenCount(classes) - before + proved
  }

  function resultOf(failing: ReadonlyArray<number>): Suppressed {
    const bad = new Set([...hopeless, ...failing])
    const hidden = hiddenCells(problem, classes)
    const unprotected = Uint32Array.from(hidden.keys()).filter(
      (cell) => hidden[cell] !== 0 && bad.has(classes.classOf[cell] as number)
    )
    return { hidden, unprotected, moves }
  }
}
