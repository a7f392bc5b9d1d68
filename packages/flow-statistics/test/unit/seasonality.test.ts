import { assert, describe, it } from "vitest"
import { type SeededNumbers, seededNumbers } from "../../src/numeric/SeededNumbers.ts"
import { analyseSeasonality, hasCalendarSeason, strengthsOf } from "../../src/seasonality/analyseSeasonality.ts"
import { friedman, kruskalWallis, robustWald } from "../../src/seasonality/seasonTests.ts"
import { stl } from "../../src/seasonality/stl.ts"
import { exactSeries } from "../oracles/exactSeries.ts"
import expected from "../oracles/expected/seasonTests.json" with { type: "json" }
import { expectedSeries, titleOf } from "../oracles/expectedSeries.ts"
import { frontexValues, hasFrontex } from "../oracles/frontex.ts"

describe("STL as statsmodels 0.15.0 computes it", () => {
  for (const one of expectedSeries)
    for (const robust of [true, false] as const) {
      // With two cycles every point is explained, and robust weights are those of rounding errors, there as here.
      const want = one.values.length < 3 * one.season ? undefined : one.stl?.[`${robust}`]
      if (want === undefined) continue
      it(`${titleOf(one)}${robust ? ", robust" : ""}`, () => {
        const got = stl(
          Float64Array.from(one.values, (value) => Math.log1p(value)),
          { season: one.season, robust }
        )
        want.seasonal.forEach((value, i) => {
          assert.closeTo(got.seasonal[i] as number, value, 1e-8)
          assert.closeTo(got.trend[i] as number, want.trend[i] as number, 1e-8)
        })
        const { seasonalStrength, trendStrength } = strengthsOf(got)
        assert.closeTo(seasonalStrength, want.seasonalStrength, 1e-7)
        assert.closeTo(trendStrength, want.trendStrength, 1e-7)
      })
    }

  it.skipIf(!hasFrontex)(
    "Frontex's detections: strengths, peak and trough as published",
    { meta: { needs: "the shared tables" } },
    () => {
      const values = frontexValues().map(Math.log1p)
      const series = exactSeries([...values], { granularity: "month", first: "2009-01" })
      const found = analyseSeasonality(series, { season: 12, robust: true })
      assert.closeTo(found.seasonalStrength, 0.3527, 5e-5)
      assert.closeTo(found.trendStrength, 0.6992, 5e-5)
      assert.deepStrictEqual([found.peak.name, found.peak.position], ["August", 8])
      assert.closeTo(found.peak.value, 0.594, 5e-4)
      assert.strictEqual(found.trough.name, "January")
      assert.closeTo(found.trough.value, -0.835, 5e-4)
    }
  )
})

describe("tests of a season without chance", () => {
  const months = Array.from({ length: 60 }, (_, i) => i)
  for (const [name, values, p] of [
    ["zeros", months.map(() => 0), 1],
    ["a constant", months.map(() => 7), 1],
    ["a straight line", months.map((i) => 1e9 + i), 1],
    ["a season that repeats itself exactly", months.map((i) => (i % 12 === 3 ? 9 : 2)), 0]
  ] as const)
    it(name, () => {
      assert.strictEqual(robustWald(values, 12).p, p)
      for (const test of [kruskalWallis, friedman]) assert.isFalse(Number.isNaN(test(values, 12).p))
    })
})

describe("a season of the calendar", () => {
  /** Sixty months of Poisson counts. */
  const months = (random: SeededNumbers, amplitude: number) =>
    exactSeries(
      Array.from({ length: 60 }, (_, i) => random.poisson(20 * Math.exp(amplitude * Math.cos((i * Math.PI) / 6)))),
      { granularity: "month", first: "2018-01" }
    )
  const share = (amplitude: number) => {
    const random = seededNumbers(7)
    return Array.from({ length: 80 }, () => hasCalendarSeason(months(random, amplitude))).filter(Boolean).length / 80
  }

  it("is stated of few series without one, and of those that have one", () => {
    assert.isAtMost(share(0), 0.08)
    assert.isAtLeast(share(0.3), 0.9)
  })
})

describe("tests of a season as scipy 1.17.1 and statsmodels 0.15.0 have them", () => {
  for (const one of expected.cases)
    it(one.name, () => {
      for (const [name, test] of Object.entries({ kruskalWallis, friedman, robustWald })) {
        const got = test(one.values, one.season)
        const [statistic, p] = one[name as "friedman"] as [number, number]
        assert.closeTo(got.statistic, statistic, 1e-8 * Math.max(1, statistic), name)
        assert.closeTo(got.p, p, 1e-9, name)
      }
    })
})
