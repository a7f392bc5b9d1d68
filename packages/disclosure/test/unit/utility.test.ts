import { describe, expect, it } from "vitest"
import { countsOfShare } from "../../src/attack/shares.ts"
import { nearest } from "../../src/perturb/Rounding.ts"
import { changeOf, meanOf, type ReleasedFigure, rateOf, shareOf } from "../../src/utility/derived.ts"
import { meanRanks, spearman } from "../../src/utility/spearman.ts"
import { utilityOf } from "../../src/utility/Utility.ts"
import { utilityTable } from "../../src/utility/utilityTable.ts"
import { systemFrom } from "../property/arbitrarySystem.ts"

const shown = (figure: number): ReleasedFigure => ({ state: "published", figure })
const hidden: ReleasedFigure = { state: "suppressed" }

describe("numbers that follow from released figures", () => {
  it("a share of 33.3 % of 30 is a 10; of rounded figures it leaves open what was counted", () => {
    const of = (part: number, whole: number) => shareOf(shown(part), shown(whole))
    const told = (share: ReturnType<typeof of>) =>
      share.state === "published" ? Math.round(share.value * 10) / 10 : -1
    // From true counts: a reader of the share and the whole has the part.
    expect(told(of(10, 30))).toBe(33.3)
    expect(countsOfShare({ value: 33.3, per: 100, digits: 1 }, 30, 30)).toEqual([10, 10])
    // From figures rounded to 5: every part of 8 … 12 of every whole of 28 … 32 gives the same share.
    const { round } = nearest(5)
    const shares = new Set<number>()
    for (let part = 8; part <= 12; part++)
      for (let whole = 28; whole <= 32; whole++) shares.add(told(of(round(part), round(whole))))
    expect([...shares]).toEqual([33.3])
  })

  it("are not computed from what is not shown, whatever figure stands beside the state", () => {
    expect(shareOf(hidden, shown(30))).toEqual({ state: "suppressed" })
    expect(shareOf(shown(10), hidden)).toEqual({ state: "suppressed" })
    expect(shareOf({ state: "suppressed", figure: 10 }, shown(30))).toEqual({ state: "suppressed" })
    expect(shareOf({ state: "published", figure: Number.NaN }, shown(30))).toEqual({ state: "suppressed" })
    expect(rateOf(hidden, 1000)).toEqual({ state: "suppressed" })
    expect(changeOf(shown(20), hidden)).toEqual({ state: "suppressed" })
    expect(meanOf([shown(11), hidden, shown(13)])).toEqual({ state: "suppressed" })
    expect(meanOf([shown(11), { state: "not_reported" }, { state: "not_collected" }])).toEqual({
      state: "not_reported"
    })
    expect(meanOf([{ state: "not_reported" }, hidden])).toEqual({ state: "suppressed" })
  })

  it("are right where all is shown, and undefined where nothing can be divided", () => {
    expect(shareOf(shown(15), shown(60))).toEqual({ state: "published", value: 25 })
    expect(shareOf(shown(0), shown(0))).toEqual({ state: "undefined" })
    expect(rateOf(shown(25), 500_000)).toEqual({ state: "published", value: 5 })
    expect(rateOf(shown(25), 0)).toEqual({ state: "undefined" })
    expect(meanOf([shown(10), shown(20), shown(45)])).toEqual({ state: "published", value: 25 })
    expect(meanOf([])).toEqual({ state: "undefined" })
    expect(changeOf(shown(20), shown(25))).toEqual({ state: "published", value: 25 })
    expect(changeOf(shown(0), shown(25))).toEqual({ state: "undefined" })
  })
})

describe("rank correlation", () => {
  it("shares ranks among equals", () => {
    expect(meanRanks([10, 20, 10, 5])).toEqual([2.5, 4, 2.5, 1])
  })

  it("is 1, -1, and as 1 - 6 d² / (n (n² - 1)) where nothing is equal", () => {
    expect(spearman([1, 2, 3], [10, 20, 30])).toBeCloseTo(1, 12)
    expect(spearman([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12)
    const [x, y] = [
      [86, 97, 99, 100, 101, 103, 106, 110, 112, 113],
      [0, 20, 28, 27, 50, 29, 7, 17, 6, 12]
    ]
    // IQ and hours of television, the worked example of encyclopaedias: -29 / 165.
    expect(spearman(x as Array<number>, y as Array<number>)).toBeCloseTo(-29 / 165, 12)
    expect(spearman([1, 1], [1, 2])).toBeNull()
  })
})

describe("the report of utility", () => {
  // Corridors 20, 5, 100, 0; their sum 125.
  const system = systemFrom([20, 5, 100, 0, 125], [{ total: 4, parts: [0, 1, 2, 3] }])
  const made = utilityOf(
    system,
    { shown: Float64Array.of(25, Number.NaN, 100, 5, 125), additive: false },
    { method: "made", corridors: [0, 1, 2, 3], seconds: 1.25, fabricatedElsewhere: 2 }
  )

  it("counts what is shown, what is lost, what is wrong and what is invented", () => {
    expect(made).toMatchObject({
      cells: 5,
      cellsShown: 4,
      valueShown: 245 / 250,
      corridors: 3,
      corridorsShown: 2,
      corridorValueShown: 120 / 125,
      corridorError: { all: 0.125, under11: null, from11: 0.125, from100: 0 },
      error: { all: 0.25 / 3 },
      fabricated: 3,
      rankCorrelation: 1,
      narrow: null
    })
  })

  it("is a table and JSON", () => {
    const table = utilityTable([made]).split("\n")
    expect(table).toHaveLength(3)
    expect(new Set(table.map((line) => line.length)).size).toBe(1)
    expect(table[2]).toContain("2 of 3")
    expect(JSON.parse(JSON.stringify(made))).toEqual(made)
  })
})
