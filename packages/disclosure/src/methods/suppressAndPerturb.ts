import { insiders } from "../attack/insiders.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import { withDecoys } from "../suppress/keyedChoice.ts"
import type { Hidden, LinkedSystem } from "../system/LinkedSystem.ts"
import { auditCells, judgedCells, unknownCells } from "./auditCells.ts"
import type { MethodInput, ProtectedCells } from "./ProtectionMethod.ts"

/** Cells that no attack with exact figures gets through, and the decoys among them. */
export interface SafePattern {
  readonly hidden: Hidden
  readonly decoys: Uint8Array
}

/** Returns what a method shows if these cells are hidden. It may hide more. */
export type Perturbation = (hidden: Hidden) => ProtectedCells

/** Rounds after which the whole pattern of exact figures is hidden. */
const maxRounds = 15

/** Sums and bounds alone. They find most of what an attack finds. */
const bySumsAlone = { maxProgrammes: 0, ellipsoid: false }

/** Distance, in sums, from a failing cell at which others are hidden again. */
const maxHops = 4

/** Returns the cells that share a sum with one of these, and these. */
const neighbours = ({ relations }: LinkedSystem, cells: ReadonlySet<number>): ReadonlySet<number> => {
  const found = new Set(cells)
  for (let r = 0; r < relations.count; r++) {
    const parts = relations.part.subarray(relations.start[r] as number, relations.start[r + 1] as number)
    const total = relations.total[r] as number
    if (!cells.has(total) && !parts.some((cell) => cells.has(cell))) continue
    found.add(total)
    for (const cell of parts) found.add(cell)
  }
  return found
}

/**
 * Returns the cells that an attack as a reader, or else as partners, can narrow too much; undefined if the attack is
 * impossible. The complete attack is made only if sums alone find nothing.
 */
const failingCells = (
  solver: LoadedSolver,
  { linked: { system }, primary, contributions }: MethodInput,
  cells: ProtectedCells
): ReadonlySet<number> | undefined => {
  const first = auditCells(solver, system, cells, primary, bySumsAlone)
  if (first.contradictions > 0) return undefined
  if (first.narrow.length > 0) return new Set(first.narrow)
  const verdict = auditCells(solver, system, cells, primary)
  if (verdict.contradictions > 0) return undefined
  const failing = new Set([...verdict.narrow, ...verdict.undecided])
  if (failing.size > 0 || contributions === undefined) return failing
  const { leaks } = insiders(solver, system, unknownCells(system, cells), cells.known, primary.need, contributions, {
    judge: judgedCells(system, cells, primary)
  })
  for (const { narrow, undecided } of leaks) for (const cell of [...narrow, ...undecided]) failing.add(cell)
  return failing
}

/**
 * Hides again, in each sum with a failing cell, the cheapest shown cell of the pattern. Returns how many were hidden.
 */
const hideAgain = (
  { relations, value }: LinkedSystem,
  failing: ReadonlySet<number>,
  pattern: Hidden,
  hidden: Hidden
): number => {
  const again = new Set<number>()
  const isOpen = (cell: number) => pattern[cell] !== 0 && hidden[cell] === 0
  for (let r = 0; r < relations.count; r++) {
    const cells = [
      relations.total[r] as number,
      ...relations.part.subarray(relations.start[r] as number, relations.start[r + 1] as number)
    ]
    if (!cells.some((cell) => failing.has(cell))) continue
    let best = -1
    for (const cell of cells)
      if (isOpen(cell) && (best < 0 || (value[cell] as number) < (value[best] as number))) best = cell
    if (best >= 0) again.add(best)
  }
  for (const cell of again) hidden[cell] = 2
  return again.size
}

/**
 * Shows as much of a safe pattern as inexact figures allow, since they protect too. Starts with only the unsafe cells
 * and the decoys hidden: without decoys, every hidden cell would be a small one. Hides again around every cell that an
 * attack with the bounds of each figure narrows too much. In the worst case the whole pattern is hidden, which is safe with these figures because it is safe with exact ones.
 * Undefined if even that fails the attack. Deterministic.
 */
export const suppressAndPerturb = (
  solver: LoadedSolver,
  input: MethodInput,
  { hidden: pattern, decoys }: SafePattern,
  figuresOf: Perturbation
): ProtectedCells | undefined => {
  const { system, finer } = input.linked
  const need = { ...input.primary.need, reach: input.primary.need.reach.slice() }
  const primary = withDecoys(system, input.primary.primary, need, decoys)
  const judged = { ...input, primary: { primary, need } }
  // Joint tables are not attacked with bounds of figures. There the whole pattern of exact figures is hidden.
  const hidden = pattern.map((mark, cell) => (finer.tables.length > 0 || primary[cell] === 1 ? mark : 0))
  for (let round = 0; ; round++) {
    const cells = figuresOf(hidden)
    const failing = failingCells(solver, judged, cells)
    if (failing === undefined) return undefined
    if (failing.size === 0) return cells
    let added = 0
    let around = failing
    for (let hops = 0; added === 0 && round < maxRounds && hops < maxHops; hops++) {
      added = hideAgain(system, around, pattern, hidden)
      around = neighbours(system, around)
    }
    if (added > 0) continue
    if (pattern.every((mark, cell) => mark === 0 || hidden[cell] !== 0)) return undefined
    hidden.set(pattern)
  }
}
