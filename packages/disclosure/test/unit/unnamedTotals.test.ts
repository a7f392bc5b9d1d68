import { assert, describe, it } from "vitest"
import { tableFromRows } from "../../src/tables/tableFromRows.ts"
import { toSystem } from "../../src/tables/toSystem.ts"
import { unnamedTotals } from "../../src/tables/unnamedTotals.ts"

const found = (rows: ReadonlyArray<readonly [string, string, number]>, groups: ReadonlyArray<string> = []) => {
  const hierarchy = groups.map((child) => ({ dimension: "d", child, parent: "G", grouping: "" }))
  const linked = toSystem([tableFromRows("t", ["o", "d"], [...rows])], hierarchy, { total: "Total" })
  return unnamedTotals(linked, hierarchy).map(({ dimension, label }) => `${dimension} ${label}`)
}

describe("labels that look like margins", () => {
  it("are found by what they are called, in any language and case", () => {
    for (const label of ["total", "TOTAL", "Всего", "Усього", "Grand total"])
      assert.deepStrictEqual(
        found([
          ["A", "x", 20],
          ["A", label, 21],
          ["B", "x", 30]
        ]),
        [`d ${label}`]
      )
    assert.deepStrictEqual(
      found([
        ["A", "x", 20],
        ["A", "Total", 20],
        ["A", "All", 20]
      ]),
      ["d All"]
    )
  })

  it("are found by their counts, in each line that has at least two others", () => {
    const lines = [
      ["A", "x", 20],
      ["A", "y", 4],
      ["A", "#", 24],
      ["B", "x", 5],
      ["B", "#", 5]
    ] as const
    assert.deepStrictEqual(found(lines), ["d #"])
    assert.deepStrictEqual(found([...lines, ["C", "x", 5], ["C", "#", 6]]), [])
  })

  it("are found above groups", () => {
    assert.deepStrictEqual(
      found(
        [
          ["A", "x", 20],
          ["A", "y", 4],
          ["A", "G", 24],
          ["A", "z", 6],
          ["A", "#", 30]
        ],
        ["x", "y"]
      ),
      ["d #"]
    )
  })

  it("are none where margins have the label that was named, nor where a line has one other label", () => {
    assert.deepStrictEqual(
      found([
        ["A", "x", 20],
        ["A", "y", 4],
        ["A", "z", 24],
        ["A", "Total", 48]
      ]),
      []
    )
    assert.deepStrictEqual(
      found([
        ["A", "x", 20],
        ["A", "y", 20]
      ]),
      []
    )
  })
})
