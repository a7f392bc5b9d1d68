import type { CaptureTable } from "./CaptureTable.ts"

/** Returns the assumptions of every estimate, to be printed with it. */
export const hiddenAssumptions = (table: CaptureTable, { hasFillings = false } = {}): ReadonlyArray<string> => [
  "Persons on no list are like those on some list: the model of the observed combinations also holds for the unobserved one. No data can test this.",
  "The population is closed: no person enters or leaves it in the period, and each person could be on each list.",
  "Persons are linked across lists without error: a missed link counts one person twice and raises the estimate.",
  "All persons are equally likely to be on a list, except for the pair terms.",
  "Combinations of lists that are not in the table have no persons.",
  `Only pairs of lists depend on each other in the log-linear models; terms of three and more of the ${table.lists.length} lists are 0 there.`,
  "The range is over models and is not a confidence interval. Disagreement between models is part of the result.",
  ...(hasFillings
    ? ["Hidden or rounded cells may be any whole number within their bounds; the estimate uses the midpoint."]
    : [])
]
