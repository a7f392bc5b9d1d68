import { shareOf } from "@corridor/linkage/quality/Rate"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { personsInterval } from "../../../release/protection/personsIntervals.ts"

const exact = (figure: number) => ({ low: figure, high: figure })

describe("the interval of persons", () => {
  it("contains the persons that there are, whatever their numbers of partners, if as many links are missed as twins say", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 400 }),
        fc.double({ min: 0.5, max: 1, noNaN: true }),
        (partners, findable) => {
          // Groups that a person leaves on average: each row that cannot be found, and one of all others.
          const groups = (lists: number) => (lists === 1 ? 1 : lists * (1 - findable) + (1 - (1 - findable) ** lists))
          const found = partners.reduce((sum, lists) => sum + groups(lists), 0)
          const rows = partners.reduce((sum, lists) => sum + lists, 0)
          const missed = { ...shareOf(0, 1), low: 1 - findable ** 2, high: 1 - findable ** 2 }
          const { low, high } = personsInterval(exact(found), exact(rows), missed)
          assert.isAtMost(low, partners.length + 1e-6)
          assert.isAtLeast(high, partners.length - 1e-6)
        }
      )
    )
  })

  it("is as wide as not knowing makes it without twins, and at least that of the noise", () => {
    assert.deepStrictEqual(personsInterval({ low: 90, high: 110 }, exact(150), undefined), { low: 1, high: 110 })
    assert.deepStrictEqual(personsInterval({ low: 90, high: 110 }, { low: 140, high: 160 }, exactly(0)), {
      low: 90,
      high: 110
    })
    const { low, high } = personsInterval({ low: 90, high: 110 }, { low: 140, high: 160 }, shareOf(5, 60))
    assert.isBelow(low, 90)
    assert.isAtMost(high, 110)
  })
})

const exactly = (share: number) => ({ ...shareOf(0, 1), low: share, high: share })
