import { attack } from "../attack/attack.ts"
import { minProtectionWidth } from "../rules/primaryCells.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Need } from "../system/LinkedSystem.ts"
import { stateCode } from "../tables/CellState.ts"
import type { CountTable } from "../tables/CountTable.ts"
import type { Hierarchy } from "../tables/Hierarchy.ts"
import { type LinkedTables, toSystem } from "../tables/toSystem.ts"
import { cellsToProtect, isSmall, jointReleases, type ReleaseView, sameCells } from "./JointReleases.ts"
import { publicKnowledge } from "./publicKnowledge.ts"

/** Tables of one release as an attacker sees them. */
export interface TablesView extends ReleaseView {
  readonly linked: LinkedTables
}

/** An earlier release as published, and what it discloses by itself. */
export interface EarlierRelease extends TablesView {
  readonly need: Need
  /** 1 for hidden cells that are too narrow already. Nothing published now can repair them. */
  readonly lost: Uint8Array
}

/**
 * Returns tables as published: suppressed cells that no table shows are hidden and need `width`, and no proof of 1 to
 * threshold - 1.
 */
export const publishedView = (
  tables: ReadonlyArray<CountTable>,
  linked: LinkedTables,
  threshold: number,
  least: number = minProtectionWidth
): TablesView & { readonly need: Need } => {
  const { joined, system } = linked
  const hidden = Uint8Array.from({ length: system.cells }, (_, cell) =>
    joined.hidden[cell] === 1 && joined.shown[cell] !== 1 ? 1 : 0
  )
  const zerosPublished = tables.some((table) =>
    table.count.some((count, row) => count === 0 && table.state[row] === stateCode.published)
  )
  const width = Float64Array.from(hidden, (mark) => (mark === 0 ? 0 : least))
  const need = { width, reach: new Float64Array(system.cells), small: threshold }
  return { linked, hidden, known: publicKnowledge(system, zerosPublished), need }
}

/** Reads an earlier release as an attacker would. */
export const earlierRelease = (
  solver: LoadedSolver,
  tables: ReadonlyArray<CountTable>,
  options: { readonly total: string; readonly hierarchy: Hierarchy; readonly threshold: number }
): EarlierRelease => {
  const linked = toSystem(tables, options.hierarchy, options)
  const view = publishedView(tables, linked, options.threshold)
  const verdict = attack(solver, linked.system, view.hidden, view.known, view.need)
  const lost = new Uint8Array(linked.system.cells)
  for (const cell of [...verdict.narrow, ...verdict.undecided]) lost[cell] = 1
  return { ...view, lost }
}

/**
 * Returns the cells whose count changed by 1 to threshold - 1 since an earlier release. Publishing both would
 * disclose few persons.
 */
export const smallChanges = (
  { joined, system }: LinkedTables,
  earlier: ReadonlyArray<EarlierRelease>,
  threshold: number
): ReadonlyArray<{ readonly now: number; readonly change: number }> => {
  const found: Array<{ readonly now: number; readonly change: number }> = []
  for (const { linked, hidden } of earlier)
    sameCells(linked.joined, joined).forEach((now, before) => {
      if (now < 0 || system.unshown[now] === 1 || linked.system.unshown[before] === 1 || hidden[before] !== 0) return
      const change = (system.value[now] as number) - (linked.system.value[before] as number)
      if (isSmall(change, threshold)) found.push({ now, change })
    })
  return found
}

/**
 * Attacks this release together with all earlier ones, once assuming that counts only grow and once not. Returns the
 * cells of this release that disclose something: a hidden count, now or then, too narrowly, or a change of 1 to
 * threshold - 1 persons.
 */
export const attackDifferences = (
  solver: LoadedSolver,
  now: TablesView,
  earlier: ReadonlyArray<EarlierRelease>,
  need: Need
): ReadonlyArray<number> => {
  const found = new Set<number>()
  for (const grows of [false, true]) {
    const joint = jointReleases(now, earlier, [need, ...earlier.map((one) => one.need)], {
      threshold: need.small,
      grows,
      comparisons: earlier.map(({ linked }, k) => ({
        now: 0,
        earlier: k + 1,
        same: sameCells(linked.joined, now.linked.joined)
      }))
    })
    for (const cell of joint.open) found.add(cell)
    const judge = joint.judge.slice()
    let at = now.linked.system.cells
    for (const { lost } of earlier) {
      lost.forEach((mark, cell) => {
        if (mark === 1) judge[at + cell] = 0
      })
      at += lost.length
    }
    const verdict = attack(solver, joint.system, joint.hidden, joint.known, joint.need, { judge })
    // An unsatisfiable assumption is no attack: counts have decreased somewhere.
    if (grows && verdict.contradictions > 0) continue
    for (const cell of cellsToProtect(joint, [...verdict.narrow, ...verdict.undecided], now.linked.system.cells))
      found.add(cell)
  }
  return [...found].sort((a, b) => a - b)
}
