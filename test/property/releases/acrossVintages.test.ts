/**
 * The same persons in several vintages: what one released, the next is asked about under another name, after records were added or withdrawn.
 * The attacker knows which counts did not change and which are of the same persons, and shares only the solver with the engine.
 */

import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { minProtectionWidth } from "@corridor/disclosure/rules/primaryCells"
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, beforeAll, it } from "vitest"
import type { Leaves } from "../../../release/catalogue/LeafRow.ts"
import type { ChoiceInput } from "../../../release/catalogue/TableChoice.ts"
import { cubeNameOf, type Disclosure } from "../../../release/history/Disclosure.ts"
import { countNarrowed } from "../../../release/protection/countNarrowed.ts"
import { releaseProblem } from "../../../release/protection/ReleaseProblem.ts"
import { full, sample } from "../../fixtures/fullRun.ts"
import { attackedSteps, type Step, vintageOf } from "../../releases/attackedSteps.ts"
import { type Form, LeafAttacker } from "../../releases/LeafAttacker.ts"
import { leafCounter } from "../../releases/leafCounter.ts"
import { choiceOf, leavesIn, releaseOf } from "../../releases/releaseSeries.ts"
import { scenarios as ofOneVintage, type Persons, type SamePersons } from "../../releases/samePersonsScenarios.ts"

interface Scenario {
  readonly name: string
  readonly cubes: ReadonlyArray<string>
  readonly vintages: ReadonlyArray<ReadonlyArray<Persons>>
  readonly steps: ReadonlyArray<Step>
  readonly same: ReadonlyArray<SamePersons>
}

const year = "2003"
const places = ["RUS", "POL", "USA", "VNM"]

/** Persons from Ukraine at four places, of whom 10 are too few. */
const arrivals = (...more: ReadonlyArray<number>): ReadonlyArray<Persons> =>
  [120, 60, 33, 10].map((count, c) => {
    const place = places[c] as string
    const labels = {
      year,
      origin: "UKR",
      destination: place,
      corridor: `UKR > ${place}`,
      country: place,
      sex: "Female"
    }
    return { count: count + (more[c] ?? 0), labels }
  })

const samePlaces = places.map(
  (place) => ["routes", { destination: place, year }, "victims", { country: place, year }] as const
)
const byPlace = [{ table: "region_roles_destination" }, { table: "flows", by: ["year"] }]
const victimsAt = (country: string): ChoiceInput => ({ table: "victims", by: ["country", "year"], where: { country } })

const scenarios: ReadonlyArray<Scenario> = [
  ...(
    [
      ["one record was added elsewhere", [1]],
      ["thirty were added elsewhere", [30]],
      ["one was withdrawn elsewhere", [-1]],
      ["nothing changed", []],
      ["others came where few are", [0, 0, 0, 20]],
      ["one was added to the count that is asked for", [0, 0, 1]],
      ["four were withdrawn from it", [0, 0, -4]],
      ["two were added to it, and one where few are", [0, 0, 2, 1]],
      ["one was added to it, and those who were few are many", [0, 0, 1, 4]]
    ] as const
  ).map(
    ([name, more]): Scenario => ({
      name: `victims of a later vintage, after ${name}`,
      cubes: ["routes", "victims"],
      vintages: [arrivals(), arrivals(...more)],
      steps: [
        { vintage: 1, tables: byPlace },
        { vintage: 2, tables: [victimsAt("USA")] }
      ],
      same: samePlaces
    })
  ),
  {
    name: "destinations without their sum, after thirty were added",
    cubes: ["routes"],
    vintages: [arrivals(), arrivals(30)],
    steps: [
      { vintage: 1, tables: byPlace },
      { vintage: 2, tables: [{ table: "region_roles_destination" }] }
    ],
    same: []
  },
  {
    name: "destinations, and their sum of an earlier vintage",
    cubes: ["routes", "victims"],
    vintages: [arrivals(), arrivals(30), arrivals(60)],
    steps: [
      { vintage: 1, tables: byPlace },
      { vintage: 2, tables: [{ table: "flows", by: ["year"] }] },
      { vintage: 3, tables: [victimsAt("USA")] }
    ],
    same: samePlaces
  }
]

/** Returns persons of whom the first group grew or shrank by some. */
const changed = (persons: ReadonlyArray<Persons>, by: number): ReadonlyArray<Persons> =>
  persons.map((one, i) => (i === 0 ? { ...one, count: one.count + by } : one))

let solver: LoadedSolver
beforeAll(async () => {
  solver = await loadSolver()
})

it.each(scenarios)("$name narrow no suppressed count", async (scenario) => {
  const { narrow, judged } = await attackedSteps(solver, scenario)
  assert.deepStrictEqual(narrow, [])
  assert.isAbove(judged, 0)
})

const changes = full ? [1, 30, -1] : [1]

it.each(sample("scenarios", ofOneVintage, 3).flatMap((one) => changes.map((by) => ({ ...one, by }))))(
  "$name, each of a later vintage with $by more elsewhere, narrows no suppressed count",
  async ({ persons, steps, by, ...rest }) => {
    const { narrow, judged, refused } = await attackedSteps(solver, {
      ...rest,
      vintages: steps.map((_, v) => changed(persons, v * by)),
      steps: steps.map((tables, v) => ({ vintage: v + 1, tables }))
    })
    assert.deepStrictEqual([refused, narrow], [0, []])
    assert.isAbove(judged, 0)
  }
)

/** Adds a partner's own persons to those at one place. */
const withOwn = (leaves: ReadonlyMap<string, Leaves>, partner: string, place: string, more: number) =>
  new Map(
    [...leaves].map(([cube, own]) => {
      const rows = own.get("") ?? []
      const at = rows.findIndex((row) => row.partner === partner && row.values.includes(place))
      return [cube, new Map([["", rows.map((row, i) => (i === at ? { ...row, persons: row.persons + more } : row))]])]
    })
  )

it.each([30, -5])(
  "a partner whose own records are all that changed, by %i, learns no suppressed count",
  async (more) => {
    const before = vintageOf(["routes", "victims"], arrivals())
    const now = withOwn(before, "p4", "USA", more)
    const first = await releaseOf(solver, [before, now], 1, byPlace.map(choiceOf), [], 1)
    const later = await releaseOf(solver, [before, now], 2, [choiceOf(victimsAt("USA"))], [first.disclosure], 2)
    const attacker = new LeafAttacker([before, now], ["p4"])
    for (const { disclosure } of [first, later])
      for (const { choice, labels, shown } of disclosure.cells) {
        const { by, ...table } = disclosure.choices[choice] as Disclosure["choices"][number]
        if (shown.state !== "published") continue
        const own = Object.fromEntries(by.map((name, d) => [name, labels[d] as string]))
        attacker.learn(attacker.form(cubeNameOf({ by, ...table }), own, shown.asOf), shown.victims, shown.victims)
      }
    for (const [cube, labels, other, otherLabels] of samePlaces)
      for (const v of [1, 2]) {
        attacker.equate(attacker.form(cube, labels, v), attacker.form(other, otherLabels, v))
        const [was, is] = [attacker.form(cube, labels, 1), attacker.form(cube, labels, 2)]
        attacker.equate(is, was, attacker.own(is) - attacker.own(was))
      }
    const [[low, high] = [0, 0]] = attacker.intervals(solver, [attacker.form("routes", { destination: "VNM", year })])
    assert.isAtLeast(high - low, minProtectionWidth)
    assert.isAtLeast(high, defaultProfile.threshold)
  }
)

/** Adds persons of each partner of a pair to those at one place. */
const grown = (leaves: ReadonlyMap<string, Leaves>, pair: ReadonlyArray<string>, place: string, each: number) =>
  pair.reduce((all, partner) => withOwn(all, partner, place, each), leaves)

const [firstPair, secondPair] = [
  ["p0", "p1"],
  ["p2", "p3"]
] as const

it.each([
  [
    "each of another pair's records, is published, because neither pair knows both",
    [firstPair, secondPair],
    "published"
  ],
  ["both of one pair's records, stays suppressed, because the pair knows both", [firstPair, firstPair], "suppressed"]
] as const)("a count after two changes, %s", async (_, changes, state) => {
  const before = vintageOf(["victims"], arrivals())
  const middle = grown(before, changes[0], "VNM", 5)
  const counts = [before, middle, grown(middle, changes[1], "VNM", 5)]
  const made: Array<Disclosure> = []
  for (const vintage of [1, 2, 3]) {
    const tables =
      vintage === 1 ? [choiceOf({ table: "victims", by: ["country", "year"] })] : [choiceOf(victimsAt("VNM"))]
    const one = await releaseOf(solver, counts, vintage, tables, made.slice(), vintage)
    assert.deepStrictEqual([one.refused, one.findings], [false, 0])
    made.push(one.disclosure)
  }
  const stateOf = ({ cells }: Disclosure) => cells.find(({ labels }) => labels.includes("VNM"))?.shown.state
  // Of 10 and 20 the first pair knows the difference.
  assert.deepStrictEqual(made.map(stateOf), ["suppressed", "suppressed", state])
  const pairs = ["p0", "p1", "p2", "p3", "p4"].flatMap((a, i, all) => all.slice(i + 1).map((b) => [a, b]))
  /** Returns whether somebody learns the first count from a last one of 30: who knows all changes of which others made less than 5. */
  const learns = (pair: ReadonlyArray<string>): boolean => {
    const attacker = new LeafAttacker(counts, pair)
    const forms = [1, 2, 3].map((vintage) => attacker.form("victims", { country: "VNM", year }, vintage))
    const [first, , last] = forms as [Form, Form, Form]
    attacker.learn(last, 30, 30)
    for (const [i, a] of forms.entries())
      for (const b of forms.slice(i + 1)) {
        const [change, own] = [attacker.truth(b) - attacker.truth(a), attacker.own(b) - attacker.own(a)]
        if (Math.abs(change - own) < minProtectionWidth) attacker.equate(b, a, change)
      }
    const [[low, high] = [0, 0]] = attacker.intervals(solver, [first])
    return high - low < minProtectionWidth || high < defaultProfile.threshold
  }
  // No attacker does if the count is published, and one would if it is not.
  assert.strictEqual([[], ...pairs].some(learns), state === "suppressed")
})

it("what a release gave away to one pair of partners, a later one does not give to another", async () => {
  const before = vintageOf(["routes", "victims"], arrivals())
  const counts = [before, grown(before, firstPair, "USA", 15), grown(before, secondPair, "USA", 25)]
  const made = (vintage: number, tables: ReadonlyArray<ChoiceInput>, past: ReadonlyArray<Disclosure>) =>
    releaseOf(solver, counts, vintage, tables.map(choiceOf), past, vintage)
  const first = await made(1, byPlace, [])
  // As if it were the only one: from 63 the first pair knows that there were 33, and 10 elsewhere. From 83 the second would.
  const second = await made(2, [victimsAt("USA")], [])
  const third = await made(3, [victimsAt("USA")], [first.disclosure, second.disclosure])
  assert.deepStrictEqual([third.refused, third.findings], [false, 0])
  assert.deepStrictEqual(
    third.disclosure.cells.map(({ shown }) => shown),
    [{ state: "published", victims: 63, asOf: 2 }]
  )
})

const andMore: ReadonlyArray<ReadonlyArray<ChoiceInput>> = [
  byPlace,
  [{ table: "victims", by: ["sex", "year"] }],
  [{ table: "victims", by: ["country", "year"] }]
]

it.each([
  ["the same vintage", 1, []],
  ["a later vintage, with one more", 2, [1]],
  ["a later vintage, with others where few were", 2, [30, 0, 0, 20]]
] as const)(
  "what was given away before the attack was known, of %s, is published nowhere and prevents nothing else",
  async (_, vintage, more) => {
    const counts = [arrivals(), arrivals(...more)].map((persons) => vintageOf(["routes", "victims"], persons))
    const made = (id: number, of: number, tables: ReadonlyArray<ChoiceInput>, before: ReadonlyArray<Disclosure>) =>
      releaseOf(solver, counts, of, tables.map(choiceOf), before, id)
    // Each as if it were the only one.
    const before = [
      (await made(1, 1, byPlace, [])).disclosure,
      (await made(2, vintage, [victimsAt("USA")], [])).disclosure
    ]
    for (const tables of andMore) {
      const { disclosure, refused, findings } = await made(3, vintage, tables, before)
      assert.deepStrictEqual([refused, findings], [false, 0])
      assert.isNotEmpty(disclosure.cells)
      for (const { shown } of disclosure.cells)
        assert.isFalse(shown.state === "published" && shown.victims < defaultProfile.threshold)
    }
  }
)

it("figures with noise of a count that did not change, of one vintage after the other, are one measurement with less noise", () => {
  const counts = [0, 1, 2].map((more) => vintageOf(["victims"], arrivals(more)))
  const choice = choiceOf(victimsAt("VNM"))
  const noisy: ReadonlyArray<Disclosure> = counts.map((_, v) => ({
    ...{ id: v + 1, vintage: v + 1, threshold: defaultProfile.threshold, choices: [choice], isExact: false },
    cells: [{ choice: 0, labels: ["VNM", year], shown: { state: "published", victims: 11, asOf: v + 1 } }],
    noise: [{ choice: 0, columns: ["country", "year"], deviation: 3 }]
  }))
  const narrowed = noisy.map((audited, v) => {
    const asked = { choices: [], vintage: v + 1, disclosures: noisy.slice(0, v), audited, profile: defaultProfile }
    const problem = releaseProblem(solver, { ...asked, leavesOf: leavesIn(counts) })
    return countNarrowed(solver, problem, defaultProfile, audited)
  })
  // Each alone leaves 15 possible, which a count of 10 has to.
  assert.deepStrictEqual(narrowed, [0, 0, 1])
})

/** Arrivals of four months, and the records of them. */
const byMonth = (counts: ReadonlyArray<number>) => {
  const counter = leafCounter()
  for (const [m, count] of counts.entries())
    for (let n = 0; n < count; n++) {
      const [partner, month] = [`p${n % 5}`, `${year}-0${m + 1}`]
      counter.count("routes", "", partner, { origin: "UKR", destination: "RUS", corridor: "UKR > RUS", year })
      counter.count("routes", "months", partner, { origin: "UKR", destination: "RUS", year: month })
      counter.count("coverage", "", partner, { record_kind: "route", year })
      counter.count("coverage", "months", partner, { record_kind: "route", year: month })
    }
  return counter.leaves()
}

const inMonth = (one: string): ChoiceInput => ({ table: "coverage", where: { year: one }, levels: { year: ["month"] } })
const bySubregion = [{ table: "region_roles_destination", levels: { destination: ["subregion"] } }, ...byPlace.slice(1)]
const byMonthAndYear = [{ table: "arrivals_by_month" }, ...byPlace.slice(1)]

it.each([
  ["subregions", (more: number) => vintageOf(["routes", "victims"], arrivals(more)), bySubregion, victimsAt("USA")],
  ["months", (more: number) => byMonth([120 + more, 60, 33, 10]), byMonthAndYear, inMonth("2003-03")]
] as const)("what %s and their sum suppressed stays so in a later vintage", async (_, countsWith, first, asked) => {
  const counts = [countsWith(0), countsWith(1)]
  const { disclosure } = await releaseOf(solver, counts, 1, first.map(choiceOf), [], 1)
  assert.lengthOf(
    disclosure.cells.filter(({ shown }) => shown.state === "suppressed"),
    2
  )
  // 33, from which the 10 that are too few would follow.
  const later = await releaseOf(solver, counts, 2, [choiceOf(asked)], [disclosure], 2)
  assert.deepStrictEqual(
    later.disclosure.cells.map(({ shown }) => shown.state),
    ["suppressed"]
  )
})
