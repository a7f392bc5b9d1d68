import type { ExtendedSystem } from "./extendWithImplied.ts"

/**
 * Returns cells of other tables that may share persons with these: in all sums over common joint cells, the smallest
 * one that can still be hidden. Hiding it gives these cells room that no cell of their own table gives.
 */
export const cellsSharingPersons = (
  { system: { value }, sums }: ExtendedSystem,
  isOpen: (cell: number) => boolean,
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
  const smallest = (candidates: Iterable<number>): number | undefined =>
    [...candidates].filter(isOpen).sort((a, b) => (value[a] as number) - (value[b] as number) || a - b)[0]
  const found = new Set<number>()
  for (const sum of sums) {
    if (!sum.of.some((cell) => cells.has(cell))) continue
    const around = new Set(sum.finer.flatMap((one) => shared.get(one) ?? []))
    const best = smallest([...around].flatMap((s) => (sums[s] as ExtendedSystem["sums"][number]).of))
    if (best !== undefined) found.add(best)
  }
  return [...found]
}
