import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { rounds } from "../../../test/fullRun.ts"
import { analyseIntervention } from "../../src/interventions/analyseIntervention.ts"
import { datedVerdict } from "../../src/interventions/datedVerdict.ts"
import { type Effect, interrupted } from "../../src/interventions/interrupted.ts"
import { nearestMixture } from "../../src/interventions/nearestMixture.ts"
import { controlOverHidden, placeboUnits, syntheticControl } from "../../src/interventions/syntheticControl.ts"
import { seededNumbers } from "../../src/numeric/SeededNumbers.ts"
import { positionsOfDate } from "../../src/series/positionsOfDate.ts"
import { countRegression } from "../../src/trend/countRegression.ts"
import { exactSeries } from "../oracles/exactSeries.ts"
import expected from "../oracles/expected/interventions.json" with { type: "json" }

const close = (got: number, want: number, what: string, digits = 1e-7) =>
  assert.closeTo(got, want, digits * Math.max(1e-3, Math.abs(want)), what)

const asList = ({ value, standardError, t, p, low, high }: Effect) => [value, standardError, t, p, low, high]

describe("interrupted time series as statsmodels 0.15.0 has it, with its HAC errors", () => {
  for (const one of expected.interrupted)
    it(`${one.values.length} points, season ${one.season}, ${one.lags} lags`, () => {
      const got = interrupted(one.values, one)
      for (const name of ["slopeBefore", "levelChange", "slopeChange"] as const)
        asList(got[name]).forEach((value, i) => {
          close(value, one[name][i] as number, `${name} ${i}`)
        })
      close(got.joint.statistic, one.joint[0] as number, "F")
      close(got.joint.p, one.joint[1] as number, "p")
    })

  it("values that lie on lines exactly have no error: nothing changed, or it did for certain", () => {
    for (const values of [Array.from({ length: 16 }, () => 0), Array.from({ length: 16 }, (_, i) => 40 + 0.1 * i)]) {
      const found = analyseIntervention(exactSeries(values), { dates: [8], season: 1 })
      assert.deepInclude(found.joint, { statistic: 0, p: 1 })
      assert.deepInclude(found.levelChange, { value: 0, low: 0, high: 0, p: 1 })
    }
    const { levelChange, joint } = interrupted(
      Array.from({ length: 16 }, (_, i) => 40 + 3 * i + (i < 8 ? 0 : 60)),
      { at: 8, season: 1, lags: 1 }
    )
    assert.closeTo(levelChange.value, 60, 1e-9)
    assert.deepStrictEqual([levelChange.p, joint.p], [0, 0])
  })

  it("finds no change at placebo dates of a change that is real, and many of one that is not", () => {
    const chance = seededNumbers(3)
    const real = exactSeries(Array.from({ length: 100 }, (_, i) => chance.normal() + (i < 60 ? 0 : 6)))
    assert.isBelow(analyseIntervention(real, { dates: [60], season: 1 }).placebo.p, 0.05)
    let walk = 0
    const drift = exactSeries(Array.from({ length: 100 }, () => (walk += chance.normal())))
    const found = analyseIntervention(drift, { dates: [60], season: 1 })
    assert.isAbove(found.placebo.p, 0.05)
    assert.notInclude(found.verdict, "A change is found")
  })
})

describe("the verdict on a change at a date", () => {
  const chance = seededNumbers(31)
  const lifted = (n: number, factor: number) =>
    Array.from({ length: n }, (_, t) => chance.poisson(t < n / 2 ? 40 : 40 * factor))

  it.each([-1, 0.3])("is that values like %s are not counts, however many there are", (value) => {
    const { verdict } = analyseIntervention(exactSeries([...lifted(60, 3), value]), { dates: [30], season: 1 })
    assert.match(verdict, /^Cannot say: the values are not counts/)
  })

  it("is a change of level with its interval, and no change where a doubling is excluded", () => {
    const found = analyseIntervention(exactSeries(lifted(60, 3)), { dates: [30], season: 1 })
    assert.match(found.verdict, /^A change is found: the level is \d\.\d\d times/)
    const none = analyseIntervention(exactSeries(lifted(96, 1)), { dates: [48], season: 1 })
    assert.match(none.verdict, /^No detectable change at this date: a level 2 times or half/)
    const open = analyseIntervention(exactSeries([5, 1, 9, 2].flatMap((x) => [x, 2, x + 3, 1, 8, 0])), {
      ...{ dates: [12], season: 1 }
    })
    assert.match(
      open.verdict,
      /^Cannot say: by chance alone .* times what it would have been\. (It would take|Neither)/
    )
    const few = analyseIntervention(exactSeries(lifted(30, 1).map((count) => count % 4)), { dates: [15], season: 1 })
    assert.match(few.verdict, /It would take (about \d+ more points, or )?[\d.]+ times as many cases\.$/)
    const empty = analyseIntervention(exactSeries(new Array(48).fill(0)), { dates: [24], season: 1 })
    assert.match(
      empty.verdict,
      /^Cannot say: by chance alone the level could be 0\.00 to more than 100 times .* It would take cases/
    )
  })

  it("is found in most series with memory, although many placebo dates look like a change then", () => {
    const random = seededNumbers(618)
    const series = rounds(25, 200)
    let [found, invented] = [0, 0]
    for (let k = 0; k < series; k++)
      for (const factor of [2.23, 1]) {
        let swing = 0.3 * random.normal()
        const counts = Array.from({ length: 60 }, (_, t) => {
          const count = random.poisson(20 * (t < 30 ? 1 : factor) * Math.exp(swing - 0.045))
          swing = 0.3 * swing + 0.286 * random.normal()
          return count
        })
        const { verdict } = analyseIntervention(exactSeries(counts), { dates: [30], season: 1 })
        if (!verdict.startsWith("A change is found")) continue
        if (factor === 1) invented += 1
        else found += 1
      }
    assert.isAtLeast(found, 0.3 * series)
    assert.isAtMost(invented, 0.06 * series)
  })

  it("does not read as a change where chance makes as large ones, though the interval excludes none", () => {
    const one = { value: 0.5, low: 0.05, high: 0.95, p: 0.03 }
    const model = { level: one, slope: { ...one, low: -1 }, p: 0.04, need: { points: 12, cases: undefined }, apart: [] }
    const months = exactSeries(new Array(60).fill(1), { granularity: "month", first: "2010-01" })
    assert.strictEqual(
      datedVerdict([{ model }], { tried: 20, asLarge: 0, p: 1 / 21 }, months),
      "Cannot say: chance makes changes as large in 4.0 of 100 series. It would take about 12 more months."
    )
  })

  it("is a change of growth where only the growth changed", () => {
    const values = Array.from({ length: 60 }, (_, t) => Math.round(100 * Math.exp(0.05 * Math.max(0, t - 30))))
    const { verdict, model } = analyseIntervention(exactSeries(values), { dates: [30], season: 1 })
    assert.isTrue((model?.level.low ?? 1) <= 0 && (model?.level.high ?? -1) >= 0)
    assert.match(verdict, /^A change is found: from then on each period is 1\.05 times what the growth before/)
  })

  it("holds for every value of the suppressed counts and every period of the date, or is not stated", () => {
    const values = lifted(48, 3)
    const series = exactSeries(values)
    const hidden = (high: number) => ({
      ...series,
      low: series.value.map((value, t) => (t % 4 === 0 ? 1 : value)),
      high: series.value.map((value, t) => (t % 4 === 0 ? high : value))
    })
    const options = { dates: [24], season: 1 }
    const narrow = {
      ...series,
      low: series.value.map((value) => value - 1),
      high: series.value.map((value) => value + 1)
    }
    assert.match(
      analyseIntervention(narrow, options).verdict,
      /^A change is found.*holds at the extremes of the suppressed/
    )
    assert.match(analyseIntervention(hidden(900), options).verdict, /^Cannot say: it depends on the suppressed/)
    const far = analyseIntervention(series, { ...options, dates: [24, 26, 30, 34, 38, 42] })
    assert.match(far.verdict, /^Cannot say: it depends on which period/)
  })

  it("is not stated where placebo dates take it back for other values that suppressed counts can have, or another period", () => {
    const one = { value: 1, low: 0.5, high: 1.5, p: 0.001 }
    const model = {
      level: one,
      slope: { ...one, low: -1 },
      p: 0.001,
      need: { points: 12, cases: undefined },
      apart: []
    }
    const months = exactSeries(new Array(60).fill(1), { granularity: "month", first: "2010-01" })
    const asLarge = (count: number) => ({ tried: 20, asLarge: count, p: (1 + count) / 21 })
    const said = (own: number, other: number, what: "values" | "period") =>
      datedVerdict([{ model }, { model, other: what, placebo: () => asLarge(other) }], asLarge(own), months)
    assert.match(said(0, 12, "values"), /^Cannot say: it depends on the suppressed/)
    assert.match(said(12, 0, "values"), /^Cannot say: it depends on the suppressed/)
    assert.match(said(0, 12, "period"), /^Cannot say: it depends on which period/)
    assert.match(said(0, 2, "values"), /^A change is found.* larger than at 18 of 20 placebo dates/)
    assert.match(said(12, 9, "values"), /^Cannot say: changes as large are found at 9 of 20 dates/)
  })

  it("asks placebo dates of the values that suppressed counts can have", () => {
    // A straight line before the change; with all low, a step in it that is beyond the noise there.
    const series = exactSeries(Array.from({ length: 96 }, (_, t) => (t < 48 ? 40 + (t % 2) : 120 + ((37 * t) % 160))))
    const wide = { ...series, low: series.value.map((value, t) => (t >= 24 && t < 48 ? value - 20 : value)) }
    const options = { dates: [48], season: 1 }
    assert.match(analyseIntervention(series, options).verdict, /^A change is found/)
    const { verdict, placebo } = analyseIntervention(wide, options)
    assert.strictEqual(placebo.asLarge, 0)
    const [, larger] = /^A change is found.* larger than at (\d+) of \d+ placebo dates/.exec(verdict) ?? []
    assert.isBelow(Number(larger), placebo.tried)
  })

  it("does not hang on points that are far from the others, which are named", () => {
    const values = lifted(60, 1)
    for (const [at, value] of [
      [34, 700],
      [41, 900],
      [55, 400]
    ] as const)
      values[at] = value
    const months = exactSeries(values, { granularity: "month", first: "2010-01" })
    const { model, verdict } = analyseIntervention(months, { dates: [30], season: 1 })
    assert.deepStrictEqual(new Set(model?.apart), new Set([34, 41, 55]))
    assert.include(verdict, "Left out, as far from what the others lead to expect: 2012-11, 2013-06, 2014-08.")
    assert.notInclude(verdict, "A change is found")
  })
})

describe("negative binomial regression as statsmodels 0.15.0 has it", () => {
  for (const one of expected.counts)
    it(`${one.values.length} points, season ${one.season}`, () => {
      const got = countRegression(one)
      assert.isDefined(got)
      for (const name of ["slope", "standardError", "alpha", "logLikelihood"] as const)
        close(got?.[name] ?? 0, one[name], name, 1e-6)
      close(got?.p ?? 0, one.p, "p", 1e-5)
    })

  it("is Poisson where counts vary less than Poisson's", () => {
    const got = countRegression({ values: Array.from({ length: 30 }, (_, i) => 20 + (i % 2)), season: 1 })
    assert.strictEqual(got?.alpha, 0)
    assert.strictEqual(got?.overdispersionP, 1)
  })
})

describe("the nearest mixture", () => {
  const squares = (
    target: ReadonlyArray<number>,
    donors: ReadonlyArray<ReadonlyArray<number>>,
    weights: ArrayLike<number>
  ) =>
    target.reduce(
      (sum, value, t) =>
        sum + (value - donors.reduce((mix, donor, i) => mix + (weights[i] as number) * (donor[t] as number), 0)) ** 2,
      0
    )

  for (const one of expected.mixtures)
    it(`${one.donors.length} donors, ${one.target.length} periods: no worse than scipy 1.17.1 by SLSQP`, () => {
      const weights = nearestMixture(one.target, one.donors)
      assert.isAtMost(squares(one.target, one.donors, weights), one.squares + 1e-7 * (1 + one.squares))
      assert.closeTo(squares(one.target, one.donors, weights), one.squares, 1e-6 * (1 + one.squares))
    })

  it("no donor would bring it nearer (the conditions of Karush, Kuhn and Tucker)", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer(),
        (periods, count, seed) => {
          const chance = seededNumbers(seed)
          const donors = Array.from({ length: count }, () =>
            Array.from({ length: periods }, () => Math.round(chance.normal() * 10))
          )
          const target = Array.from({ length: periods }, () => Math.round(chance.normal() * 10))
          const weights = nearestMixture(target, donors)
          assert.closeTo(
            weights.reduce((sum, weight) => sum + weight, 0),
            1,
            1e-9
          )
          assert.isTrue(weights.every((weight) => weight >= 0))
          const gap = target.map(
            (_, t) =>
              donors.reduce((mix, donor, i) => mix + (weights[i] as number) * (donor[t] as number), 0) -
              (target[t] as number)
          )
          const slope = donors.map((donor) =>
            gap.reduce((sum, own, t) => sum + own * ((donor[t] as number) - (target[t] as number)), 0)
          )
          const here = gap.reduce((sum, own) => sum + own * own, 0)
          for (const one of slope) assert.isAtLeast(one, here - 1e-6 * (1 + here))
        }
      ),
      { numRuns: 300 }
    )
  })

  it("synthetic control finds an effect that was put in, and placebo units do not", () => {
    const chance = seededNumbers(9)
    const common = Array.from({ length: 40 }, () => chance.normal())
    const unit = (name: string, share: number, effect: number) => ({
      name,
      values: common.map((value, t) => 50 + 5 * share * value + 0.3 * chance.normal() + (t >= 30 ? effect : 0))
    })
    const donors = Array.from({ length: 22 }, (_, i) => unit(`donor ${i}`, i / 10, 0))
    const found = syntheticControl(unit("treated", 1, 4), donors, 30)
    assert.closeTo(found.effect, 4, 0.5)
    assert.isBelow(placeboUnits(found, donors, 30).p, 0.05)
  })

  it("synthetic control has wider bounds the more cells are hidden, and a point where all are known", () => {
    const chance = seededNumbers(9)
    const unit = (name: string, effect: number, room: number) => {
      const value = Float64Array.from({ length: 24 }, (_, t) =>
        Math.round(50 + 3 * chance.normal() + (t >= 16 ? effect : 0))
      )
      return { name, points: { value, low: value.map((v) => v - room), high: value.map((v) => v + room) } }
    }
    const donors = (room: number) => Array.from({ length: 5 }, (_, i) => unit(`donor ${i}`, 0, room))
    assert.isUndefined(controlOverHidden(unit("treated", 9, 0), donors(0), 16))
    const [narrow, wide] = [2, 6].map((room) => {
      const [own, others] = [unit("treated", 9, room), donors(room)]
      const values = ({ name, points }: typeof own) => ({ name, values: points.value })
      const middle = syntheticControl(values(own), others.map(values), 16)
      const found = controlOverHidden(own, others, 16)
      assert.isAtMost(found?.effect.low ?? Number.NaN, middle.effect)
      assert.isAtLeast(found?.effect.high ?? Number.NaN, middle.effect)
      assert.isAtMost(found?.p.high ?? Number.NaN, 1)
      return (found?.effect.high ?? Number.NaN) - (found?.effect.low ?? Number.NaN)
    })
    assert.isAbove(wide ?? Number.NaN, narrow ?? Number.NaN)
  })
})

describe("the positions of a date", () => {
  const months = exactSeries(new Array(36).fill(1), { granularity: "month", first: "2003-01" })
  it("lie where they may be on a timeline", () => {
    assert.deepStrictEqual(positionsOfDate(months, "2003-12"), [11])
    assert.deepStrictEqual(positionsOfDate(months, "2004-05-01"), [16])
    assert.deepStrictEqual(positionsOfDate(months, "2004"), [12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23])
    assert.deepStrictEqual(positionsOfDate(months, "2009-01"), [])
    assert.isUndefined(positionsOfDate(months, "soon"))
    const years = exactSeries(new Array(10).fill(1), { granularity: "year", first: "2000" })
    assert.deepStrictEqual(positionsOfDate(years, "2004-05-01"), [4])
    assert.deepStrictEqual(positionsOfDate(years, "2004-H2"), [4])
    assert.deepStrictEqual(positionsOfDate(months, "2004-H2"), [18, 19, 20, 21, 22, 23])
    assert.deepStrictEqual(positionsOfDate(months, "2004-Q2"), [15, 16, 17])
    const halves = exactSeries(new Array(10).fill(1), { granularity: "half_year", first: "2000-H2" })
    assert.deepStrictEqual(halves.periods.slice(0, 3), ["2000-H2", "2001-H1", "2001-H2"])
    assert.deepStrictEqual(positionsOfDate(halves, "2001-07-15"), [2])
    assert.deepStrictEqual(positionsOfDate(halves, "2001"), [1, 2])
  })
})
