import type { Hidden } from "../system/LinkedSystem.ts"
import { classesOf } from "./Classes.ts"
import { hiddenCells } from "./hiddenCells.ts"
import { lineRule } from "./lineRule.ts"
import type { SuppressionProblem } from "./SuppressionProblem.ts"

/**
 * Hides by the line rule alone: seconds for a million cells, for a first look at a table too large to be protected.
 * **It proves nothing**: on linked tables some of what it hides can be worked out, and its answer must never be released.
 */
export const suppressByLines = (problem: SuppressionProblem): { readonly hidden: Hidden; readonly proved: false } => {
  const classes = classesOf(problem)
  lineRule(classes)
  return { hidden: hiddenCells(problem, classes), proved: false }
}
