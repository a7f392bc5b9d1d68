import { Redacted } from "effect"
import { assert, describe, it } from "vitest"
import { keyedChoice } from "../../src/suppress/keyedChoice.ts"
import { cellName } from "../../src/tables/cellName.ts"
import { tableFromRows } from "../../src/tables/tableFromRows.ts"
import { toSystem } from "../../src/tables/toSystem.ts"

describe("the keyed choice of suppressed cells", () => {
  // Everybody from BLR went to POL, so that BLR > POL and BLR > Total are the same 14 persons.
  const table = tableFromRows(
    "flows",
    ["origin", "destination"],
    [
      ["BLR", "POL", 14],
      ["BLR", "Total", 14],
      ["MDA", "POL", 15],
      ["MDA", "ITA", 40],
      ["MDA", "Total", 55],
      ["Total", "POL", 29],
      ["Total", "ITA", 40],
      ["Total", "Total", 69]
    ]
  )
  const linked = toSystem([table], [], { total: "Total" })
  const nameOf = (cell: number) => cellName(linked, cell)
  const cellOf = (row: number) => linked.joined.cellOf[0]?.[row] as number

  it("draws once for cells that contain the same persons", () => {
    let decoys = 0
    for (let k = 0; k < 400; k++) {
      const { cost, decoys: drawn } = keyedChoice(linked.system, nameOf, Redacted.make(`key ${k}`), 11)
      assert.strictEqual(drawn[cellOf(0)], drawn[cellOf(1)])
      assert.strictEqual(cost[cellOf(0)], cost[cellOf(1)])
      decoys += drawn[cellOf(0)] as number
    }
    // One in four has a higher threshold, and 8 of 11 of these are above 14: 18 %.
    assert.approximately(decoys / 400, 0.25 * (8 / 11), 0.06)
  })
})
