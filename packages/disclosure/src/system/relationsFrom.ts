import type { Relations } from "./LinkedSystem.ts"

/** A sum: the cell `total` is the sum of the cells `parts`. */
export interface Sum {
  readonly total: number
  readonly parts: ReadonlyArray<number>
}

/** Returns sums as the compressed relations of a linked system. */
export const relationsFrom = (sums: ReadonlyArray<Sum>): Relations => {
  const start = new Uint32Array(sums.length + 1)
  sums.forEach(({ parts }, r) => {
    start[r + 1] = (start[r] as number) + parts.length
  })
  return {
    count: sums.length,
    start,
    part: Uint32Array.from(sums.flatMap(({ parts }) => parts)),
    total: Uint32Array.from(sums, ({ total }) => total)
  }
}
