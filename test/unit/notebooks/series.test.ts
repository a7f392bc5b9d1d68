/** What notebooks say of released cells: a hidden one is never 0, a gap is no neighbour, a sum is at least so many. */
import { assert, describe, it } from "@effect/vitest"
import { tableFromIPC } from "apache-arrow"
import { readArrow } from "../../../notebooks/lib/released.ts"
import { changeAt, longest, runAround, seriesBy, sumBounds, verdictOf } from "../../../notebooks/lib/series.ts"
import { toArrow } from "../../../release/api/formats/toArrow.ts"

const cell = (origin: string, year: number, value: number | null) => ({
  labels: { origin, destination: "RUS", year },
  year,
  state: value === null ? ("suppressed" as const) : ("published" as const),
  value
})

describe("cells for notebooks", () => {
  it("are read from Arrow with their states; what is not shown is null", () => {
    const bytes = toArrow(
      [
        { name: "origin", type: "text", values: ["UKR", "MDA"], hxl: "" },
        { name: "year", type: "number", values: [2004, 2005], hxl: "" },
        { name: "state", type: "text", values: ["published", "suppressed"], hxl: "" },
        { name: "victims", type: "number", values: [40, null], hxl: "" }
      ],
      new Map([
        ["corridor.dimensions", '["origin","year"]'],
        ["corridor.figure", "victims"],
        ["corridor.citation", "cite me"]
      ]),
      false
    )
    assert.strictEqual(tableFromIPC(bytes).numRows, 2)
    const { cells, facts } = readArrow(bytes)
    assert.deepStrictEqual(cells, [
      { labels: { origin: "UKR", year: 2004 }, year: 2004, state: "published", value: 40 },
      { labels: { origin: "MDA", year: 2005 }, year: 2005, state: "suppressed", value: null }
    ])
    assert.strictEqual(facts["citation"], "cite me")
  })

  it("make series in order of years; the longest come first", () => {
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
      ["UKR → RUS", "MDA → RUS"]
    )
  })

  it("sums have a least value, and are exact only where nothing is hidden", () => {
    assert.deepStrictEqual(sumBounds([cell("A", 1, 5), cell("A", 2, null), cell("A", 3, null)]), {
      shown: 5,
      hidden: 2,
      atLeast: 7,
      isExact: false
    })
    assert.isTrue(sumBounds([cell("A", 1, 5)]).isExact)
  })

  it("a change needs four published years on each side without a gap", () => {
    const years = [
      ...(seriesBy(
        Array.from({ length: 12 }, (_, i) => cell("UKR", 1998 + i, 10 + i)),
        ["origin"]
      ).get("UKR") ?? [])
    ]
    assert.strictEqual(runAround(years, 2004).length, 12)
    const found = changeAt(years, 2004)
    assert.isFalse("refused" in found)
    if (!("refused" in found)) assert.closeTo(found.levelChange.value, 0, 1e-9)
    const gapped = years.map((one) => (one.year === 2002 ? { ...one, state: "suppressed" as const, value: null } : one))
    const refused = changeAt(gapped, 2004)
    assert.match("refused" in refused ? refused.refused : "", /there are 1 before and 6 from it on/)
  })

  it("a verdict is undecided where hidden years could turn it", () => {
    const rising = Array.from({ length: 14 }, (_, i) =>
      cell("UKR", 1995 + i, 20 + 5 * i + ([0, 4, -3, 2, -5, 3][i % 6] as number))
    )
    const of = (cells: ReadonlyArray<ReturnType<typeof cell>>) =>
      verdictOf([...(seriesBy(cells, ["origin"]).get("UKR") ?? [])])
    assert.strictEqual(of(rising).direction, "rising")
    const hidden = rising.map((one, i) => (i % 3 === 1 ? cell("UKR", one.year, null) : one))
    assert.deepInclude(of(hidden), { direction: "undecided", suppressed: 5 })
  })
})
