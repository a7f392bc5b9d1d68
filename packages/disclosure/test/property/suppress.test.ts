/** Oracles: the attacker on every result, and all whole-number solutions of tiny tables counted out. */
import fc from "fast-check"
import { beforeAll, describe, expect, test } from "vitest"
import { full } from "../../../test/fullRun.ts"
import { attack } from "../../src/attack/attack.ts"
import { insiders, partnerPairs, strongestKnowledge } from "../../src/attack/insiders.ts"
import { type LoadedSolver, loadSolver } from "../../src/solver/Solver.ts"
import { lossByValue } from "../../src/suppress/SuppressionProblem.ts"
import { suppress } from "../../src/suppress/suppress.ts"
import { suppressByLines } from "../../src/suppress/suppressByLines.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"
import { arbitraryTable, byThreshold } from "../fixtures/randomTable.ts"

describe("suppress on random linked tables", () => {
  let solver: LoadedSolver
  beforeAll(async () => {
    solver = await loadSolver()
  })

  test("no hidden cell is narrow, but those reported as not protected", () => {
    fc.assert(
      fc.property(arbitraryTable, (table) => {
        const { system, primary, known, need } = table
        const { hidden, unprotected } = suppress(solver, { ...table, cost: lossByValue(system) }, { optimumUpTo: 20 })
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
      { numRuns: full ? 200 : 10, seed: 61 }
    )
  })

  test("what can't be protected can't be protected by hiding everything either", () => {
    fc.assert(
      fc.property(arbitraryTable, (table) => {
        const { system, known, need } = table
        const { unprotected } = suppress(solver, { ...table, cost: lossByValue(system) }, { optimumUpTo: 20 })
        if (unprotected.length === 0) return
        const everything = Uint8Array.from(system.value, (v) => (v > 0 ? 1 : 0))
        const verdict = attack(solver, system, everything, known, need)
        const narrow = new Set(verdict.narrow)
        for (const cell of unprotected) expect(narrow.has(cell)).toBe(true)
      }),
      { numRuns: full ? 200 : 4, seed: 62 }
    )
  })

  test("on the way of large tables, too, no hidden cell is narrow but those reported as not protected", () => {
    fc.assert(
      fc.property(arbitraryTable, fc.constantFrom({ patternUpTo: 0 }, { maxWork: 0 }), (table, way) => {
        const { system, known, need } = table
        const large = { optimumUpTo: 0, ...way }
        const { hidden, unprotected } = suppress(solver, { ...table, cost: lossByValue(system) }, large)
        system.value.forEach((v, cell) => {
          if (v === 0) expect(hidden[cell]).toBe(0)
        })
        const verdict = attack(solver, system, hidden, known, need)
        expect(verdict.undecided.length).toBe(0)
        expect([...verdict.narrow]).toEqual([...unprotected])
      }),
      { numRuns: full ? 200 : 8, seed: 64 }
    )
  })

  test("on the way of large tables no pair of three partners narrows a cell but those reported as not protected", () => {
    fc.assert(
      fc.property(arbitraryTable, fc.integer({ min: 1, max: 1_000_000 }), (table, seed) => {
        const { system, known, need } = table
        const draw = mulberry32(seed)
        const shares = Array.from(system.value, (value) => {
          const first = Math.floor(draw() * (value + 1))
          const second = Math.floor(draw() * (value - first + 1))
          return [first, second, value - first - second]
        })
        const contributions = {
          partners: 3,
          start: Uint32Array.from({ length: system.cells + 1 }, (_, cell) => 3 * cell),
          partner: Uint32Array.from(shares.flatMap(() => [0, 1, 2])),
          count: Float64Array.from(shares.flat())
        }
        const strongest = strongestKnowledge(known, contributions, partnerPairs(3))
        const problem = { ...table, known: strongest, cost: lossByValue(system) }
        const { hidden, unprotected } = suppress(solver, problem, { optimumUpTo: 0, patternUpTo: 0 })
        const { leaks } = insiders(solver, system, hidden, known, need, contributions)
        for (const { narrow, undecided } of leaks)
          for (const cell of [...narrow, ...undecided]) expect([...unprotected]).toContain(cell)
      }),
      { numRuns: full ? 100 : 5, seed: 65 }
    )
  })

  test("the same table, the same answer", () => {
    fc.assert(
      fc.property(arbitraryTable, (table) => {
        const problem = { ...table, cost: lossByValue(table.system) }
        expect(suppress(solver, problem)).toEqual(suppress(solver, problem))
      }),
      { numRuns: full ? 20 : 2, seed: 63 }
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

describe("suppressByLines", () => {
  test("no sum has exactly one hidden term, and nothing is reported as proved", () => {
    fc.assert(
      fc.property(arbitraryTable, (table) => {
        const { system } = table
        const { hidden, proved } = suppressByLines({ ...table, cost: lossByValue(system) })
        expect(proved).toBe(false)
        const { count, start, part, total } = system.relations
        for (let r = 0; r < count; r++) {
          const line = [total[r] as number, ...part.slice(start[r], start[r + 1])]
          expect(line.filter((cell) => hidden[cell] !== 0).length).not.toBe(1)
        }
      }),
      { numRuns: full ? 2000 : 200, seed: 66 }
    )
  })
})

describe("suppress on unshown cells", () => {
  test("an unshown cell is as good as a hidden one and costs nothing", async () => {
    // total = unsafe + other, where no table shows the total: the other need not be hidden. Shown, it must be.
    const relations = {
      count: 1,
      start: Uint32Array.from([0, 2]),
      part: Uint32Array.from([0, 1]),
      total: Uint32Array.from([2])
    }
    const solver = await loadSolver()
    const hiddenWith = (unshown: number) => {
      const system = {
        cells: 3,
        value: Float64Array.from([4, 60, 64]),
        relations,
        unshown: Uint8Array.from([0, 0, unshown])
      }
      const table = byThreshold(system, 11, 5)
      const primary = Uint8Array.from([1, 0, 0])
      return [...suppress(solver, { ...table, primary, cost: lossByValue(system) }).hidden]
    }
    expect(hiddenWith(1)).toEqual([1, 0, 0])
    expect(hiddenWith(0)).toEqual([1, 2, 0])
  })
})
