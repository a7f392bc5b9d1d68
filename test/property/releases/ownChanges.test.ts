/** A change that one partner makes alone, as by counting persons twice, is not stated of all: in its year, releases say that one partner changed (decision 0324). */
import { changedShare } from "@corridor/flow-statistics/model/changedShare"
import { isChange } from "@corridor/flow-statistics/model/describeChange"
import { type SeededNumbers, seededNumbers } from "@corridor/flow-statistics/numeric/SeededNumbers"
import { assert, describe, it } from "vitest"
import { incompleteMonths, type LoadingRow, yearsOfOwnChanges } from "../../../release/history/completeness.ts"
import { ownChanges } from "../../../release/history/ownChanges.ts"
import { readOwnChanges, reportingFacts, reportingText } from "../../../release/history/reportingChanges.ts"
import { cellTrend } from "../../../release/trends/cellTrend.ts"
import { rounds } from "../../fixtures/fullRun.ts"

const first = 2015 * 12
const months = 72
const half = months / 2
const shares = [0.5, 0.1, 0.1, 0.1, 0.1, 0.1]
const noChange = () => 1

type Factors = ReadonlyArray<(t: number) => number>

/** Returns the monthly counts of partners with these shares of `mean`, with noise that all have in common and noise of each. */
const drawn = (chance: SeededNumbers, factors: Factors, of = shares, mean = 60): ReadonlyArray<Float64Array> => {
  const counts = of.map(() => new Float64Array(months))
  for (let t = 0; t < months; t++) {
    const common = mean * Math.exp(0.2 * chance.normal() - 0.02)
    for (const [p, own] of counts.entries())
      own[t] = chance.poisson(
        common * (of[p] as number) * (factors[p] ?? noChange)(t) * Math.exp(0.1 * chance.normal() - 0.005)
      )
  }
  return counts
}

const rowsOf = (counts: ReadonlyArray<Float64Array>) =>
  counts.map((own) => Array.from(own, (count, t) => ({ period: first + t, loaded: first + t + 1, count })))

const isAllOpen = { from: undefined, pauses: [] }

const yearsIn = (counts: ReadonlyArray<Float64Array>) => ownChanges(rowsOf(counts), isAllOpen)

/** Returns what releases say of the sum of all partners. */
const trendOf = (counts: ReadonlyArray<Float64Array>, years: ReadonlyArray<number>) => {
  const cells = Array.from({ length: months }, (_, t) => ({
    year: 2015 + Math.floor(t / 12),
    month: (t % 12) + 1,
    state: "published" as const,
    value: counts.reduce((sum, own) => sum + (own[t] as number), 0)
  }))
  return cellTrend(cells, first, months, { unit: "month", ownChanges: years }) ?? assert.fail("no verdict")
}

const from = (factor: number) => (t: number) => (t < half ? 1 : factor)

describe("a change of one partner alone", () => {
  it("is known where its counts double while those of the others do not, and not where all double or nothing happens", () => {
    const [own, ...others] = drawn(seededNumbers(1), [from(2)]) as [Float64Array, ...ReadonlyArray<Float64Array>]
    const sum = own.map((_, t) => others.reduce((all, one) => all + (one[t] as number), 0))
    assert.closeTo(changedShare(own, sum, 12) ?? 0, half, 2)
    const twice = sum.map((count, t) => count * from(2)(t))
    assert.isUndefined(changedShare(own, twice, 12))
    assert.isUndefined(
      changedShare(
        own.map((count, t) => count / from(2)(t)),
        sum,
        12
      )
    )
  })

  it("is stated of all in few series, and a change of all is", () => {
    const chance = seededNumbers(24)
    const count = rounds(8, 60)
    const stated = (factors: Factors) => {
      let [without, kept] = [0, 0]
      for (let n = 0; n < count; n++) {
        const counts = drawn(chance, factors)
        if (isChange(trendOf(counts, []).direction)) without += 1
        if (isChange(trendOf(counts, yearsIn(counts)).direction)) kept += 1
      }
      return { without, kept }
    }
    const twice = stated([from(2)])
    assert.isAbove(twice.without, 0.3 * count)
    assert.isAtMost(twice.kept, 0.06 * count + 1)
    const all = stated(shares.map(() => from(2)))
    assert.isAbove(all.kept, 0.6 * count)
    assert.isAtLeast(all.kept, all.without - 0.06 * count - 1)
  })

  it("takes back only a change across its year, and says why", () => {
    const counts = drawn(
      seededNumbers(3),
      shares.map(() => from(3))
    )
    const [plain, across, outside] = [[], [2018], [2014, 2021]].map((years) => trendOf(counts, years))
    assert.isTrue(isChange(plain?.direction ?? "cannot say"))
    assert.deepStrictEqual([across?.direction, across?.breaks, across?.need], ["cannot say", [], undefined])
    assert.deepStrictEqual([across?.ownChanges, outside?.ownChanges], [["2018"], []])
    assert.match(
      across?.words ?? "",
      /^Cannot say: in 2018, the number of records of one large partner .* All together: /
    )
    assert.deepStrictEqual({ ...outside }, { ...plain })
    // "No detectable change" is none to be taken back.
    const steady = drawn(seededNumbers(4), [], [1], 400).map((own) => own.fill(400))
    assert.strictEqual(trendOf(steady, [2018]).direction, "no detectable change")
  })

  it("is not said of a small partner, nor where two partners could learn that another has few records", () => {
    const chance = seededNumbers(5)
    assert.deepStrictEqual(yearsIn(drawn(chance, [from(4)], [0.05, 0.3, 0.3, 0.35])), [])
    const large = drawn(chance, [from(2)])
    assert.deepStrictEqual(yearsIn(large), [2018])
    // Of all but the two largest there are too few before or after.
    const three = [large[0] as Float64Array, large[1] as Float64Array]
    assert.deepStrictEqual(yearsIn(three), [])
    const few = new Float64Array(months)
    for (let t = 0; t < half; t++) few[t] = t % 2
    assert.deepStrictEqual(yearsIn([...three, few]), [])
    assert.lengthOf(yearsIn([...three, few.fill(1)]), 1)
  })

  it("counts neither months that are not loaded in full nor pauses", () => {
    const counts = drawn(seededNumbers(6), [(t) => (t >= months - 18 ? 0.2 : 1)])
    assert.deepStrictEqual(yearsIn(counts), [2019])
    const late = { from: first + months - 18, pauses: [] }
    assert.deepStrictEqual(ownChanges(rowsOf(counts), late), [])
    const pauses = Array.from({ length: 18 }, (_, i) => first + months - 18 + i)
    assert.deepStrictEqual(ownChanges(rowsOf(counts), { from: undefined, pauses }), [])
  })

  it("is a year on a page that names no partner, in an order that says nothing of who reports what", () => {
    const chance = seededNumbers(7)
    const counts = drawn(chance, [from(2)])
    const rows = ["route", "victim"].flatMap((record_kind) =>
      counts.flatMap((own, p) =>
        Array.from(own, (records, t): LoadingRow => {
          const [year, month] = [2015 + Math.floor(t / 12), (t % 12) + 1]
          const loaded = `${year}-${String(month).padStart(2, "0")}-01`
          return { partner_id: `shelter-${p}`, record_kind, year, month, loaded, records }
        })
      )
    )
    const frozenAt = "2021-06-01T00:00:00.000Z"
    const textOf = (all: ReadonlyArray<LoadingRow>) => {
      const years = yearsOfOwnChanges(all, incompleteMonths(all, frozenAt), frozenAt)
      return reportingText(reportingFacts([], years))
    }
    const text = textOf(rows)
    assert.deepStrictEqual(
      ["route", "victim", "assistance"].map((kind) => readOwnChanges(text, kind)),
      [[2018], [2018], []]
    )
    assert.notInclude(text, "shelter")
    assert.strictEqual(textOf(rows.toReversed()), text)
  })
})
