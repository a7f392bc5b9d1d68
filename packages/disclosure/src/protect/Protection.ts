import type { Verdict } from "../attack/attack.ts"
import type { InsiderVerdict } from "../attack/insiders.ts"
import { describeImplied, type ImpliedReport } from "../implied/ImpliedReport.ts"
import type { Hidden } from "../system/LinkedSystem.ts"
import type { AprioriDecision } from "../tables/Apriori.ts"
import type { LinkedTables } from "../tables/toSystem.ts"

/** Tables as they may be published, with the proof. */
export interface Protection {
  readonly linked: LinkedTables
  readonly hidden: Hidden
  /** Figures of the shown cells, if they are not the counts. */
  readonly shown?: Float64Array
  readonly verdict: Verdict
  /** Reports of attacks on implied joint tables. */
  readonly finer: ReadonlyArray<ImpliedReport>
  /** What partners can prove; undefined if no table has contributions. */
  readonly insiders: InsiderVerdict | undefined
  /** Rules of the profile that were not applied because a column is missing. */
  readonly notApplied: ReadonlyArray<string>
  /** Decisions about single cells that were followed. */
  readonly decisions?: ReadonlyArray<AprioriDecision>
  /** Rounds in which more was hidden because an attack succeeded. */
  readonly rounds: number
}

/** Stands for "no upper bound" in reports and files. */
export const noBound = 1_000_000_000

/** Summary of a protection for its author. It does not identify a hidden cell. */
export interface ProtectionReport {
  /** Cells with a figure. */
  readonly cells: number
  readonly primary: number
  readonly secondary: number
  /** Share of persons in hidden cells, rounded to the percent: the exact share would be one more sum to attack with. */
  readonly hiddenValueShare: number
  readonly method: string
  /** Smallest proved width of a hidden cell's interval; null if nothing is hidden. */
  readonly minimumInterval: number | null
  readonly undecided: number
  /** How tables were attacked as margins of an implied joint table; absent if they are none. */
  readonly finer?: ReadonlyArray<string>
  /**
   * The author's decisions about single cells, with their reasons; absent if there are none. It is not stated whether a waived cell was unsafe: under
   * the rules about partners, that would disclose the contributors.
   */
  readonly decisions?: ReadonlyArray<AprioriDecision>
}

/**
 * Returns the report of a protection: numbers of cells, the share of persons in hidden ones, the narrowest interval, and what was decided by hand.
 *
 * @example
 * ```ts
 * import { defaultProfile, protectionReport, protectTables, Solver, tableFromRows } from "@corridor/disclosure"
 * import { Effect } from "effect"
 *
 * const table = tableFromRows("flows", ["origin"], [["BLR", 40], ["MDA", 4], ["UKR", 90], ["Total", 134]])
 * const report = protectTables([table], { total: "Total", hierarchy: [], profile: defaultProfile }).pipe(
 *   Effect.map((protection) => protectionReport(protection, "suppression")),
 *   Effect.provide(Solver.layer)
 * )
 * ```
 */
export const protectionReport = (
  { linked, hidden, verdict, finer, decisions = [] }: Protection,
  method: string
): ProtectionReport => {
  const { system } = linked
  let [cells, primary, secondary, all, lost] = [0, 0, 0, 0, 0]
  for (let cell = 0; cell < system.cells; cell++) {
    if (system.unshown[cell] === 1) continue
    cells += 1
    all += system.value[cell] as number
    if (hidden[cell] === 0) continue
    lost += system.value[cell] as number
    if (hidden[cell] === 1) primary += 1
    else secondary += 1
  }
  return {
    cells,
    primary,
    secondary,
    hiddenValueShare: all === 0 ? 0 : Math.round((100 * lost) / all) / 100,
    method,
    minimumInterval: verdict.minimumWidth === null ? null : Math.min(verdict.minimumWidth, noBound),
    undecided: verdict.undecided.length,
    ...(finer.length === 0 ? {} : { finer: describeImplied(finer) }),
    ...(decisions.length === 0
      ? {}
      : { decisions: decisions.map(({ cell, status, reason }) => ({ cell, status, reason })) })
  }
}
