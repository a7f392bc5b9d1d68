import type { Displacement } from "../attack/maxDisplacement.ts"
import { type Classes, classState } from "./Classes.ts"
import { boundBy } from "./capacityCut.ts"

/**
 * Hides published classes that allow a class to move as far as it needs, as the multipliers of its bounding rows
 * show: those that contribute most for their cost, until the shortage is covered. Returns how many were hidden.
 *
 * @param x 1 for each hidden class, 0 for others; changed in place
 */
export const hideByMultipliers = (
  classes: Classes,
  of: number,
  needs: number,
  reach: Displacement,
  x: Float64Array
): number => {
  const { state, mayHide, cost } = classes
  const [plus, minus] = [boundBy(classes, of, reach, 1, x), boundBy(classes, of, reach, -1, x)]
  const bound = plus.total <= minus.total ? plus : minus
  let lacking = needs - bound.total
  const worth = (gives: number, one: number) => Math.min(gives, lacking) / (cost[one] as number)
  const best = [...bound.others]
    .filter(([one]) => state[one] === classState.published && mayHide[one] === 1)
    .sort(([a, gives], [b, others]) => worth(others, b) - worth(gives, a) || a - b)
  let added = 0
  for (const [one, gives] of best) {
    if (lacking <= 1e-6) break
    state[one] = classState.secondary
    x[one] = 1
    lacking -= gives
    added += 1
  }
  return added
}
