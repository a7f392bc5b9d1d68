import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { rateOf, writeRates } from "../../../site/explorer/pages/rate.ts"
import { readPopulation } from "../../../site/explorer/server/population.ts"

const population = readPopulation()

/** Populations of a country in the years of the seed: the sum of its columns. */
const points = (country: string) =>
  new Map(
    readFileSync(new URL("../../../transform/seeds/world_population.csv", import.meta.url), "utf8")
      .split("\n")
      .filter((line) => line.startsWith(`${country},`))
      .map((line) => {
        const [, year, ...parts] = line.split(",").map(Number)
        return [year as number, parts.reduce((sum, part) => sum + part, 0)] as const
      })
  )

describe("populations", () => {
  it("are the seed's in its years, and between two of them in the years between", () => {
    for (const country of ["UKR", "RUS", "MDA", "VNM", "AIA"]) {
      const own = points(country)
      for (const [year, persons] of own) assert.strictEqual(population(country, year), persons, `${country} ${year}`)
      // Four parts are rounded, so a sum is up to two persons off.
      const [from, to] = [own.get(2005) as number, own.get(2010) as number]
      for (let i = 1; i < 5; i++)
        assert.closeTo(population(country, 2005 + i) as number, from + ((to - from) * i) / 5, 2)
    }
  })

  it("are not made up for other years and places", () => {
    assert.isUndefined(population("UKR", 1989))
    assert.isUndefined(population("UKR", 2031))
    assert.isUndefined(population("QQQ", 2005))
  })

  it("give rates that are written with the same decimals", () => {
    const cells = (...values: ReadonlyArray<number>) =>
      values.map((value) => ({ labels: [], asOf: undefined, state: "published" as const, value }))
    for (const [language, values, texts] of [
      ["en", [1.9, 2, 2.04], ["1.9", "2.0", "2.0"]],
      ["ru", [1.9, 2], ["1,9", "2,0"]],
      ["en", [0.096, 1.5], ["0.10", "1.50"]],
      ["en", [25, 0.12], ["25.0", "0.1"]],
      ["en", [140, 25], ["140", "25"]],
      ["en", [0, 0.032], ["0.000", "0.032"]],
      ["en", [0], ["0"]]
    ] as const)
      assert.deepStrictEqual<ReadonlyArray<string>>(values.map(writeRates(language, cells(...values))), texts)
    const range = { labels: [], asOf: undefined, state: "suppressed" as const, value: undefined, low: 0.04, high: 3 }
    assert.strictEqual(writeRates("en", [range])(3), "3.00")
  })

  it("divide figures and the ends of ranges, and nothing that is not there", () => {
    const cell = { labels: [], asOf: undefined }
    assert.deepInclude(rateOf({ ...cell, state: "published", value: 50 }, 1_000_000), { value: 5 })
    assert.deepInclude(rateOf({ ...cell, state: "suppressed", value: undefined, low: 1 }, 200_000), {
      value: undefined,
      low: 0.5,
      high: undefined
    })
    assert.deepInclude(rateOf({ ...cell, state: "not_reported", value: undefined }, 1), { value: undefined })
  })
})
