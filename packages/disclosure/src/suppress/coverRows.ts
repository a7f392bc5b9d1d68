import { type Classes, hiddenCount } from "./Classes.ts"
import { type Bounds, boundsOf, exposedBy } from "./exposedClasses.ts"
import { lineRule } from "./lineRule.ts"

/** Rounds after which the remaining exposed classes are left to other methods. */
const mostRounds = 20

/**
 * Applies the line rule repeatedly, each time with the room that row-by-row reasoning leaves to hidden classes. Ends
 * when nothing is exposed or the rule hides nothing. Returns the remaining bounds.
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
