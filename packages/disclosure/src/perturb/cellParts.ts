import type { LinkedSystem } from "../system/LinkedSystem.ts"

/** Of each cell that is a sum with one part that is not empty: that part; else -1. Both count the same persons. */
export const onlyPart = ({ cells, value, relations }: LinkedSystem): Int32Array => {
  const { count, start, part, total } = relations
  const only = new Int32Array(cells).fill(-1)
  for (let r = 0; r < count; r++) {
    const whole = value[total[r] as number] as number
    if (!(whole > 0)) continue
    for (let at = start[r] as number; at < (start[r + 1] as number); at++)
      if (value[part[at] as number] === whole) {
        only[total[r] as number] = part[at] as number
        break
      }
  }
  return only
}

/** All cells, parts before the sums that they make: smaller counts come first, of equal ones the part of the other. */
export const partsFirst = (system: LinkedSystem): Uint32Array => {
  const only = onlyPart(system)
  const depth = new Uint32Array(system.cells)
  for (let cell = 0; cell < system.cells; cell++) {
    // A chain of equal cells is no longer than there are levels; a circle, which no table gives, ends at the bound.
    let steps = 0
    for (let at = only[cell] as number; at >= 0 && steps < system.cells; at = only[at] as number) steps += 1
    depth[cell] = steps
  }
  return Uint32Array.from({ length: system.cells }, (_, cell) => cell).sort((a, b) => {
    const by = (system.value[a] as number) - (system.value[b] as number)
    return by !== 0 ? by : (depth[a] as number) - (depth[b] as number)
  })
}
