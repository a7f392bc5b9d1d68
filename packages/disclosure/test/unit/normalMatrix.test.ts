/** Oracle: elimination on the full matrix. */
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { minimumDegree } from "../../src/algebra/minimumDegree.ts"
import { NormalMatrix, type RowMatrix } from "../../src/algebra/NormalMatrix.ts"

const matrix = (rows: ReadonlyArray<ReadonlyArray<number>>, columns: number): RowMatrix => {
  const start = new Int32Array(rows.length + 1)
  const index: Array<number> = []
  const coefficient: Array<number> = []
  rows.forEach((row, r) => {
    row.forEach((a, c) => {
      if (a === 0) return
      index.push(c)
      coefficient.push(a)
    })
    start[r + 1] = index.length
  })
  return {
    rows: rows.length,
    columns,
    start,
    index: Int32Array.from(index),
    coefficient: Float64Array.from(coefficient)
  }
}

/** A W Aᵀ written out. */
const product = (rows: ReadonlyArray<ReadonlyArray<number>>, weight: Float64Array) =>
  rows.map((a) => rows.map((b) => a.reduce((sum, x, c) => sum + x * (b[c] as number) * (weight[c] as number), 0)))

const sums = fc
  .record({ rows: fc.integer({ min: 1, max: 12 }), columns: fc.integer({ min: 1, max: 25 }) })
  .chain(({ rows, columns }) =>
    fc.record({
      columns: fc.constant(columns),
      rows: fc.array(fc.array(fc.constantFrom(0, 0, 0, 1, -1), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows
      }),
      weight: fc
        .array(fc.double({ min: 0.1, max: 100, noNaN: true }), { minLength: columns, maxLength: columns })
        .map((w) => Float64Array.from(w)),
      y: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: rows, maxLength: rows })
    })
  )

describe("NormalMatrix", () => {
  test("has the solution of the full matrix, including dependent rows", () => {
    fc.assert(
      fc.property(sums, ({ rows, columns, weight, y }) => {
        const full = product(rows, weight)
        const multiply = (by: ArrayLike<number>) =>
          full.map((row) => row.reduce((sum, a, k) => sum + a * (by[k] as number), 0))
        const right = Float64Array.from(multiply(y))
        const solved = right.slice()
        const normal = new NormalMatrix(matrix(rows, columns))
        normal.factor(weight)
        normal.solve(solved)
        // Where rows imply each other there are many answers; all of them give the right side.
        multiply(solved).forEach((value, r) => {
          expect(value).toBeCloseTo(right[r] as number, 4)
        })
      }),
      { numRuns: 500, seed: 71 }
    )
  })

  test("may be factored again with other weights", () => {
    const normal = new NormalMatrix(
      matrix(
        [
          [1, 1, 0],
          [0, 1, 1]
        ],
        3
      )
    )
    for (const weight of [Float64Array.of(1, 1, 1), Float64Array.of(4, 2, 1)]) {
      normal.factor(weight)
      const y = Float64Array.of(1, 0)
      normal.solve(y)
      const [a, b, c] = [weight[0] as number, weight[1] as number, weight[2] as number]
      const determinant = (a + b) * (b + c) - b * b
      expect(y[0]).toBeCloseTo((b + c) / determinant, 9)
      expect(y[1]).toBeCloseTo(-b / determinant, 9)
    }
  })
})

describe("minimumDegree", () => {
  test("a star: the points before the middle; each row once", () => {
    const star = [[1, 2, 3, 4], [0], [0], [0], [0]]
    const order = [...minimumDegree(star)]
    expect([...order].sort()).toEqual([0, 1, 2, 3, 4])
    expect(order.indexOf(0)).toBeGreaterThanOrEqual(3)
  })
})
