/** What notebooks state about released cells: a hidden cell is never 0, years across a gap are not neighbours, a sum is a lower bound. */
import { assert, describe, it } from "@effect/vitest"
import { boundsWords, changeAt } from "../../../notebooks/lib/change.ts"
import { readAnswers } from "../../../notebooks/lib/released.ts"
import { longest, seriesBy, sumBounds, sumWords } from "../../../notebooks/lib/series.ts"
import { directionOf } from "../../../notebooks/lib/verdicts.ts"

const cell = (origin: string, year: number, value: number | null) => ({
  labels: { origin, destination: "RUS", year },
  year,
  state: value === null ? ("suppressed" as const) : ("published" as const),
  value
})

describe("cells for notebooks", () => {
  it("are read with their states; a figure of a cell that is not published is never read", () => {
    const page = {
      dimensions: ["origin", "year"],
      figure: "victims",
      citation: "cite me",
      invented: true,
      cells: [
        { origin: "UKR", year: 2004, state: "published", victims: 40 },
        { origin: "MDA", year: 2005, state: "suppressed", victims: 3, low: 0 },
        { origin: "BLR", year: 2005, state: "not_reported" }
      ]
    }
    const { cells, facts } = readAnswers([page, { ...page, cells: [page.cells[0] as (typeof page.cells)[number]] }])
    assert.deepStrictEqual(cells.slice(0, 3), [
      { labels: { origin: "UKR", year: 2004 }, year: 2004, state: "published", value: 40 },
      { labels: { origin: "MDA", year: 2005 }, year: 2005, state: "suppressed", value: null, low: 0 },
      { labels: { origin: "BLR", year: 2005 }, year: 2005, state: "not_reported", value: null }
    ])
    assert.strictEqual(cells.length, 4)
    assert.deepStrictEqual([facts["citation"], facts["invented"]], ["cite me", "true"])
  })

  it("a sum of nothing that was reported is no 0, and no sum is at least 0", () => {
    const hidden = (low?: number) => ({
      state: "suppressed" as const,
      value: null,
      ...(low === undefined ? {} : { low })
    })
    const absent = { state: "not_reported" as const, value: null }
    const shown = (value: number) => ({ state: "published" as const, value })
    assert.deepStrictEqual(
      [
        [],
        [absent, absent],
        [hidden(0)],
        [hidden(0), absent],
        [shown(0)],
        [shown(5), hidden(2)],
        [shown(5), hidden()],
        [shown(5), absent]
      ].map((cells) => sumWords(cells)),
      ["not reported", "not reported", "not known", "not known", "exactly 0", "7 or more", "6 or more", "exactly 5"]
    )
  })

  it("are ordered by year, the longest series first", () => {
    const all = seriesBy(
      [
        cell("UKR", 2005, 7),
        cell("UKR", 2004, 5),
        cell("MDA", 2004, 90),
        cell("BLR", 2004, null),
        cell("BLR", 2005, 1)
      ],
      ["origin", "destination"]
    )
    assert.deepStrictEqual([...all.keys()].sort(), ["BLR → RUS", "MDA → RUS", "UKR → RUS"])
    assert.deepStrictEqual(
      longest(all, 2).map((years) => years[0]?.series),
      ["Ukraine → Russia", "Moldova → Russia"]
    )
  })

  it("sums have a least value, and are exact only where nothing is hidden", () => {
    assert.deepStrictEqual(sumBounds([cell("A", 1, 5), cell("A", 2, null), cell("A", 3, null)]), {
      shown: 5,
      hidden: 2,
      atLeast: 7,
      isExact: false,
      reported: 3
    })
    assert.isTrue(sumBounds([cell("A", 1, 5)]).isExact)
  })

  const yearsOf = (value: (year: number) => number | null) => [
    ...(seriesBy(
      Array.from({ length: 16 }, (_, i) => cell("UKR", 1996 + i, value(1996 + i))),
      ["origin"]
    ).get("UKR") ?? [])
  ]
  /** A line, from 2004 on 60 higher and steeper by 3 a year. */
  const stepped = (year: number) => 100 + 5 * (year - 2004) + (year < 2004 ? 0 : 60 + 3 * (year - 2004))

  it("a change is the simulated one and in its interval, and needs four published years on each side", () => {
    const noise = [3, -2, -4, 1, 4, -3, 2, -1]
    const found = changeAt(
      yearsOf((year) => stepped(year) + (noise[year % 8] as number)),
      2004
    )
    assert.strictEqual(found.kind, "fitted")
    if (found.kind !== "fitted") return
    assert.strictEqual(found.run.length, 16)
    const { levelChange, slopeChange, joint } = found.found
    for (const [{ value, low, high }, put] of [
      [levelChange, 60],
      [slopeChange, 3]
    ] as const)
      assert.isTrue(low <= put && put <= high && Math.abs(value - put) < 5)
    assert.isBelow(joint.p, 0.001)
    const short = changeAt(yearsOf(stepped).slice(5), 2004)
    assert.match(short.kind === "refused" ? short.why : "", /there are 3 before and 8 from it on/)
    const gapped = changeAt(
      yearsOf(stepped).filter(({ year }) => year !== 2002),
      2004
    )
    assert.match(gapped.kind === "refused" ? gapped.why : "", /there are 1 before/)
  })

  it("bounds of a change are valid for any hidden values, and are attained", () => {
    for (const hidden of [[2003], [2002, 2003], [1999, 2006]]) {
      const found = changeAt(
        yearsOf((year) => (hidden.includes(year) ? null : stepped(year))),
        2004
      )
      assert.deepInclude(found, { kind: "bounded", hidden: hidden.length })
      if (found.kind !== "bounded") return
      const seen = [1, 75, 9_000].flatMap((first) =>
        [1, 176, 4_000].map((second) => {
          const one = changeAt(
            yearsOf((year) => (year === hidden[0] ? first : year === hidden[1] ? second : stepped(year))),
            2004
          )
          if (one.kind !== "fitted") throw new Error("not fitted")
          return { level: one.found.levelChange.value, slope: one.found.slopeChange.value }
        })
      )
      for (const change of ["level", "slope"] as const) {
        const { low, high } = found[change]
        const values = seen.map((one) => one[change])
        assert.isTrue(values.every((value) => value >= low - 1e-6 && value <= high + 1e-6))
        for (const end of [low, high].filter(Number.isFinite))
          assert.isTrue(values.some((value) => Math.abs(value - end) < 1e-6))
      }
      if (hidden.length === 1) assert.match(boundsWords(found.level), /^at most \d+\.\d$/)
      if (hidden.includes(2006)) assert.strictEqual(boundsWords(found.level), "anything")
    }
  })

  it("a verdict is undecided where hidden years could turn it", () => {
    const rising = Array.from({ length: 14 }, (_, i) =>
      cell("UKR", 1995 + i, 20 + 5 * i + ([0, 4, -3, 2, -5, 3][i % 6] as number))
    )
    const of = (cells: ReadonlyArray<ReturnType<typeof cell>>) =>
      directionOf([...(seriesBy(cells, ["origin"]).get("UKR") ?? [])], complete)
    assert.strictEqual(of(rising), "rising")
    const hidden = rising.map((one, i) => (i % 3 === 1 ? cell("UKR", one.year, null) : one))
    assert.strictEqual(of(hidden), "cannot say")
  })

  const complete = { reporting: [], ownChanges: [], notCounted: { from: undefined, pauses: [] } }

  it("a verdict counts who reported: a change that the partners of all years do not show is none", () => {
    const of = (value: (i: number) => number) =>
      [...Array(16).keys()].map((i) => ({ series: "", year: 1996 + i, state: "published" as const, value: value(i) }))
    const noise = [0, 4, -3, 2, -5, 3]
    const steady = of((i) => 100 + (noise[i % 6] as number))
    const rising = of((i) => 100 + 20 * i + (noise[i % 6] as number))
    const joined = { ...complete, reporting: [2004 * 12 + 4] }
    assert.strictEqual(directionOf(rising, complete), "rising")
    assert.deepStrictEqual(
      [[], steady, rising].map((panel) => directionOf(rising, joined, panel)),
      ["cannot say", "cannot say", "rising"]
    )
    // Of the last years records are still expected.
    const falls = rising.map((one, i) => (i > 11 ? { ...one, value: 4 } : one))
    assert.strictEqual(directionOf(rising, { ...complete, ownChanges: [2004] }), "cannot say")
    const late = { ...complete, notCounted: { from: 2008 * 12, pauses: [] } }
    assert.deepStrictEqual([directionOf(falls, complete), directionOf(falls, late)], ["change of level", "rising"])
  })
})
