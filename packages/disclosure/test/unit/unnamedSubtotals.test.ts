import { assert, describe, it } from "vitest"
import { stateCode } from "../../src/tables/CellState.ts"
import { TableBuilder } from "../../src/tables/TableBuilder.ts"
import { toSystem } from "../../src/tables/toSystem.ts"
import { unnamedSubtotals } from "../../src/tables/unnamedSubtotals.ts"
import { mulberry32 } from "../fixtures/mulberry32.ts"

type Rows = ReadonlyArray<readonly [string, string, number]>

const found = (rows: Rows, groups: ReadonlyArray<readonly [string, string]> = []) => {
  const hierarchy = groups.map(([child, parent]) => ({ dimension: "d", child, parent, grouping: "" }))
  const builder = new TableBuilder("t", ["o", "d"])
  for (const [o, d, count] of rows) {
    const state = Number.isNaN(count) ? stateCode.suppressed : stateCode.published
    builder.set(builder.row([o, d]).row, { count, state })
  }
  const table = builder.build({ contributors: false, contributions: false })
  const linked = toSystem([table], hierarchy, { total: "Total" })
  return unnamedSubtotals(linked, hierarchy).map(({ label, members }) => `${label} = ${members.toSorted().join(" + ")}`)
}

const europe: Rows = [
  ["A", "DEU", 41],
  ["A", "FRA", 30],
  ["A", "Europe", 71],
  ["A", "USA", 55],
  ["B", "DEU", 4],
  ["B", "FRA", 80],
  ["B", "Europe", 84],
  ["B", "USA", 37]
]

describe("labels that are sums of others", () => {
  it("are found among their members, in tables without margins", () => {
    assert.deepStrictEqual(found(europe), ["Europe = DEU + FRA"])
    assert.deepStrictEqual(found(europe.filter(([o]) => o === "A").map(([o, d, n]) => [o, d, 10 * n])), [
      "Europe = DEU + FRA"
    ])
  })

  it("are found where counts are suppressed", () => {
    const more: Rows = [
      ["C", "DEU", Number.NaN],
      ["C", "FRA", 80],
      ["C", "Europe", Number.NaN],
      ["C", "USA", 60]
    ]
    assert.deepStrictEqual(found([...europe, ...more]), ["Europe = DEU + FRA"])
  })

  it("are found above groups that are named, and beside others", () => {
    const world: Rows = europe.flatMap(([o, d, n]) =>
      d === "USA"
        ? [
            [o, d, n],
            [o, "CAN", 2 * n + 7],
            [o, "America", 3 * n + 7]
          ]
        : [[o, d, n]]
    )
    assert.deepStrictEqual(found(world), ["Europe = DEU + FRA", "America = CAN + USA"])
    assert.deepStrictEqual(
      found(world, [
        ["DEU", "Europe"],
        ["FRA", "Europe"]
      ]),
      ["America = CAN + USA"]
    )
  })

  it("are none if a line contradicts it, or if the margins that are given have them as parts", () => {
    assert.deepStrictEqual(found([...europe, ["C", "DEU", 4], ["C", "FRA", 80], ["C", "Europe", 85]]), [])
    assert.deepStrictEqual(found([...europe, ["A", "Total", 197], ["B", "Total", 205]]), [])
  })

  it("are found beside margins that they do not add to", () => {
    assert.deepStrictEqual(found([...europe, ["A", "Total", 126], ["B", "Total", 121]]), ["Europe = DEU + FRA"])
  })

  it("are none in small counts and in random tables, where sums are coincidences", () => {
    assert.deepStrictEqual(
      found([
        ["A", "x", 4],
        ["A", "y", 5],
        ["A", "z", 9],
        ["A", "w", 30]
      ]),
      []
    )
    const random = mulberry32(7)
    for (let table = 0; table < 200; table++) {
      const [lines, labels, scale] = [1 + (table % 4), 4 + (table % 9), [9, 60, 900][table % 3] as number]
      const rows: Rows = Array.from({ length: lines * labels }, (_, k) => [
        `o${k % lines}`,
        `d${Math.floor(k / lines)}`,
        Math.floor(random() ** 3 * scale)
      ])
      assert.deepStrictEqual(found(rows), [], `table ${table}`)
    }
  })

  it("are found in the rows before or after their members, however many there are", () => {
    const members = Array.from({ length: 40 }, (_, k): readonly [string, string, number] => ["A", `m${k}`, 200 + 7 * k])
    const sum = members.reduce((so, [, , n]) => so + n, 0)
    const others: Rows = [
      ["A", "x", 900],
      ["A", "y", 17]
    ]
    const parts = members
      .map(([, d]) => d)
      .toSorted()
      .join(" + ")
    assert.deepStrictEqual(found([...others, ["A", "G", sum], ...members]), [`G = ${parts}`])
    assert.deepStrictEqual(found([...members, ["A", "G", sum], ...others]), [`G = ${parts}`])
    assert.deepStrictEqual(found([["A", "G", sum], ...others, ...members]), [])
  })

  it("are found among many labels", () => {
    const random = mulberry32(8)
    const isMember = (d: string) => /[03579]$/.test(d)
    const rows: Rows = Array.from({ length: 12 }, (_, o) => {
      const own = Array.from({ length: 30 }, (_, d): readonly [string, string, number] => [
        `o${o}`,
        `d${d}`,
        random() < 0.4 ? 0 : Math.floor(random() ** 3 * 300)
      ])
      const sum = own.filter(([, d]) => isMember(d)).reduce((so, [, , n]) => so + n, 0)
      return [...own, [`o${o}`, "G", sum] as const]
    }).flat()
    assert.deepStrictEqual(
      found(rows).map((one) => one.slice(0, 7)),
      ["G = d0 "]
    )
  })
})
