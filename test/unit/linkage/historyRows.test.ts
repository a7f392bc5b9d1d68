import fc from "fast-check"
import { assert, it } from "vitest"
import { historyRows } from "../../../infra/linkage/storeHistories.ts"

const types = { a: "NGO", b: "NGO", c: "LawEnforcement", d: "Health" } as const

it("attributes each person to one partner, so that counts by history of types and year add up to persons, and counts every partner's own", () => {
  const partners = Object.entries(types).map(([partner, type]) => ({ partner, type, persons: 0 }))
  const arbitrary = fc.uniqueArray(
    fc.record({
      lists: fc.subarray(["a", "b", "c", "d"], { minLength: 1 }),
      stratum: fc.record({ year: fc.constantFrom("2023", "2024") }),
      persons: fc.nat(9)
    }),
    { selector: ({ lists, stratum }) => `${lists} ${stratum.year}` }
  )
  fc.assert(
    fc.property(arbitrary, (histories) => {
      const rows = historyRows({ histories, partners })
      for (const year of ["2023", "2024"])
        for (const row of rows) {
          const same = histories.filter(
            ({ lists, stratum }) =>
              stratum.year === year &&
              row.history === [...new Set(lists.map((each) => types[each as "a"]))].sort().join("+")
          )
          const counted = rows.filter((each) => each.history === row.history && each.year === year)
          assert.strictEqual(
            counted.reduce((sum, { persons }) => sum + persons, 0),
            same.reduce((sum, { persons }) => sum + persons, 0)
          )
        }
      const own = (partner: string) =>
        histories.reduce((sum, { lists, persons }) => sum + (lists.includes(partner as "a") ? persons : 0), 0)
      for (const partner of Object.keys(types))
        assert.strictEqual(
          rows.reduce((sum, row) => sum + (row.partner_id === partner ? row.at_partner : 0), 0),
          own(partner)
        )
      assert.isTrue(rows.every(({ history, partner_id }) => history.split("+").includes(types[partner_id as "a"])))
      // Every partner took part; of the two NGOs, a person of one may be known to the other.
      assert.sameMembers([...new Set(rows.map(({ partner_id }) => partner_id))], Object.keys(types))
      const shared = histories.filter(({ lists }) => lists.includes("a") && lists.includes("b"))
      assert.strictEqual(
        rows.reduce((sum, row) => sum + (row.partner_id === "a" && /NGO/.test(row.others) ? row.at_partner : 0), 0),
        shared.reduce((sum, { persons }) => sum + persons, 0)
      )
      assert.isTrue(rows.every(({ groups }) => /^[A-Za-z]+(\+[A-Za-z]+)*$/.test(groups) && !groups.includes("NGO")))
    })
  )
})
