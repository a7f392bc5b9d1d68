import type { CaptureTable } from "./CaptureTable.ts"

/** Returns the assumptions of every estimate, to be printed with it. */
export const hiddenAssumptions = (table: CaptureTable, { hasFillings = false } = {}): ReadonlyArray<string> => [
  "Persons on no list are like those on some list: the model of the observed combinations also holds for the unobserved one. No data can test this.",
  "The population is closed: no person enters or leaves it in the period, and each person could be on each list.",
  "Persons are linked across lists without error: a missed link counts one person twice and raises the estimate.",
  "Models of pairs: all persons are equally likely to be on a list, except for the pair terms. Latent classes: persons are of two kinds. Lower bound: persons may differ in any way, but one who is easy to find for one list is as easy for the others.",
  "No list keeps persons from all others, as a service does that refers nobody: then every estimate is too high, and so is 'at least'.",
  "Combinations of lists that are not in the table have no persons.",
  `Only pairs of lists depend on each other in the log-linear models; terms of three and more of the ${table.lists.length} lists are 0 there.`,
  "The range is the union of the models' intervals. It is wrong if none of the models is right; no upper end holds if there is a third kind of persons whom no list reaches.",
  ...(hasFillings
    ? [
        "Hidden or rounded cells may be any whole number within their bounds: 'at least' also holds at these bounds, by the requested model, the stepwise choice and the lower bound. The tables use the midpoint."
      ]
    : [])
]
