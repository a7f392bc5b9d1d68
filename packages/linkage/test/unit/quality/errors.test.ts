import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { tabulate } from "../../../src/link/tabulate.ts"
import { errorsOfRound, plantedErrors } from "../../../src/quality/errorsOfRound.ts"
import { estimateErrors } from "../../../src/quality/estimateErrors.ts"
import { expectedGroups, invertHistories } from "../../../src/quality/invertHistories.ts"
import { countedRows } from "../../../src/quality/knownRows.ts"
import { rareRate, shareOf } from "../../../src/quality/Rate.ts"
import { randomOf } from "../../fixtures/invented/random.ts"
import { at, partnersOf, row } from "../../fixtures/namedRows.ts"

describe("intervals of rates", () => {
  it("are those of R 4.4: binom.test and poisson.test", () => {
    expect(shareOf(3, 20).low).toBeCloseTo(0.03207094, 7)
    expect(shareOf(3, 20).high).toBeCloseTo(0.37892683, 7)
    expect(shareOf(0, 30).high).toBeCloseTo(0.11570331, 7)
    expect(rareRate(5, 1).low).toBeCloseTo(1.623486, 5)
    expect(rareRate(5, 1).high).toBeCloseTo(11.66833, 5)
    expect(rareRate(0, 1).high).toBeCloseTo(3.688879, 5)
  })

  it("are everything without a trial", () => {
    expect([shareOf(0, 0).low, shareOf(0, 0).high]).toEqual([0, 1])
    expect(rareRate(0, 0).high).toBe(1)
  })
})

describe("errors", () => {
  it("are counted from twins, known duplicates and pairs of one partner", () => {
    const partners = partnersOf([row("x"), row("y"), row("y"), row("z")], [row("x"), row("u")])
    const { all, rules } = estimateErrors(
      partners,
      [
        [at(0, 0), at(1, 0)],
        [at(0, 3), at(1, 1)],
        [at(0, 1), at(0, 2)]
      ],
      ["names"]
    )
    expect([all.missed.events, all.missed.trials]).toEqual([1, 3])
    expect([all.falsePerPair.events, all.falsePerPair.trials]).toEqual([0, 7])
    expect(rules[0]?.missed.events).toBe(1)
    expect(estimateErrors(partners, [], ["names"]).all.falsePerPair.events).toBe(1)
  })

  it("count a twin that a conflict left apart as missed", () => {
    const partners = partnersOf([row("x"), row("x")], [row("x")])
    const { all, rules } = estimateErrors(partners, [[at(0, 0), at(1, 0)]], ["names"])
    expect(all.missed.events).toBe(1)
    expect(rules[0]?.missed.events).toBe(0)
  })

  it("are bounded, not listed, where very many rows of a partner are alike", () => {
    const alike = partnersOf(Array.from({ length: 20_000 }, () => row("x")))
    const { events, trials, low, high } = estimateErrors(alike, [], ["names"]).all.falsePerPair
    expect([events, trials]).toEqual([199_990_000, 199_990_000])
    expect(low).toBeLessThanOrEqual(1)
    expect(high).toBeGreaterThan(0.5)
  })

  it("have wider intervals where false pairs come in clusters", () => {
    const clustered = partnersOf([row("x"), row("x"), row("x"), row("y")])
    const apart = partnersOf([row("x"), row("x"), row("y"), row("y"), row("z"), row("z")])
    const [a, b] = [clustered, apart].map((each) => estimateErrors(each, [], ["names"]).all.falsePerPair)
    expect([a?.events, b?.events]).toEqual([3, 3])
    expect((a?.high ?? 0) / (a?.share ?? 1)).toBeGreaterThan((b?.high ?? 0) / (b?.share ?? 1))
  })
})

describe("histories", () => {
  it("are turned back exactly when they are as expected", () => {
    const truth = new Map([
      ["a+b+c", 100],
      ["a+b", 200],
      ["b+c", 50],
      ["a", 300],
      ["b", 80],
      ["c", 70]
    ])
    const parts = ["a", "b", "c", "a+b", "a+c", "b+c", "a+b+c"]
    fc.assert(
      fc.property(fc.double({ min: 0.3, max: 1, noNaN: true }), (findable) => {
        const observed = new Map(
          parts.map((part) => [
            part,
            [...truth].reduce((sum, [whole, persons]) => {
              const [lists, others] = [part.split("+"), whole.split("+")]
              return lists.every((list) => others.includes(list))
                ? sum + persons * expectedGroups(lists.length, others.length, findable)
                : sum
            }, 0)
          ])
        )
        const inverted = invertHistories(observed, findable, 0)
        for (const [history, persons] of truth) expect(inverted.get(history)).toBeCloseTo(persons, 5)
      })
    )
  })

  it("of several lists leave groups whose rows add up to all", () => {
    for (const findable of [0, 0.4, 1])
      for (let lists = 1; lists <= 6; lists++) {
        const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k)
        const rows = Array.from(
          { length: lists },
          (_, i) => (i + 1) * choose(lists, i + 1) * expectedGroups(i + 1, lists, findable)
        )
        expect(rows.reduce((a, b) => a + b)).toBeCloseTo(lists, 9)
      }
  })
})

describe("a round's own errors", () => {
  const labelled = (name: string, known: string) => ({ ...row(name), known })
  const partners = partnersOf(
    [labelled("x", "twin 1"), labelled("y", "twin 2"), row("z"), labelled("q", "own 1"), labelled("r", "own 1")],
    [labelled("x", "twin 1"), labelled("w", "twin 2"), row("z"), row("r"), labelled("v", "own 1")]
  )

  it("count no twin, and one person for several files of it", () => {
    const { persons } = tabulate(countedRows(partners), ["names"], [])
    // z at both; q and r, and by r also the second partner's; v.
    expect(persons).toBe(3)
  })

  it("come from twins at two partners and duplicates at one; what is published from twins alone", () => {
    const { planted, estimated } = errorsOfRound(partners, ["names"], { histories: [] })
    expect(planted.map(({ rule, missed }) => [rule, missed.events, missed.trials])).toEqual([
      ["all", 1, 2],
      ["names", 1, 2]
    ])
    expect(estimated?.map(({ missed }) => [missed.events, missed.trials])).toEqual([
      [2, 3],
      [2, 3]
    ])
  })

  it("have intervals with the true rate, also where the same invented person is at many partners", () => {
    const random = randomOf(27)
    const [findable, rounds] = [0.9, 400]
    let contained = 0
    let next = 0
    for (let round = 0; round < rounds; round++) {
      const lists = Array.from({ length: 6 }, () =>
        Array.from({ length: 30 }, (_, twin) =>
          labelled(random.chance(findable) ? `${twin}` : `misspelt ${next++}`, `twin ${twin}`)
        )
      )
      const { low, high, trials } = plantedErrors(partnersOf(...lists), ["names"])[0]?.missed ?? shareOf(0, 0)
      expect(trials).toBe(90)
      if (low <= 1 - findable ** 2 && 1 - findable ** 2 <= high) contained++
    }
    // Of pairs that have a row in common, all are missed if that row has an error: 450 pairs are not 450 trials.
    expect(contained / rounds).toBeGreaterThanOrEqual(0.93)
  })

  it("try each partner as often as the others where three know an invented person", () => {
    const lists = [0, 1, 2].map((partner) =>
      Array.from({ length: 30 }, (_, twin) => labelled(partner === 2 ? `other ${twin}` : `${twin}`, `twin ${twin}`))
    )
    const { events, trials } = plantedErrors(partnersOf(...lists), ["names"])[0]?.missed ?? shareOf(0, 0)
    expect([events, trials]).toEqual([20, 30])
  })

  it("published rates are the same whatever the real rows are", () => {
    const others = partners.map((each) => ({ ...each, rows: each.rows.filter(({ known }) => known !== undefined) }))
    // Rows like the twins', which in the estimate make conflicts and false pairs.
    const crowd = partners.map((each) => ({ ...each, rows: [...each.rows, row("x"), row("w"), row("y")] }))
    for (const changed of [others, crowd])
      expect(plantedErrors(changed, ["names"])).toEqual(plantedErrors(partners, ["names"]))
    expect(errorsOfRound(crowd, ["names"], { histories: [] }).estimated).not.toEqual(
      errorsOfRound(partners, ["names"], { histories: [] }).estimated
    )
  })
})
