import { unionFind } from "../system/unionFind.ts"
import type { Equations } from "./Equations.ts"

/** A part of the equations that shares no unknown with the rest. */
export interface Component {
  /** The unknowns of the whole that belong to it, ascending. */
  readonly members: Int32Array
  /** Its equations, over 0 to members.length - 1. */
  readonly equations: Equations
}

/** Splits equations into independent parts. An unknown without a row is a part by itself. */
export const components = (equations: Equations): ReadonlyArray<Component> => {
  const { unknowns, rows, start, index, coefficient, right, low, high } = equations
  const { root, join } = unionFind(unknowns)
  for (let r = 0; r < rows; r++)
    for (let at = (start[r] as number) + 1; at < (start[r + 1] as number); at++)
      join(index[at - 1] as number, index[at] as number)
  const partOf = new Int32Array(unknowns)
  const members: Array<Array<number>> = []
  const local = new Int32Array(unknowns)
  for (let v = 0; v < unknowns; v++) {
    const r = root(v)
    if (r === v) partOf[v] = members.push([]) - 1
    else partOf[v] = partOf[r] as number
    const own = members[partOf[v] as number] as Array<number>
    local[v] = own.push(v) - 1
  }
  const rowsIn: Array<Array<number>> = members.map(() => [])
  for (let r = 0; r < rows; r++)
    if ((start[r + 1] as number) > (start[r] as number))
      (rowsIn[partOf[index[start[r] as number] as number] as number] as Array<number>).push(r)
  return members.map((own, part) => {
    const mine = rowsIn[part] as Array<number>
    const begin = new Int32Array(mine.length + 1)
    const columns: Array<number> = []
    const coefficients: Array<number> = []
    mine.forEach((r, k) => {
      for (let at = start[r] as number; at < (start[r + 1] as number); at++) {
        columns.push(local[index[at] as number] as number)
        coefficients.push(coefficient[at] as number)
      }
      begin[k + 1] = columns.length
    })
    return {
      members: Int32Array.from(own),
      equations: {
        unknowns: own.length,
        low: Float64Array.from(own, (v) => low[v] as number),
        high: Float64Array.from(own, (v) => high[v] as number),
        rows: mine.length,
        start: begin,
        index: Int32Array.from(columns),
        coefficient: Float64Array.from(coefficients),
        right: Float64Array.from(mine, (r) => right[r] as number)
      }
    }
  })
}
