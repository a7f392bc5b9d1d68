import { assert, describe, it } from "vitest"
import type { Coverage } from "../../src/coverage/measureCoverage.ts"
import { seededNumbers } from "../../src/numeric/SeededNumbers.ts"
import { analyseTrend } from "../../src/trend/analyseTrend.ts"
import { jointVerdict } from "../../src/trend/compareTrends.ts"
import { seasonalTest, type TrendTest, trendTests } from "../../src/trend/mannKendall.ts"
import { senInterval, senSlope } from "../../src/trend/sen.ts"
import { exactSeries } from "../oracles/exactSeries.ts"
import { expectedSeries, titleOf } from "../oracles/expectedSeries.ts"
import { frontexValues, hasFrontex } from "../oracles/frontex.ts"

const sixDigits = (got: number, expected: number, what: string) =>
  assert.isAtMost(Math.abs(got - expected), 5e-7 * Math.abs(expected) + 1e-12, `${what}: ${got}, not ${expected}`)

const same = (
  got: Readonly<Record<string, TrendTest>>,
  expected: Readonly<Record<string, Readonly<Record<string, number | null>>>>
) => {
  for (const [name, fields] of Object.entries(expected))
    for (const [field, value] of Object.entries(fields)) {
      const own = (got[name] as TrendTest)[field as keyof TrendTest]
      // pymannkendall has NaN where it takes a root of a variance below 0.
      if (value === null) assert.isNaN(own, `${name} ${field}`)
      else sixDigits(own, value, `${name} ${field}`)
    }
}

const testsOf = (values: ArrayLike<number>, season: number) => ({
  ...trendTests(values),
  seasonal: seasonalTest(values, season)
})

describe("trend tests as pymannkendall 1.4.3 computes them, to six digits", () => {
  for (const expected of expectedSeries) {
    it(titleOf(expected), () => same(testsOf(expected.values, expected.season), expected.tests))
    it(`${titleOf(expected)}, with missing values`, () =>
      same(
        testsOf(
          expected.gaps.map((value) => value ?? Number.NaN),
          expected.season
        ),
        expected.testsOfGaps
      ))
    it(`${titleOf(expected)}: Sen's slope and its interval as scipy 1.17.1 has them`, () => {
      const [slope, low, high] = expected.slope
      sixDigits(senSlope(expected.values), slope, "slope")
      assert.deepStrictEqual(
        senInterval(expected.values).map((value) => Number(value.toPrecision(12))),
        [low, high].map((value) => Number(value.toPrecision(12)))
      )
    })
  }
})

describe("published values", () => {
  it.skipIf(!hasFrontex)("Frontex's detections by month", { meta: { needs: "the shared tables" } }, () => {
    const { original, hamedRao, yueWang, preWhitened, seasonal } = testsOf(frontexValues(), 12)
    const got = [
      original.s,
      original.varS,
      original.z,
      original.tau,
      original.slope,
      hamedRao.z,
      hamedRao.p,
      yueWang.z,
      preWhitened.z,
      preWhitened.p
    ]
    const want = [4747, 842958.333, 5.169216, 0.248404, 23.139948, 2.347541, 0.0188978, 3.784595, 0.983394, 0.3254]
    want.forEach((value, i) => {
      assert.closeTo(got[i] as number, value, Math.abs(value) * 3e-6 + (i === 9 ? 5e-5 : 0))
    })
    assert.deepStrictEqual([seasonal.s, Math.round(seasonal.varS)], [424, 6304])
    assert.closeTo(seasonal.z, 5.327608, 5e-6)
    assert.closeTo(seasonal.slope, 287.916667, 5e-6)
  })

  it("GLOTIP, the countries that report every year from 2010 to 2020", () => {
    const { original } = trendTests([8444, 8925, 10609, 12902, 13006, 13570, 15566, 25043, 27763, 32632, 30676])
    assert.deepStrictEqual([original.s, original.varS], [53, 165])
    assert.closeTo(original.z, 4.048194, 1e-6)
    assert.closeTo(original.slope, 2416.7778, 5e-5)
  })
})

describe("all reporters and the constant panel", () => {
  it("agree on a change of level only if it is the same change", () => {
    const lifted = (from: number, factor: number) =>
      analyseTrend(exactSeries(Array.from({ length: 40 }, (_, t) => (t < from ? 60 : 60 * factor) + (t % 3))))
    const changes = { joined: [], left: [], paused: [] }
    const coverage = { reporters: 3, matched: 2, steps: [], byPeriod: [], changes } as unknown as Coverage
    const all = lifted(20, 3)
    assert.strictEqual(all.verdict.direction, "change of level")
    const joint = jointVerdict(coverage, all, lifted(20, 2.5))
    assert.strictEqual(joint.direction, "change of level")
    assert.isTrue(
      joint.words.endsWith("times the level before. These figures are of those who reported in every period.")
    )
    for (const other of [lifted(20, 0.3), lifted(32, 3)])
      assert.strictEqual(jointVerdict(coverage, all, other).direction, "cannot say")
  })
})

describe("periods without a value", () => {
  it("are counted in the assumptions, as small counts may have been withheld there", () => {
    const of = (values: ReadonlyArray<number>) => analyseTrend(exactSeries(values)).assumptions.join(" ")
    const values = Array.from({ length: 20 }, (_, t) => 10 + (t % 3))
    assert.include(of(values.with(3, Number.NaN).with(9, Number.NaN)), "2 of 20 periods have no value and are left out")
    assert.notInclude(of(values), "have no value")
  })
})

describe("the date of a change of level", () => {
  const verdictOn = (values: ReadonlyArray<number>) =>
    analyseTrend(exactSeries(values, { granularity: "month", first: "2010-01" })).verdict

  it("is stated where its interval is short", () => {
    const { words } = verdictOn(Array.from({ length: 60 }, (_, t) => (t < 30 ? 20 : 60) + (t % 3)))
    assert.match(words, /^Change of level in 2012-07 \(95 % interval 2012-07 to 2012-07\): /)
  })

  it("is not where its interval is longer than half of the series", () => {
    const chance = seededNumbers(52)
    let noise = 0
    const values = Array.from({ length: 132 }, (_, t) => {
      noise = 0.7 * noise + 0.35 * chance.normal()
      return chance.poisson(20 * Math.exp(noise) * (t < 24 ? 1 : 3))
    })
    const { direction, words } = verdictOn(values)
    assert.strictEqual(direction, "change of level")
    assert.match(
      words,
      /^Change of level, but when cannot be said \(95 % interval 2010-08 to 2020-06\); it may have changed more than once\. If once and in 2012-01/
    )
  })

  it.skipIf(!hasFrontex)("is not of Frontex's detections", { meta: { needs: "the shared tables" } }, () => {
    assert.match(verdictOn([...frontexValues()]).words, /^Change of level, but when cannot be said/)
  })
})

describe("a series without persons", () => {
  it("is said to have no case, with no factor by which chance could change it", () => {
    const { verdict } = analyseTrend(exactSeries(new Array(48).fill(0)), { season: 12 })
    assert.deepEqual(verdict, { direction: "cannot say", words: "Cannot say: no case is counted in any period." })
  })
})
