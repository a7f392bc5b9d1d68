import { Redacted } from "effect"
import { describe, expect, it } from "vitest"
import { cellTies, labelKeys } from "../../src/perturb/labelKeys.ts"
import { cellName } from "../../src/tables/cellName.ts"
import { type LinkedTables, toSystem } from "../../src/tables/toSystem.ts"
import { tableOf } from "../fixtures/tableOf.ts"

const secret = Redacted.make("a secret of this test")
const leaves = [
  { at: ["A", "X", "2020"], count: 12 },
  { at: ["A", "X", "2021"], count: 30 },
  { at: ["B", "X", "2020"], count: 17 },
  { at: ["B", "Y", "2021"], count: 21 },
  { at: ["C", "Z", "2021"], count: 44 }
]
const link = (tables: Parameters<typeof toSystem>[0]): LinkedTables => toSystem(tables, [], { total: "Total" })

/** Key of each cell by what it counts. */
const keysByName = (linked: LinkedTables, keys: ArrayLike<number>): ReadonlyMap<string, number> =>
  new Map(Array.from({ length: linked.system.cells }, (_, cell) => [cellName(linked, cell), keys[cell] as number]))

describe("cell keys from labels", () => {
  const whole = link([tableOf("whole", ["origin", "destination", "year"], leaves)])
  const keys = keysByName(whole, labelKeys(whole, secret))

  it("are the same in another table, with other dimensions, rows in another order", () => {
    const small = link([
      tableOf(
        "small",
        ["destination", "origin"],
        [...leaves].reverse().map(({ at, count }) => ({ at: [at[1] as string, at[0] as string], count }))
      )
    ])
    let compared = 0
    for (const [name, key] of keysByName(small, labelKeys(small, secret))) {
      expect(keys.has(name)).toBe(true)
      // Cells that are one finer cell have its key where that is to be seen.
      if (!/A|"X"/.test(name)) continue
      if (/"B"/.test(name)) continue
      expect(keys.get(name), name).toBe(key)
      compared += 1
    }
    expect(compared).toBeGreaterThan(2)
  })

  it("are one for cells that count the same persons", () => {
    const of = (...labels: ReadonlyArray<string>) =>
      keys.get(
        JSON.stringify(
          labels
            .map((label) => [/\d/.test(label) ? "year" : "ABC".includes(label) ? "origin" : "destination", label])
            .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1))
        )
      )
    expect(of("C", "Z", "2021")).toBeDefined()
    for (const labels of [["C", "Z"], ["C"], ["Z"], ["C", "2021"], ["Z", "2021"]])
      expect(of(...labels), labels.join()).toBe(of("C", "Z", "2021"))
    expect(of("B", "Y")).toBe(of("B", "Y", "2021"))
  })

  it("change with the count and with the secret", () => {
    const other = link([
      tableOf(
        "whole",
        ["origin", "destination", "year"],
        leaves.map((leaf, i) => (i === 0 ? { ...leaf, count: 13 } : leaf))
      )
    ])
    const changed = keysByName(other, labelKeys(other, secret))
    const ofFirst = cellName(whole, 0)
    expect(changed.get(ofFirst)).not.toBe(keys.get(ofFirst))
    const secretly = keysByName(whole, labelKeys(whole, Redacted.make("another")))
    expect([...secretly.values()]).not.toEqual([...keys.values()])
  })

  it("are spread over 0 … 255", () => {
    const many = link([
      tableOf(
        "many",
        ["origin", "destination"],
        Array.from({ length: 1000 }, (_, i) => ({ at: [`o${i % 40}`, `d${Math.floor(i / 40)}`], count: 11 + (i % 9) }))
      )
    ])
    const found = new Float64Array(16)
    const all = labelKeys(many, secret)
    for (const key of all) found[key >> 4] = (found[key >> 4] as number) + 1
    const expected = all.length / 16
    const chi = found.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0)
    // 0.9995 quantile of chi-square with 15 degrees of freedom.
    expect(chi).toBeLessThan(39.72)
  })
})

it("ties are between 0 and 1 and go with the labels, not with the place", () => {
  const one = link([tableOf("one", ["origin", "destination", "year"], leaves)])
  const two = link([tableOf("two", ["origin", "destination", "year"], [...leaves].reverse())])
  const ties = cellTies(one)
  expect(Math.min(...ties)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...ties)).toBeLessThan(1)
  expect(new Map([...keysByName(two, cellTies(two))].sort())).toEqual(new Map([...keysByName(one, ties)].sort()))
})
