import fc from "fast-check"
import { expect, it } from "vitest"
import { linkPersons, type Member } from "../../src/link/linkPersons.ts"
import type { PartnerRows, PersonRow } from "../../src/link/PersonRow.ts"
import { correctHistories } from "../../src/quality/correctHistories.ts"
import { correctPersons } from "../../src/quality/correctPersons.ts"
import { estimateErrors } from "../../src/quality/estimateErrors.ts"
import { rareRate, shareOf } from "../../src/quality/Rate.ts"
import { type Random, randomOf } from "../fixtures/invented/random.ts"
import { at, partnersOf, row } from "../fixtures/namedRows.ts"

/** Persons at three partners, some rows misspelt, few names, and twins in every second partner pair. */
const simulate = (random: Random, { persons = 400, twins = 100, findable = 0.94, names = 8_000 } = {}) => {
  const rows: [Array<PersonRow>, Array<PersonRow>, Array<PersonRow>] = [[], [], []]
  let unique = 0
  const write = (partner: number, name: string) => {
    const own = rows[partner] ?? []
    own.push(row(random.chance(findable) ? name : `misspelt ${unique++}`))
    return at(partner, own.length - 1)
  }
  const name = () => `name ${random.whole(names)}`
  const seen = new Set<number>()
  for (let i = 0; i < persons; i++) {
    const own = name()
    for (const partner of [0, 1, 2])
      if (random.chance([0.5, 0.4, 0.3][partner] ?? 0)) {
        write(partner, own)
        seen.add(i)
      }
  }
  const known = Array.from({ length: twins }, (_, i) => {
    const own = name()
    return [write(i % 2, own), write(2, own)] as const
  })
  return { partners: partnersOf(...rows), known, truth: seen.size }
}

/** Persons by list without the twins. */
const historiesOf = (partners: ReadonlyArray<PartnerRows>, known: ReadonlyArray<readonly [Member, Member]>) => {
  const planted = new Set(known.flat().map(({ partner, row: index }) => `${partner} ${index}`))
  const counts = new Map<string, number>()
  for (const members of linkPersons(partners, ["names"]).persons) {
    const lists = members
      .filter((each) => !planted.has(`${each.partner} ${each.row}`))
      .map(({ partner }) => `p${partner}`)
    const history = lists.sort().join("+")
    if (lists.length > 0) counts.set(history, (counts.get(history) ?? 0) + 1)
  }
  return counts
}

/** Simulated rounds, and the least and largest share of them whose interval may have the truth: fewer rounds leave more to chance. */
const [rounds, least, most] = process.env["CORRIDOR_TEST_FULL"] === "1" ? [300, 0.93, 0.97] : [100, 0.9, 0.99]

it("the interval of the number of persons has the truth in 95 of 100 simulated rounds", () => {
  const random = randomOf(27)
  let [inside, insideTotal, uncorrected, bias] = [0, 0, 0, 0]
  for (let round = 0; round < rounds; round++) {
    const { partners, known, truth } = simulate(random)
    const observed = historiesOf(partners, known)
    const { all } = estimateErrors(partners, known, ["names"])
    const { total } = correctHistories(observed, all)
    if (total.low <= truth && truth <= total.high) inside++
    const persons = correctPersons(observed, all)
    if (persons.low <= truth && truth <= persons.high) insideTotal++
    bias += (total.persons - truth) / truth / rounds
    uncorrected += ([...observed.values()].reduce((a, b) => a + b, 0) - truth) / truth / rounds
  }
  for (const times of [inside, insideTotal]) {
    expect(times / rounds).toBeGreaterThanOrEqual(least)
    expect(times / rounds).toBeLessThanOrEqual(most)
  }
  // Without the correction persons are counted too often.
  expect(uncorrected).toBeGreaterThan(0.02)
  expect(Math.abs(bias)).toBeLessThan(0.005)
})

it("without twins the counts stay and the interval is wide", () => {
  const { partners } = simulate(randomOf(1), { persons: 60, twins: 0 })
  const observed = historiesOf(partners, [])
  const persons = [...observed.values()].reduce((a, b) => a + b, 0)
  const { total } = correctHistories(observed, estimateErrors(partners, [], ["names"]).all)
  expect(total.persons).toBeCloseTo(persons, 5)
  expect(total.low).toBeLessThan(persons * 0.9)
})

it("persons are as many as all histories have together, for any lists and errors", () => {
  const lists = ["a", "b", "c", "d"]
  const histories = Array.from({ length: 15 }, (_, i) => lists.filter((_, bit) => ((i + 1) >> bit) & 1).join("+"))
  fc.assert(
    fc.property(
      fc.tuple(...histories.map((history) => fc.tuple(fc.constant(history), fc.nat(40)))),
      fc.integer({ min: 1, max: 60 }),
      fc.nat(3),
      (counts, trials, falsePairs) => {
        const observed = new Map(counts)
        const errors = { missed: shareOf(Math.floor(trials / 5), trials), falsePerPair: rareRate(falsePairs, 4_000) }
        const { total } = correctHistories(observed, errors)
        const rows = counts.reduce((sum, [history, persons]) => sum + history.split("+").length * persons, 0)
        const { persons, low, high } = correctPersons(observed, errors)
        expect(persons).toBeCloseTo(Math.min(total.persons, rows), 6)
        expect(low).toBeLessThanOrEqual(persons)
        expect(high).toBeLessThanOrEqual(Math.max(rows, persons))
      }
    ),
    { numRuns: 25 }
  )
})
