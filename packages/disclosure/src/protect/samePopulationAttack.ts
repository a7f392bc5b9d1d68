import type { Verdict } from "../attack/attack.ts"
import { attackImplied, type ImpliedScope } from "../implied/attackImplied.ts"
import { cellsSharingPersons } from "../implied/cellsSharingPersons.ts"
import { type ImpliedReport, impliedReport } from "../implied/ImpliedReport.ts"
import { minProtectionWidth } from "../rules/primaryCells.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Hidden, Knowledge, Need } from "../system/LinkedSystem.ts"
import type { CountTable } from "../tables/CountTable.ts"
import type { Hierarchy } from "../tables/Hierarchy.ts"
import { type LinkedTables, toSystem } from "../tables/toSystem.ts"
import type { EarlierRelease } from "./attackDifferences.ts"
import { sameCells } from "./JointReleases.ts"

/** These tables and earlier ones as tables of one population. */
export interface SamePopulation {
  /** Whether counts have changed. If so, it is not one population. */
  readonly isChanged: boolean
  readonly linked: LinkedTables
  /** Cell of the joint system for each cell of these tables, and of each earlier one. */
  readonly now: Int32Array
  readonly earlier: ReadonlyArray<Int32Array>
}

/**
 * Joins tables with earlier ones that have the same counts. They may describe the same persons, so an attacker treats
 * all of them as margins of one joint table. Undefined if nothing more follows.
 */
export const samePopulation = (
  tables: ReadonlyArray<CountTable>,
  linked: LinkedTables,
  earlier: ReadonlyArray<{ readonly tables: ReadonlyArray<CountTable>; readonly view: EarlierRelease }>,
  options: { readonly hierarchy: Hierarchy; readonly total: string }
): SamePopulation | undefined => {
  if (earlier.length === 0) return undefined
  const all = toSystem([...tables, ...earlier.flatMap((one) => one.tables)], options.hierarchy, options)
  const { joined, broken, finer } = all
  if (finer.tables.length === 0 && finer.unwritten.length === 0) return undefined
  return {
    isChanged: joined.clashes.length > 0 || broken.length > 0,
    linked: all,
    now: sameCells(linked.joined, joined),
    earlier: earlier.map(({ view }) => sameCells(view.linked.joined, joined))
  }
}

/** Returns the report on the joint table of these tables and earlier ones; empty if nothing more follows from it. */
export const samePopulationReport = (
  one: SamePopulation | undefined,
  attacked: SamePopulationAttack | undefined
): ReadonlyArray<ImpliedReport> =>
  one === undefined ? [] : impliedReport(one.linked.finer, one.isChanged ? "changed" : attacked?.reach)

export interface SamePopulationAttack {
  readonly reach: ImpliedScope
  /** Verdict over the cells of all tables; undefined if there was no attack. */
  readonly verdict: Verdict | undefined
  /** Cells of any table, shown by none, that are too narrow. */
  readonly failing: ReadonlyArray<number>
  /** Cells of these tables around which to hide more. */
  readonly around: ReadonlyArray<number>
}

/**
 * Attacks all tables as one population, as a reader. Cells that earlier tables disclosed by themselves are not
 * judged; a cell that any table shows is known. Undefined if counts have changed.
 */
export const samePopulationAttack = (
  solver: LoadedSolver,
  { linked: { system, finer }, now, earlier: places, isChanged }: SamePopulation,
  view: { readonly linked: LinkedTables; readonly hidden: Hidden; readonly known: Knowledge; readonly need: Need },
  earlier: ReadonlyArray<EarlierRelease>
): SamePopulationAttack | undefined => {
  if (isChanged || finer.tables.length === 0) return undefined
  const { cells } = system
  const hidden = new Uint8Array(cells)
  const shown = new Uint8Array(cells)
  const lost = new Uint8Array(cells)
  const isOld = new Uint8Array(cells)
  const known = { low: new Float64Array(cells), high: new Float64Array(cells).fill(Number.POSITIVE_INFINITY) }
  const need = { width: new Float64Array(cells), reach: new Float64Array(cells), small: view.need.small }
  const put = (one: typeof view, places: Int32Array, lostOf?: Uint8Array): void => {
    places.forEach((at, cell) => {
      if (at < 0 || system.unshown[at] === 1 || one.linked.system.unshown[cell] === 1) return
      if (one.hidden[cell] === 0) shown[at] = 1
      else {
        hidden[at] = 1
        need.width[at] = Math.max(minProtectionWidth, one.need.width[cell] as number, need.width[at] as number)
        need.reach[at] = Math.max(one.need.reach[cell] as number, need.reach[at] as number)
      }
      if (lostOf?.[cell] === 1) lost[at] = 1
      known.low[at] = Math.max(known.low[at] as number, one.known.low[cell] as number)
      known.high[at] = Math.min(known.high[at] as number, one.known.high[cell] as number)
    })
  }
  put(view, now)
  earlier.forEach((one, k) => {
    put(one, places[k] as Int32Array, one.lost)
    for (const at of places[k] as Int32Array) if (at >= 0) isOld[at] = 1
  })
  for (let cell = 0; cell < cells; cell++) if (shown[cell] === 1) hidden[cell] = 0
  const judge = hidden.map((mark, cell) => (mark === 1 && lost[cell] === 0 ? 1 : 0))
  const found = attackImplied(solver, finer.tables, { system, hidden, known, need, judge }, undefined)
  const { reach, verdict, failing, made } = found
  if (failing.length === 0 || made === undefined) return { reach, verdict, failing, around: [] }
  // Only cells that these tables show and no earlier one does can still be hidden.
  const own = new Map<number, number>()
  now.forEach((at, cell) => {
    if (at >= 0 && view.linked.system.unshown[cell] === 0) own.set(at, cell)
  })
  const isOpen = (at: number) => own.has(at) && isOld[at] === 0 && hidden[at] === 0 && (system.value[at] as number) > 0
  const near = [...failing, ...cellsSharingPersons(made, isOpen, new Set(failing))]
  return { reach, verdict, failing, around: near.flatMap((at) => own.get(at) ?? []).sort((a, b) => a - b) }
}
