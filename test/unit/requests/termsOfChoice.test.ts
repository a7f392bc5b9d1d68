import { assert, describe, it } from "@effect/vitest"
import fc from "fast-check"
import {
  choiceOfTerms,
  type PlainTerms,
  subjectTables,
  termDefinitions,
  termsOf,
  termsOfChoice
} from "../../../release/catalogue/PlainTerms.ts"
import { toChoice } from "../../../release/catalogue/TableChoice.ts"
import { nearestChoices } from "../../../release/queries/nearestChoices.ts"
import { parametersOf, readTerms } from "../../../site/explorer/pages/request/requestTerms.ts"

const places = ["UKR", "RUS", "MDA", "KOR", "BIH"]

const termsArbitrary: fc.Arbitrary<PlainTerms> = fc
  .constantFrom(...(Object.keys(subjectTables) as ReadonlyArray<PlainTerms["subject"]>))
  .chain((subject) => {
    const terms = termsOf(subject)
    const values = Object.fromEntries(
      terms.map((term) => {
        const own = termDefinitions[term]
        return [
          term,
          fc.uniqueArray(fc.constantFrom(...("labels" in own ? own.labels : places)), { minLength: 1, maxLength: 3 })
        ]
      })
    )
    return fc.record(
      {
        subject: fc.constant(subject),
        ...values,
        each: fc.uniqueArray(fc.constantFrom(...terms, "year" as const), { minLength: 1 }),
        firstYear: fc.integer({ min: 2000, max: 2005 }),
        lastYear: fc.integer({ min: 2005, max: 2010 }),
        yearsTogether: fc.integer({ min: 1, max: 5 }),
        purpose: fc.constantFrom("policy", "research")
      },
      { requiredKeys: ["subject"] }
    ) as unknown as fc.Arbitrary<PlainTerms>
  })

describe("terms of a request", () => {
  it("are the same after a way through an address", () => {
    fc.assert(
      fc.property(termsArbitrary, (terms) => {
        const read = readTerms(
          new URLSearchParams(parametersOf(terms).map(([name, value]): [string, string] => [name, value]))
        )
        assert.deepStrictEqual({ ...read.terms }, { ...terms })
        assert.strictEqual(read.problems.size, 0)
      })
    )
  })

  it("that are made of a choice describe that choice", () => {
    let made = 0
    fc.assert(
      fc.property(termsArbitrary, (terms) => {
        const result = choiceOfTerms(terms)
        if ("problems" in result) return
        for (const choice of [result.choice, ...nearestChoices(result.choice).slice(0, 5)]) {
          const own = termsOfChoice(choice)
          if (own === undefined) continue
          made += 1
          assert.deepStrictEqual(choiceOfTerms(own), { choice })
        }
      })
    )
    assert.isAbove(made, 100)
  })

  it("a refusal tries choices with less detail, the nearest first", () => {
    const made = toChoice({ table: "victims", by: ["country", "sex", "form", "year"] })
    assert.isTrue("choice" in made)
    if (!("choice" in made)) return
    const nearest = nearestChoices(made.choice)
    assert.deepStrictEqual(
      nearest.slice(0, 4).map(({ by, levels }) => [by.length, levels["year"]?.[0], levels["country"]?.[0]]),
      [
        [4, "period", "country"],
        [4, "year", "subregion"],
        [3, "year", undefined],
        [3, undefined, "country"]
      ]
    )
  })
})
