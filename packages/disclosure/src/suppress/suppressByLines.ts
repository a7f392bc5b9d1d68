import type { Hidden } from "../system/LinkedSystem.ts"
import { classesOf } from "./Classes.ts"
import { hiddenCells } from "./hiddenCells.ts"
import { lineRule } from "./lineRule.ts"
import type { SuppressionProblem } from "./SuppressionProblem.ts"

/**
 * Hides by the line rule alone, for a first look at a table that is too large to protect. A million cells take
 * seconds. **It proves nothing**: on linked tables some hidden cells can be computed. Never release its result.
 */
export const suppressByLines = (problem: SuppressionProblem): { readonly hidden: Hidden; readonly proved: false } => {
  const classes = classesOf(problem)
  lineRule(classes)
  return { hidden: hiddenCells(problem, classes), proved: false }
}
