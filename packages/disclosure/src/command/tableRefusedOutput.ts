import type { TableProblem, TableRefused } from "../tables/TableRefused.ts"
import type { CommandOutput } from "./CommandHost.ts"
import { formatTable } from "./formatTable.ts"

/** Limit of problems in text output. */
const shown = 40

const moreLine = (listed: number, found: number): string =>
  `… and ${found - shown} more: --json lists ${listed < found ? `the first ${listed}` : "them"}.`

/** Returns problems as a table: `found` of them, also those that are not listed. */
export const tableProblemLines = (problems: ReadonlyArray<TableProblem>, found: number): ReadonlyArray<string> =>
  problems.length === 0
    ? []
    : [
        ...formatTable([
          ["row", "column", "rule", "expected"],
          ...problems.slice(0, shown).map((p) => [p.row, p.column, p.rule, p.expected])
        ]),
        ...(problems.length > shown ? [moreLine(problems.length, found)] : [])
      ]

/** Rules of problems with a file, not with what it says. */
const ofFiles: ReadonlySet<string> = new Set(["no-file", "unreadable-file", "unwritable-file"])

/** Why a table was refused, by row and column. */
export const tableRefusedOutput = ({
  message,
  problems,
  found = problems.length
}: Pick<TableRefused, "message" | "problems" | "found">): CommandOutput => ({
  json: { error: { code: "TableRefused", message }, problems },
  lines: [message, ...tableProblemLines(problems, found)],
  exitCode: problems.length > 0 && problems.every(({ rule }) => ofFiles.has(rule)) ? 3 : 1
})
