import type { Contributions } from "../attack/insiders.ts"
import type { LoadedSolver } from "../solver/Solver.ts"
import type { FinerSystem } from "./withFiner.ts"

/** Persons of a cell of the tables whom these partners put in. */
export const shareOf =
  ({ start, partner, count }: Contributions, partners: ReadonlyArray<number>) =>
  (cell: number): number => {
    let sum = 0
    for (let at = start[cell] as number; at < (start[cell + 1] as number); at++)
      if (partners.includes(partner[at] as number)) sum += count[at] as number
    return sum
  }

/**
 * A partner's persons by cell of the finer tables, in the order of `finer`: some numbers from 0 on that add up to what he put into the tables.
 * Which ones makes no difference: whatever lies above them everywhere is a table that he cannot rule out. Undefined where none add up.
 */
export const partnersFiner = (
  solver: LoadedSolver,
  { finer, sums }: FinerSystem,
  contributions: Contributions,
  partner: number
): Float64Array | undefined => {
  const share = shareOf(contributions, [partner])
  const place = new Map(Array.from(finer, (cell, k) => [cell, k]))
  const right = Float64Array.from(sums, ({ of }) => of.reduce((sum, cell) => sum + share(cell), 0))
  const start = new Int32Array(sums.length + 1)
  sums.forEach((sum, s) => {
    start[s + 1] = (start[s] as number) + sum.finer.length
  })
  const index = Int32Array.from(sums.flatMap((sum) => sum.finer.map((cell) => place.get(cell) as number)))
  return solver.using(
    {
      columns: finer.length,
      rows: sums.length,
      cost: new Float64Array(finer.length),
      low: new Float64Array(finer.length),
      high: new Float64Array(finer.length).fill(Number.POSITIVE_INFINITY),
      rowLow: right,
      rowHigh: right,
      start,
      index,
      coefficient: new Float64Array(index.length).fill(1)
    },
    (programme) => {
      const { outcome, point } = programme.solve({ seconds: 60 })
      return outcome === "optimal" ? point.map((x) => Math.max(0, x)) : undefined
    }
  )
}
