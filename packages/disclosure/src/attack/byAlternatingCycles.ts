import { AlternatingCycles } from "./AlternatingCycles.ts"
import type { ComponentSearch } from "./ComponentSearch.ts"

/** Number of classes after which the search stops if it closes fewer than a sixth of them. */
const trial = 64

/** Searches for each class and step. */
const tries = 2

/**
 * Searches around one solution for each open class: up as far as needed, then down, then partly in both directions.
 * Solves no programme. `base` must be a solution.
 */
export const byAlternatingCycles = (search: ComponentSearch, base: Float64Array, seed: number): void => {
  const { equations } = search.component
  const chase = new AlternatingCycles(equations, base, seed)
  const found = (local: number, low: number, high: number) => search.see(local, low, high)
  let tried = 0
  let closed = 0
  for (const local of search.open()) {
    if (!search.isOpen(local)) continue
    if (tried >= trial && closed * 6 < tried) return
    tried += 1
    const at = base[local] as number
    const steps = [
      () => search.riseTo(local) - at,
      () => search.fallTo(local) - at,
      () => Math.ceil((search.riseTo(local) - at) / 2),
      () => search.fallTo(local) - at,
      () => Math.floor((search.fallTo(local) - at) / 2),
      () => search.riseTo(local) - at
    ]
    for (const step of steps) {
      if (!search.isOpen(local)) break
      const by = step() < 0 ? Math.floor(step()) : Math.ceil(step())
      if (by !== 0) chase.seek(local, by, tries, found)
    }
    if (!search.isOpen(local)) closed += 1
  }
}
