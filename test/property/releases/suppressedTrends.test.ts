/**
 * A statement about a series with suppressed cells holds for the values that they can have: series are drawn, some cells hidden behind bounds, and
 * the statement is compared with that on random completions within the bounds.
 */
import { describeChange } from "@corridor/flow-statistics/model/describeChange"
import { assert, describe, it } from "vitest"
import { mulberry32 } from "../../../ingest/demo/mulberry32.ts"
import { cellTrend, type YearCell } from "../../../release/trends/cellTrend.ts"
import { rounds as roundsOf } from "../../fixtures/fullRun.ts"
import { poisson } from "../../releases/poisson.ts"

/** Draws years of which some are known by an interval only; the counts are among the values that it allows. */
const draw = (random: () => number, round: number) => {
  const n = [10, 14, 20, 28][round % 4] as number
  const growth = [0, 0.05, 0.09, -0.06][Math.floor(round / 4) % 4] as number
  const share = [0.1, 0.25, 0.4][round % 3] as number
  return Array.from({ length: n }, (_, i): YearCell => {
    const value = poisson(random, 30 * Math.exp(growth * i))
    const isHidden = random() < share
    const width = 2 + Math.floor(random() * 12)
    const low = Math.max(0, value - Math.floor(random() * width))
    return isHidden
      ? { year: 2000 + i, state: "suppressed", value: undefined, low, high: low + width }
      : { year: 2000 + i, state: "published", value }
  })
}

/** Completes a series: each hidden cell at an end of its interval, or anywhere within. */
const complete = (cells: ReadonlyArray<YearCell>, random: () => number, isAtEnds: boolean) =>
  Float64Array.from(cells, ({ value, low = 0, high = 0 }) => {
    if (value !== undefined) return value
    return isAtEnds ? (random() < 0.5 ? low : high) : low + Math.floor(random() * (high - low + 1))
  })

describe("series with suppressed cells", () => {
  const rounds = roundsOf(15, 300)
  const random = mulberry32(1)
  const drawn = Array.from({ length: rounds }, (_, round) => draw(random, round))
    .filter((cells) => cells.some(({ state }) => state === "suppressed"))
    .map((cells) => ({ cells, found: cellTrend(cells, 2000, cells.length) ?? assert.fail("no verdict") }))
  const stated = drawn.filter(({ found }) => found.direction !== "cannot say")

  it("state what holds for random values of the cells, with an interval that contains their rates", () => {
    assert.isAbove(stated.length, rounds / 4)
    for (const { cells, found } of stated)
      for (let k = 0; k < 30; k++) {
        const { direction, trend } = describeChange(complete(cells, random, k % 2 === 0), { season: 1 })
        assert.strictEqual(direction, found.direction, found.words)
        const rate = Math.expm1(trend?.value ?? Number.NaN)
        assert.isTrue((found.rate?.low ?? 1) <= rate && rate <= (found.rate?.high ?? -1), `${rate}: ${found.words}`)
      }
  })

  it("say how much wider the suppressed cells make the interval", () => {
    for (const { found } of drawn) {
      if (found.rate === undefined) continue
      assert.isAtLeast(found.widened ?? 0, 1)
      if (found.direction !== "cannot say") assert.include(found.words, "suppressed")
    }
    const published = cellTrend(
      Array.from({ length: 12 }, (_, i) => ({ year: 2000 + i, state: "published" as const, value: 20 + i })),
      2000,
      12
    )
    assert.isUndefined(published?.widened)
  })

  it("are not stated if an upper bound is missing that matters", () => {
    const [first] = stated
    const open = (first?.cells ?? []).map((cell) => ({ ...cell, high: undefined }))
    assert.strictEqual(cellTrend(open, 2000, open.length)?.direction, "cannot say")
  })
})
