import type { Circulation } from "../attack/maxDisplacement.ts"
import type { Move } from "../system/Move.ts"
import type { Classes } from "./Classes.ts"

/** The cells of each class: those of class c are cell[start[c]] to cell[start[c + 1] - 1]. */
export interface CellsOf {
  readonly start: Int32Array
  readonly cell: Uint32Array
}

export const cellsOf = ({ count, classOf }: Classes): CellsOf => {
  const start = new Int32Array(count + 1)
  for (const of of classOf) if (of >= 0) start[of + 1] = (start[of + 1] as number) + 1
  for (let of = 0; of < count; of++) start[of + 1] = (start[of + 1] as number) + (start[of] as number)
  const next = start.slice()
  const cell = new Uint32Array(start[count] as number)
  classOf.forEach((of, at) => {
    if (of < 0) return
    cell[next[of] as number] = at
    next[of] = (next[of] as number) + 1
  })
  return { start, cell }
}

export const moveOf = ({ classes, by }: Circulation, { start, cell }: CellsOf): Move => {
  const cells: Array<number> = []
  const changes: Array<number> = []
  classes.forEach((of, k) => {
    for (let at = start[of] as number; at < (start[of + 1] as number); at++) {
      cells.push(cell[at] as number)
      changes.push(by[k] as number)
    }
  })
  return { cells: Uint32Array.from(cells), by: Float64Array.from(changes) }
}
