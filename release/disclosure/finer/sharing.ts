import type { Hidden } from "../system/LinkedSystem.ts"
import type { FinerSystem } from "./withFiner.ts"

/**
 * Cells of other tables that may have persons of these: in each sum over a finer table that shares some of it, the smallest one that is published
 * and not zero. Hiding them leaves these room that no cell of their own table gives.
 */
export const sharing = (
  { system: { value, unshown }, sums }: FinerSystem,
  hidden: Hidden,
  cells: ReadonlySet<number>
): ReadonlyArray<number> => {
  const shared = new Map<number, Array<number>>()
  sums.forEach(({ finer }, s) => {
    for (const one of finer) {
      const own = shared.get(one)
      if (own === undefined) shared.set(one, [s])
      else own.push(s)
    }
  })
  const isOpen = (cell: number) => hidden[cell] === 0 && unshown[cell] === 0 && (value[cell] as number) > 0
  const smallest = (of: Iterable<number>): number | undefined =>
    [...of].filter(isOpen).sort((a, b) => (value[a] as number) - (value[b] as number) || a - b)[0]
  const found = new Set<number>()
  for (const sum of sums) {
    if (!sum.of.some((cell) => cells.has(cell))) continue
    const around = new Set(sum.finer.flatMap((one) => shared.get(one) ?? []))
    const best = smallest([...around].flatMap((s) => (sums[s] as FinerSystem["sums"][number]).of))
    if (best !== undefined) found.add(best)
  }
  return [...found]
}
