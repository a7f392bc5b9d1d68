import type { ClassNeeds } from "../attack/ClassNeeds.ts"
import type { Equations } from "../attack/Equations.ts"
import { RowBuilder } from "../attack/RowBuilder.ts"
import type { Classes } from "./Classes.ts"

/** Returns the rows over some classes; the others keep their values. */
export const equationsOver = (classes: Classes, members: ReadonlyArray<number>): Equations => {
  const { rows, start, index, coefficient, value } = classes
  const unknownOf = new Int32Array(classes.count).fill(-1)
  members.forEach((id, unknown) => {
    unknownOf[id] = unknown
  })
  const builder = new RowBuilder(members.length)
  for (let r = 0; r < rows; r++) {
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
      const id = index[at] as number
      const unknown = unknownOf[id] as number
      if (unknown < 0) builder.addConstant((coefficient[at] as number) * (value[id] as number))
      else builder.add(unknown, coefficient[at] as number)
    }
    builder.end()
  }
  return builder.build(
    Float64Array.from(members, (id) => classes.low[id] as number),
    Float64Array.from(members, (id) => classes.high[id] as number)
  )
}

/** Returns the needs of classes, as those of one cell each. */
export const needsOver = ({ judged, width, reach, small }: Classes, members: ReadonlyArray<number>): ClassNeeds => {
  const own = members.filter((id) => judged[id] !== 0)
  const start = new Int32Array(members.length + 1)
  members.forEach((id, unknown) => {
    start[unknown + 1] = (start[unknown] as number) + (judged[id] === 0 ? 0 : 1)
  })
  return {
    start,
    sign: new Int8Array(own.length).fill(1),
    offset: new Float64Array(own.length),
    width: Float64Array.from(own, (id) => width[id] as number),
    reach: Float64Array.from(own, (id) => reach[id] as number),
    small
  }
}
