/** A change that only one or a few reporters make is not stated for all of them. */
import { assert, describe, it } from "vitest"
import { exact } from "../../src/cells/Cell.ts"
import { measureCoverage } from "../../src/coverage/measureCoverage.ts"
import { panelBuilder } from "../../src/coverage/Panel.ts"
import { analyseIntervention } from "../../src/interventions/analyseIntervention.ts"
import { seededNumbers } from "../../src/numeric/SeededNumbers.ts"
import { seriesFrom } from "../../src/series/Series.ts"
import { analyseTrend } from "../../src/trend/analyseTrend.ts"
import { compareTrends, reportersVerdict } from "../../src/trend/compareTrends.ts"

const points = 60
const periods = Array.from(
  { length: points },
  (_, t) => `${2015 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}`
)

/** Returns Poisson counts of reporters with these means, in each half or at each point. */
const panelOf = (
  seed: number,
  means: ReadonlyArray<readonly [number, number] | ((t: number) => number)>,
  isJoining = false
) => {
  const random = seededNumbers(seed)
  const builder = panelBuilder(seriesFrom(periods, new Array<number>(points).fill(0)))
  means.forEach((mean, r) => {
    const meanAt = typeof mean === "function" ? mean : (t: number) => mean[t < points / 2 ? 0 : 1]
    for (let t = isJoining && r > 0 ? 20 : 0; t < points; t++)
      builder.add(`shelter-${r}`, t, exact(random.poisson(meanAt(t))), false)
  })
  return measureCoverage(builder.build())
}

const stated = (coverage: ReturnType<typeof panelOf>) => {
  const options = { season: 1 }
  const all = analyseTrend(coverage.all, options)
  const matched = coverage.matchedPanel && analyseTrend(coverage.matchedPanel, options)
  return { all, verdict: reportersVerdict(coverage, all, matched) }
}

describe("what is said of who reported", () => {
  const wordsOf = (coverage: ReturnType<typeof panelOf>) => {
    const trendOf = (series: typeof coverage.all) => analyseTrend(series, { season: 1 })
    const all = trendOf(coverage.all)
    const matched = coverage.matchedPanel && trendOf(coverage.matchedPanel)
    return [reportersVerdict(coverage, all, matched).words, ...compareTrends(coverage, all, matched)].join(" ")
  }
  const flat = (mean: number) => [mean, mean] as const

  it("names the period in which reporting changed, and how many joined", () => {
    const words = wordsOf(panelOf(3, [flat(40), flat(15), flat(15)], true))
    assert.include(words, "1 of 3 reporters reported in every period; reporting changed in 2016-09 (2 joined)")
  })

  it("says that a reporter paused, not that it left and joined, if it reports again", () => {
    const rows: ReadonlyArray<(t: number) => boolean> = [
      () => true,
      (t) => t < 10 || t > 14,
      (t) => t !== 30,
      (t) => t >= 20 && t < 50
    ]
    const builder = panelBuilder(seriesFrom(periods, new Array<number>(points).fill(0)))
    rows.forEach((isThere, r) => {
      for (let t = 0; t < points; t++) if (isThere(t)) builder.add(`shelter-${r}`, t, exact(20), false)
    })
    const coverage = measureCoverage(builder.build())
    const pauses = "1 paused from 2015-11 to 2016-03, 1 paused in 2017-07"
    assert.include(wordsOf(coverage), `reporting changed in 2016-09 (1 joined), 2019-03 (1 left), ${pauses}`)
    const only = panelBuilder(seriesFrom(periods, new Array<number>(points).fill(0)))
    rows.slice(0, 2).forEach((isThere, r) => {
      for (let t = 0; t < points; t++) if (isThere(t)) only.add(`shelter-${r}`, t, exact(20), false)
    })
    const words = wordsOf(measureCoverage(only.build()))
    assert.include(words, "reporting changed: 1 paused from 2015-11 to 2016-03, so the sum")
    assert.notMatch(words, /joined|left/)
  })

  it("does not say that two series agree if nothing is stated of either", () => {
    const words = wordsOf(panelOf(4, [flat(4), flat(1)], true))
    assert.match(words, /^(No detectable change|Cannot say)/)
    assert.include(words, "No change is stated of all reporters, nor of those who always report.")
    assert.notInclude(words, "agree")
  })

  it("says when reporting changed where that is why nothing is stated", () => {
    const words = wordsOf(panelOf(5, [(t) => 30 * 1.03 ** t, flat(30), flat(30)], true))
    assert.match(words, /^Cannot say: reporting changed in 2016-09 \(2 joined\)\. All reporters: /)
  })
})

describe("a change of one reporter", () => {
  const alone = panelOf(5, [
    [20, 160],
    [20, 20],
    [20, 20],
    [15, 15]
  ])
  const shared = panelOf(6, [
    [20, 40],
    [20, 40],
    [20, 40],
    [15, 30]
  ])

  it("is not stated for all, and the reporter is not named", () => {
    const { all, verdict } = stated(alone)
    assert.strictEqual(all.verdict.direction, "change of level")
    assert.strictEqual(verdict.direction, "cannot say")
    assert.include(verdict.words, "depends on one reporter")
    assert.notInclude(verdict.words, "shelter")
  })

  it("is stated if the others show it too, even if one of them goes the other way", () => {
    assert.strictEqual(stated(shared).verdict.direction, "change of level")
    assert.include(stated(shared).verdict.words, "without the 2 reporters that contribute most")
    const mixed = panelOf(7, [
      [20, 45],
      [20, 45],
      [20, 45],
      [15, 10]
    ])
    assert.strictEqual(stated(mixed).verdict.direction, "change of level")
  })

  it("is not stated where one reporter goes against a change of the others: the sum shows none", () => {
    const { verdict } = stated(
      panelOf(8, [
        [20, 5],
        [5, 12],
        [5, 12]
      ])
    )
    assert.notStrictEqual(verdict.direction, "rising")
    assert.notInclude(verdict.words, "This also holds")
  })

  it("is stated of a single reporter, and not of one that is alone in the constant panel", () => {
    assert.strictEqual(stated(panelOf(9, [[20, 60]])).verdict.direction, "change of level")
    const { verdict } = stated(
      panelOf(
        10,
        [
          [40, 120],
          [20, 60]
        ],
        true
      )
    )
    assert.strictEqual(verdict.direction, "cannot say")
    assert.include(verdict.words, "fewer than two reporters reported in every period")
  })

  it("is not stated of a few that do the same in other months, or little by little", () => {
    const few = (panel: ReturnType<typeof panelOf>) => {
      const { all, verdict } = stated(panel)
      assert.include(["rising", "change of level"], all.verdict.direction)
      assert.strictEqual(verdict.direction, "cannot say")
      assert.match(verdict.words, /depends on [23] reporters/)
    }
    const steady = [20, 20, 15, 12, 10] as const
    few(panelOf(11, [[30, 90], [30, 90], ...steady.map((mean) => [mean, mean] as const)]))
    const growing = (t: number) => 20 * (1 + (2 * t) / points)
    few(panelOf(12, [growing, growing, growing, ...steady.map((mean) => () => mean)]))
  })

  it("is not found at a date", () => {
    const verdictOf = (coverage: typeof alone) => {
      const options = { dates: [30], season: 1, withoutMost: coverage.withoutMost }
      const alike = { dates: [30], season: 1 }
      return [analyseIntervention(coverage.all, alike), analyseIntervention(coverage.all, options)].map(
        (one) => one.verdict
      )
    }
    const [before, now] = verdictOf(alone)
    assert.include(before, "A change is found")
    assert.include(now, "the change depends on one reporter")
    const [, together] = verdictOf(shared)
    assert.include(together, "A change is found")
  })
})
