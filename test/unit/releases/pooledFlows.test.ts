import { poolTrends } from "@corridor/flow-statistics/model/poolTrends"
import { seededNumbers } from "@corridor/flow-statistics/numeric/SeededNumbers"
import { assert, describe, it } from "vitest"
import type { FlowBounds } from "../../../release/published/flowBounds.ts"
import type { FlowCell } from "../../../release/published/PublishedFlows.ts"
import { pooledFlows } from "../../../release/trends/pooledFlows.ts"

const years = Array.from({ length: 12 }, (_, i) => 2010 + i)
const chance = seededNumbers(5)
const counts = Array.from({ length: 8 }, () => years.map((_, t) => chance.poisson(14 * Math.exp(0.06 * (t - 5.5)))))
const nameOf = (corridor: number) => ({ origin: `O${corridor}`, destination: "RUS" })

/** Cells below 11 are suppressed if `least` is given. */
const cellsOf = (least = 0): ReadonlyArray<FlowCell> =>
  counts.flatMap((own, c) =>
    own.map((victims, t) => ({
      ...nameOf(c),
      year: years[t] as number,
      ...(victims < least ? { state: "suppressed" as const } : { state: "published" as const, victims })
    }))
  )

const boundsOf = (cells: ReadonlyArray<FlowCell>, high: number | null = 10): ReadonlyArray<FlowBounds> =>
  cells.flatMap(({ origin, destination, year, state }) =>
    state === "suppressed" ? [{ origin, destination, year, low: 1, high }] : []
  )

describe("pooled estimates of released flows", () => {
  const exact = poolTrends(counts, { season: 1 }) ?? assert.fail("not pooled")

  it("without suppressed cells are those of the counts", () => {
    const found = pooledFlows(cellsOf(), [], []) ?? assert.fail("not pooled")
    assert.closeTo(found.typical.growth, Math.expm1(exact.typical.value), 1e-12)
    found.corridors.forEach(({ origin, low, high }, i) => {
      assert.strictEqual(origin, nameOf(i).origin)
      assert.closeTo(low, Math.expm1(exact.estimates[i]?.low ?? 0), 1e-12)
      assert.closeTo(high, Math.expm1(exact.estimates[i]?.high ?? 0), 1e-12)
    })
  })

  it("hold for the values that suppressed cells have, and are wider for it", () => {
    const cells = cellsOf(11)
    const bounds = boundsOf(cells)
    assert.isAbove(bounds.length, 15)
    const { corridors } = pooledFlows(cells, bounds, []) ?? assert.fail("not pooled")
    for (const { origin, low, high } of corridors) {
      const own = exact.estimates[Number(origin.slice(1))]
      const [from, to] = [Math.expm1(own?.low ?? 0), Math.expm1(own?.high ?? 0)]
      const hidden = bounds.filter((one) => one.origin === origin).length
      if (hidden < 2) continue
      assert.isAbove(high - low, to - from)
      assert.isBelow(low, Math.expm1(own?.value ?? 0))
      assert.isAbove(high, Math.expm1(own?.value ?? 0))
    }
  })

  it("grow no more where the partners that report changed, or one of them alone", () => {
    const other = seededNumbers(6)
    const cells = cellsOf().map((cell) => ({
      ...cell,
      victims: other.poisson(cell.year < 2016 ? 20 : 32)
    }))
    const all = pooledFlows(cells, [], []) ?? assert.fail("not pooled")
    assert.isAbove(all.typical.low, 0.02)
    const { typical } = pooledFlows(cells, [], [12 * 2016]) ?? assert.fail("not pooled")
    assert.isBelow(typical.low, 0)
    assert.isAbove(typical.high, 0)
  })

  it("leave out corridors whose suppressed years have no upper bound, and years that are not complete", () => {
    const cells = cellsOf(11)
    const open = new Set(boundsOf(cells).map(({ origin }) => origin))
    const bounds = boundsOf(cells).map((one) => (one.origin === "O1" ? { ...one, high: null } : one))
    assert.isTrue(open.has("O1"))
    const found = pooledFlows(cells, bounds, [])
    assert.isFalse(found?.corridors.some(({ origin }) => origin === "O1"))
    assert.isUndefined(pooledFlows(cells, boundsOf(cells, null), []))
    assert.isUndefined(pooledFlows(cells, [], []))
    const early = pooledFlows(cellsOf(), [], [], { from: 2021 * 12 + 3, pauses: [] })
    const cut = poolTrends(
      counts.map((own) => own.slice(0, 11)),
      { season: 1 }
    )
    assert.closeTo(early?.typical.growth ?? 0, Math.expm1(cut?.typical.value ?? 1), 1e-12)
    const paused = pooledFlows(cellsOf(), [], [], { from: undefined, pauses: [2013 * 12 + 3, 2013 * 12 + 4] })
    const without = poolTrends(
      counts.map((own) => own.map((value, t) => (t === 3 ? Number.NaN : value))),
      { season: 1 }
    )
    assert.closeTo(paused?.typical.growth ?? 0, Math.expm1(without?.typical.value ?? 1), 1e-12)
  })
})
