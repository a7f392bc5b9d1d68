import { meetsNeed } from "../attack/ClassNeeds.ts"
import { reduce } from "../attack/reduce.ts"
import { type Classes, classState } from "./Classes.ts"
import { equationsOver } from "./equationsOver.ts"

/** Hidden classes, and what row-by-row propagation proves about each. */
export interface Bounds {
  readonly hidden: ReadonlyArray<number>
  readonly low: Float64Array
  readonly high: Float64Array
}

const boundsOf = (classes: Classes): Bounds => {
  const { count, state } = classes
  const hidden: Array<number> = []
  for (let id = 0; id < count; id++) if (state[id] !== classState.published) hidden.push(id)
  const equations = equationsOver(classes, hidden)
  reduce(equations)
  return { hidden, low: equations.low, high: equations.high }
}

/** Returns the hidden classes that row-by-row propagation finds too narrow, ascending. */
export const exposedClasses = (classes: Classes): ReadonlyArray<number> => {
  const { judged, width, reach, small } = classes
  const { hidden, low, high } = boundsOf(classes)
  return hidden.filter((id, unknown) => {
    const needs = [width[id] as number, reach[id] as number] as const
    return judged[id] !== 0 && !meetsNeed(low[unknown] as number, high[unknown] as number, ...needs, small)
  })
}
