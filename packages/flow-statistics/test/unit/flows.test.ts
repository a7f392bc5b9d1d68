import { assert, describe, it } from "vitest"
import { reachOf } from "../../src/flows/reach.ts"
import { greatCircle } from "../../src/gravity/greatCircle.ts"
import { checkMargins } from "../../src/margins/fitMargins.ts"

describe("reach", () => {
  const regions = (place: string) =>
    ({
      north: { country: "A", subregion: "a", region: "x" },
      south: { country: "A", subregion: "a", region: "x" },
      B: { country: "B", subregion: "a", region: "x" },
      C: { country: "C", subregion: "b", region: "x" },
      D: { country: "D", subregion: "c", region: "y" },
      E: { country: "E", subregion: "", region: "" }
    })[place]
  it.each([
    ["north", "south", "domestic"],
    ["north", "B", "subregional"],
    ["B", "C", "regional"],
    ["B", "D", "transregional"],
    ["B", "E", "unplaced"],
    ["B", "elsewhere", "unplaced"]
  ] as const)("%s to %s is %s", (from, to, reach) => assert.strictEqual(reachOf(from, to, regions), reach))
})

describe("distances", () => {
  it("are those of the sphere", () => {
    assert.closeTo(greatCircle([0, 0], [0, 90]), (Math.PI / 2) * 6371.0088, 1e-9)
    assert.closeTo(greatCircle([90, 12], [-90, 77]), Math.PI * 6371.0088, 1e-9)
  })
})

describe("margins that no table has", () => {
  const seed = Float64Array.from([1, 0, 1, 1])
  const of = (rows: ReadonlyArray<number>, columns: ReadonlyArray<number>, from = seed) =>
    checkMargins({ seed: from, rows: Float64Array.from(rows), columns: Float64Array.from(columns) })
  it("are refused with the reason", () => {
    assert.isUndefined(of([3, 5], [4, 4]))
    assert.strictEqual(of([3, 5], [4, 5]), "totals-differ")
    assert.strictEqual(of([-1, 5], [2, 2]), "negative")
    assert.strictEqual(of([3, 5], [4, 4], Float64Array.from([0, 0, 1, 1])), "empty-row")
    assert.strictEqual(of([3, 5], [4, 4], Float64Array.from([1, 0, 1, 0])), "empty-column")
    // The first row can go to the first column only, which has less.
    assert.strictEqual(of([5, 3], [4, 4]), "no-table")
  })
})
