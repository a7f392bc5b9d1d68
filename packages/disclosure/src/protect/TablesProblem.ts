import type { Contributions } from "../attack/insiders.ts"
import { cellFacts } from "../rules/CellFacts.ts"
import type { Profile } from "../rules/Profile.ts"
import { type Primary, primaryCells } from "../rules/primaryCells.ts"
import { disclosingGroups, groupProtection, needOthers, sensitiveGroups, withOthers } from "../rules/sensitiveGroups.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { Knowledge } from "../system/LinkedSystem.ts"
import { stateCode } from "../tables/CellState.ts"
import type { CountTable } from "../tables/CountTable.ts"
import type { LinkedTables } from "../tables/toSystem.ts"
import { type AprioriCells, cellsDecided, mayHideOf } from "./aprioriCells.ts"
import { type EarlierRelease, earlierRelease, smallChanges } from "./attackDifferences.ts"
import { contributionsOf, type PartnersOfCells } from "./contributionsOf.ts"
import type { ProtectOptions } from "./ProtectOptions.ts"
import { cellsOfGroups, hiddenZeros, publicKnowledge } from "./publicKnowledge.ts"

/** Tables to protect: what is known and required of each cell before anything is hidden. */
export interface TablesProblem extends Primary {
  readonly tables: ReadonlyArray<CountTable>
  readonly linked: LinkedTables
  readonly profile: Profile
  readonly contributions: Contributions | undefined
  /** Earlier releases. */
  readonly before: ReadonlyArray<EarlierRelease>
  /** Persons by partner of the cells of these tables, then of each earlier release. Undefined if they are not known of all. */
  readonly partners: ReadonlyArray<PartnersOfCells> | undefined
  readonly known: Knowledge
  /** 1 for each cell that may be hidden to protect others. */
  readonly mayHide: Uint8Array
  readonly decided: AprioriCells
  /** Cells that a decision keeps published. */
  readonly kept: ReadonlySet<number>
  /** Those of them that would disclose few persons when combined with an earlier table. */
  readonly disclosing: ReadonlySet<number>
}

/** Returns 1 for the cells that the tables suppress themselves, and for those that a decision suppresses. */
const suppressedByAuthor = (
  tables: ReadonlyArray<CountTable>,
  { joined, system }: LinkedTables,
  decided: AprioriCells
): Uint8Array => {
  const marks = new Uint8Array(system.cells)
  tables.forEach((table, t) => {
    joined.cellOf[t]?.forEach((cell, row) => {
      if (cell >= 0 && table.state[row] === stateCode.suppressed) marks[cell] = 1
    })
  })
  for (const cell of cellsDecided(decided, "suppress")) marks[cell] = 1
  return marks
}

/** Applies the rules of the profile, the author's decisions and earlier releases to tables that add up. */
export const tablesProblem = (
  solver: LoadedSolver,
  tables: ReadonlyArray<CountTable>,
  { plain, decided }: { readonly plain: LinkedTables; readonly decided: AprioriCells },
  { total, profile, hierarchy, earlier = [], knownGroups: named = [], sensitive = [] }: ProtectOptions
): TablesProblem => {
  const knownGroups = profile.zeros === "known-groups" ? named : []
  const homogeneous = disclosingGroups(plain.system, sensitiveGroups(plain, sensitive))
  const linked = { ...plain, system: withOthers(plain.system, homogeneous) }
  const { system } = linked
  const before = earlier.map((release) =>
    earlierRelease(solver, release, { total, hierarchy, threshold: profile.threshold, knownGroups, sensitive })
  )
  const kept = new Set(cellsDecided(decided, "publish", "keep"))
  const changed = new Set(smallChanges(linked, before, profile.threshold).map(({ now }) => now))
  const inGroups = groupProtection(system, homogeneous)
  const byAuthor = suppressedByAuthor(tables, linked, decided)
  const forced = byAuthor.map((mark, cell) =>
    mark === 1 || changed.has(cell) || (inGroups.forced[cell] === 1 && !kept.has(cell)) ? 1 : 0
  )
  const facts = cellFacts(tables, linked)
  const { primary, need } = primaryCells(system, profile, facts, {
    forced,
    waived: new Set(cellsDecided(decided, "publish")),
    knownGroups: cellsOfGroups(linked.joined, knownGroups)
  })
  const partners = [
    facts.contributions,
    ...before.map((release, k) => cellFacts(earlier[k] as ReadonlyArray<CountTable>, release.linked).contributions)
  ]
  needOthers(need.reach, plain.system.cells, homogeneous, system.value)
  const decidedHide = mayHideOf(system.value, decided)
  return {
    tables,
    linked,
    profile,
    contributions: contributionsOf(facts),
    before,
    partners: partners.every((one) => one !== undefined) ? partners : undefined,
    primary,
    need,
    known: publicKnowledge(system, hiddenZeros(linked, { knownGroups, sensitive })),
    mayHide: inGroups.mayHide.map((mark, cell) =>
      kept.has(cell) || (system.value[cell] !== 0 && decidedHide?.[cell] === 0) ? 0 : mark
    ),
    decided,
    kept,
    disclosing: new Set([...changed].filter((cell) => kept.has(cell)))
  }
}
