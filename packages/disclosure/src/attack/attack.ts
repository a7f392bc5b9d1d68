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
  /** `verdict` stops at a cell once it is proved safe or narrow; `intervals` proves both ends of every judged cell. */
  readonly aim?: "verdict" | "intervals"
  /** Components up to this many classes are solved in whole numbers, larger ones in real numbers rounded inwards. */
  readonly wholeUpTo?: number
  /** Components with more classes are first searched from the interior. */
  readonly largeFrom?: number
  /**
   * In larger components (12,000 classes) a programme over all rows takes seconds. Then at most
   * `maxProgrammesOfLarge` classes get one; the others stay undecided, which counts as failing.
   */
  readonly programmesUpTo?: number
  /** Limit of programmes for one component. What is open then is undecided. */
  readonly maxProgrammes?: number
  /** Whether large components are searched by the primal-dual method and in the Dikin ellipsoid. */
  readonly ellipsoid?: boolean
  /**
   * Seconds for one programme (60, or 300 above `programmesUpTo` classes). A programme that takes longer decides
   * nothing.
   */
  readonly seconds?: number
  /** Whether programmes continue for all open cells, also on large components of a table that fails anyway. */
  readonly everyCell?: boolean
  /** Limit of work; unlimited if absent. What is open once it is spent is undecided. */
  readonly effort?: Effort
  readonly seed?: number
  /** Known changes from the true counts. Each is checked before it is used. */
  readonly moves?: ReadonlyArray<Move>
  /** Solutions of earlier attacks on this table with at most as much hidden. New solutions are added. */
  readonly witnesses?: Witnesses
  /** 1 for the cells to judge. By default all hidden cells, and unpublished ones with a need. */
  readonly judge?: Uint8Array
}

/** The result of an attack. */
export interface Verdict {
  /** Judged cells whose interval is proved not to meet the need, ascending. */
  readonly narrow: Uint32Array
  /** Judged cells that are neither proved safe nor narrow. They count as failing. */
  readonly undecided: Uint32Array
  /** Judged cells whose value is proved. */
  readonly pinned: number
  /**
   * Published sums that do not add up, or assumptions that nothing satisfies. If there are any, the verdict is void.
   */
  readonly contradictions: number
  /** Possible values of each cell: exact ends, or with `exact` 0 values that are known to be possible. */
  readonly intervals: Intervals
  /** Proved bounds of each cell, exact or not. */
  readonly outer: { readonly low: Float64Array; readonly high: Float64Array }
  /** Smallest width of the known values over the judged cells; null if none is judged. */
  readonly minimumWidth: number | null
  readonly programmes: number
  /** 1 for one cell of each class in a part that is solved in real numbers. It is in such a part for each attacker who knows or sees less. */
  readonly inReals: Uint8Array
}

/** Returns whether a release is safe: nothing narrow, nothing undecided, no contradiction. */
export const isSafe = (verdict: Verdict): boolean =>
  verdict.narrow.length === 0 && verdict.undecided.length === 0 && verdict.contradictions === 0

/** In components with more classes each programme over all rows takes seconds. */
export const programmesUpTo = 12_000

/** With more open classes, a table above `programmesUpTo` classes is probably unsafe. */
const maxProgrammesOfLarge = 100

const wholeUpTo = (options: AttackOptions): number => options.wholeUpTo ?? 100

/** Returns whether a component is first searched from the interior and its solutions are stored. */
const isLarge = ({ equations: { unknowns } }: Component, options: AttackOptions): boolean =>
  unknowns > wholeUpTo(options) && unknowns > (options.largeFrom ?? 300)

/** Returns the true values of the cells as a point of the component, where they are given. */
const truthOf = (
  component: Component,
  firstOf: Int32Array,
  reduced: Reduced,
  cells: CellEquations,
  value: Float64Array
) =>
  Float64Array.from(component.members, (id) => {
    const unknown = firstOf[id] as number
    const x = value[cells.cellOf[unknown] as number] as number
    return (reduced.sign[unknown] as number) * (x - (reduced.offset[unknown] as number))
  })

/**
 * Attacks a release: computes what can be proved about each hidden cell from the published cells, the sums and other
 * knowledge. The values of hidden cells serve only as a first solution; they may be missing (NaN), as in an audit of
 * a foreign release. Deterministic, except for programmes that `seconds` cuts off.
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
  reduced.classOf.forEach((id, unknown) => {
    if (id >= 0 && firstOf[id] === -1) firstOf[id] = unknown
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
  const inReals = new Uint8Array(system.cells)
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
      const speaks = Array.from(component.members, (id) => {
        const unknown = firstOf[id] as number
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
    const isInReals = component.equations.unknowns > wholeUpTo(options)
    component.members.forEach((id, local) => {
      if (isInReals) inReals[cells.cellOf[firstOf[id] as number] as number] = 1
      found.low[id] = search.seenLow[local] as number
      found.high[id] = search.seenHigh[local] as number
      found.outerLow[id] = component.equations.low[local] as number
      found.outerHigh[id] = component.equations.high[local] as number
      found.exact[id] = search.isMet(local, "least") && search.isMet(local, "most") ? 1 : 0
    })
  })
  return { ...verdictOf(system, cells, reduced, judged, need, found, contradictions), programmes, inReals }
}

/**
 * If more than one in this many classes is open after the primal-dual method, the component is tight, and vertices
 * decide more than an interior point.
 */
const tightFrom = 4

/**
 * Returns whether single programmes are worthwhile on a large component: not if many classes are open, nor if more are narrow
 * than open.
 */
const isWorthProgrammes = (search: ComponentSearch): boolean => {
  const open = search.open().length
  return open <= maxProgrammesOfLarge && search.narrow() <= open
}

/** Decides one component with methods that fit its size. Returns the number of programmes. */
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
  const most = options.maxProgrammes ?? 100_000
  const whole = equations.unknowns <= wholeUpTo(options)
  let programmes = 0
  const large = isLarge(search.component, options) && options.ellipsoid !== false
  const isLast = equations.unknowns > (options.programmesUpTo ?? programmesUpTo)
  const seconds = options.seconds ?? (isLast ? 300 : 60)
  const middle = large ? byPrimalDual(search, truth, effort, isLast) : undefined
  if (isLast && options.everyCell !== true && !isWorthProgrammes(search)) return 0
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

/** Transfers the results from classes to cells and judges them. */
const verdictOf = (
  system: LinkedSystem,
  cells: CellEquations,
  reduced: Reduced,
  judged: Uint8Array,
  need: Need,
  found: Found,
  contradictions: number
): Omit<Verdict, "programmes" | "inReals"> => {
  const low = system.value.slice()
  const high = system.value.slice()
  const exact = new Uint8Array(system.cells).fill(1)
  const outer = { low: system.value.slice(), high: system.value.slice() }
  const narrow: Array<number> = []
  const undecided: Array<number> = []
  let pinned = 0
  let minimumWidth: number | null = null
  cells.cellOf.forEach((cell, unknown) => {
    const id = reduced.classOf[unknown] as number
    const sign = reduced.sign[unknown] as number
    const offset = reduced.offset[unknown] as number
    const at = (lower: Float64Array, upper: Float64Array) =>
      id < 0
        ? ([offset, offset] as const)
        : sign > 0
          ? ([(lower[id] as number) + offset, (upper[id] as number) + offset] as const)
          : ([offset - (upper[id] as number), offset - (lower[id] as number)] as const)
    const inside = at(found.low, found.high)
    const around = at(found.outerLow, found.outerHigh)
    // Adding 0 turns -0 into 0.
    low[cell] = inside[0] + 0
    high[cell] = inside[1] + 0
    outer.low[cell] = around[0]
    outer.high[cell] = around[1]
    exact[cell] = id < 0 ? 1 : (found.exact[id] as number)
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
