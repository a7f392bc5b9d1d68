import type { LinkedSystem } from "../system/LinkedSystem.ts"

/** For each sum with a single non-empty part, that part; otherwise -1. Both count the same persons. */
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

/** Orders all cells so that parts come before their sums: smaller counts first, and of equal ones the part first. */
export const partsFirst = (system: LinkedSystem): Uint32Array => {
  const only = onlyPart(system)
  const depth = new Uint32Array(system.cells)
  for (let cell = 0; cell < system.cells; cell++) {
    // A chain of equal cells is at most as long as there are levels. The limit ends a cycle, which no table has.
    let steps = 0
    for (let at = only[cell] as number; at >= 0 && steps < system.cells; at = only[at] as number) steps += 1
    depth[cell] = steps
  }
  return Uint32Array.from({ length: system.cells }, (_, cell) => cell).sort((a, b) => {
    const by = (system.value[a] as number) - (system.value[b] as number)
    return by !== 0 ? by : (depth[a] as number) - (depth[b] as number)
  })
}
