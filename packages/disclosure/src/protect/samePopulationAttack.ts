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
  readonly linked: LinkedTables
  /** Cell of the joint system for each cell of these tables, and of each earlier release; -1 where its table is not among them. */
  readonly now: Int32Array
  readonly earlier: ReadonlyArray<Int32Array>
}

export interface SamePopulationAttack {
  readonly population: SamePopulation
  /** Undefined if the tables imply no joint table. */
  readonly reach: ImpliedScope | undefined
  /** Verdict over the cells of all tables; undefined if there was no attack. */
  readonly verdict: Verdict | undefined
  /** Cells of any table, shown by none, that are too narrow. */
  readonly failing: ReadonlyArray<number>
  /** Cells of these tables around which to hide more. */
  readonly around: ReadonlyArray<number>
}

/** These tables as a reader has them. */
interface PublishedView {
  readonly linked: LinkedTables
  readonly hidden: Hidden
  readonly known: Knowledge
  readonly need: Need
}

export interface SamePopulations {
  /** An attack with each set of earlier tables that agree with these and with each other. Each table that agrees with these is in a set. */
  readonly attacks: ReadonlyArray<SamePopulationAttack>
  /** Names of the earlier tables that do not agree with these, as their counts have changed. */
  readonly changed: ReadonlyArray<string>
  /** What all tables would imply. */
  readonly finer: LinkedTables["finer"]
}

/** An earlier table, by number of its release and its place in it. */
interface EarlierTable {
  readonly release: number
  readonly place: number
  readonly table: CountTable
}

/**
 * Attacks tables and earlier ones that have the same counts. They may describe the same persons, so an attacker treats all of them as margins of one
 * joint table. Tables agree if no cell has two counts, all sums add up, and some joint table has these margins. Undefined if no table follows from all.
 */
export const samePopulations = (
  solver: LoadedSolver,
  tables: ReadonlyArray<CountTable>,
  view: PublishedView,
  earlier: ReadonlyArray<{ readonly tables: ReadonlyArray<CountTable>; readonly view: EarlierRelease }>,
  options: { readonly hierarchy: Hierarchy; readonly total: string }
): SamePopulations | undefined => {
  if (earlier.length === 0) return undefined
  const all = earlier.flatMap(({ tables }, release) => tables.map((table, place) => ({ release, place, table })))
  const join = (some: ReadonlyArray<EarlierTable>) =>
    toSystem([...tables, ...some.map(({ table }) => table)], options.hierarchy, options)
  const joinedAll = join(all)
  const { finer } = joinedAll
  if (finer.tables.length === 0 && finer.unwritten.length === 0) return undefined
  const placesIn = ({ joined }: LinkedTables, some: ReadonlyArray<EarlierTable>) =>
    earlier.map(({ view }, release) => {
      const same = sameCells(view.linked.joined, joined)
      const cells = some.filter((one) => one.release === release).map(({ place }) => view.linked.joined.cellOf[place])
      const isOf = new Set(cells.flatMap((own) => [...(own as Int32Array)]))
      return same.map((at, cell) => (isOf.has(cell) ? at : -1))
    })
  /** Returns the attack on a set; undefined if its tables do not agree. Sums of these tables alone that do not add up are not a sign of a change. */
  const attackSet = (some: ReadonlyArray<EarlierTable>, linked = join(some)): SamePopulationAttack | undefined => {
    if (linked.joined.clashes.length > 0 || linked.broken.length !== view.linked.broken.length) return undefined
    const now = sameCells(view.linked.joined, linked.joined)
    const population = { linked, now, earlier: placesIn(linked, some) }
    const attacked = attackPopulation(
      solver,
      population,
      view,
      earlier.map(({ view }) => view)
    )
    return attacked.reach === "impossible" ? undefined : attacked
  }
  const atOnce = attackSet(all, joinedAll)
  if (atOnce !== undefined) return { attacks: [atOnce], changed: [], finer }
  const same = all.filter((one) => attackSet([one]) !== undefined)
  const attacks: Array<SamePopulationAttack> = []
  for (let left = same; left.length > 0; ) {
    let some: typeof same = []
    let found: SamePopulationAttack | undefined
    for (const one of new Set([...left, ...same])) {
      const more = attackSet([...some, one])
      if (more === undefined) continue
      some = [...some, one]
      found = more
    }
    attacks.push(found as SamePopulationAttack)
    left = left.filter((one) => !some.includes(one))
  }
  return { attacks, changed: all.filter((one) => !same.includes(one)).map(({ table }) => table.name), finer }
}

/** Returns the report on the joint tables of these tables and earlier ones; empty if nothing more follows from them. */
export const samePopulationReport = ({ attacks, changed, finer }: SamePopulations): ReadonlyArray<ImpliedReport> => [
  ...attacks.flatMap(({ population, reach }) => impliedReport(population.linked.finer, reach)),
  ...(changed.length === 0 ? [] : impliedReport({ ...finer, unwritten: [] }, "changed", changed))
]

/**
 * Attacks these tables and earlier ones as tables of one population, as a reader. Cells that earlier tables disclosed by themselves are not
 * judged; a cell that any table shows is known.
 */
export const attackPopulation = (
  solver: LoadedSolver,
  population: SamePopulation,
  view: PublishedView,
  earlier: ReadonlyArray<EarlierRelease>
): SamePopulationAttack => {
  const { linked, now, earlier: places } = population
  const { system, finer } = linked
  if (finer.tables.length === 0) return { population, reach: undefined, verdict: undefined, failing: [], around: [] }
  const { cells } = system
  const hidden = new Uint8Array(cells)
  const shown = new Uint8Array(cells)
  const lost = new Uint8Array(cells)
  const isOld = new Uint8Array(cells)
  const known = { low: new Float64Array(cells), high: new Float64Array(cells).fill(Number.POSITIVE_INFINITY) }
  const need = { width: new Float64Array(cells), reach: new Float64Array(cells), small: view.need.small }
  const put = (one: PublishedView, places: Int32Array, lostOf?: Uint8Array): void => {
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
  if (failing.length === 0 || made === undefined) return { population, reach, verdict, failing, around: [] }
  // Only cells that these tables show and no earlier one does can still be hidden.
  const own = new Map<number, number>()
  now.forEach((at, cell) => {
    if (at >= 0 && view.linked.system.unshown[cell] === 0) own.set(at, cell)
  })
  const isOpen = (at: number) => own.has(at) && isOld[at] === 0 && hidden[at] === 0 && (system.value[at] as number) > 0
  const near = [...failing, ...cellsSharingPersons(made, isOpen, new Set(failing))]
  const around = near.flatMap((at) => own.get(at) ?? []).sort((a, b) => a - b)
  return { population, reach, verdict, failing, around }
}
