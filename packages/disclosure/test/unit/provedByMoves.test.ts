import { assert, describe, it } from "vitest"
import { provedByMoves } from "../../src/attack/provedByMoves.ts"
import { systemFrom } from "../fixtures/arbitrarySystem.ts"

describe("cells that known changes prove safe", () => {
  // Two parts of 4 and 20 are hidden; one of 50 and the total are published.
  const system = systemFrom([4, 20, 50, 74], [{ total: 3, parts: [0, 1, 2] }])
  const hidden = Uint8Array.of(1, 2, 0, 0)
  const need = { width: new Float64Array(4).fill(5), reach: Float64Array.of(11, 0, 0, 0), small: 11 }
  const reader = { low: Float64Array.of(1, 1, 1, 1), high: new Float64Array(4).fill(Number.POSITIVE_INFINITY) }
  const partner = { ...reader, low: Float64Array.of(1, 14, 1, 1) }
  const shift = (...by: ReadonlyArray<number>) => ({
    cells: Uint32Array.from(by.keys()),
    by: Float64Array.from(by)
  })
  const proved = (move: ReturnType<typeof shift>) =>
    provedByMoves(system, hidden, [move], [reader, partner], need).map((cells) => [...cells])

  it("a change proves what it moves far enough, unless an attacker's own count excludes it", () => {
    assert.deepStrictEqual(proved(shift(7, -7)), [
      [1, 1, 0, 0],
      [0, 0, 0, 0]
    ])
    assert.deepStrictEqual(proved(shift(6, -6)), [
      [0, 1, 0, 0],
      [0, 1, 0, 0]
    ])
  })

  it("a change that a reader sees proves nothing", () => {
    const nothing = [
      [0, 0, 0, 0],
      [0, 0, 0, 0]
    ]
    assert.deepStrictEqual(proved(shift(7, 0)), nothing)
    assert.deepStrictEqual(proved(shift(7, 0, -7)), nothing)
  })

  it("fractions of a person count for nothing", () => {
    assert.deepStrictEqual(proved(shift(6.5, -6.5))[0], [0, 1, 0, 0])
  })
})
