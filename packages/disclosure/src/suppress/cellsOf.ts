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
  for (const id of classOf) if (id >= 0) start[id + 1] = (start[id + 1] as number) + 1
  for (let id = 0; id < count; id++) start[id + 1] = (start[id + 1] as number) + (start[id] as number)
  const next = start.slice()
  const cell = new Uint32Array(start[count] as number)
  classOf.forEach((id, at) => {
    if (id < 0) return
    cell[next[id] as number] = at
    next[id] = (next[id] as number) + 1
  })
  return { start, cell }
}

export const moveOf = ({ classes, by }: Circulation, { start, cell }: CellsOf): Move => {
  const cells: Array<number> = []
  const changes: Array<number> = []
  classes.forEach((id, k) => {
    for (let at = start[id] as number; at < (start[id + 1] as number); at++) {
      cells.push(cell[at] as number)
      changes.push(by[k] as number)
    }
  })
  return { cells: Uint32Array.from(cells), by: Float64Array.from(changes) }
}
