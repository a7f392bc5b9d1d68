import type { Hidden } from "../system/LinkedSystem.ts"
import { type Classes, classState } from "./Classes.ts"
import type { SuppressionProblem } from "./SuppressionProblem.ts"

/** Returns the hidden cells for the current states of the classes. */
export const hiddenCells = (problem: SuppressionProblem, classes: Classes): Hidden =>
  Uint8Array.from(problem.primary, (mark, cell) => {
    if (mark !== 0) return 1
    if (problem.system.unshown[cell] !== 0) return 0
    const id = classes.classOf[cell] as number
    return id >= 0 && classes.state[id] !== classState.published ? 2 : 0
  })
