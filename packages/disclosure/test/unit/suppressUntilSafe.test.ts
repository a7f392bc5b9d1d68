import { assert, describe, it } from "vitest"
import { insiders } from "../../src/attack/insiders.ts"
import { loadSolver } from "../../src/solver/Solver.ts"
import { lossByValue } from "../../src/suppress/SuppressionProblem.ts"
import { suppress } from "../../src/suppress/suppress.ts"
import { suppressUntilSafe } from "../../src/suppress/suppressUntilSafe.ts"
import { suppressWithDecoys } from "../../src/suppress/suppressWithDecoys.ts"
import { systemFrom } from "../fixtures/arbitrarySystem.ts"
import { byThreshold } from "../fixtures/byThreshold.ts"
import { dimension, linkedTable } from "../fixtures/linkedTable.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"

const solver = await loadSolver()
// Three parts and their total.
const system = systemFrom([3, 40, 50, 93], [{ total: 3, parts: [0, 1, 2] }])
const need = { width: new Float64Array(4).fill(5), reach: Float64Array.of(11, 0, 0, 0), small: 11 }
const free = { low: new Float64Array(4).fill(1), high: new Float64Array(4).fill(Number.POSITIVE_INFINITY) }
const problem = { system, primary: Uint8Array.of(1, 0, 0, 0), known: free, need, cost: lossByValue(system) }

/** Two of three partners made the first two cells. */
const ofThree = {
  partners: 3,
  start: Uint32Array.of(0, 1, 3, 6, 9),
  partner: Uint32Array.of(0, 0, 1, 0, 1, 2, 0, 1, 2),
  count: Float64Array.of(3, 20, 20, 10, 20, 20, 33, 40, 20)
}

describe("hiding until no attack gets through", () => {
  it("hides the cheapest other cell", () => {
    const safe = suppressUntilSafe(solver, problem, undefined)
    assert.deepStrictEqual([...safe.hidden], [1, 2, 0, 0])
    assert.lengthOf(safe.failing, 0)
  })

  it("reports the failing cells if nothing helps: an attacker who knows each count to within three", () => {
    const known = { low: system.value.map((v) => Math.max(0, v - 1)), high: system.value.map((v) => v + 2) }
    const safe = suppressUntilSafe(solver, { ...problem, known }, undefined)
    assert.include([...safe.failing], 0)
  })

  it("a decoy that cannot be protected like an unsafe cell stays an ordinary cell, and refuses nothing", () => {
    // Whoever knows that the second cell is 38 to 44 leaves it no 45, which a decoy of 40 would need.
    const known = { low: Float64Array.of(1, 38, 1, 1), high: Float64Array.of(Infinity, 44, Infinity, Infinity) }
    const decoys = Uint8Array.of(0, 1, 1, 0)
    const needs: Array<ReadonlyArray<number>> = []
    const safe = suppressWithDecoys(solver, { ...problem, known }, decoys, undefined, ({ reach }) => {
      needs.push([...reach])
      return () => []
    })
    assert.lengthOf(safe.failing, 0)
    assert.deepStrictEqual([...safe.hidden], [1, 0, 2, 2])
    assert.deepStrictEqual(needs, [
      [11, 45, 55, 0],
      [11, 0, 55, 0]
    ])
    assert.deepStrictEqual([...need.reach], [11, 0, 0, 0])
  })

  it("hides more where a further attack gets through, until it does not", () => {
    let calls = 0
    const safe = suppressUntilSafe(solver, problem, undefined, (hidden) => {
      calls += 1
      return hidden[2] === 0 ? [2] : []
    })
    assert.notStrictEqual(safe.hidden[2], 0)
    assert.lengthOf(safe.failing, 0)
    assert.isAbove(calls, 1)
  })

  it("two partners who contributed both hidden cells know too much: a more expensive cell is hidden than from a reader, and no third", () => {
    const safe = suppressUntilSafe(solver, problem, ofThree)
    assert.lengthOf(safe.failing, 0)
    assert.deepStrictEqual([...safe.hidden], [1, 0, 2, 0])
    assert.lengthOf(safe.insiders?.leaks ?? [], 0)
  })

  it("hides at once from an attacker who knows what any pair knows, and no pair gets through", () => {
    const safe = suppressUntilSafe(solver, problem, ofThree)
    assert.lengthOf(safe.failing, 0)
    assert.strictEqual(safe.rounds, 0)
    assert.strictEqual(safe.insiders?.attacks, 1)
  })

  it("hides for each pair where nothing is safe from all of them together", () => {
    // Each part is made by two, so that all pairs together know every part; the total is published in any case.
    const contributions = {
      partners: 4,
      start: Uint32Array.of(0, 1, 3, 5, 9),
      partner: Uint32Array.of(0, 0, 1, 2, 3, 0, 1, 2, 3),
      count: Float64Array.of(3, 20, 20, 25, 25, 23, 20, 25, 25)
    }
    const fixed = { ...problem, mayHide: Uint8Array.of(1, 1, 1, 0) }
    const safe = suppressUntilSafe(solver, fixed, contributions)
    assert.deepStrictEqual([...safe.hidden], [1, 2, 2, 0])
    assert.lengthOf(safe.failing, 0)
    assert.strictEqual(safe.rounds, 0)
    // The same beside so many others that not every pattern is compared.
    const others = new Array<number>(101).fill(20)
    const parts = others.map((_, part) => 4 + part)
    const wide = {
      system: systemFrom(
        [...system.value, ...others, 2020],
        [
          { total: 3, parts: [0, 1, 2] },
          { total: 105, parts }
        ]
      ),
      primary: Uint8Array.from({ length: 106 }, (_, cell) => (cell === 0 ? 1 : 0)),
      mayHide: Uint8Array.from({ length: 106 }, (_, cell) => (cell === 3 ? 0 : 1)),
      known: { low: new Float64Array(106).fill(1), high: new Float64Array(106).fill(Number.POSITIVE_INFINITY) },
      need: {
        width: new Float64Array(106).fill(5),
        reach: Float64Array.from({ length: 106 }, (_, cell) => (cell === 0 ? 11 : 0)),
        small: 11
      }
    }
    const start = Uint32Array.from({ length: 107 }, (_, cell) => contributions.start[Math.min(cell, 4)] as number)
    const among = suppressUntilSafe(solver, { ...wide, cost: lossByValue(wide.system) }, { ...contributions, start })
    assert.deepStrictEqual([...among.hidden.subarray(0, 5)], [1, 2, 2, 0, 0])
    assert.lengthOf(among.failing, 0)
    assert.isAbove(among.rounds, 0)
  })

  it("publishes what only all pairs together would learn from", () => {
    // Twelve parts of 4, each of one partner: all pairs together know all of them, but no pair does. Only the large part could protect them.
    const parts = [...new Array<number>(12).fill(4), 500]
    const total = parts.length
    const large = systemFrom([...parts, 548], [{ total, parts: parts.map((_, part) => part) }])
    const owner = [...parts.keys()]
    const contributions = {
      partners: 13,
      start: Uint32Array.from({ length: total + 2 }, (_, cell) => (cell <= total ? cell : total + 13)),
      partner: Uint32Array.from([...owner, ...owner]),
      count: Float64Array.from([...parts, ...parts])
    }
    const table = { system: large, ...byThreshold(large), cost: lossByValue(large) }
    const safe = suppressUntilSafe(solver, table, contributions)
    assert.lengthOf(safe.failing, 0)
    assert.deepStrictEqual([...safe.hidden], [...new Array<number>(12).fill(1), 0, 0])
    assert.isEmpty(insiders(solver, large, safe.hidden, table.known, table.need, contributions).leaks)
  })

  it("does not hide the rest of a table around a cell that nothing protects", () => {
    const draw = mulberry32(6)
    const system = linkedTable([dimension([12]), dimension([10])], () => 1 + Math.floor(draw() ** 2 * 60))
    const table = byThreshold(system)
    const cell = table.primary.indexOf(1)
    const high = table.known.high.slice()
    high[cell] = (system.value[cell] as number) + 2
    const stuck = { system, ...table, known: { low: table.known.low, high }, cost: lossByValue(system) }
    for (const how of [{}, { patternUpTo: 0 }]) {
      const { hidden, unprotected } = suppress(solver, stuck, how)
      assert.include([...unprotected], cell)
      assert.isBelow(hidden.filter((mark) => mark === 2).length, system.cells / 3)
    }
  })
})
