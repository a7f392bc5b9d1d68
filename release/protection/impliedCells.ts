import type { LinkedSystem } from "@corridor/disclosure/system/LinkedSystem"

/**
 * Adds to the known cells those that follow from them through a single sum, repeatedly. Suppressing them would protect nothing. Cells that
 * are unsafe by themselves are never added: if one follows, that is a finding.
 */
export const addImplied = ({ relations }: LinkedSystem, known: Uint8Array, unsafe: Uint8Array): void => {
  for (let found = true; found; ) {
    found = false
    for (let r = 0; r < relations.count; r++) {
      let [open, last] = [0, -1]
      const look = (cell: number) => {
        if (known[cell] === 1) return
        open += 1
        last = cell
      }
      look(relations.total[r] as number)
      for (let at = relations.start[r] as number; at < (relations.start[r + 1] as number) && open < 2; at++)
        look(relations.part[at] as number)
      if (open !== 1 || unsafe[last] === 1) continue
      known[last] = 1
      found = true
    }
  }
}
