import { readFileSync } from "node:fs"
import { Effect } from "effect"
import { beforeAll, describe, expect, test, vi } from "vitest"
import type { LinearProgramme } from "../../src/solver/LinearProgramme.ts"
import { type LoadedSolver, loadSolver, Solver } from "../../src/solver/Solver.ts"

/** Chairs and tables: 30 c + 50 t, c + 2 t <= 40, 2 c + t <= 50: 20 chairs, 10 tables, 1100 (HiGHS's own example). */
const workshop: LinearProgramme = {
  columns: 2,
  rows: 2,
  cost: Float64Array.of(30, 50),
  low: Float64Array.of(0, 0),
  high: Float64Array.of(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY),
  rowLow: Float64Array.of(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY),
  rowHigh: Float64Array.of(40, 50),
  start: Int32Array.of(0, 2, 4),
  index: Int32Array.of(0, 1, 0, 1),
  coefficient: Float64Array.of(1, 2, 2, 1)
}

/**
 * One of a release's attacks in which the interior-point method does not end: lower bounds (null: none), upper bounds, then each equation: its right-hand
 * side, and columns with their coefficients.
 */
const stalling = (): LinearProgramme => {
  const file = new URL("../fixtures/stallingProgramme.jsonl", import.meta.url)
  const [low = [], high = [], ...rows] = readFileSync(file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as ReadonlyArray<number | null>)
  const right = Float64Array.from(rows, ([first]) => first as number)
  const entries = rows.flatMap((row) => row.slice(1) as ReadonlyArray<number>)
  const start = [0]
  for (const row of rows) start.push((start.at(-1) as number) + (row.length - 1) / 2)
  return {
    columns: low.length,
    rows: rows.length,
    cost: new Float64Array(low.length),
    low: Float64Array.from(low, (bound) => bound ?? Number.NEGATIVE_INFINITY),
    high: Float64Array.from(high as ReadonlyArray<number>),
    rowLow: right,
    rowHigh: right,
    start: Int32Array.from(start),
    index: Int32Array.from(entries.filter((_, at) => at % 2 === 0)),
    coefficient: Float64Array.from(entries.filter((_, at) => at % 2 === 1))
  }
}

describe("solver", () => {
  let solver: LoadedSolver
  beforeAll(async () => {
    solver = await loadSolver()
  })

  test("solves a programme without unknowns, as a table of zeros gives one", () => {
    const nothing = { columns: 0, rows: 0, start: Int32Array.of(0), index: new Int32Array(0) }
    const none = new Float64Array(0)
    const vectors = { cost: none, low: none, high: none, rowLow: none, rowHigh: none, coefficient: none }
    solver.using({ ...nothing, ...vectors }, (open) => {
      expect(open.solve()).toMatchObject({ outcome: "optimal", objective: 0, bound: 0 })
    })
  })

  test("ends where the interior-point method makes no progress, without a clock", () => {
    const { outcome, iterations } = solver.using(stalling(), (open) => open.solve({ method: "interior" }))
    expect(outcome).toBe("feasible")
    expect(iterations).toBeLessThanOrEqual(300)
  })

  test("finds the optimum by simplex and by the interior point", () => {
    for (const options of [
      { method: "simplex" },
      { asItIs: true },
      { method: "primal" },
      { method: "interior" }
    ] as const)
      solver.using(workshop, (open) => {
        open.seek("most")
        const solution = open.solve(options)
        expect(solution.outcome).toBe("optimal")
        expect(solution.objective).toBeCloseTo(1100, 4)
        expect(solution.point[0]).toBeCloseTo(20, 4)
      })
  })

  test("continues after columns and rows were added: lamps at 20, two for each chair, and 15 pieces at most", () => {
    solver.using(workshop, (open) => {
      open.seek("most")
      open.solve({ asItIs: true })
      open.addColumns(Float64Array.of(20), Float64Array.of(0), Float64Array.of(100))
      open.addRows(Number.NEGATIVE_INFINITY, 0, {
        start: Int32Array.of(0, 2),
        index: Int32Array.of(0, 2),
        coefficient: Float64Array.of(-2, 1)
      })
      open.addRow(Number.NEGATIVE_INFINITY, 15, Int32Array.of(0, 1, 2), Float64Array.of(1, 1, 1))
      const { objective, point } = open.solve({ asItIs: true })
      expect([...point].map((x) => Math.round(x * 1e6) / 1e6 + 0)).toEqual([0, 15, 0])
      expect(objective).toBeCloseTo(750, 6)
      open.setBounds(1, 0, 6)
      const less = open.solve({ asItIs: true })
      expect([...less.point].map((x) => Math.round(x * 1e6) / 1e6 + 0)).toEqual([9, 6, 0])
      open.setCost(2, 50)
      expect(open.solve({ asItIs: true }).objective).toBeCloseTo(6 * 50 + 3 * 30 + 6 * 50, 6)
    })
  })

  test("continues after changes of bounds, costs and rows", () => {
    solver.using(workshop, (open) => {
      open.seek("most")
      open.solve()
      open.setBounds(1, 0, 6)
      expect(open.solve().objective).toBeCloseTo(30 * 22 + 50 * 6, 6)
      open.setCosts(Float64Array.of(0, 1))
      open.seek("least")
      expect(open.solve().objective).toBeCloseTo(0, 9)
      open.addRow(3, Number.POSITIVE_INFINITY, Int32Array.of(1), Float64Array.of(1))
      expect(open.solve().objective).toBeCloseTo(3, 9)
    })
  })

  test("distinguishes infeasible and unbounded from solved", () => {
    solver.using({ ...workshop, rowLow: Float64Array.of(41, 0) }, (open) =>
      expect(open.solve().outcome).toBe("infeasible")
    )
    const free = Float64Array.of(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)
    solver.using({ ...workshop, rowHigh: free }, (open) => {
      open.seek("most")
      expect(open.solve().outcome).toBe("unbounded")
    })
  })

  test("keeps columns whole where required", () => {
    const odd = { ...workshop, rowHigh: Float64Array.of(3, 3) }
    solver.using(odd, (open) => {
      open.seek("most")
      expect(open.solve().objective).toBeCloseTo(80, 6)
    })
    const narrow = { ...workshop, rowHigh: Float64Array.of(2.5, 2.5), whole: Int32Array.of(1, 1) }
    solver.using(narrow, (open) => {
      open.seek("most")
      // Relaxed: c = t = 5 / 6, 66.7. Whole: one table.
      expect(open.solve().objective).toBeCloseTo(50, 6)
    })
  })

  test("frees its memory: two thousand programmes one after another", () => {
    for (let round = 0; round < 2_000; round++) solver.using(workshop, (open) => open.setBounds(0, 0, round))
    solver.using(workshop, (open) => {
      open.seek("most")
      expect(open.solve().objective).toBeCloseTo(1100, 6)
    })
  })
})

describe("the solver of a process", () => {
  const served = () => Effect.runPromise(Effect.provide(Effect.service(Solver), Solver.layer))

  test("is loaded once for all users, and released after a minute without use", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
    try {
      const first = await served()
      vi.advanceTimersByTime(59_000)
      expect(await served()).toBe(first)
      const both = await Promise.all([served(), served()])
      expect(both).toEqual([first, first])
      vi.advanceTimersByTime(61_000)
      expect(await served()).not.toBe(first)
    } finally {
      vi.useRealTimers()
    }
  })
})
