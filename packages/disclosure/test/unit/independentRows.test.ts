import { describe, expect, test } from "vitest"
import type { Equations } from "../../src/attack/Equations.ts"
import { equationsOf } from "../../src/attack/equationsOf.ts"
import { independentRows } from "../../src/attack/independentRows.ts"
import { dimension, linkedTable, skewed } from "../fixtures/linkedTable.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"

/** Rank of all rows with their right sides by dense elimination with the largest pivot. */
const rank = ({ rows, unknowns, start, index, coefficient, right }: Equations): number => {
  const matrix: Array<Float64Array> = Array.from({ length: rows }, (_, r) => {
    const row = new Float64Array(unknowns + 1)
    for (let at = start[r] as number; at < (start[r + 1] as number); at++)
      row[index[at] as number] = coefficient[at] as number
    row[unknowns] = right[r] as number
    return row
  })
  let found = 0
  for (let column = 0; column <= unknowns && found < rows; column++) {
    let best = found
    for (let r = found; r < rows; r++)
      if (Math.abs(matrix[r]?.[column] as number) > Math.abs(matrix[best]?.[column] as number)) best = r
    const pivot = matrix[best] as Float64Array
    if (Math.abs(pivot[column] as number) < 1e-9) continue
    matrix[best] = matrix[found] as Float64Array
    matrix[found] = pivot
    for (const row of matrix.slice(found + 1)) {
      const times = (row[column] as number) / (pivot[column] as number)
      if (times !== 0)
        for (let c = column; c <= unknowns; c++) row[c] = (row[c] as number) - times * (pivot[c] as number)
    }
    found += 1
  }
  return found
}

describe("independent rows", () => {
  for (const seed of [1, 2, 3])
    test(`are as many as the rank, and imply all others: table ${seed}`, () => {
      const draw = mulberry32(seed)
      const system = linkedTable([dimension([3]), dimension([2, 2]), dimension([3]), dimension([2])], () =>
        skewed(draw, 0.4)
      )
      const hidden = Uint8Array.from(system.value, (value) => (value < 30 ? 1 : 0))
      const known = { low: new Float64Array(system.cells), high: new Float64Array(system.cells).fill(1e4) }
      const { equations } = equationsOf(system, hidden, known)
      const kept = independentRows(equations)
      const all = rank(equations)
      expect(kept.rows).toBe(all)
      expect(rank(kept)).toBe(all)
      expect(equations.rows).toBeGreaterThan(all)
      expect(independentRows(kept).rows).toBe(all)
    })
})
