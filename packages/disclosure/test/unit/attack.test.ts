import { beforeAll, describe, expect, test } from "vitest"
import { attack, isSafe } from "../../src/attack/attack.ts"
import { equationsOf } from "../../src/attack/equationsOf.ts"
import { insiders } from "../../src/attack/insiders.ts"
import { propagate } from "../../src/attack/propagate.ts"
import { type LoadedSolver, loadSolver } from "../../src/solver/Solver.ts"
import { systemFrom } from "../fixtures/arbitrarySystem.ts"

const infinity = Number.POSITIVE_INFINITY
const knowing = (cells: number, low = 0, high = infinity) => ({
  low: new Float64Array(cells).fill(low),
  high: new Float64Array(cells).fill(high)
})
const needing = (cells: number, width: number, reach = 0, small = 0) => ({
  width: new Float64Array(cells).fill(width),
  reach: new Float64Array(cells).fill(reach),
  small
})

let solver: LoadedSolver
beforeAll(async () => {
  solver = await loadSolver()
})

describe("attack", () => {
  // Two rows of three with their sums.
  const rows = systemFrom(
    [5, 12, 3, 20, 20, 20, 4, 12, 3],
    [
      { total: 3, parts: [0, 1, 2] },
      { total: 5, parts: [6, 7, 8] }
    ]
  )

  test("a hidden cell that stands alone in its sum is pinned", () => {
    const hidden = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0)
    const verdict = attack(solver, rows, hidden, knowing(9), needing(9, 5))
    expect(verdict.pinned).toBe(1)
    expect([...verdict.narrow]).toEqual([0])
    expect(verdict.intervals.low[0]).toBe(5)
    expect(verdict.programmes).toBe(0)
    expect(isSafe(verdict)).toBe(false)
  })

  test("two hidden cells that add up to a small sum prove each other small", () => {
    // 3 and 1 of a sum of 24: with zeros shown each is 1 … 3.
    const system = systemFrom([3, 1, 20, 24], [{ total: 3, parts: [0, 1, 2] }])
    const verdict = attack(solver, system, Uint8Array.of(1, 1, 0, 0), knowing(4, 1), needing(4, 0, 0, 11))
    expect([...verdict.narrow]).toEqual([0, 1])
    expect([...verdict.intervals.low.slice(0, 2), ...verdict.intervals.high.slice(0, 2)]).toEqual([1, 1, 3, 3])
  })

  test("a cell in no sum can be anything, and is safe", () => {
    const verdict = attack(solver, systemFrom([3], []), Uint8Array.of(1), knowing(1), needing(1, 5, 11, 11))
    expect(isSafe(verdict)).toBe(true)
    expect(verdict.intervals.high[0]).toBe(infinity)
    expect(verdict.minimumWidth).toBe(infinity)
  })

  test("nothing hidden: nothing is narrow, and there is no least width", () => {
    const verdict = attack(solver, rows, new Uint8Array(9), knowing(9), needing(9, 5))
    expect(verdict.minimumWidth).toBeNull()
    expect(verdict.narrow).toEqual(new Uint32Array(0))
  })

  test("published sums that do not add up are a contradiction, and so is what nothing satisfies", () => {
    const wrong = systemFrom([1, 2, 4], [{ total: 2, parts: [0, 1] }])
    expect(isSafe(attack(solver, wrong, new Uint8Array(3), knowing(3), needing(3, 0)))).toBe(false)
    const system = systemFrom([6, 6, 12], [{ total: 2, parts: [0, 1] }])
    const impossible = attack(solver, system, Uint8Array.of(1, 1, 0), knowing(3, 7), needing(3, 0))
    expect(impossible.contradictions).toBeGreaterThan(0)
    expect(isSafe(impossible)).toBe(false)
  })

  test("what whole numbers alone prove: three unknowns of which each two sum to an even number", () => {
    // x + y + 2 z = 5 with x = y (through w): 2 x + 2 z = 5 has no whole solution; relaxed it has.
    const system = systemFrom(
      [1, 1, 0, 2, 5],
      [
        { total: 3, parts: [0, 1] },
        { total: 4, parts: [3, 2, 2] }
      ]
    )
    const hidden = Uint8Array.of(1, 1, 1, 1, 0)
    const pair = systemFrom(
      [...system.value, 0],
      [
        { total: 3, parts: [0, 1] },
        { total: 4, parts: [3, 2, 2] },
        { total: 0, parts: [1, 5] }
      ]
    )
    expect(attack(solver, pair, Uint8Array.of(...hidden, 0), knowing(6), needing(6, 0)).contradictions).toBeGreaterThan(
      0
    )
  })

  test("an earlier release is part of the system: two clean releases give away an increment", () => {
    // Earlier: 4 and 30 of 34 with both hidden; later 5 and 30 of 35; the difference of the second is known to be 0.
    const system = systemFrom(
      [4, 30, 34, 5, 30, 35, 1, 0],
      [
        { total: 2, parts: [0, 1] },
        { total: 5, parts: [3, 4] },
        { total: 3, parts: [0, 6] },
        { total: 4, parts: [1, 7] }
      ],
      [0, 1, 6]
    )
    const hidden = Uint8Array.of(0, 0, 0, 1, 1, 0, 0, 0)
    const judge = Uint8Array.of(0, 0, 0, 1, 1, 0, 1, 0)
    const verdict = attack(solver, system, hidden, knowing(8), needing(8, 5), { judge })
    expect([...verdict.narrow]).toEqual([6])
    expect([verdict.intervals.low[6], verdict.intervals.high[6]]).toEqual([1, 1])
  })
})

describe("propagation", () => {
  test("narrows a chain of sums to its fixed point and no further (worked by hand)", () => {
    // a + b = 5, b + c = 3 with a, b, c at least 0: b is at most 3, so a is at least 2; c is at most 3.
    const system = systemFrom(
      [4, 1, 2, 5, 3],
      [
        { total: 3, parts: [0, 1] },
        { total: 4, parts: [1, 2] }
      ]
    )
    const { equations } = equationsOf(system, Uint8Array.of(1, 1, 1, 0, 0), knowing(5))
    expect(propagate(equations)).toEqual({ contradictions: 0, settled: true })
    expect([...equations.low]).toEqual([2, 0, 0])
    expect([...equations.high]).toEqual([5, 3, 3])
  })
})

describe("insiders", () => {
  // Hidden 4 (3 of them partner 0's, 1 partner 1's), 6 and 8 (partner 2's and 3's) of a published 18.
  const system = systemFrom([4, 6, 8, 18], [{ total: 3, parts: [0, 1, 2] }])
  const hidden = Uint8Array.of(1, 2, 2, 0)
  const contributions = {
    partners: 4,
    start: Uint32Array.of(0, 2, 3, 4, 8),
    partner: Uint32Array.of(0, 1, 2, 3, 0, 1, 2, 3),
    count: Float64Array.of(3, 1, 6, 8, 3, 1, 6, 8)
  }

  test("only a coalition that knows two of three hidden cells gets through", () => {
    // Partners 2 and 3 know that the second is 6 or more and the third 8 or more: the first is 4 or less, width 4.
    const verdict = insiders(solver, system, hidden, knowing(4), needing(4, 5), contributions)
    expect(verdict.coalitions).toBe(6)
    expect(verdict.leaks.map(({ coalition, narrow }) => [coalition, [...narrow]])).toEqual([
      [
        [2, 3],
        [0, 1, 2]
      ]
    ])
  })

  test("where the strongest attacker gets nothing, one attack is enough", () => {
    const few = { ...contributions, count: Float64Array.of(1, 1, 2, 3, 1, 1, 2, 3) }
    const verdict = insiders(solver, system, hidden, knowing(4), needing(4, 5), few)
    expect(verdict).toEqual({ leaks: [], coalitions: 6, attacks: 1 })
  })
})
