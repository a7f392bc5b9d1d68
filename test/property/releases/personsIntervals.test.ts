import type { PersonRow } from "@corridor/linkage/link/PersonRow"
import { tabulate } from "@corridor/linkage/link/tabulate"
import { plantedErrors } from "@corridor/linkage/quality/errorsOfRound"
import { countedRows } from "@corridor/linkage/quality/knownRows"
import { rareRate, shareOf } from "@corridor/linkage/quality/Rate"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { mulberry32 } from "../../../ingest/demo/mulberry32.ts"
import { personsInterval } from "../../../release/protection/personsIntervals.ts"
import { rounds } from "../../fixtures/fullRun.ts"

const exact = (figure: number) => ({ low: figure, high: figure })
const exactly = (share: number) => ({ ...shareOf(0, 1), low: share, high: share })
const never = exactly(0)

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
          const { low, high } = personsInterval(
            { once: exact(found), atPartners: exact(rows), allRows: rows },
            { missed: exactly(1 - findable ** 2), falsePerPair: never }
          )
          assert.isAtMost(low, partners.length + 1e-6)
          assert.isAtLeast(high, partners.length - 1e-6)
        }
      )
    )
  })

  it("is as wide as not knowing makes it without invented persons, and at least that of the noise", () => {
    const figures = { once: { low: 90, high: 110 }, atPartners: { low: 140, high: 160 }, allRows: 500 }
    assert.deepStrictEqual(personsInterval(figures, {}), { low: 1, high: 160 })
    assert.deepStrictEqual(personsInterval(figures, { falsePerPair: never }), { low: 1, high: 110 })
    assert.deepStrictEqual(personsInterval(figures, { missed: never, falsePerPair: never }), { low: 90, high: 110 })
    const missed = personsInterval(figures, { missed: shareOf(5, 60), falsePerPair: never })
    assert.isBelow(missed.low, 90)
    assert.isAtMost(missed.high, 110)
    // With more strangers the rate of false links is better known.
    const wide = personsInterval(figures, { missed: never, falsePerPair: rareRate(0, 20_000) })
    const narrow = personsInterval(figures, { missed: never, falsePerPair: rareRate(0, 2_000_000) })
    assert.deepStrictEqual([wide.low, narrow.low], [90, 90])
    assert.isAbove(wide.high, narrow.high)
    assert.isAbove(narrow.high, 110)
    assert.isAtMost(wide.high, 160)
  })
})

interface Setting {
  /** The probability that a row is written as it is elsewhere. */
  readonly findable: number
  /** Different names: the fewer, the more persons share one and are linked falsely. */
  readonly names: number
  readonly twins: number
  readonly strangers: number
}

/** Persons of two years at four partners, invented ones among them, as a round counts them, and how many there are in the first year. */
const simulatedRound = (random: () => number, { findable, names, twins, strangers }: Setting) => {
  const below = (bound: number) => Math.floor(random() * bound)
  const partners = ["a", "b", "c", "d"].map((partner) => ({ partner, type: "NGO", rows: [] as PersonRow[] }))
  let written = 0
  const write = (partner: number, name: number, year: number, known?: string) =>
    partners[partner]?.rows.push({
      tokens: [{ rule: "names", token: random() < findable ? `${name}` : `misspelt ${written++}` }],
      stratum: { year: String(year) },
      ...(known === undefined ? {} : { known })
    })
  let truth = 0
  for (let person = 0; person < 500; person++) {
    const [name, year] = [below(names), below(2)]
    const knownTo = partners.flatMap((_, partner) => (random() < 0.3 ? [partner] : []))
    for (const partner of knownTo) write(partner, name, year)
    if (knownTo.length > 0 && year === 0) truth++
  }
  for (let person = 0; person < twins + strangers; person++) {
    const [name, first] = [below(names), below(4)]
    write(first, name, 0, `twin ${person}`)
    if (person < twins) write((first + 1 + below(3)) % 4, name, 0, `twin ${person}`)
  }
  const { histories } = tabulate(countedRows(partners), ["names"], ["year"])
  const count = (year: string, of: (lists: number) => number) =>
    histories.reduce(
      (sum, { stratum, lists, persons }) => sum + (stratum["year"] === year ? persons * of(lists.length) : 0),
      0
    )
  const [errors] = plantedErrors(partners, ["names"])
  return { truth, count, errors }
}

describe("over simulated rounds with noise", () => {
  const deviation = 5.3
  const settings: ReadonlyArray<Setting> = [
    { findable: 0.97, names: 30_000, twins: 100, strangers: 300 },
    { findable: 0.9, names: 30_000, twins: 60, strangers: 300 },
    { findable: 0.97, names: 3_000, twins: 100, strangers: 300 },
    { findable: 0.94, names: 1_500, twins: 60, strangers: 100 },
    { findable: 1, names: 1_000_000, twins: 60, strangers: 0 }
  ]
  it.each(settings)("contains the truth in at least 93 of 100: $findable found, $names names", (setting) => {
    const random = mulberry32(2_024)
    const noise = () =>
      Math.round(deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()))
    const around = (figure: number) => ({ low: figure - 1.96 * deviation, high: figure + 1.96 * deviation })
    const times = rounds(200, 1_000)
    let [covered, byNoise] = [0, 0]
    for (let round = 0; round < times; round++) {
      const { truth, count, errors } = simulatedRound(random, setting)
      const once = around(count("0", () => 1) + noise())
      const atPartners = around(count("0", (lists) => lists) + noise())
      const elsewhere = around(count("1", (lists) => lists) + noise())
      const { low, high } = personsInterval(
        { once, atPartners, allRows: atPartners.high + elsewhere.high },
        errors ?? {}
      )
      if (low <= truth && truth <= high) covered++
      if (once.low <= truth && truth <= once.high) byNoise++
    }
    assert.isAtLeast(covered / times, 0.93)
    // The errors of links are why: noise alone explains less.
    assert.isBelow(byNoise, covered)
  })
})
