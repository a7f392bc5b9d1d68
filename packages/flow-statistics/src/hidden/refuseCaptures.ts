import type { TableProblem } from "@corridor/disclosure/tables/TableRefused"
import { type CaptureTable, observed, onAll } from "./CaptureTable.ts"
import { overlappingTriples } from "./overlappingTriples.ts"

/** Why no estimate of the hidden part can rest on the table; empty when one can. Names lists, never counts. */
export const refuseCaptures = (table: CaptureTable, file: string): ReadonlyArray<TableProblem> => {
  const problem = (column: string, rule: string, expected: string): TableProblem => ({
    file,
    row: 0,
    column,
    rule,
    expected
  })
  const persons = observed(table)
  if (table.lists.length < 3)
    return [
      problem("", "too-few-lists", "at least 3 lists: with fewer, whether they depend on each other cannot be told")
    ]
  if (persons === 0) return [problem("", "nobody", "persons on the lists")]
  const empty = table.lists.flatMap((list, j) => {
    const on = onAll(table, 1 << j)
    return on === 0
      ? [problem(list, "empty-list", "lists that have a person: leave this one out")]
      : on === persons
        ? [problem(list, "list-of-all", "lists that lack a person: one that has all says that nobody is hidden")]
        : []
  })
  if (empty.length > 0) return empty
  if (overlappingTriples(table) === 0)
    return [
      problem(
        "",
        "not-identifiable",
        "three lists of which each two have a person in common: without them the model with all pairs is not identifiable, different numbers of hidden persons fit equally well, and the estimate would be the model's choice and not the data's (Chan, Silverman and Vincent 2021)"
      )
    ]
  return []
}
