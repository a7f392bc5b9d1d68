import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { nowcastCount } from "@corridor/flow-statistics/nowcast/arrivedShares"
import { type SeededNumbers, seededNumbers } from "@corridor/flow-statistics/numeric/SeededNumbers"
import { assert, describe, it } from "vitest"
import { runsOf } from "../../../release/catalogue/monthRuns.ts"
import { incompleteMonths, type LoadingRow } from "../../../release/history/completeness.ts"
import {
  completenessText,
  type IncompleteMonth,
  notComplete,
  readCompleteness
} from "../../../release/history/completenessPage.ts"
import { cellTrend, type YearCell } from "../../../release/trends/cellTrend.ts"
import { completeTrend } from "../../../release/trends/completeTrend.ts"
import { incompleteEntries } from "../../../site/trends/incompleteEntries.ts"
import { full, rounds } from "../../fixtures/fullRun.ts"

const of = (year: number, month: number) => year * 12 + month - 1
const early = [0.5, 0.25, 0.15, 0.1]
const late = [0.1, 0.2, 0.3, 0.4]
/** The last month that is loaded in full is May 2025. */
const frozenAt = "2025-06-01T08:00:00.000Z"
const last = of(2025, 5)
const first = of(2022, 1)

/** A period's own shares, around the expected ones. */
const sharesOf = (chance: SeededNumbers, shares: ReadonlyArray<number>) => {
  const parts = shares.map((share) => chance.gamma(40 * share))
  const total = parts.reduce((a, b) => a + b, 0)
  return parts.map((part) => part / total)
}

const spread = (chance: SeededNumbers, count: number, shares: ReadonlyArray<number>) => {
  let [left, rest] = [count, 1]
  return shares.map((share, d) => {
    const own = d === shares.length - 1 ? left : chance.binomial(left, Math.min(1, share / rest))
    left -= own
    rest -= share
    return own
  })
}

const rowsOf = (
  chance: SeededNumbers,
  partner_id: string,
  mean: number,
  delays: (month: number) => ReadonlyArray<number>,
  record_kind = "route"
): ReadonlyArray<LoadingRow> =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i).flatMap((month) =>
    spread(chance, chance.poisson(mean), sharesOf(chance, delays(month))).flatMap((records, delay) => {
      const when = month + delay
      const loaded = `${Math.floor(when / 12)}-${String((when % 12) + 1).padStart(2, "0")}-01`
      const known = { partner_id, record_kind, year: Math.floor(month / 12), month: (month % 12) + 1 }
      return records > 0 && when <= last ? [{ ...known, loaded, records }] : []
    })
  )

const incompleteFrom = (months: ReadonlyArray<IncompleteMonth>, kind: string) => notComplete(months, kind).from

const partnersOf = (chance: SeededNumbers, names: ReadonlyArray<string>) =>
  names.flatMap((name) => rowsOf(chance, name, 20, () => early))

describe("incomplete months", () => {
  const months = incompleteMonths(partnersOf(seededNumbers(1), ["a", "b", "c", "d"]), frozenAt)

  it("come in an order that says nothing of who reports what", () => {
    const chance = seededNumbers(2)
    const routes = ["a", "b", "c"].flatMap((name) => rowsOf(chance, name, 20, () => early))
    const victims = ["b", "c", "d"].flatMap((name) => rowsOf(chance, name, 20, () => early, "victim"))
    const text = completenessText(incompleteMonths([...victims, ...routes], frozenAt))
    assert.strictEqual(completenessText(incompleteMonths([...routes, ...victims], frozenAt)), text)
    assert.include(text, "victim")
  })

  it("have the share that is expected so far, coarsely; the month of freezing has none", () => {
    assert.deepStrictEqual(
      months.map(({ kind, month }) => [kind, month]),
      [of(2025, 3), of(2025, 4), last, of(2025, 6)].map((month) => ["route", month])
    )
    const truth = [0.9, 0.75, 0.5]
    truth.forEach((share, i) => {
      const { arrived } = months[i] as (typeof months)[number]
      assert.closeTo(arrived?.share ?? 0, share, 0.06)
      assert.isBelow(arrived?.low ?? 1, share)
      assert.isAbove(arrived?.high ?? 0, share)
      for (const value of [arrived?.share, arrived?.low, arrived?.high])
        assert.closeTo((value as number) / 0.05, Math.round((value as number) / 0.05), 1e-9)
    })
    assert.isUndefined(months.at(-1)?.arrived)
    assert.strictEqual(incompleteFrom(months, "route"), of(2025, 3))
    assert.isUndefined(incompleteFrom(months, "victim"))
  })

  it("are the same when read from a release's page, which names no partner", () => {
    const text = completenessText(months)
    assert.deepStrictEqual(readCompleteness(text), months)
    assert.notMatch(text, /\b[a-d]\b/)
    assert.deepStrictEqual(readCompleteness(undefined), [])
  })

  it("begin where a large partner falls silent that never was, so that its absence is no fall", () => {
    const chance = seededNumbers(4)
    const others = partnersOf(chance, ["a", "b", "c", "d"])
    const silent = of(2024, 11)
    /** A partner with as many records as the four others together, that is silent in some months. */
    const largeOne = (isSilent: (month: number) => boolean, loaded?: string) =>
      rowsOf(chance, "large", 80, () => early).flatMap((row) =>
        isSilent(of(row.year, row.month)) ? [] : [loaded === undefined ? row : { ...row, loaded }]
      )
    const rows = [...others, ...largeOne((month) => month >= silent)]
    const found = incompleteMonths(rows, frozenAt)
    assert.strictEqual(incompleteFrom(found, "route"), silent)
    assert.isTrue(found.every(({ arrived }) => arrived === undefined))
    const totals = Array.from({ length: last - first + 1 }, (_, i) => {
      const [year, month] = [Math.floor((first + i) / 12), ((first + i) % 12) + 1]
      const own = rows.filter((row) => row.year === year && row.month === month)
      return { year, month, state: "published" as const, value: own.reduce((sum, { records }) => sum + records, 0) }
    })
    const trendOf = (from: number | undefined) =>
      completeTrend(totals, first, totals.length, { unit: "month", notCounted: { from, pauses: [] } })
    assert.match(trendOf(undefined)?.direction ?? "", /falling|level/)
    assert.notMatch(trendOf(silent)?.direction ?? "", /falling|level/)
    // Known also where all was loaded at once, so that delays are not; up to the latest month of any partner.
    const atOnce = rows.map((row) => ({ ...row, loaded: "2025-05-01" }))
    assert.deepStrictEqual(
      incompleteMonths(atOnce, frozenAt).map(({ month, arrived }) => [month, arrived]),
      Array.from({ length: last - silent + 1 }, (_, i) => [silent + i, undefined])
    )
    // Not by a partner that is often silent for so long, by a small one, nor by one that ceased.
    for (const usual of [
      largeOne((month) => month >= silent || (month >= silent - 20 && month < silent - 12)),
      rowsOf(chance, "small", 3, () => early).filter(({ year, month }) => of(year, month) < silent),
      largeOne((month) => month >= last - 11)
    ])
      assert.isAbove(incompleteFrom(incompleteMonths([...others, ...usual], frozenAt), "route") ?? 0, silent)
  })

  it("are those in which a large partner pauses, as an improbable silence with a start and an end", () => {
    const chance = seededNumbers(8)
    const others = partnersOf(chance, ["a", "b", "c", "d"])
    const [from, until] = [of(2023, 3), of(2023, 12)]
    const isPaused = ({ year, month }: LoadingRow) => of(year, month) >= from && of(year, month) < until
    const pausesWith = (own: ReadonlyArray<LoadingRow>) =>
      notComplete(incompleteMonths([...others, ...own], frozenAt), "route")
    const large = rowsOf(chance, "large", 60, () => early)
    const found = pausesWith(large.filter((row) => !isPaused(row)))
    assert.deepStrictEqual(runsOf(found.pauses), [{ from, to: until - 1 }])
    assert.strictEqual(found.from, of(2025, 3))
    const text = completenessText(incompleteMonths([...others, ...large.filter((row) => !isPaused(row))], frozenAt))
    assert.include(text, "\nroute,2023-03,,,,1\n")
    assert.deepStrictEqual(notComplete(readCompleteness(text), "route"), found)
    // Also of a partner with fewer records, if its own are many enough; and known where all was loaded at once.
    assert.isNotEmpty(pausesWith(rowsOf(chance, "less", 12, () => early).filter((row) => !isPaused(row))).pauses)
    const atOnce = [...others, ...large.filter((row) => !isPaused(row))].map((row) => ({
      ...row,
      loaded: "2025-05-01"
    }))
    assert.deepStrictEqual(notComplete(incompleteMonths(atOnce, frozenAt), "route"), {
      from: undefined,
      pauses: found.pauses
    })
    // Not of a small one, of one that reports twice a year or is silent each summer, nor of two months.
    const half = rowsOf(chance, "half", 60, () => early).filter(({ month }) => month % 6 === 0)
    const summers = rowsOf(chance, "summers", 60, () => early).filter(({ month }) => month < 7 || month > 9)
    const short = large.filter(({ year, month }) => of(year, month) < from || of(year, month) >= from + 2)
    for (const usual of [rowsOf(chance, "small", 3, () => early).filter((row) => !isPaused(row)), half, summers, short])
      assert.isEmpty(pausesWith(usual).pauses)
  })

  it("are not stated for two partners, for few records, or where all was loaded at once", () => {
    const chance = seededNumbers(2)
    assert.isEmpty(incompleteMonths(partnersOf(chance, ["a", "b"]), frozenAt))
    const few = ["a", "b", "c"].flatMap((name) => rowsOf(chance, name, 0.5, () => early))
    assert.isEmpty(incompleteMonths(few, frozenAt))
    const atOnce = partnersOf(chance, ["a", "b", "c"]).map((row) => ({ ...row, loaded: "2025-05-01" }))
    assert.isEmpty(incompleteMonths(atOnce, frozenAt))
  })

  it.each(
    [
      [48, 48],
      [60, 60],
      [95, 1],
      [200, 150]
    ].slice(0, full ? 4 : 1)
  )("leave open to partners of %i and %i records how many a third one has", (...own) => {
    // The two know everything but the third one's number: what they see is compared with what they would see of every other number.
    const delays = [0, 0, 0, 0, 0, 1, 1, 1, 2, 3]
    const recordsOf = (partner_id: string, records: number): ReadonlyArray<LoadingRow> =>
      Array.from({ length: records }, (_, r) => {
        const month = last - 23 + Math.floor((24 * r) / records)
        const when = Math.min(last, month + (delays[(7 * r) % delays.length] as number))
        const loaded = `${Math.floor(when / 12)}-${String((when % 12) + 1).padStart(2, "0")}-01`
        const known = { partner_id, record_kind: "route", year: Math.floor(month / 12), month: (month % 12) + 1 }
        return { ...known, loaded, records: 1 }
      })
    const ofPair = own.flatMap((records, p) => recordsOf(`own${p}`, records))
    const numbers = Array.from({ length: full ? 40 : 24 }, (_, n) => n + 1)
    const seen = Map.groupBy(numbers, (n) =>
      completenessText(incompleteMonths([...ofPair, ...recordsOf("third", n)], frozenAt))
    )
    for (const agreeing of seen.values()) {
      const [low, high] = [Math.min(...agreeing), Math.max(...agreeing)]
      assert.isFalse(low < 11 && high < 11, `${agreeing}`)
    }
  })

  it.each(
    [
      [89, 89],
      [48, 48],
      [180, 20],
      [30, 30],
      [260, 200]
    ].slice(0, full ? 5 : 2)
  )("leave open to partners of %i and %i records how many a silent third and a fourth one have", (...own) => {
    // The two know the sum of the others, such as from a published total, and that the third was silent in between or is late.
    const silent = [(month: number) => month > last - 14 && month <= last - 8, (month: number) => month > last - 6]
    const recordsOf = (partner_id: string, records: number, isSilent: (month: number) => boolean) => {
      const months = Array.from({ length: 24 }, (_, i) => last - 23 + i).filter((month) => !isSilent(month))
      return Array.from({ length: records }, (_, r): LoadingRow => {
        const month = months[Math.floor((months.length * r) / records)] as number
        const year = Math.floor(month / 12)
        const loaded = `${year}-${String((month % 12) + 1).padStart(2, "0")}-01`
        return { partner_id, record_kind: "route", year, month: (month % 12) + 1, loaded, records: 1 }
      })
    }
    const ofPair = own.flatMap((records, p) => recordsOf(`own${p}`, records, () => false))
    let marked = 0
    for (const isSilent of silent)
      for (const rest of [22, 23, 40, 60, 90]) {
        const seen = Map.groupBy(
          Array.from({ length: rest - 1 }, (_, n) => n + 1),
          (n) =>
            completenessText(
              incompleteMonths(
                [...ofPair, ...recordsOf("third", n, isSilent), ...recordsOf("fourth", rest - n, () => false)],
                frozenAt
              )
            )
        )
        marked += seen.size - 1
        for (const agreeing of seen.values()) {
          const [least, most] = [Math.min(...agreeing), Math.max(...agreeing)]
          assert.isAtLeast(most, defaultProfile.threshold, `third of ${rest}: ${agreeing}`)
          assert.isAtLeast(rest - least, defaultProfile.threshold, `fourth of ${rest}: ${agreeing}`)
        }
      }
    assert.isAbove(marked, 0)
  })

  it("have no share if a large partner's delays changed, or it loaded nothing", () => {
    const chance = seededNumbers(3)
    const others = partnersOf(chance, ["a", "b", "c"])
    const changed = rowsOf(chance, "d", 40, (month) => (month < of(2024, 1) ? late : early))
    const silent = partnersOf(chance, ["d"]).filter(({ loaded }) => loaded !== "2025-05-01")
    for (const rows of [changed, silent]) {
      const found = incompleteMonths([...others, ...rows], frozenAt)
      assert.isAtLeast(found.length, 3)
      assert.isTrue(found.every(({ arrived }) => arrived === undefined))
    }
    // A small one does not matter.
    const small = rowsOf(chance, "d", 1, () => early).filter(({ loaded }) => loaded !== "2025-05-01")
    assert.isDefined(incompleteMonths([...others, ...small], frozenAt)[0]?.arrived)
  })

  it("hold for a corridor that one partner reports, although partners differ", () => {
    const chance = seededNumbers(4)
    const rows = [
      ...["a", "b", "c"].flatMap((name) => rowsOf(chance, name, 20, () => early)),
      ...rowsOf(chance, "slow", 20, () => [0.25, 0.25, 0.25, 0.25])
    ]
    const month = incompleteMonths(rows, frozenAt).find((one) => one.month === last)
    assert.isAtMost(month?.arrived?.low ?? 1, 0.2)
    assert.isAtLeast(month?.arrived?.high ?? 0, 0.6)
  })
})

describe("estimates from a published count and share", () => {
  it("contain the final count of a corridor in about 95 %", () => {
    const chance = seededNumbers(5)
    let [inside, all] = [0, 0]
    for (let k = 0; k < rounds(4, 60); k++) {
      const months = incompleteMonths(partnersOf(chance, ["a", "b", "c", "d"]), frozenAt)
      for (const { month, arrived } of months) {
        if (arrived === undefined) continue
        for (let corridor = 0; corridor < 10; corridor++) {
          const final = chance.poisson(30)
          const loaded = spread(chance, final, sharesOf(chance, early))
            .slice(0, last - month + 1)
            .reduce((a, b) => a + b, 0)
          const { low, high } = nowcastCount(loaded, arrived)
          all += 1
          if (low <= final && final <= high) inside += 1
        }
      }
    }
    assert.isAbove(all, rounds(100, 150))
    // Bounds are rounded outwards and cover differences between partners: never less than nominal.
    assert.isAbove(inside / all, 0.93)
    assert.isBelow(inside / all, 0.995)
  })

  it("are for published monthly figures of this release only", () => {
    const arrived = { share: 0.5, low: 0.4, high: 0.6 }
    const months = [1, 2, 3, 4].map((month) => ({ kind: "route", month: of(2025, month), arrived, isPause: false }))
    const figure = (month: number, more: object, value?: number) => ({
      ...{ year: 2025, month, state: value === undefined ? ("suppressed" as const) : ("published" as const), value },
      json: JSON.stringify(more)
    })
    const found = incompleteEntries(months, "route", [
      figure(1, {}, 20),
      figure(2, { asOf: "2025-03-01T00:00:00Z" }, 20),
      figure(3, {})
    ])
    assert.deepStrictEqual(
      found.map(({ month, estimate }) => [month, estimate !== null]),
      [
        ["2025-01", true],
        ["2025-02", false],
        ["2025-03", false],
        ["2025-04", false]
      ]
    )
    const { value, low, high } = found[0]?.estimate ?? { value: 0, low: 0, high: 0 }
    assert.closeTo(value, 40, 2)
    assert.isTrue(low < 33 && high > 48)
    assert.isEmpty(incompleteEntries(months, "victim", [figure(1, {}, 20)]))
  })
})

describe("trends", () => {
  const chance = seededNumbers(6)
  const cell = (month: number, value: number): YearCell => ({
    ...{ year: Math.floor(month / 12), month: (month % 12) + 1 },
    ...{ state: "published" as const, value }
  })
  const months = Array.from({ length: 48 }, (_, i) => of(2021, 6) + i)
  // No change, but of the last year half is loaded.
  const cells = months.map((month) => cell(month, chance.poisson(200 * (month > last - 12 ? 0.5 : 1))))

  it("state no change from incomplete months", () => {
    const from = last - 11
    const whole = cellTrend(cells, months[0] as number, 48, { unit: "month" })
    assert.match(whole?.direction ?? "", /falling|change of level/)
    const found = completeTrend(cells, months[0] as number, 48, { unit: "month", notCounted: { from, pauses: [] } })
    assert.notMatch(found?.direction ?? "falling", /falling|rising|level/)
    assert.strictEqual(found?.published, 36)
    assert.include(found?.words, "Not counted: months from 2024-06 on, of which records are still expected.")
  })

  it("state no change from a pause, name it, and keep what the other months show", () => {
    const pauses = Array.from({ length: 9 }, (_, i) => last - 20 + i)
    const withPause = (factor: (t: number) => number) =>
      months.map((month, t) => cell(month, chance.poisson(200 * factor(t) * (pauses.includes(month) ? 0.4 : 1))))
    const trendOf = (all: ReadonlyArray<YearCell>, own: ReadonlyArray<number>) =>
      completeTrend(all, months[0] as number, 48, { unit: "month", notCounted: { from: undefined, pauses: own } })
    const steady = trendOf(
      withPause(() => 1),
      pauses
    )
    assert.strictEqual(steady?.direction, "no detectable change")
    assert.strictEqual(steady?.published, 39)
    assert.include(
      steady?.words,
      "Not counted: 2023-09 to 2024-05, when at least one partner with many of the records reported nothing for months."
    )
    const rising = withPause((t) => 1.03 ** t)
    assert.notStrictEqual(trendOf(rising, [])?.direction, "rising")
    assert.strictEqual(trendOf(rising, pauses)?.direction, "rising")
    const years = Array.from({ length: 12 }, (_, i): YearCell => ({ year: 2013 + i, state: "published", value: 50 }))
    const ofYears = completeTrend(years, 2013, 12, {
      notCounted: { from: of(2024, 3), pauses: [of(2017, 12), of(2018, 1), of(2024, 1)] }
    })
    assert.strictEqual(ofYears?.published, 9)
    assert.include(ofYears?.words, "Not counted: 2017 to 2018, when")
  })

  it("count a year once its December is complete", () => {
    const years = Array.from({ length: 12 }, (_, i): YearCell => ({ year: 2013 + i, state: "published", value: 50 }))
    const published = (incomplete?: number) =>
      completeTrend(years, 2013, 12, { notCounted: { from: incomplete, pauses: [] } })?.published
    assert.deepStrictEqual(
      [published(), published(of(2025, 1)), published(of(2024, 12)), published(of(2024, 1))],
      [12, 12, 11, 11]
    )
    assert.strictEqual(completeTrend(years, 2013, 12, {})?.words, cellTrend(years, 2013, 12)?.words)
  })
})
