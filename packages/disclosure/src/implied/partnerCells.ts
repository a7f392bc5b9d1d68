import type { Contributions } from "../attack/insiders.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { ExtendedSystem } from "./extendWithImplied.ts"

/** Returns the persons that these partners contribute to a cell. */
export const contributionTo =
  ({ start, partner, count }: Contributions, partners: ReadonlyArray<number>) =>
  (cell: number): number => {
    let sum = 0
    for (let at = start[cell] as number; at < (start[cell + 1] as number); at++)
      if (partners.includes(partner[at] as number)) sum += count[at] as number
    return sum
  }

/**
 * Returns one possible distribution of a partner's persons over the joint cells, in the order of `finer`: real
 * numbers from 0 on that add up to the partner's contributions, from the interior of all such. The choice does not
 * matter: every table above it is one that the partner cannot exclude. Undefined if there is none.
 */
export const partnerCells = (
  solver: LoadedSolver,
  { finer, sums }: ExtendedSystem,
  contributions: Contributions,
  partner: number
): Float64Array | undefined => {
  const share = contributionTo(contributions, [partner])
  const persons = sums.map(({ of }) => of.reduce((sum, cell) => sum + share(cell), 0))
  const isNone = new Set(sums.flatMap((sum, s) => (persons[s] === 0 ? sum.finer : [])))
  const own = Array.from(finer).filter((cell) => !isNone.has(cell))
  const place = new Map(own.map((cell, k) => [cell, k]))
  const rows = sums.flatMap((sum, s) => (persons[s] === 0 ? [] : [{ persons: persons[s] as number, finer: sum.finer }]))
  const lists = rows.map((row) => row.finer.flatMap((cell) => place.get(cell) ?? []))
  const start = new Int32Array(rows.length + 1)
  lists.forEach((list, r) => {
    start[r + 1] = (start[r] as number) + list.length
  })
  const right = Float64Array.from(rows, (row) => row.persons)
  const index = Int32Array.from(lists.flat())
  return solver.using(
    {
      columns: own.length,
      rows: rows.length,
      cost: new Float64Array(own.length),
      low: new Float64Array(own.length),
      high: new Float64Array(own.length).fill(Number.POSITIVE_INFINITY),
      rowLow: right,
      rowHigh: right,
      start,
      index,
      coefficient: new Float64Array(index.length).fill(1)
    },
    (programme) => {
      const { outcome, point } = programme.solve({ method: "interior", seconds: 60 })
      if (outcome !== "optimal") return undefined
      return Float64Array.from(finer, (cell) => Math.max(0, point[place.get(cell) ?? -1] ?? 0))
    }
  )
}
