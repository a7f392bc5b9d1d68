import { describeImplied, isUnattacked } from "../implied/ImpliedReport.ts"
import type { Audit } from "./auditTables.ts"
import { noBound } from "./Protection.ts"
import { describeBroken, describeUnlinked } from "./requireAdditive.ts"

/** What an attacker can prove about one suppressed cell. */
export interface CellInterval {
  /** Labels by dimension. */
  readonly cell: Readonly<Record<string, string>>
  readonly low: number
  /** `noBound` if there is none. */
  readonly high: number
  /** Whether both ends are exact, or only known to be possible. */
  readonly exact: boolean
  readonly verdict: "wide" | "narrow" | "undecided"
}

export interface AuditReport {
  readonly cells: number
  readonly suppressed: number
  readonly narrow: number
  readonly pinned: number
  readonly undecided: number
  /** Whether the limit of work was reached before every cell was decided. */
  readonly unfinished: boolean
  /** Contradictory parts of the tables. If there are any, the results for them are void. */
  readonly contradictions: number
  /** Sums of these tables and of earlier ones that do not add up and were left out, by their labels. */
  readonly notAdditive: ReadonlyArray<string>
  /** Overlapping groups without rows of their members, by their labels. Their differences were not attacked. */
  readonly untied: ReadonlyArray<string>
  /** How tables were attacked as margins of an implied joint table, if they are such margins. */
  readonly finer: ReadonlyArray<string>
  /** Earlier tables that were not attacked as margins of one joint table with these, because their counts differ. */
  readonly changed: ReadonlyArray<string>
  /** Number of joint tables that were not attacked. */
  readonly unattacked: number
  /** Rows of the insider about cells that no table has. They are not in the attack. */
  readonly elsewhere: number
  /** Earlier tables of which it is not known what the insider had in them. */
  readonly insiderUnknown: number
  /** What earlier tables have and these do not, so that it was not compared: a sentence for each such table. */
  readonly notCompared: ReadonlyArray<string>
  readonly minimumInterval: number | null
  readonly intervals: ReadonlyArray<CellInterval>
  /** Labels of the published cells of 1 to threshold - 1 persons. */
  readonly small: ReadonlyArray<Readonly<Record<string, string>>>
  /** Changes since earlier tables that are proved to concern few persons. */
  readonly changes: ReadonlyArray<CellChange>
  /** Cells of earlier tables that are too narrow together with these tables. */
  readonly earlierFailing: number
  /** Groups in which everyone is known to have one value of a sensitive dimension, with that value. */
  readonly groups: ReadonlyArray<Readonly<Record<string, string>>>
  /** Values of groups for which the attack decided nothing. They count as failing. */
  readonly undecidedGroups: number
}

/** What is proved about the change of one cell since an earlier table. */
export interface CellChange {
  readonly cell: Readonly<Record<string, string>>
  readonly low: number
  readonly high: number
}

/**
 * Returns the report of an audit. Cells are in the order of the tables.
 *
 * @example
 * ```ts
 * import { auditReport, auditTables, type CountTable, Solver } from "@corridor/disclosure"
 * import { Effect } from "effect"
 *
 * const reportOn = (published: CountTable) =>
 *   auditTables([published], { total: "Total", hierarchy: [], threshold: 11 }).pipe(
 *     Effect.map(auditReport),
 *     Effect.provide(Solver.layer),
 *     Effect.runPromise
 *   )
 * ```
 */
export const auditReport = ({
  linked,
  untied,
  hidden,
  verdict,
  finer,
  changed,
  isUnfinished,
  elsewhere,
  insiderUnknown,
  notCompared,
  earlierBroken,
  small,
  changes,
  earlierFailing,
  groups
}: Audit): AuditReport => {
  const { joined, system } = linked
  const narrow = new Set(verdict.narrow)
  const undecided = new Set(verdict.undecided)
  const intervals: Array<CellInterval> = []
  const labels = (cell: number) =>
    Object.fromEntries(
      joined.dimensions.map((name, d) => [name, joined.codes[d]?.[joined.cells.at(cell, d)] as string])
    )
  for (let cell = 0; cell < system.cells; cell++) {
    if (hidden[cell] === 0) continue
    // Without known values, the proved bounds.
    const seen = (verdict.intervals.low[cell] as number) <= (verdict.intervals.high[cell] as number)
    const from = seen ? verdict.intervals : verdict.outer
    intervals.push({
      cell: labels(cell),
      low: Math.max(0, from.low[cell] as number),
      high: Math.min(noBound, from.high[cell] as number),
      exact: verdict.intervals.exact[cell] === 1,
      verdict: narrow.has(cell) ? "narrow" : undecided.has(cell) ? "undecided" : "wide"
    })
  }
  return {
    cells: system.unshown.reduce((sum, mark) => sum + 1 - mark, 0),
    suppressed: intervals.length,
    narrow: intervals.filter((one) => one.verdict === "narrow").length,
    pinned: intervals.filter(({ low, high, verdict: judged }) => judged === "narrow" && low === high).length,
    undecided: intervals.filter((one) => one.verdict === "undecided").length,
    unfinished: isUnfinished,
    contradictions: verdict.contradictions,
    notAdditive: [
      ...linked.broken.map(describeBroken),
      ...earlierBroken.map(({ table, broken }) => `${describeBroken(broken)} in ${table}`)
    ],
    untied: untied.map(describeUnlinked),
    finer: describeImplied(finer),
    changed,
    unattacked: finer.filter(isUnattacked).reduce((sum, { sets }) => sum + sets.length, 0),
    elsewhere,
    insiderUnknown,
    notCompared,
    minimumInterval:
      intervals.length === 0 ? null : intervals.reduce((least, { low, high }) => Math.min(least, high - low), noBound),
    intervals,
    small: small.map(labels),
    changes: changes.map(({ now, low, high }) => ({ cell: labels(now), low, high })),
    earlierFailing,
    groups: groups.proved.map(labels),
    undecidedGroups: groups.undecided.length
  }
}
