import type { TableProblem, TableRefused } from "../tables/TableRefused.ts"
import type { CommandOutput } from "./CommandHost.ts"
import { formatTable } from "./formatTable.ts"

/** Limit of problems in text output; `--json` has all. */
const shown = 40

const tableProblemLines = (problems: ReadonlyArray<TableProblem>): ReadonlyArray<string> =>
  problems.length === 0
    ? []
    : [
        ...formatTable([
          ["row", "column", "rule", "expected"],
          ...problems.slice(0, shown).map((p) => [p.row, p.column, p.rule, p.expected])
        ]),
        ...(problems.length > shown ? [`… and ${problems.length - shown} more: --json lists them.`] : [])
      ]

/** Why a table was refused, by row and column. */
export const tableRefusedOutput = ({
  message,
  problems
}: Pick<TableRefused, "message" | "problems">): CommandOutput => ({
  json: { error: { code: "TableRefused", message }, problems },
  lines: [message, ...tableProblemLines(problems)],
  exitCode: 1
})
