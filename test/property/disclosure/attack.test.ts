/** Oracle: every combination of whole numbers within what is known is tried; no equation solver, no bounds. */
import fc from "fast-check"
import { beforeAll, describe, expect, test } from "vitest"
import { attack } from "../../../release/disclosure/attack/attack.ts"
import { type LoadedSolver, loadSolver } from "../../../release/disclosure/solver/Solver.ts"
import { arbitraryCase, type SmallCase } from "./arbitrarySystem.ts"

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

const rounds = process.env["CORRIDOR_TEST_FULL"] === "1" ? 3000 : 300

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
        { numRuns: rounds, seed: 6 }
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
      { numRuns: rounds, seed: 7 }
    )
  })
})
