/** What must hold of any series: shifted, scaled, turned round, with ties, with missing and with hidden values. */
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { costs, divisionCost } from "../../src/breaks/Cost.ts"
import { crops } from "../../src/breaks/crops.ts"
import { pelt } from "../../src/breaks/pelt.ts"
import { exact, notReported } from "../../src/cells/Cell.ts"
import { measureCoverage } from "../../src/coverage/measureCoverage.ts"
import { panelBuilder } from "../../src/coverage/Panel.ts"
import { falseDiscoveryRates } from "../../src/numeric/falseDiscoveryRates.ts"
import { tieSizes } from "../../src/numeric/ranks.ts"
import { seededNumbers } from "../../src/numeric/SeededNumbers.ts"
import { medianOf, selectKth } from "../../src/numeric/selectKth.ts"
import { stl } from "../../src/seasonality/stl.ts"
import { parsePeriod, periodName } from "../../src/series/Period.ts"
import type { Series } from "../../src/series/Series.ts"
import { timelineOf } from "../../src/series/timeline.ts"
import { seasonalTest, trendTests } from "../../src/trend/mannKendall.ts"
import { scoreOf, varianceOfScore } from "../../src/trend/score.ts"
import { scoreBounds, seasonalScoreBounds } from "../../src/trend/scoreBounds.ts"
import { senSlope } from "../../src/trend/sen.ts"
import { exactSeries } from "../oracles/exactSeries.ts"

const runs = { numRuns: 200 }

/** Whole numbers with many ties: sums of them are exact, so what holds holds to the last digit. */
const counts = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 5, maxLength: 60 })

describe("trend", () => {
  it("a shift changes nothing, a scale the slope alone, a turn the sign", () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 64 }), (values, by) => {
        const plain = trendTests(values).original
        const shifted = trendTests(values.map((value) => value + by)).original
        assert.deepStrictEqual(shifted, plain)
        const scaled = trendTests(values.map((value) => value * 4)).original
        assert.deepStrictEqual({ ...scaled, slope: scaled.slope / 4 }, plain)
        const turned = trendTests(values.toReversed()).original
        assert.closeTo(turned.s, -plain.s, 0)
        assert.closeTo(turned.slope, -plain.slope, 1e-12)
        const under = trendTests(values.map((value) => -value)).original
        assert.closeTo(under.z, -plain.z, 1e-12)
        assert.strictEqual(under.varS, plain.varS)
      }),
      runs
    )
  })

  it("corrections for autocorrelation do not hang on shift and scale", () => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 0.1, max: 50, noNaN: true }), (seed, by) => {
        const chance = seededNumbers(seed)
        const values = Array.from({ length: 40 }, () => chance.normal())
        const plain = trendTests(values)
        const moved = trendTests(values.map((value) => value * by + 7 * by))
        for (const name of ["hamedRao", "yueWang", "preWhitened", "trendFreePreWhitened"] as const)
          if (!Number.isNaN(plain[name].z)) assert.closeTo(moved[name].z, plain[name].z, 1e-6, name)
      }),
      runs
    )
  })

  it("missing values are as if they were not there, but for the time between points", () => {
    fc.assert(
      fc.property(counts, fc.array(fc.nat(100), { maxLength: 10 }), (values, holes) => {
        const gaps = [...values]
        for (const hole of holes) gaps.splice(hole % (gaps.length + 1), 0, Number.NaN)
        const [a, b] = [trendTests(gaps).original, trendTests(values).original]
        assert.deepStrictEqual([a.s, a.varS, a.z, a.tau], [b.s, b.varS, b.z, b.tau])
      }),
      runs
    )
  })

  it("the seasonal test is the sum of its seasons'", () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 2, max: 6 }), (values, season) => {
        const parts = Array.from({ length: season }, (_, s) => values.filter((_, i) => i % season === s))
        const found = seasonalTest(values, season)
        assert.strictEqual(
          found.s,
          parts.reduce((sum, own) => sum + scoreOf(own), 0)
        )
        const variance = parts.reduce((sum, own) => sum + varianceOfScore(own.length, tieSizes(own)), 0)
        assert.closeTo(found.varS, variance, 1e-9)
      }),
      runs
    )
  })

  it("Sen's slope of a line is the line's", () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 2, max: 50 }), (slope, n) => {
        assert.closeTo(senSlope(Array.from({ length: n }, (_, i) => 3 + slope * i)), slope, 1e-12)
      }),
      runs
    )
  })
})

describe("hidden and rounded values", () => {
  it("whatever they are, S, its variance, z and the slope lie within the bounds", () => {
    const cell = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 8 }))
    fc.assert(
      fc.property(fc.array(cell, { minLength: 4, maxLength: 24 }), fc.integer(), (cells, seed) => {
        const low = Float64Array.from(cells, ([from]) => from)
        const high = Float64Array.from(cells, ([from, more]) => from + more)
        const series: Series = { ...exactSeries([...low]), low, high }
        const bounds = scoreBounds(series)
        const seasonal = seasonalScoreBounds(series, 3)
        const chance = seededNumbers(seed)
        for (let round = 0; round < 20; round++) {
          const values = low.map((from, i) => from + chance.below((high[i] as number) - from + 1))
          const { original } = trendTests(values)
          const pairs = [
            [original, bounds],
            [seasonalTest(values, 3), seasonal]
          ] as const
          for (const [test, range] of pairs)
            for (const name of ["s", "varS", "z", "slope", "p"] as const) {
              if (Number.isNaN(test[name]) || Number.isNaN(range[name].low)) continue
              assert.isAtLeast(test[name], range[name].low - 1e-9, name)
              assert.isAtMost(test[name], range[name].high + 1e-9, name)
            }
        }
      }),
      runs
    )
  })

  it("exact values leave nothing open", () => {
    fc.assert(
      fc.property(counts, (values) => {
        const { original } = trendTests(values)
        const bounds = scoreBounds(exactSeries(values))
        for (const name of ["s", "varS", "slope"] as const) {
          assert.closeTo(bounds[name].low, original[name], 1e-9)
          assert.closeTo(bounds[name].high, original[name], 1e-9)
        }
      }),
      runs
    )
  })
})

describe("season", () => {
  it("the parts add up; a shift goes into the trend, a scale into all", () => {
    fc.assert(
      fc.property(fc.integer(), fc.boolean(), (seed, robust) => {
        const chance = seededNumbers(seed)
        const values = Float64Array.from(
          { length: 30 },
          (_, i) => 10 + chance.normal() + 3 * Math.sin((i * Math.PI) / 2)
        )
        const plain = stl(values, { season: 4, robust })
        const moved = stl(
          values.map((value) => 2 * value + 5),
          { season: 4, robust }
        )
        values.forEach((value, i) => {
          const [s, t, r] = [plain.seasonal[i] as number, plain.trend[i] as number, plain.remainder[i] as number]
          assert.closeTo(s + t + r, value, 1e-9)
          assert.closeTo(moved.seasonal[i] as number, 2 * s, 1e-6)
          assert.closeTo(moved.trend[i] as number, 2 * t + 5, 1e-6)
        })
      }),
      { numRuns: 60 }
    )
  })
})

describe("breaks", () => {
  /** The cheapest division by trying all: no pruning, no recursion over positions kept. */
  const naive = (cost: ReturnType<typeof costs.l2>, penalty: number, minSize: number): number => {
    const from = (start: number): number => {
      let best = cost.of(start, cost.n)
      for (let at = start + minSize; at + minSize <= cost.n; at++)
        best = Math.min(best, cost.of(start, at) + penalty + from(at))
      return best
    }
    return from(0)
  }

  it("are the cheapest division there is (min size 1, where pruning is exact)", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 3, maxLength: 11 }),
        fc.double({ min: 0.2, max: 40, noNaN: true }),
        fc.constantFrom("l2", "poisson"),
        (values, penalty, model) => {
          const cost = costs[model as "l2"](values)
          const found = pelt(cost, { penalty, minSize: 1 })
          assert.closeTo(divisionCost(cost, found) + penalty * found.length, naive(cost, penalty, 1), 1e-8)
        }
      ),
      runs
    )
  })

  it("of a series turned round are the same (by cost); a shift changes none", () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 1, max: 200, noNaN: true }), (values, penalty) => {
        const options = { penalty, minSize: 1 }
        const total = (own: ReadonlyArray<number>) => {
          const cost = costs.l2(own)
          const found = pelt(cost, options)
          return divisionCost(cost, found) + penalty * found.length
        }
        assert.closeTo(total(values.toReversed()), total(values), 1e-7)
        assert.closeTo(total(values.map((value) => value + 100)), total(values), 1e-7)
      }),
      runs
    )
  })

  it("the path has the division of every penalty in it", () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const cost = costs.l2(values)
        const path = crops(cost, { from: 1, to: 100, minSize: 1 })
        const penalty = 1 + 99 * share
        const best = Math.min(...path.map((step) => step.cost + penalty * step.breaks.length))
        const found = pelt(cost, { penalty, minSize: 1 })
        assert.closeTo(best, divisionCost(cost, found) + penalty * found.length, 1e-6)
      }),
      runs
    )
  })
})

describe("timelines", () => {
  it("months in any order make a series; a month taken out is a gap; years before months are refused", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 23000, max: 25000 }),
        fc.integer({ min: 6, max: 40 }),
        fc.integer({ min: 1, max: 4 }),
        (first, n, hole) => {
          const month = (step: number) => parsePeriod(`${periodName("month", step)}-01`)
          const all = Array.from(
            { length: n },
            (_, i) => month(first + ((i * 7) % n) * (n % 7 === 0 ? 1 : 1)) as NonNullable<ReturnType<typeof month>>
          )
          if (n % 7 !== 0) assert.isUndefined(timelineOf(all).problem)
          const without = Array.from({ length: n }, (_, i) => i).filter((i) => i !== hole)
          const placed = timelineOf(without.map((i) => month(first + i) as NonNullable<ReturnType<typeof month>>))
          assert.strictEqual(placed.problem?.rule, "gap")
          const mixed = [...[0, 12, 24, 36], ...[37, 38, 39, 40]].map(
            (i) => month(first - (first % 12) + i) as NonNullable<ReturnType<typeof month>>
          )
          assert.strictEqual(timelineOf(mixed).problem?.rule, "mixed-granularity")
        }
      ),
      runs
    )
  })
})

describe("coverage", () => {
  it("the matched panel is the sum of those without a silence", () => {
    const cell = fc.option(fc.integer({ min: 0, max: 100 }))
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 8 }), (table) => {
        const builder = panelBuilder({ granularity: "year", every: 1, periods: ["2000", "2001", "2002", "2003"] })
        table.forEach((own, r) => {
          own.forEach((value, at) => {
            builder.add(`r${r}`, at, value === null ? notReported() : exact(value), false)
          })
        })
        const found = measureCoverage(builder.build())
        const always = table.filter((own) => own.every((value) => value !== null))
        assert.strictEqual(found.matched, always.length)
        if (always.length > 0)
          assert.deepStrictEqual(
            [...(found.matchedPanel?.value ?? [])],
            [0, 1, 2, 3].map((at) => always.reduce((sum, own) => sum + (own[at] as number), 0))
          )
      }),
      runs
    )
  })
})

describe("numbers", () => {
  it("the k-th smallest and the median are those of a sorted copy", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 3000 }),
        fc.nat(),
        (values, k) => {
          const sorted = values.toSorted((a, b) => a - b)
          const place = k % values.length
          assert.strictEqual(selectKth(Float64Array.from(values), place), sorted[place])
          const half = values.length >> 1
          const median =
            values.length % 2 === 1 ? sorted[half] : ((sorted[half] as number) + (sorted[half - 1] as number)) / 2
          assert.strictEqual(medianOf(Float64Array.from(values)), median)
        }
      ),
      runs
    )
  })

  it("q-values never rise with fewer finds and are no less than p", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }), (p) => {
        const q = falseDiscoveryRates(p)
        p.forEach((value, i) => {
          const below = p.filter((other) => other <= value).length
          assert.isAtLeast(q[i] as number, value - 1e-15)
          assert.isAtMost(q[i] as number, Math.min(1, (value * p.length) / below) + 1e-12)
        })
      }),
      runs
    )
  })
})
