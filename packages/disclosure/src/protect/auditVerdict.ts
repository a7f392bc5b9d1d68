/** What an audit proved: the problems that it found, and by name what it could not check. */
import { counted } from "../tables/counted.ts"
import type { AuditReport } from "./AuditReport.ts"

export interface AuditVerdict {
  readonly problems: number
  /** What nothing is proved about, because the attack did not decide it. */
  readonly undecided: number
  /** What was not attacked, in words. */
  readonly unchecked: ReadonlyArray<string>
}

/**
 * Returns the verdict on published tables. They are proved safe only if nothing was found and nothing was left out.
 *
 * @example
 * ```ts
 * import { type AuditReport, auditVerdict } from "@corridor/disclosure"
 *
 * const isSafe = (report: AuditReport) => {
 *   const { problems, undecided, unchecked } = auditVerdict(report)
 *   return problems + undecided + unchecked.length === 0
 * }
 * ```
 */
export const auditVerdict = (report: AuditReport): AuditVerdict => {
  const { notAdditive, untied, contradictions, unattacked, changed, notCompared, elsewhere, insiderUnknown } = report
  return {
    problems:
      report.small.length + report.narrow + report.changes.length + report.earlierFailing + report.groups.length,
    undecided: report.undecided + report.undecidedGroups,
    unchecked: [
      notAdditive.length > 0 && `${counted(notAdditive.length, "sum does", "sums do")} not add up`,
      untied.length > 0 &&
        `${counted(untied.length, "pair of groups overlaps", "pairs of groups overlap")} without rows of members`,
      contradictions > 0 &&
        `${counted(contradictions, "part of the tables contradicts itself", "parts of the tables contradict themselves")}`,
      unattacked > 0 &&
        `${counted(unattacked, "set of tables was", "sets of tables were")} not attacked as margins of one joint table`,
      changed.length > 0 &&
        `${counted(changed.length, "earlier table", "earlier tables")} with other counts (${changed.join(", ")}) ${changed.length === 1 ? "was" : "were"} not attacked as ${changed.length === 1 ? "a margin" : "margins"} of one joint table with these`,
      notCompared.length > 0 &&
        `${counted(notCompared.length, "earlier table", "earlier tables")} could not be compared in full`,
      elsewhere > 0 &&
        `${counted(elsewhere, "row of the insider is about a cell", "rows of the insider are about cells")} that no table has`,
      insiderUnknown > 0 && `it is not known what the insider had in ${counted(insiderUnknown, "earlier table")}`
    ].filter((text) => text !== false)
  }
}
