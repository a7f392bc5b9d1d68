import { assert, describe, it } from "vitest"
import { insiders } from "../../src/attack/insiders.ts"
import { loadSolver } from "../../src/solver/Solver.ts"
import { lossByValue } from "../../src/suppress/SuppressionProblem.ts"
import { suppress } from "../../src/suppress/suppress.ts"
import { suppressUntilSafe } from "../../src/suppress/suppressUntilSafe.ts"
import { amongPartners } from "../fixtures/amongPartners.ts"
import { systemFrom } from "../fixtures/arbitrarySystem.ts"
import { byThreshold } from "../fixtures/byThreshold.ts"
import { dimension, linkedTable, skewed } from "../fixtures/linkedTable.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"

const solver = await loadSolver()

describe("suppression in tables of a thousand cells and more", () => {
  it("puts partners into the choice from some hundred cells on, for at most 1.3 times the value", () => {
    const draw = mulberry32(5)
    const system = linkedTable([dimension([60]), dimension([24])], () =>
      draw() < 0.6 ? 0 : Math.floor(draw() ** 6 * 400)
    )
    const table = { system, ...byThreshold(system), cost: lossByValue(system) }
    const split = amongPartners(12, system, draw)
    const [reader, partners] = [suppressUntilSafe(solver, table, undefined), suppressUntilSafe(solver, table, split)]
    const loss = (hidden: Uint8Array) =>
      hidden.reduce((sum, mark, cell) => sum + (mark === 2 ? (system.value[cell] as number) : 0), 0)
    assert.strictEqual(partners.rounds, 0)
    assert.strictEqual(partners.insiders?.attacks, 1)
    assert.isAtMost(loss(partners.hidden), 1.3 * loss(reader.hidden))
    assert.isEmpty(insiders(solver, system, partners.hidden, table.known, table.need, split).leaks)
  })

  it("chooses once against few partners, too, where a choice for each pair takes long", () => {
    const draw = mulberry32(7)
    const system = linkedTable([dimension([45]), dimension([24])], () => 1 + Math.floor(draw() * 400))
    const table = { system, ...byThreshold(system), cost: lossByValue(system) }
    const safe = suppressUntilSafe(solver, table, amongPartners(3, system, draw))
    assert.isEmpty(safe.failing)
    assert.isEmpty(safe.insiders?.leaks ?? [0])
    assert.deepStrictEqual([safe.rounds, safe.insiders?.attacks], [0, 1])
  })

  it("hides at most a tenth more on the way of large tables", () => {
    const draw = mulberry32(3)
    const system = linkedTable([dimension([20]), dimension([20]), dimension([8])], () => skewed(draw, 0.4))
    const table = { system, ...byThreshold(system), cost: lossByValue(system) }
    const loss = (hidden: Uint8Array) =>
      hidden.reduce((sum, mark, cell) => sum + (mark === 2 ? (system.value[cell] as number) : 0), 0)
    const [small, large] = [suppress(solver, table), suppress(solver, table, { patternUpTo: 0 })]
    assert.lengthOf([...large.unprotected], 0)
    assert.isAtMost(loss(large.hidden), 1.1 * loss(small.hidden))
  })

  it("proves classes that need hundreds of persons, which runs cannot reach", () => {
    // Cells in two columns. Twelve of the first column have to reach 300 persons further; each needs two persons from most of the other rows.
    const [rows, far] = [170, 12]
    const inner = Array.from({ length: 2 * rows }, (_, cell) => (cell < 2 * far ? 1000 : 20))
    const sums = [
      ...Array.from({ length: rows }, (_, r) => [2 * r, 2 * r + 1]),
      ...[0, 1].map((column) => Array.from({ length: rows }, (_, r) => 2 * r + column))
    ]
    const value = [...inner, ...sums.map((parts) => parts.reduce((sum, cell) => sum + (inner[cell] as number), 0))]
    const system = systemFrom(
      value,
      sums.map((parts, s) => ({ total: inner.length + s, parts }))
    )
    const isFar = (cell: number) => cell < 2 * far && cell % 2 === 0
    const lowOf = (cell: number) => (cell >= 2 * far ? 18 : isFar(cell) ? 1000 : 0)
    const table = {
      system,
      primary: Uint8Array.from(value, (_, cell) => (cell < inner.length ? 1 : 0)),
      mayHide: new Uint8Array(value.length),
      known: {
        low: Float64Array.from(value, (_, cell) => lowOf(cell)),
        high: new Float64Array(value.length).fill(1e6)
      },
      need: {
        width: Float64Array.from(value, (_, cell) => (cell < inner.length ? 2 : 0)),
        reach: Float64Array.from(value, (_, cell) => (isFar(cell) ? 1300 : 0)),
        small: 0
      },
      cost: lossByValue(system)
    }
    const { hidden, unprotected } = suppress(solver, table, { patternUpTo: 0, optimumUpTo: 0 })
    assert.isEmpty([...unprotected])
    assert.deepStrictEqual([...hidden], [...table.primary])
  })
})
