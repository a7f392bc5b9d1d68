import { attack, type Verdict } from "../attack/attack.ts"
import type { Effort } from "../attack/Effort.ts"
import { othersNeeded } from "../rules/groupDisclosure.ts"
import { type SensitiveGroup, sensitiveGroups, withOthers } from "../rules/sensitiveGroups.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Hidden, Knowledge } from "../system/LinkedSystem.ts"
import type { LinkedTables } from "../tables/toSystem.ts"

/** Groups in which everyone is known to have one value, as far as published tables prove it. */
export interface GroupFindings {
  /** Cells of these values. */
  readonly proved: ReadonlyArray<number>
  /** Cells of values for which the attack decided nothing. */
  readonly undecided: ReadonlyArray<number>
}

const extended = (values: Float64Array, more: number, by: number): Float64Array => {
  const longer = new Float64Array(values.length + more).fill(by)
  longer.set(values)
  return longer
}

/**
 * Attacks published tables for group disclosure: finds the values of sensitive dimensions that nearly all members of a group are proved to
 * have, whether the counts are published or follow from others.
 *
 * @param verdict the attack on the single cells
 */
export const groupFindings = (
  solver: LoadedSolver,
  linked: LinkedTables,
  { hidden, known, verdict }: { readonly hidden: Hidden; readonly known: Knowledge; readonly verdict: Verdict },
  sensitive: ReadonlyArray<string>,
  effort: Effort
): GroupFindings => {
  const { system } = linked
  const isKnown = (cell: number) => hidden[cell] === 0 && system.unshown[cell] === 0
  const lowOf = (cell: number): number =>
    isKnown(cell) ? (system.value[cell] as number) : Math.max(0, verdict.outer.low[cell] as number)
  const highOf = (cell: number): number =>
    isKnown(cell) ? (system.value[cell] as number) : (verdict.outer.high[cell] as number)
  const proved: Array<number> = []
  const open: Array<SensitiveGroup> = []
  for (const group of sensitiveGroups(linked, sensitive)) {
    const count = lowOf(group.value)
    if (!(count > 0)) continue
    const needed = othersNeeded(count)
    if (group.others.reduce((sum, cell) => sum + highOf(cell), 0) < needed) proved.push(group.value)
    else if (group.others.reduce((sum, cell) => sum + lowOf(cell), 0) < needed) open.push(group)
  }
  if (open.length === 0) return { proved, undecided: [] }
  const joint = withOthers(system, open)
  const from = system.cells
  const reach = new Float64Array(joint.cells)
  const judge = new Uint8Array(joint.cells).fill(1, from)
  open.forEach(({ value }, k) => {
    reach[from + k] = othersNeeded(lowOf(value))
  })
  const longer = new Uint8Array(joint.cells)
  longer.set(hidden)
  const found = attack(
    solver,
    joint,
    longer,
    { low: extended(known.low, open.length, 0), high: extended(known.high, open.length, Number.POSITIVE_INFINITY) },
    { width: new Float64Array(joint.cells), reach, small: 0 },
    { judge, effort, everyCell: true }
  )
  const cellsOf = (cells: Iterable<number>) => Array.from(cells, (cell) => (open[cell - from] as SensitiveGroup).value)
  return { proved: [...proved, ...cellsOf(found.narrow)].sort((a, b) => a - b), undecided: cellsOf(found.undecided) }
}
