import { type CaptureTable, observed, onAll } from "./CaptureTable.ts"

/**
 * Counts the sets of three lists of which each two have a person in common. Without one, the model with all pairs is not identifiable, and the
 * data cannot show how the lists depend on each other (Chan, Silverman and Vincent 2021, section 3.2).
 */
export const overlappingTriples = (table: CaptureTable): number => {
  const k = table.lists.length
  const overlap = (i: number, j: number) => onAll(table, (1 << i) | (1 << j)) > 0
  let triples = 0
  for (let a = 0; a < k; a++)
    for (let b = a + 1; b < k; b++)
      for (let c = b + 1; c < k; c++) if (overlap(a, b) && overlap(a, c) && overlap(b, c)) triples += 1
  return triples
}

/** Why no estimate can be made. Names lists, never counts. */
export interface CaptureProblem {
  /** The list, or "" for the whole table. */
  readonly list: string
  readonly rule: "too-few-lists" | "nobody" | "empty-list" | "list-of-all" | "not-identifiable"
  /** What is expected, in words. */
  readonly expected: string
}

/**
 * Returns the reasons why the table supports no estimate of the hidden population; empty if it supports one.
 *
 * @example
 * ```ts
 * import { captureTable, checkCaptures } from "@corridor/flow-statistics"
 *
 * const problems = checkCaptures(captureTable(["police", "shelter"], [[1, 60], [2, 45], [3, 12]]))
 * console.log(problems[0]?.rule) // "too-few-lists"
 * ```
 */
export const checkCaptures = (table: CaptureTable): ReadonlyArray<CaptureProblem> => {
  const problem = (list: string, rule: CaptureProblem["rule"], expected: string): CaptureProblem => ({
    list,
    rule,
    expected
  })
  const persons = observed(table)
  if (table.lists.length < 3)
    return [problem("", "too-few-lists", "at least 3 lists: fewer cannot show whether they depend on each other")]
  if (persons === 0) return [problem("", "nobody", "persons on the lists")]
  const empty = table.lists.flatMap((list, j) => {
    const on = onAll(table, 1 << j)
    return on === 0
      ? [problem(list, "empty-list", "lists with at least one person: leave this one out")]
      : on === persons
        ? [
            problem(
              list,
              "list-of-all",
              "lists without some of the persons: a list of all implies that no person is hidden"
            )
          ]
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
