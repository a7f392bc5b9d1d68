/** Cases that are reported in other months than before are not a change. */
import { assert, describe, it } from "vitest"
import { describeChange, isChange } from "../../src/model/describeChange.ts"
import { type DatedChange, describeIntervention } from "../../src/model/describeIntervention.ts"
import { isShownBySums } from "../../src/model/shownBySums.ts"
import { seededNumbers } from "../../src/numeric/SeededNumbers.ts"

/** Returns Poisson counts that are sent together in every `every`-th month from a month on. */
const sentTogether = (seed: number, every: number, from: number, mean = 20) => {
  const random = seededNumbers(seed)
  const counts = Float64Array.from({ length: 72 }, () => random.poisson(mean))
  let waiting = 0
  for (let t = from; t < counts.length; t++) {
    waiting += counts[t] as number
    counts[t] = t % every === every - 1 ? waiting : 0
    if (t % every === every - 1) waiting = 0
  }
  return counts
}

describe("a change that sums do not show", () => {
  it("is not stated if a partner begins to send a year, a half-year or a quarter at once", () => {
    for (const every of [12, 6, 3])
      for (const from of [24, 36]) {
        const change = describeChange(sentTogether(every + from, every, from), { season: 12 })
        assert.isFalse(isChange(change.direction), `every ${every} from ${from}: ${change.direction}`)
        assert.isAtMost(change.trend?.low ?? 0, 0)
        assert.isAtLeast(change.trend?.high ?? 0, 0)
      }
  })

  it("is not stated at the date at which the partner began to do so", () => {
    for (const every of [12, 3]) {
      const { level, slope, p } = describeIntervention(sentTogether(every, every, 36), {
        at: 36,
        season: 12
      }) as DatedChange
      assert.isBelow(p, 0.05)
      for (const { low, high } of [level, slope]) assert.isTrue(low <= 0 && high >= 0)
    }
    const doubled = sentTogether(3, 1, 36).map((count, t) => (t < 36 ? count : 3 * count))
    assert.isAbove(describeIntervention(doubled, { at: 36, season: 12 })?.level.low ?? 0, 0)
  })

  it("is stated if the sums change, too", () => {
    const counts = sentTogether(5, 3, 36).map((count, t) => (t < 36 ? count : 3 * count))
    assert.isTrue(isShownBySums(counts, 12, 36, Math.log(3)))
    assert.isFalse(isShownBySums(counts, 12, 36, -1))
  })

  it("is judged at the places of the cycle that both sides have, and stated where one side has no case or no place", () => {
    const season = Array.from({ length: 18 }, (_, t) => (t % 12 < 6 ? 10 : 40))
    assert.isFalse(isShownBySums(season, 12, 12, -0.5))
    assert.isTrue(isShownBySums([0, 0, 0, 5, 6, 7], 1, 3, 2))
    assert.isTrue(isShownBySums([5, 6, 7, 0, 0, 0], 1, 3, -2))
    assert.isTrue(isShownBySums([5, Number.NaN, Number.NaN, 7], 2, 2, 1))
  })
})
