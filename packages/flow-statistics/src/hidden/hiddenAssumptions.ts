import type { CaptureTable } from "./CaptureTable.ts"

/** Returns the assumptions of every estimate, to be printed with it. */
export const hiddenAssumptions = (table: CaptureTable, { hasFillings = false } = {}): ReadonlyArray<string> => [
  "Persons on no list are like those on some: the model that fits the observed combinations also holds for the one that nobody can observe. No data can test this.",
  "The population is closed: nobody enters or leaves it in the period, and each person could be on each list.",
  "Persons are linked across lists without error: a missed link adds two persons where there is one and raises the estimate.",
  "All persons are alike in how likely they are to be on a list, but for what the pair terms say.",
  "Combinations of lists that are not in the table have 0 persons.",
  `Only pairs of lists depend on each other in the log-linear models; terms of three and more of the ${table.lists.length} lists are 0 there.`,
  "The range is over models that were tried, not a confidence interval; that models disagree is part of the answer.",
  ...(hasFillings
    ? ["Cells that are hidden or rounded may be any whole number within their bounds; the estimate takes their middle."]
    : [])
]
