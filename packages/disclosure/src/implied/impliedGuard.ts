import type { Verdict } from "../attack/attack.ts"
import type { Contributions } from "../attack/insiders.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { FurtherAttack } from "../suppress/suppressUntilSafe.ts"
import type { Hidden, Knowledge, Need } from "../system/LinkedSystem.ts"
import { TableRefused } from "../tables/TableRefused.ts"
import type { LinkedTables } from "../tables/toSystem.ts"
import { attackImplied, type ImpliedScope, impliedScope } from "./attackImplied.ts"
import type { ProvedForPairs } from "./attackImpliedPairs.ts"
import { cellsSharingPersons } from "./cellsSharingPersons.ts"
import { describeImplied, type ImpliedReport, impliedReport, isUnattacked } from "./ImpliedReport.ts"

/** Protects tables that are margins of a joint table. */
export interface ImpliedGuard {
  /** Returns cells that are too narrow. */
  readonly attack: FurtherAttack
  /** Returns the report after an attack. */
  readonly report: () => ReadonlyArray<ImpliedReport>
  /** Returns the reader's verdict with the smallest width of the last attack, if that is less. */
  readonly withLeast: (verdict: Verdict) => Verdict
}

export interface ImpliedGuardInput {
  readonly linked: Pick<LinkedTables, "system" | "finer">
  readonly known: Knowledge
  readonly need: Need
  readonly contributions: Contributions | undefined
}

/**
 * Returns the guard of linked tables. It keeps what its attacks proved, so that the next one, with more cells hidden, costs less. An attack on a
 * pattern that shows one of these cells proves everything itself.
 */
export const impliedGuard = (
  solver: LoadedSolver,
  { linked: { system, finer }, known, need, contributions }: ImpliedGuardInput
): ImpliedGuard => {
  let reach: ImpliedScope | undefined
  let before: ReadonlySet<number> = new Set()
  const proved: ProvedForPairs = new Map()
  let provedWith: Hidden = new Uint8Array(system.cells)
  let least = Number.POSITIVE_INFINITY
  return {
    attack: (hidden) => {
      if (finer.tables.length === 0) return []
      const judge = hidden.map((mark) => (mark === 0 ? 0 : 1))
      const hidesAll = provedWith.every((mark, cell) => mark === 0 || hidden[cell] !== 0)
      if (hidesAll) provedWith = hidden.slice()
      const found = attackImplied(solver, finer.tables, { system, hidden, known, need, judge }, contributions, {
        proved: hidesAll ? proved : new Map()
      })
      reach = found.reach
      // If hiding around a cell did not help, other tables must give it room.
      const again = new Set(found.failing.filter((cell) => before.has(cell)))
      before = new Set(found.failing)
      least = found.verdict?.minimumWidth ?? Number.POSITIVE_INFINITY
      if (again.size === 0 || found.made === undefined) return found.failing
      const { value, unshown } = system
      const isOpen = (cell: number) => hidden[cell] === 0 && unshown[cell] === 0 && (value[cell] as number) > 0
      return [...new Set([...found.failing, ...cellsSharingPersons(found.made, isOpen, again)])].sort((a, b) => a - b)
    },
    report: () => impliedReport(finer, reach),
    withLeast: (verdict) =>
      verdict.minimumWidth === null ? verdict : { ...verdict, minimumWidth: Math.min(verdict.minimumWidth, least) }
  }
}

/**
 * Returns a refusal if the joint table of these tables cannot be attacked: then it is not known what follows from
 * publishing them together. Undefined if it can. `hidden`: cells whose zeros are not shown.
 */
export const impliedRefusal = (
  { system, finer }: Pick<LinkedTables, "system" | "finer">,
  hidden: Hidden,
  names: ReadonlyArray<string>
): TableRefused | undefined => {
  if (finer.tables.length === 0 && finer.unwritten.length === 0) return undefined
  const unattacked = impliedReport(finer, impliedScope(system, hidden, finer.tables, undefined)).filter(isUnattacked)
  if (unattacked.length === 0) return undefined
  const words = describeImplied(unattacked)
  return new TableRefused({
    message: `The tables imply a joint table that cannot be attacked: ${words[0]}${
      words.length === 1 ? "" : ` (and ${words.length - 1} more)`
    }. Publish the joint table, or fewer or coarser tables`,
    problems: words.map((expected) => ({
      file: names.join(", "),
      row: 0,
      column: "",
      rule: "unattacked-finer-table",
      expected: `tables that can be attacked together: ${expected}`
    }))
  })
}
