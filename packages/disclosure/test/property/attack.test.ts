/** Oracle: every combination of whole numbers within what is known is tried; no equation solver, no bounds. */
import fc from "fast-check"
import { beforeAll, describe, expect, test } from "vitest"
import { rounds } from "../../../test/fullRun.ts"
import { attack } from "../../src/attack/attack.ts"
import { insiders } from "../../src/attack/insiders.ts"
import { type LoadedSolver, loadSolver } from "../../src/solver/Solver.ts"
import { arbitraryCase, type SmallCase } from "../fixtures/arbitrarySystem.ts"

const countOut = ({ system, hidden, known }: SmallCase) => {
  const unknown: Array<number> = []
  for (let cell = 0; cell < system.cells; cell++)
    if (hidden[cell] !== 0 || system.unshown[cell] !== 0) unknown.push(cell)
  const x = [...system.value]
  const low = [...system.value].map((v, cell) => (unknown.includes(cell) ? Number.POSITIVE_INFINITY : v))
  const high = [...system.value].map((v, cell) => (unknown.includes(cell) ? Number.NEGATIVE_INFINITY : v))
  const { count, start, part, total } = system.relations
  const addsUp = () => {
    for (let r = 0; r < count; r++) {
      let sum = 0
      for (const cell of part.slice(start[r], start[r + 1])) sum += x[cell] as number
      if (sum !== x[total[r] as number]) return false
    }
    return true
  }
  const go = (k: number): void => {
    if (k === unknown.length) {
      if (!addsUp()) return
      for (const cell of unknown) {
        low[cell] = Math.min(low[cell] as number, x[cell] as number)
        high[cell] = Math.max(high[cell] as number, x[cell] as number)
      }
      return
    }
    const cell = unknown[k] as number
    for (let v = known.low[cell] as number; v <= (known.high[cell] as number); v++) {
      x[cell] = v
      go(k + 1)
    }
  }
  go(0)
  return { low, high }
}

const draws = rounds(150, 3000)

describe("attack on small systems", () => {
  let solver: LoadedSolver
  beforeAll(async () => {
    solver = await loadSolver()
  })

  for (const missing of [false, true])
    test(`intervals are those of all whole-number solutions${missing ? ", without the hidden values" : ""}`, () => {
      fc.assert(
        fc.property(arbitraryCase, (small) => {
          const truth = countOut(small)
          const { hidden, known } = small
          const system = missing
            ? { ...small.system, value: small.system.value.map((v, cell) => (hidden[cell] === 0 ? v : Number.NaN)) }
            : small.system
          const need = { width: new Float64Array(system.cells), reach: new Float64Array(system.cells), small: 0 }
          const judge = new Uint8Array(system.cells).fill(1)
          const verdict = attack(solver, system, hidden, known, need, { aim: "intervals", judge })
          expect(verdict.contradictions).toBe(0)
          expect([...verdict.intervals.low]).toEqual(truth.low)
          expect([...verdict.intervals.high]).toEqual(truth.high)
          expect(verdict.intervals.exact.every((mark) => mark === 1)).toBe(true)
        }),
        { numRuns: draws, seed: 6 }
      )
    })

  test("the verdict names exactly the cells whose interval does not meet the need", () => {
    fc.assert(
      fc.property(arbitraryCase, fc.nat(4), fc.nat(8), fc.nat(6), (small, width, reach, threshold) => {
        const truth = countOut(small)
        const { system, hidden, known } = small
        const need = {
          width: new Float64Array(system.cells).fill(width),
          reach: new Float64Array(system.cells).fill(reach),
          small: threshold
        }
        const expected: Array<number> = []
        hidden.forEach((mark, cell) => {
          if (mark === 0) return
          const low = truth.low[cell] as number
          const high = truth.high[cell] as number
          const proof = threshold > 0 && low > 0 && high < threshold
          if (high - low < width || high < reach || proof) expected.push(cell)
        })
        const judge = hidden.map((mark) => (mark === 0 ? 0 : 1))
        const verdict = attack(solver, system, hidden, known, need, { judge })
        expect([...verdict.narrow]).toEqual(expected)
        expect([...verdict.undecided]).toEqual([])
      }),
      { numRuns: draws, seed: 7 }
    )
  })

  test("insiders: coalitions of two get what all whole-number solutions above their own counts leave them", () => {
    fc.assert(
      fc.property(
        arbitraryCase,
        fc.array(fc.nat(2), { minLength: 30, maxLength: 30 }),
        fc.nat(5),
        (small, owners, width) => {
          const { system, hidden, known } = small
          // Person k of a cell is of partner owners[k]; three partners.
          const counts = [...system.value].map((v, cell) => {
            const own = [0, 0, 0]
            for (let k = 0; k < v; k++) (own[owners[(cell * 7 + k) % 30] as number] as number)++
            return own
          })
          const contributions = {
            partners: 3,
            start: Uint32Array.from({ length: system.cells + 1 }, (_, cell) => cell * 3),
            partner: Uint32Array.from({ length: system.cells * 3 }, (_, at) => at % 3),
            count: Float64Array.from(counts.flat())
          }
          const need = {
            width: new Float64Array(system.cells).fill(width),
            reach: new Float64Array(system.cells),
            small: 0
          }
          const judge = hidden.map((mark) => (mark === 0 ? 0 : 1))
          const expected: Array<readonly [ReadonlyArray<number>, ReadonlyArray<number>]> = []
          for (const coalition of [
            [0, 1],
            [0, 2],
            [1, 2]
          ] as const) {
            const low = known.low.map((v, cell) =>
              Math.max(
                v,
                coalition.reduce<number>((sum, partner) => sum + (counts[cell]?.[partner] as number), 0)
              )
            )
            const truth = countOut({ system, hidden, known: { low, high: known.high } })
            const narrow = [...hidden.keys()].filter(
              (cell) => hidden[cell] !== 0 && (truth.high[cell] as number) - (truth.low[cell] as number) < width
            )
            if (narrow.length > 0) expected.push([coalition, narrow])
          }
          const verdict = insiders(solver, system, hidden, known, need, contributions, { judge })
          expect(verdict.leaks.map(({ coalition, narrow }) => [coalition, [...narrow]])).toEqual(expected)
          expect(verdict.leaks.every(({ undecided }) => undecided.length === 0)).toBe(true)
        }
      ),
      { numRuns: draws, seed: 8 }
    )
  })

  test("the way over interior points and single programmes on parts of any size finds the same, but for whole numbers", () => {
    fc.assert(
      fc.property(arbitraryCase, fc.nat(6), (small, width) => {
        const truth = countOut(small)
        const { system, hidden, known } = small
        const need = {
          width: new Float64Array(system.cells).fill(width),
          reach: new Float64Array(system.cells),
          small: 0
        }
        const judge = hidden.map((mark) => (mark === 0 ? 0 : 1))
        const verdict = attack(solver, system, hidden, known, need, { judge, wholeUpTo: 0, largeFrom: 0 })
        expect([...verdict.undecided]).toEqual([])
        // Real numbers leave at least as much: what is narrow then is narrow in whole numbers, and the ends hold theirs.
        for (const cell of verdict.narrow)
          expect((truth.high[cell] as number) - (truth.low[cell] as number)).toBeLessThan(width)
        for (let cell = 0; cell < system.cells; cell++) {
          expect(verdict.outer.low[cell]).toBeLessThanOrEqual(truth.low[cell] as number)
          expect(verdict.outer.high[cell]).toBeGreaterThanOrEqual(truth.high[cell] as number)
        }
      }),
      { numRuns: draws, seed: 9 }
    )
  })
})
