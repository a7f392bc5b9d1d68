import type { LoadedSolver } from "../solver/Solver.ts"
import type { Hidden, Intervals, Knowledge, LinkedSystem, Need } from "../system/LinkedSystem.ts"
import type { Move } from "../system/Move.ts"
import { byAlternatingCycles } from "./byAlternatingCycles.ts"
import { byEllipsoid } from "./byEllipsoid.ts"
import { byKnownMoves, localMoves, placesOf } from "./byKnownMoves.ts"
import { byPrimalDual } from "./byPrimalDual.ts"
import { byProgrammes } from "./byProgrammes.ts"
import { byVertices, manyLeft, worthVertices } from "./byVertices.ts"
import { classNeeds, meetsNeed } from "./ClassNeeds.ts"
import { ComponentSearch } from "./ComponentSearch.ts"
import { type Component, components } from "./components.ts"
import { Effort } from "./Effort.ts"
import { type CellEquations, equationsOf } from "./equationsOf.ts"
import { type Reduced, reduce } from "./reduce.ts"
import { cellsOfComponent, type Witnesses } from "./Witnesses.ts"

export interface AttackOptions {
  /** `verdict` stops at a cell as soon as it is proved safe or narrow; `intervals` proves both ends of every judged cell. */
  readonly aim?: "verdict" | "intervals"
  /** Components up to this many classes are solved in whole numbers; larger ones in real numbers, rounded inwards. */
  readonly wholeUpTo?: number
  /** Components with more classes than this are first looked at from the middle. */
  readonly largeFrom?: number
  /**
   * In components with more classes than this (12,000) a programme over all of their rows takes seconds: only so few classes get one
   * as `mostSinglesOfLarge` says. With more open then, those are undecided, which counts as failing.
   */
  readonly programmesUpTo?: number
  /** Most programmes for one component; what is open then is undecided. */
  readonly mostProgrammes?: number
  /** Large components are looked at by pushes and from the middle; false leaves that out. */
  readonly ellipsoid?: boolean
  /** Seconds for a single programme (60, and 300 with more than `programmesUpTo` classes); one that needs more decides nothing. */
  readonly seconds?: number
  /** Whether programmes go on for whatever is open, also on large components of a table that is refused anyway. */
  readonly everyCell?: boolean
  /** Work that may be done; without it as much as it takes. What is open once it is spent is undecided. */
  readonly effort?: Effort
  readonly seed?: number
  /** Changes that somebody found already, from the true counts; each is checked before it is believed. */
  readonly moves?: ReadonlyArray<Move>
  /** Solutions of earlier attacks on this table with less or as much hidden; those that are found now are added. */
  readonly witnesses?: Witnesses
  /** 1 for the cells to be judged; without it all hidden cells, and unshown ones that need something. */
  readonly judge?: Uint8Array
}

/** What the best attacker gets. */
export interface Verdict {
  /** Judged cells with an interval that is proved not to meet the need, ascending. */
  readonly narrow: Uint32Array
  /** Judged cells of which neither is proved; they count as failing. */
  readonly undecided: Uint32Array
  /** Judged cells whose value is proved. */
  readonly pinned: number
  /** Published sums that do not add up, or assumptions that nothing satisfies: with one the verdict means nothing. */
  readonly contradictions: number
  /** Of each cell: what it can be. Exact ends, or with `exact` 0 values that are known to be possible. */
  readonly intervals: Intervals
  /** Of each cell: bounds that are proved to hold it, exact or not. */
  readonly outer: { readonly low: Float64Array; readonly high: Float64Array }
  /** Least width of what is known to be possible, over the judged cells; null where none is judged. */
  readonly minimumWidth: number | null
  readonly programmes: number
}

/** Does the release stand? Nothing narrow, nothing undecided, nothing that contradicts. */
export const isSafe = (verdict: Verdict): boolean =>
  verdict.narrow.length === 0 && verdict.undecided.length === 0 && verdict.contradictions === 0

/** In components with more classes than this each programme over all rows takes seconds. */
export const programmesUpTo = 12_000

/** With more classes open than this after pushes a table of more than `programmesUpTo` classes is likely not safe. */
const mostSinglesOfLarge = 100

const wholeUpTo = (options: AttackOptions): number => options.wholeUpTo ?? 100

/** Is a component first looked at from the middle, and its solutions kept? */
const isLarge = ({ equations: { unknowns } }: Component, options: AttackOptions): boolean =>
  unknowns > wholeUpTo(options) && unknowns > (options.largeFrom ?? 300)

/** The cells' true values as a point of the component, where they are given. */
const truthOf = (
  component: Component,
  firstOf: Int32Array,
  reduced: Reduced,
  cells: CellEquations,
  value: Float64Array
) =>
  Float64Array.from(component.members, (of) => {
    const unknown = firstOf[of] as number
    const x = value[cells.cellOf[unknown] as number] as number
    return (reduced.sign[unknown] as number) * (x - (reduced.offset[unknown] as number))
  })

/**
 * Attacks a release: what can be proved of each hidden cell from the published ones, the sums, and what is known besides.
 * Values of hidden cells are used for one thing only: as the first solution to look around from, so that they may be missing
 * (NaN) when somebody else's release is audited. Deterministic, but for programmes cut off by `seconds`.
 */
export const attack = (
  solver: LoadedSolver,
  system: LinkedSystem,
  hidden: Hidden,
  known: Knowledge,
  need: Need,
  options: AttackOptions = {}
): Verdict => {
  const cells = equationsOf(system, hidden, known)
  const reduced = reduce(cells.equations)
  const judged = Uint8Array.from(cells.cellOf, (cell) => {
    if (options.judge !== undefined) return options.judge[cell] as number
    return hidden[cell] !== 0 || (need.width[cell] as number) > 0 || (need.reach[cell] as number) > 0 ? 1 : 0
  })
  const needs = classNeeds(cells, reduced, judged, need)
  const firstOf = new Int32Array(reduced.equations.unknowns).fill(-1)
  reduced.classOf.forEach((of, unknown) => {
    if (of >= 0 && firstOf[of] === -1) firstOf[of] = unknown
  })
  const effort = options.effort ?? new Effort()
  let contradictions = cells.contradictions + reduced.contradictions
  let programmes = 0
  const found = {
    low: new Float64Array(needs.start.length - 1),
    high: new Float64Array(needs.start.length - 1),
    outerLow: new Float64Array(needs.start.length - 1),
    outerHigh: new Float64Array(needs.start.length - 1),
    exact: new Uint8Array(needs.start.length - 1)
  }
  const parts = components(reduced.equations)
  const places = placesOf(parts, reduced.equations.unknowns)
  const given = localMoves(options.moves ?? [], places, cells, reduced, firstOf)
  parts.forEach((component, part) => {
    const search = new ComponentSearch(component, needs)
    const truth = truthOf(component, firstOf, reduced, cells, system.value)
    const isTrue = search.absorb(truth)
    if (isTrue) {
      byKnownMoves(search, truth, given.get(part) ?? [], component.equations.unknowns <= wholeUpTo(options))
      byAlternatingCycles(search, truth, options.seed ?? 1)
    }
    if (isTrue && options.witnesses !== undefined && isLarge(component, options)) {
      const keep = options.witnesses.of(cellsOfComponent(component, cells, reduced))
      const speaks = Array.from(component.members, (of) => {
        const unknown = firstOf[of] as number
        return {
          cell: cells.cellOf[unknown] as number,
          sign: reduced.sign[unknown] as number,
          offset: reduced.offset[unknown] as number
        }
      })
      for (const point of options.witnesses.points(truth, speaks)) search.absorb(point)
      search.keep = keep
    }
    programmes += settle(solver, search, isTrue ? truth : undefined, effort, options)
    if (search.feasible === "no") contradictions += 1
    component.members.forEach((of, local) => {
      found.low[of] = search.seenLow[local] as number
      found.high[of] = search.seenHigh[local] as number
      found.outerLow[of] = component.equations.low[local] as number
      found.outerHigh[of] = component.equations.high[local] as number
      found.exact[of] = search.isMet(local, "least") && search.isMet(local, "most") ? 1 : 0
    })
  })
  return { ...verdictOf(system, cells, reduced, judged, need, found, contradictions), programmes }
}

/** Of components with more open classes than one in so many after pushes, which are tight all over, corners tell more than a middle. */
const tightFrom = 4

/** Are single programmes worth their time on a large component? Not where much is open, nor where more is narrow already than open. */
const isWorthSingles = (search: ComponentSearch): boolean => {
  const open = search.open().length
  return open <= mostSinglesOfLarge && search.narrow() <= open
}

/** Settles one component with the means that fit its size; answers the number of programmes. */
const settle = (
  solver: LoadedSolver,
  search: ComponentSearch,
  truth: Float64Array | undefined,
  effort: Effort,
  options: AttackOptions
): number => {
  const { equations } = search.component
  if (search.judged.length === 0) return 0
  if (equations.rows === 0) {
    search.seenLow.set(equations.low)
    search.seenHigh.set(equations.high)
    return 0
  }
  const everyEnd = options.aim === "intervals"
  const most = options.mostProgrammes ?? 100_000
  const whole = equations.unknowns <= wholeUpTo(options)
  let programmes = 0
  const large = isLarge(search.component, options) && options.ellipsoid !== false
  const isLast = equations.unknowns > (options.programmesUpTo ?? programmesUpTo)
  const seconds = options.seconds ?? (isLast ? 300 : 60)
  const middle = large ? byPrimalDual(search, truth, effort, isLast, solver.worker) : undefined
  if (isLast && options.everyCell !== true && !isWorthSingles(search)) return 0
  const isTight = most > 0 && search.open().length * tightFrom > equations.unknowns
  if (large && !isLast && !isTight) programmes += byEllipsoid(solver, search, { seconds, effort, off: middle })
  const isImpossible = () => search.feasible === "no"
  if (isImpossible()) return programmes
  const ends = { everyEnd: everyEnd && !isLast, effort }
  const left = ends.everyEnd ? search.judged.length : search.open().length
  if (!whole && left > manyLeft && equations.unknowns > worthVertices)
    programmes += byVertices(solver, search, { ...ends, most: most - programmes })
  if (isImpossible()) return programmes
  return programmes + byProgrammes(solver, search, { ...ends, whole, most: most - programmes, seconds })
}

interface Found {
  readonly low: Float64Array
  readonly high: Float64Array
  readonly outerLow: Float64Array
  readonly outerHigh: Float64Array
  readonly exact: Uint8Array
}

/** Carries what was found of classes back to the cells and judges them. */
const verdictOf = (
  system: LinkedSystem,
  cells: CellEquations,
  reduced: Reduced,
  judged: Uint8Array,
  need: Need,
  found: Found,
  contradictions: number
): Omit<Verdict, "programmes"> => {
  const low = system.value.slice()
  const high = system.value.slice()
  const exact = new Uint8Array(system.cells).fill(1)
  const outer = { low: system.value.slice(), high: system.value.slice() }
  const narrow: Array<number> = []
  const undecided: Array<number> = []
  let pinned = 0
  let minimumWidth: number | null = null
  cells.cellOf.forEach((cell, unknown) => {
    const of = reduced.classOf[unknown] as number
    const sign = reduced.sign[unknown] as number
    const offset = reduced.offset[unknown] as number
    const at = (lower: Float64Array, upper: Float64Array) =>
      of < 0
        ? ([offset, offset] as const)
        : sign > 0
          ? ([(lower[of] as number) + offset, (upper[of] as number) + offset] as const)
          : ([offset - (upper[of] as number), offset - (lower[of] as number)] as const)
    const inside = at(found.low, found.high)
    const around = at(found.outerLow, found.outerHigh)
    // Adding 0 turns -0 into 0.
    low[cell] = inside[0] + 0
    high[cell] = inside[1] + 0
    outer.low[cell] = around[0]
    outer.high[cell] = around[1]
    exact[cell] = of < 0 ? 1 : (found.exact[of] as number)
    if (judged[unknown] !== 1) return
    if (around[0] === around[1]) pinned += 1
    const width = inside[1] - inside[0]
    minimumWidth = minimumWidth === null ? width : Math.min(minimumWidth, width)
    const wide = (ends: readonly [number, number]) =>
      meetsNeed(ends[0], ends[1], need.width[cell] as number, need.reach[cell] as number, need.small)
    if (wide(inside)) return
    ;(wide(around) ? undecided : narrow).push(cell)
  })
  return {
    narrow: Uint32Array.from(narrow),
    undecided: Uint32Array.from(undecided),
    pinned,
    contradictions,
    intervals: { low, high, exact },
    outer,
    minimumWidth
  }
}
