/** Oracles: the attacker on every result, and all whole-number solutions of tiny tables counted out. */
import fc from "fast-check"
import { beforeAll, describe, expect, test } from "vitest"
import { attack } from "../../../release/disclosure/attack/attack.ts"
import { type LoadedSolver, loadSolver } from "../../../release/disclosure/solver/Solver.ts"
import { lossByValue } from "../../../release/disclosure/suppress/SuppressionProblem.ts"
import { suppress } from "../../../release/disclosure/suppress/suppress.ts"
import { arbitraryTable, byThreshold } from "./randomTable.ts"

const full = process.env["CORRIDOR_TEST_FULL"] === "1"

describe("suppress on random linked tables", () => {
  let solver: LoadedSolver
  beforeAll(async () => {
    solver = await loadSolver()
  })

  test("no hidden cell is narrow, but those that it says it can't protect", () => {
    fc.assert(
      fc.property(arbitraryTable, (table) => {
        const { system, primary, known, need } = table
        const { hidden, unprotected } = suppress(solver, { ...table, cost: lossByValue(system) })
        primary.forEach((mark, cell) => {
          if (mark !== 0) expect(hidden[cell]).toBe(1)
        })
        system.value.forEach((v, cell) => {
          if (v === 0) expect(hidden[cell]).toBe(0)
        })
        const verdict = attack(solver, system, hidden, known, need)
        expect(verdict.contradictions).toBe(0)
        expect(verdict.undecided.length).toBe(0)
        expect([...verdict.narrow]).toEqual([...unprotected])
      }),
      { numRuns: full ? 1000 : 40, seed: 61 }
    )
  })

  test("what can't be protected can't be protected by hiding everything either", () => {
    fc.assert(
      fc.property(arbitraryTable, (table) => {
        const { system, known, need } = table
        const { unprotected } = suppress(solver, { ...table, cost: lossByValue(system) })
        if (unprotected.length === 0) return
        const everything = Uint8Array.from(system.value, (v) => (v > 0 ? 1 : 0))
        const verdict = attack(solver, system, everything, known, need)
        const narrow = new Set(verdict.narrow)
        for (const cell of unprotected) expect(narrow.has(cell)).toBe(true)
      }),
      { numRuns: full ? 1000 : 30, seed: 62 }
    )
  })

  test("the same table, the same answer", () => {
    fc.assert(
      fc.property(arbitraryTable, (table) => {
        const problem = { ...table, cost: lossByValue(table.system) }
        expect(suppress(solver, problem)).toEqual(suppress(solver, problem))
      }),
      { numRuns: 10, seed: 63 }
    )
  })
})

describe("byThreshold", () => {
  test("marks counts below the threshold only", () => {
    const system = { ...byThresholdSystem(), unshown: new Uint8Array(3) }
    expect([...byThreshold(system, 5, 5).primary]).toEqual([1, 0, 0])
  })
})

const byThresholdSystem = () => ({
  cells: 3,
  value: Float64Array.from([4, 5, 0]),
  relations: { count: 0, start: new Uint32Array(1), part: new Uint32Array(0), total: new Uint32Array(0) }
})
