import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { linkPersons } from "../../src/link/linkPersons.ts"
import { type HistoryCount, tabulate } from "../../src/link/tabulate.ts"
import { arbitraryPeople, partnerRows, ruleNames } from "../fixtures/arbitraryPeople.ts"
import { historiesByDefinition, linkByDefinition } from "../fixtures/plainTextOracle.ts"

const asRecord = (histories: ReadonlyArray<HistoryCount>) =>
  Object.fromEntries(histories.map(({ stratum, lists, persons }) => [`${lists.join("+")} ${stratum["year"]}`, persons]))

describe("linking", () => {
  it("gives the histories and overlaps of the plain-text oracle", () => {
    fc.assert(
      fc.property(arbitraryPeople, (people) => {
        const table = tabulate(partnerRows(people), ruleNames, ["year"])
        const persons = linkByDefinition(people, ruleNames)
        assert.strictEqual(table.persons, persons.length)
        assert.deepStrictEqual(asRecord(table.histories), historiesByDefinition(people, ruleNames))
        assert.deepStrictEqual(
          asRecord(table.typeHistories),
          historiesByDefinition(people, ruleNames, ({ type }) => type)
        )
        for (const { lists, persons: both } of table.overlaps)
          assert.strictEqual(
            persons.filter((group) => lists.every((list) => [...group].some(({ partner }) => partner === list))).length,
            both
          )
      }),
      { numRuns: 400 }
    )
  })

  it("does not join by a rule for the unknown two persons of whom all is known", () => {
    fc.assert(
      fc.property(
        arbitraryPeople,
        fc.constantFrom(...ruleNames),
        fc.constantFrom(...ruleNames),
        (people, rule, decider) => {
          const deciders = new Map([[rule, decider]])
          const { persons } = linkPersons(partnerRows(people), ruleNames, deciders)
          assert.strictEqual(persons.length, linkByDefinition(people, ruleNames, deciders).length)
        }
      ),
      { numRuns: 400 }
    )
  })

  it("does not depend on the order of partners, rows and tokens", () => {
    fc.assert(
      fc.property(
        arbitraryPeople.chain((people) =>
          fc.tuple(fc.constant(people), fc.shuffledSubarray([...people], { minLength: people.length }))
        ),
        ([people, shuffled]) => {
          const reversed = partnerRows(shuffled).map((each) => ({
            ...each,
            rows: each.rows.map((row) => ({ ...row, tokens: [...row.tokens].reverse() }))
          }))
          assert.deepStrictEqual(
            tabulate(reversed, ruleNames, ["year"]),
            tabulate(partnerRows(people), ruleNames, ["year"])
          )
        }
      )
    )
  })

  it("never takes two persons of one partner for one, and loses none", () => {
    fc.assert(
      fc.property(arbitraryPeople, (people) => {
        const { persons, rules } = linkPersons(partnerRows(people), ruleNames)
        for (const person of persons)
          assert.strictEqual(new Set(person.map(({ partner }) => partner)).size, person.length)
        assert.strictEqual(persons.flat().length, people.length)
        assert.strictEqual(people.length - rules.reduce((sum, { links }) => sum + links, 0), persons.length)
      })
    )
  })

  it("gives each partner as many persons as it sent: what it can check by itself", () => {
    fc.assert(
      fc.property(arbitraryPeople, (people) => {
        const rows = partnerRows(people)
        const { histories } = tabulate(rows, ruleNames, ["year"])
        for (const { partner, rows: sent } of rows)
          assert.strictEqual(
            histories.reduce((sum, { lists, persons }) => sum + (lists.includes(partner) ? persons : 0), 0),
            sent.length
          )
      })
    )
  })

  it("counts a conflict instead of choosing between two persons of one partner", () => {
    const row = (token: string) => ({ tokens: [{ rule: "strict", token }], stratum: {} })
    const partners = [
      { partner: "a", type: "ngo", rows: [row("x")] },
      { partner: "b", type: "ngo", rows: [row("x"), row("x")] },
      { partner: "c", type: "police", rows: [row("x")] }
    ]
    const { persons, rules } = linkPersons(partners, ["strict"])
    assert.deepStrictEqual(rules, [{ rule: "strict", persons: 4, links: 1, conflicts: 2 }])
    assert.deepStrictEqual(
      persons.map((person) => person.map(({ partner }) => partner)),
      [[0, 2], [1], [1]]
    )
  })
})
