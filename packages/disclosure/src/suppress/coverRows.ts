import { type Classes, hiddenCount } from "./Classes.ts"
import { type Bounds, boundsOf, exposedBy } from "./exposedClasses.ts"
import { lineRule } from "./lineRule.ts"

/** Rounds before what is exposed still is left to other means. */
const mostRounds = 20

/**
 * Hides by the line rule over and over, each time with the room that reasoning row by row leaves to what is hidden already instead of all
 * that is known of it beforehand. It ends where nothing is exposed to that reasoning, or where the rule finds nothing to hide; answers
 * the bounds that are left.
 */
export const coverRows = (classes: Classes): Bounds => {
  for (let round = 0; ; round++) {
    const bounds = boundsOf(classes)
    if (round === mostRounds || (round > 0 && exposedBy(classes, bounds).length === 0)) return bounds
    const low = classes.low.slice()
    const high = classes.high.slice()
    bounds.hidden.forEach((of, unknown) => {
      low[of] = bounds.low[unknown] as number
      high[of] = bounds.high[unknown] as number
    })
    const before = hiddenCount(classes)
    lineRule({ ...classes, low, high })
    if (hiddenCount(classes) === before) return bounds
  }
}
