import { RowBuilder } from "../attack/RowBuilder.ts"
import { reduce } from "../attack/reduce.ts"
import { type Classes, classState } from "./Classes.ts"

/** Hidden classes that plain reasoning row by row, to its fixed point, finds too narrow, ascending. */
export const exposedClasses = (classes: Classes): ReadonlyArray<number> => {
  const { count, rows, start, index, coefficient, value, state, judged, width, reach, small } = classes
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
  return hidden.filter((of, unknown) => {
    if (judged[of] === 0) return false
    const from = low[unknown] as number
    const to = high[unknown] as number
    const isWide = to - from >= (width[of] as number) && to >= (reach[of] as number)
    return !isWide || (small > 0 && from >= 1 && to <= small - 1)
  })
}
