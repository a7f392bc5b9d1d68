/**
 * Figures with noise of a linkage round together with exact tables of the same persons. The attacker adds figures up: the errors of a sum are
 * its standard deviation, which is less than the sum of the intervals. He computes with nothing of the engine's.
 */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, beforeAll, it } from "vitest"
import type { ChoiceInput } from "../../../release/catalogue/TableChoice.ts"
import type { Disclosure } from "../../../release/history/Disclosure.ts"
import { countNarrowed } from "../../../release/protection/countNarrowed.ts"
import { releaseProblem } from "../../../release/protection/ReleaseProblem.ts"
import { vintageOf } from "../../releases/attackedSteps.ts"
import { choiceOf, leavesIn, releaseOf } from "../../releases/releaseSeries.ts"

let solver: LoadedSolver
beforeAll(async () => {
  solver = await loadSolver()
})

/** Persons of two years, of whom those of 2005 are too few, by the groups of partners that know them. */
const byYear = [
  ["2004", "civil_society", 17],
  ["2004", "law_enforcement", 16],
  ["2005", "civil_society", 6]
] as const
const vintageWith = (persons: ReadonlyArray<readonly [year: string, history: string, count: number]>) =>
  vintageOf(
    ["routes", "persons"],
    persons.map(([year, history, count]) => ({
      count,
      labels: { year, history, origin: "UKR", destination: "RUS", corridor: "UKR > RUS" }
    }))
  )
const counts = vintageWith(byYear)
const [few, others] = [6, 33]

/** Their sum over two years is published, and neither year. */
const inPeriod: ReadonlyArray<ChoiceInput> = [
  { table: "flows", by: ["year"], levels: { year: ["year", "period"] }, period: 2 }
]

const histories = (deviation: number, id: number, ofYears = 2 * deviation): Disclosure => ({
  ...{ id, vintage: 1, threshold: defaultProfile.threshold, isExact: false },
  choices: [choiceOf({ table: "capture_histories", by: ["year", "history"], from: 2004, to: 2005 })],
  cells: byYear.slice(0, 2).map(([year, history, count]) => ({
    choice: 0,
    labels: [year, history],
    shown: { state: "published", victims: count, asOf: id }
  })),
  noise: [
    { choice: 0, columns: ["year", "history"], deviation },
    { choice: 0, columns: ["year"], deviation: ofYears }
  ]
})

const years = (figure: number, deviation: number): Disclosure => ({
  ...{ id: 2, vintage: 1, threshold: defaultProfile.threshold, isExact: false },
  choices: [choiceOf({ table: "persons", from: 2004, to: 2005 })],
  cells: [{ choice: 0, labels: ["2004"], shown: { state: "published", victims: figure, asOf: 2 } }],
  noise: [{ choice: 0, columns: ["year"], deviation, limit: 11 }]
})

/** Returns what is left for the few, who are the rest of a published sum, at 95 % confidence. */
const restOf = (deviation: number): readonly [number, number] => {
  const reach = 1.96 * deviation * Math.sqrt(2)
  const [least, most] = [Math.ceil(others - reach), Math.floor(others + reach)]
  return [others + few - most, others + few - least]
}

const countIn = (before: ReadonlyArray<Disclosure>, audited: Disclosure, of = counts): number => {
  const asked = { choices: [], vintage: 1, disclosures: before, audited, profile: defaultProfile }
  return countNarrowed(solver, releaseProblem(solver, { ...asked, leavesOf: leavesIn([of]) }), defaultProfile, audited)
}

it("capture histories by year do not give away the year that exact tables suppress, in either order", async () => {
  const exact = await releaseOf(solver, [counts], 1, inPeriod.map(choiceOf), [], 1)
  assert.deepStrictEqual(
    new Map(exact.disclosure.cells.map(({ labels, shown }) => [labels.join(), shown.state])),
    new Map([
      ["2004", "suppressed"],
      ["2005", "suppressed"],
      ["2004-2005", "published"]
    ])
  )
  // Each figure alone leaves 12 possible; both together prove that there are fewer than 11.
  assert.deepStrictEqual(restOf(1.6), [2, 10])
  assert.isAbove(countIn([exact.disclosure], histories(1.6, 2)), 0)
  assert.deepStrictEqual(restOf(3), [-2, 14])
  assert.strictEqual(countIn([exact.disclosure], histories(3, 2)), 0)
  // All histories of a year are shown, and their sum has the noise of a table by year, which is less.
  assert.isAbove(countIn([exact.disclosure], histories(3, 2, 1.6)), 0)
  const later = await releaseOf(solver, [counts], 1, inPeriod.map(choiceOf), [histories(1.6, 1)], 2)
  const published = later.disclosure.cells.filter(({ shown }) => shown.state === "published")
  assert.strictEqual(later.findings, 0)
  // Without the sum, nothing follows about 2005.
  assert.deepStrictEqual(
    published.map(({ labels }) => labels.join()),
    ["2004"]
  )
})

it("a year without a figure was measured below the limit, which figures and exact tables must leave room for", async () => {
  const tens = vintageWith([
    ["2004", "civil_society", 33],
    ["2005", "civil_society", 10]
  ])
  const exact = await releaseOf(solver, [tens], 1, inPeriod.map(choiceOf), [], 1)
  // Of 43, all but 28 to 33 are 10 to 15, and by the limit at most 13.
  assert.isAbove(countIn([exact.disclosure], years(30, 1.5), tens), 0)
  // All but 23 to 33, and by the limit at most 16.
  assert.strictEqual(countIn([exact.disclosure], years(28, 3), tens), 0)
})
