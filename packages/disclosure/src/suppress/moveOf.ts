import type { Members } from "../algebra/membersOf.ts"
import type { Circulation } from "../attack/maxDisplacement.ts"
import type { Move } from "../system/Move.ts"

/** Returns the change of cells that a circulation of their classes makes. */
export const moveOf = ({ classes, by }: Circulation, { start, member }: Members): Move => {
  const cells: Array<number> = []
  const changes: Array<number> = []
  classes.forEach((id, k) => {
    for (let at = start[id] as number; at < (start[id + 1] as number); at++) {
      cells.push(member[at] as number)
      changes.push(by[k] as number)
    }
  })
  return { cells: Uint32Array.from(cells), by: Float64Array.from(changes) }
}
