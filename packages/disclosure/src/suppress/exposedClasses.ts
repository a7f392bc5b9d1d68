import { meetsNeed } from "../attack/ClassNeeds.ts"
import { RowBuilder } from "../attack/RowBuilder.ts"
import { reduce } from "../attack/reduce.ts"
import { type Classes, classState } from "./Classes.ts"

/** Hidden classes, and what row-by-row propagation proves about each. */
export interface Bounds {
  readonly hidden: ReadonlyArray<number>
  readonly low: Float64Array
  readonly high: Float64Array
}

export const boundsOf = (classes: Classes): Bounds => {
  const { count, rows, start, index, coefficient, value, state } = classes
  const unknownOf = new Int32Array(count).fill(-1)
  const hidden: Array<number> = []
  for (let of = 0; of < count; of++) if (state[of] !== classState.published) unknownOf[of] = hidden.push(of) - 1
  const builder = new RowBuilder(hidden.length)
  for (let r = 0; r < rows; r++) {
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
      const of = index[at] as number
      const unknown = unknownOf[of] as number
      if (unknown < 0) builder.addConstant((coefficient[at] as number) * (value[of] as number))
      else builder.add(unknown, coefficient[at] as number)
    }
    builder.end()
  }
  const low = Float64Array.from(hidden, (of) => classes.low[of] as number)
  const high = Float64Array.from(hidden, (of) => classes.high[of] as number)
  reduce(builder.build(low, high))
  return { hidden, low, high }
}

/** Returns the hidden classes whose bounds are too narrow, ascending. */
export const exposedBy = (
  { judged, width, reach, small }: Classes,
  { hidden, low, high }: Bounds
): ReadonlyArray<number> =>
  hidden.filter((of, unknown) => {
    const needs = [width[of] as number, reach[of] as number] as const
    return judged[of] !== 0 && !meetsNeed(low[unknown] as number, high[unknown] as number, ...needs, small)
  })

/** Returns the hidden classes that row-by-row propagation finds too narrow, ascending. */
export const exposedClasses = (classes: Classes): ReadonlyArray<number> => exposedBy(classes, boundsOf(classes))
