import { byColumns } from "../algebra/byColumns.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import { farthest, type Movable } from "./Farthest.ts"
import type { Search } from "./Search.ts"

/** With more classes open than this a table is likely not safe, and each programme takes a tenth of a second and more. */
const mostOpen = 250

/**
 * Looks for a way of its own for each of the few classes that pushes left open: up as far as it needs, or down, by programmes over the part of
 * the rows that the way leads through (`farthest`). Only what is found counts, and each solution is checked against all rows. Answers
 * the number of classes that were looked at.
 *
 * @param base a solution, best one off all bounds: from there ways are short
 */
export const byReaches = (solver: LoadedSolver, search: Search, base: Float64Array): number => {
  const { equations } = search.component
  const open = search.open()
  if (open.length > mostOpen) return 0
  const across = byColumns(equations, equations.unknowns)
  const movable: Movable = {
    value: base,
    low: equations.low.map((low, v) => Math.min(low, base[v] as number)),
    high: equations.high.map((high, v) => Math.max(high, base[v] as number)),
    state: new Uint8Array(equations.unknowns).fill(1),
    start: equations.start,
    index: equations.index,
    coefficient: equations.coefficient,
    rowStart: across.start,
    row: across.row,
    rowCoefficient: across.coefficient
  }
  const look = (local: number, by: number): void => {
    if (by === 0) return
    const closure = farthest(solver, movable, local, by > 0 ? 1 : -1, Math.abs(by))?.closure
    if (closure === undefined) return
    const point = base.slice()
    closure.classes.forEach((v, k) => {
      point[v] = (point[v] as number) + (closure.by[k] as number)
    })
    search.absorb(point)
  }
  let looked = 0
  for (const local of open) {
    if (!search.isOpen(local)) continue
    looked += 1
    look(local, search.riseTo(local) - (base[local] as number))
    if (search.isOpen(local)) look(local, search.fallTo(local) - (base[local] as number))
  }
  return looked
}
