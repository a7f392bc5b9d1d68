import { readFileSync } from "node:fs"
import type { CellState } from "@corridor/disclosure/tables/CellState"
import { cellStates } from "@corridor/disclosure/tables/CellState"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import type { PublishedTable } from "../../../release/published/PublishedTable.ts"
import { tableFacts } from "../../../release/published/PublishedTable.ts"
import { tableBuilder } from "../../../release/published/TableBuilder.ts"
import { populationOf, readPopulation } from "../../../release/returns/population.ts"
import { readCell, sumOf } from "../../../release/returns/ReturnCell.ts"

interface Cell {
  readonly labels: ReadonlyArray<string>
  readonly state: CellState
  readonly victims: number | null
  readonly low: number | null
  readonly high: number | null
}

const tableOf = (name: string, dimensions: ReadonlyArray<string>, cells: ReadonlyArray<Cell>): PublishedTable => {
  const builder = tableBuilder(tableFacts(name, dimensions), cells.length, 1, new Map())
  dimensions.forEach((_, d) => {
    for (const label of [...new Set(cells.map(({ labels }) => labels[d] as string))].sort()) builder.know(d, label)
  })
  for (const cell of cells) builder.add({ ...cell, asOf: cell.state === "published" ? 1 : 0 })
  return builder.table()
}

const published = (labels: ReadonlyArray<string>, victims: number): Cell => ({
  labels,
  state: "published",
  victims,
  low: null,
  high: null
})
const suppressed = (labels: ReadonlyArray<string>, low: number | null, high: number | null): Cell => ({
  labels,
  state: "suppressed",
  victims: null,
  low,
  high
})

describe("a cell of a return", () => {
  const by = ["country", "sex", "year"]
  const table = tableOf("sdg_16_2_2", by, [
    published(["RUS", "Female", "2005"], 40),
    published(["RUS", "Male", "2005"], 2),
    suppressed(["POL", "Female", "2005"], 1, 9),
    published(["POL", "Male", "2005"], 20),
    published(["DEU", "Female", "2005"], 5),
    published(["DEU", "Total", "2005"], 6),
    { labels: ["FIN", "Female", "2005"], state: "not_collected", victims: null, low: null, high: null }
  ])
  const read = (country: string, sex: string, year = "2005") => readCell([table], { country, sex, year })

  it("is the published cell, or the sum of published parts", () => {
    assert.deepInclude(read("RUS", "Female"), { state: "published", value: 40 })
    assert.deepInclude(read("RUS", "Total"), { state: "published", value: 42 })
    // The total is published itself: parts that are missing do not matter.
    assert.deepInclude(read("DEU", "Total"), { state: "published", value: 6 })
  })

  it("has bounds and no value if a part is suppressed", () => {
    assert.deepStrictEqual(read("POL", "Total"), { state: "suppressed", value: null, low: 21, high: 29 })
    assert.deepStrictEqual(read("POL", "Female"), { state: "suppressed", value: null, low: 1, high: 9 })
  })

  it("says that no partner reported, that no partner collects, or that the edition does not count it", () => {
    assert.strictEqual(read("RUS", "Other").state, "not_reported")
    assert.strictEqual(read("FIN", "Total").state, "not_collected")
    assert.strictEqual(read("RUS", "Female", "2031").state, "not_in_edition")
    assert.strictEqual(
      readCell([table], { country: "RUS", form: "OrganRemoval", year: "2005" }).state,
      "not_in_edition"
    )
    assert.strictEqual(readCell([], { country: "RUS" }).state, "not_in_edition")
  })

  it("adds no person up twice where a table has countries and the regions that they are in", () => {
    const both = [
      published(["RUS", "2005"], 40),
      published(["XKX", "2005"], 20),
      published(["NotKnown", "2005"], 30),
      published(["151 Eastern Europe", "2005"], 40)
    ]
    const regions = [both[1], both[2], both[3], published(["154 Northern Europe", "2005"], 15)] as ReadonlyArray<Cell>
    const sumIn = (cells: ReadonlyArray<Cell>) =>
      readCell([tableOf("sdg_16_2_2", ["country", "year"], cells)], { year: "2005" })
    assert.deepInclude(sumIn(both), { state: "published", value: 90 })
    assert.deepInclude(sumIn(regions), { state: "published", value: 105 })
    // Places of transit overlap: nothing follows from them.
    const via = tableOf("corridors", ["corridor", "year"], [published(["via UKR", "2005"], 40)])
    assert.strictEqual(readCell([via], { year: "2005" }).state, "not_in_edition")
  })

  it("adds up as a naive sum over any parts", () => {
    const part = fc.record({
      state: fc.constantFrom(...cellStates),
      value: fc.nat(50),
      low: fc.nat(5),
      high: fc.option(fc.integer({ min: 5, max: 50 }))
    })
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const cells = parts.map(({ state, value, low, high }) => ({
          state,
          value: state === "published" ? value : null,
          low: state === "suppressed" ? low : null,
          high: state === "suppressed" ? high : null
        }))
        const found = sumOf(cells)
        const known = cells.filter(({ state }) => state === "published" || state === "suppressed")
        if (known.some(({ state }) => state === "suppressed")) {
          assert.strictEqual(found.value, null)
          let [low, high]: [number, number] = [0, 0]
          for (const cell of known) {
            low += cell.value ?? cell.low ?? 0
            high += cell.value ?? cell.high ?? Number.POSITIVE_INFINITY
          }
          assert.deepStrictEqual([found.low, found.high ?? Number.POSITIVE_INFINITY], [low, high])
        } else if (known.length > 0) {
          let value = 0
          for (const cell of known) value += cell.value ?? 0
          assert.deepStrictEqual(found, { state: "published", value, low: null, high: null })
        } else assert.strictEqual(found.value, null)
      })
    )
  })
})

describe("residents", () => {
  const world = [
    {
      country: "AAA",
      year: "2000",
      female_under18: "10",
      female_18andover: "20",
      male_under18: "30",
      male_18andover: "40"
    },
    {
      country: "AAA",
      year: "2005",
      female_under18: "20",
      female_18andover: "25",
      male_under18: "30",
      male_18andover: "45"
    }
  ]

  it("are those of the United Nations, interpolated between the years of the seed", () => {
    const residents = populationOf([], world)
    assert.strictEqual(residents("AAA", 2000, "Total", "Total")?.population, 100)
    assert.strictEqual(residents("AAA", 2002, "Female", "Under18")?.population, 14)
    assert.strictEqual(residents("AAA", 2002, "Total", "Total")?.population, 14 + 22 + 30 + 42)
    assert.strictEqual(
      residents("AAA", 2002, "Male", "Total")?.source,
      "UN World Population Prospects 2024, between 2000 and 2005"
    )
    for (const [country, year, sex] of [
      ["AAA", 1999, "Total"],
      ["AAA", 2006, "Total"],
      ["BBB", 2000, "Total"],
      ["AAA", 2000, "NotKnown"]
    ] as const)
      assert.isUndefined(residents(country, year, sex, "Total"))
  })

  it("are the operator's alone where there is one figure of the operator", () => {
    const own = { country: "AAA", year: "2000", sex: "Total", age_group: "Total", population: "77", source: "census" }
    const residents = populationOf([own], world)
    assert.deepStrictEqual(residents("AAA", 2000, "Total", "Total"), { population: 77, source: "census" })
    assert.isUndefined(residents("AAA", 2000, "Female", "Total"))
  })

  it("of the seed are whole countries", () => {
    const line = readFileSync(new URL("../../../transform/seeds/world_population.csv", import.meta.url), "utf8")
      .split("\n")
      .find((one) => one.startsWith("RUS,2005,"))
      ?.split(",")
      .slice(2)
      .map(Number) as ReadonlyArray<number>
    assert.strictEqual(
      readPopulation()("RUS", 2005, "Total", "Total")?.population,
      line.reduce((sum, one) => sum + one, 0)
    )
  })
})
