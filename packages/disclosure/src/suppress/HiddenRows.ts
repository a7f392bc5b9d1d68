import type { ClassNeeds } from "../attack/ClassNeeds.ts"
import type { Equations } from "../attack/Equations.ts"
import type { Classes } from "./Classes.ts"
import type { Bounds } from "./exposedClasses.ts"

/** The rows with hidden classes, restricted to these, and the original row of each. */
export interface HiddenRows {
  readonly equations: Equations
  readonly rowOf: Int32Array
}

export const hiddenRows = (classes: Classes, { hidden, low, high }: Bounds): HiddenRows => {
  const { rows, start, index, coefficient, value } = classes
  const unknownOf = new Int32Array(classes.count).fill(-1)
  hidden.forEach((of, unknown) => {
    unknownOf[of] = unknown
  })
  const begin: Array<number> = [0]
  const columns: Array<number> = []
  const entries: Array<number> = []
  const right: Array<number> = []
  const rowOf: Array<number> = []
  for (let r = 0; r < rows; r++) {
    let rest = 0
    for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
      const of = index[at] as number
      const unknown = unknownOf[of] as number
      if (unknown < 0) rest -= (coefficient[at] as number) * (value[of] as number)
      else {
        columns.push(unknown)
        entries.push(coefficient[at] as number)
      }
    }
    if (columns.length === begin[begin.length - 1]) continue
    begin.push(columns.length)
    right.push(rest)
    rowOf.push(r)
  }
  return {
    equations: {
      unknowns: hidden.length,
      low,
      high,
      rows: right.length,
      start: Int32Array.from(begin),
      index: Int32Array.from(columns),
      coefficient: Float64Array.from(entries),
      right: Float64Array.from(right)
    },
    rowOf: Int32Array.from(rowOf)
  }
}

/** Returns the needs of hidden classes, as those of one cell each. */
export const needsOfHidden = ({ judged, width, reach, small }: Classes, hidden: ReadonlyArray<number>): ClassNeeds => {
  const own = hidden.filter((of) => judged[of] !== 0)
  const start = new Int32Array(hidden.length + 1)
  hidden.forEach((of, unknown) => {
    start[unknown + 1] = (start[unknown] as number) + (judged[of] === 0 ? 0 : 1)
  })
  return {
    start,
    sign: new Int8Array(own.length).fill(1),
    offset: new Float64Array(own.length),
    width: Float64Array.from(own, (of) => width[of] as number),
    reach: Float64Array.from(own, (of) => reach[of] as number),
    small
  }
}
