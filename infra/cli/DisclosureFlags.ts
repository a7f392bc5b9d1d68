/** Flags and output that `protect` and `audit` share. */

import type { TableProblem, TableRefused } from "@corridor/disclosure/tables/TableRefused"
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { formatTable, printResult } from "./CommandOutput.ts"
import { textFlag } from "./CommonFlags.ts"

/** Splits names separated by commas. */
export const names = (text: string): ReadonlyArray<string> =>
  text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "")

export const totalFlag = textFlag("total", "label of margins").pipe(Flag.withDefault("Total"))

export const hierarchyFlag = textFlag(
  "hierarchy",
  "CSV file dimension,child,parent: labels and the labels that they add up to; optional columns grouping and along,from,to"
).pipe(Flag.optional, Flag.map(Option.getOrUndefined))

export const earlierFlag = textFlag("earlier", "table that was published earlier; repeat it for each").pipe(
  Flag.atLeast(0)
)

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

/** Prints why a table was refused and sets exit code 1. */
export const printTableRefused = (json: boolean) =>
  Effect.fnUntraced(function* ({ message, problems }: TableRefused) {
    yield* printResult(json, {
      json: { error: { code: "TableRefused", message }, problems },
      lines: [message, ...tableProblemLines(problems)],
      exitCode: 1
    })
    return undefined
  })
