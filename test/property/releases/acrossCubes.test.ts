/**
 * Releases and answers about routes, victims, assistance and proceedings of the same persons. The attacker takes the finest counts of all
 * cubes as unknowns, every figure ever shown as an equation, and equates what different cubes count at a place in a year wherever that is
 * true. Nothing of the engine's systems, links or attacks is used, only the linear programmes' solver.
 */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, beforeAll, describe, it } from "vitest"
import { cubes } from "../../../release/catalogue/cubes.ts"
import type { Leaves } from "../../../release/catalogue/LeafRow.ts"
import type { ChoiceInput, TableChoice } from "../../../release/catalogue/TableChoice.ts"
import { cubeNameOf, type Disclosure } from "../../../release/history/Disclosure.ts"
import { findingsOf } from "../../../release/protection/auditSystem.ts"
import { countNarrowed } from "../../../release/protection/countNarrowed.ts"
import { releaseProblem } from "../../../release/protection/ReleaseProblem.ts"
import { full } from "../../fixtures/fullRun.ts"
import { type Form, LeafAttacker } from "../../releases/LeafAttacker.ts"
import { choiceOf, releaseOf } from "../../releases/releaseSeries.ts"
import { wholeCases } from "../../releases/wholeCases.ts"

const threshold = defaultProfile.threshold

const labelsOf = ({ by }: TableChoice, labels: ReadonlyArray<string>): Readonly<Record<string, string>> =>
  Object.fromEntries(by.map((name, d) => [name, labels[d] as string]))

/** Attacks everything that was disclosed. Returns the cells that it narrows too far, described. */
const attack = (solver: LoadedSolver, vintage: ReadonlyMap<string, Leaves>, disclosures: ReadonlyArray<Disclosure>) => {
  const attacker = new LeafAttacker([vintage])
  /** Figures with noise of the same persons, by the count that they are of: place and year. */
  const measured = new Map<string, Array<{ readonly form: Form; readonly off: number; readonly weight: number }>>()
  const hidden = new Map<string, Form>()
  const shownSomewhere = new Set<string>()
  for (const { id, choices, cells, noise } of disclosures)
    for (const { choice: c, labels, shown } of cells) {
      const choice = choices[c] as TableChoice
      const form = attacker.form(cubeNameOf(choice), labelsOf(choice, labels))
      if (noise !== undefined && shown.state === "published") {
        const one = { form, off: shown.victims - attacker.truth(form), weight: (noise[0]?.deviation ?? 0) ** -2 }
        const at = labels.toSorted().join()
        measured.set(at, [...(measured.get(at) ?? []), one])
      } else if (shown.state === "published") {
        assert.strictEqual(shown.victims, attacker.truth(form), `release ${id}`)
        attacker.learn(form, shown.victims, shown.victims)
        shownSomewhere.add(form.join())
      } else {
        attacker.learn(form, 1, Number.POSITIVE_INFINITY)
        hidden.set(form.join(), form)
      }
    }
  for (const all of measured.values()) {
    const weight = all.reduce((sum, one) => sum + one.weight, 0)
    const off = all.reduce((sum, one) => sum + one.off * one.weight, 0) / weight
    for (const { form } of all) {
      const [truth, reach] = [attacker.truth(form), 1.96 * weight ** -0.5]
      const [low, high] = [Math.ceil(truth + off - reach), Math.floor(truth + off + reach)]
      attacker.learn(form, Math.min(truth, low), Math.max(truth, high))
    }
  }
  const spine = [...cubes.values()].filter(({ name }) => vintage.has(name) && name !== "coverage")
  for (let year = 2003; year < 2006; year++)
    for (const place of ["RUS", "POL", "DEU", "THA", "USA", "VNM", "Total"]) {
      const forms = spine.map(({ name, spine: { place: dimension, time } }) =>
        attacker.form(name, { [dimension as string]: place, [time]: `${year}` })
      )
      const [routes, victims, ...parts] = forms as [Form, Form, ...ReadonlyArray<Form>]
      if (attacker.truth(routes) === attacker.truth(victims)) attacker.equate(routes, victims)
      for (const part of parts)
        if (attacker.truth(part) === attacker.truth(victims) && part.length > 0) attacker.equate(part, victims)
      // Small numbers that no table shows must not follow from those that are shown.
      for (const form of [routes, victims])
        if (attacker.truth(form) > 0 && attacker.truth(form) < threshold) hidden.set(form.join(), form)
    }
  const judged = [...hidden].filter(([key]) => !shownSomewhere.has(key)).map(([, form]) => form)
  return attacker.intervals(solver, judged).flatMap(([low, high], i) => {
    const value = attacker.truth(judged[i] as Form)
    const isProved = value > 0 && value < threshold && low >= 1 && high < threshold
    return high - low < 5 || isProved ? [`${value} is in ${low} to ${high}`] : []
  })
}

const byPlace = [
  choiceOf({ table: "region_roles_destination" }),
  choiceOf({ table: "flows", by: ["year"] }),
  choiceOf({ table: "flows", margins: true }),
  choiceOf({ table: "victims", by: ["country", "year"] }),
  choiceOf({ table: "victims", by: ["country", "sex", "year"] }),
  choiceOf({ table: "assistance", margins: true }),
  choiceOf({ table: "proceedings" }),
  choiceOf({ table: "coverage" })
]

const persons: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  2003: { RUS: 120, POL: 60, USA: 33, VNM: 10 },
  2004: { RUS: 130, POL: 70, USA: 40, VNM: 30 }
}

/**
 * A vintage in which every person has a record of each kind, but for the counts of some cubes that are given. 10 persons in Vietnam in 2003 are too few to
 * publish.
 */
const fewInVietnam = (others: Readonly<Record<string, typeof persons>> = {}): ReadonlyMap<string, Leaves> => {
  const rowsOf = (values: (place: string, year: string) => Readonly<Record<string, string>>, cube: string): Leaves => {
    const rows = Object.entries(others[cube] ?? persons).flatMap(([year, places]) =>
      Object.entries(places).flatMap(([place, count]) =>
        Array.from({ length: 5 }, (_, p) => ({
          values: (cubes.get(cube)?.dimensions ?? []).map(({ name }) => values(place, year)[name] ?? "NotKnown"),
          partner: `p${p}`,
          persons: Math.floor((count + p) / 5)
        })).filter((row) => row.persons > 0)
      )
    )
    return new Map([["", rows]])
  }
  return new Map([
    [
      "routes",
      rowsOf((place, year) => ({ origin: "UKR", destination: place, corridor: `UKR > ${place}`, year }), "routes")
    ],
    ["victims", rowsOf((country, year) => ({ country, year, sex: "Female" }), "victims")],
    ["assistance", rowsOf((country, year) => ({ country, year, assistance_type: "shelter" }), "assistance")],
    [
      "proceedings",
      rowsOf((country, year) => ({ country, year, offence_article: "127.1", stage: "opened" }), "proceedings")
    ]
  ])
}

type Family = readonly [
  name: string,
  released: ReadonlyArray<ChoiceInput>,
  queried: ChoiceInput,
  requested: ChoiceInput
]

/** A release that suppresses USA and VNM 2003, whose sum follows, and tables that count the same persons in another way. */
const families: readonly [Family, ...ReadonlyArray<Family>] = [
  [
    "victims against routes",
    [{ table: "region_roles_destination" }, { table: "flows", by: ["year"] }],
    { table: "victims", by: ["country", "year"] },
    { table: "victims", by: ["country", "year"], where: { country: "USA" } }
  ],
  [
    "assistance against victims",
    [
      { table: "victims", by: ["country", "year"] },
      { table: "victims", by: ["year"] }
    ],
    { table: "assistance", by: ["country", "year"] },
    { table: "assistance", by: ["country", "year"], where: { country: "USA" } }
  ],
  [
    "proceedings against victims",
    [
      { table: "victims", by: ["country", "year"] },
      { table: "victims", by: ["year"] }
    ],
    { table: "proceedings" },
    { table: "proceedings", where: { country: "USA" } }
  ],
  [
    "proceedings against assistance",
    [
      { table: "assistance", by: ["country", "year"] },
      { table: "assistance", by: ["year"] }
    ],
    { table: "proceedings" },
    { table: "proceedings", where: { country: "USA" } }
  ]
]

/** Figures with noise of a table by country and year, unless the audit refuses them. */
const noisyFigures = (
  solver: LoadedSolver,
  vintage: ReadonlyMap<string, Leaves>,
  before: ReadonlyArray<Disclosure>,
  choice: TableChoice,
  deviation: number
): Disclosure | undefined => {
  const id = before.length + 1
  const cells = Object.entries(persons).flatMap(([year, places]) =>
    Object.entries(places).flatMap(([country, count]) =>
      count + 1 < threshold
        ? []
        : [
            {
              choice: 0,
              labels: choice.by.map((name) => ({ country, year })[name] ?? "Total"),
              shown: { state: "published" as const, victims: count + 1, asOf: id }
            }
          ]
    )
  )
  const disclosure: Disclosure = {
    ...{ id, vintage: 1, threshold, choices: [choice], cells, isExact: false },
    noise: [{ choice: 0, columns: choice.by, deviation }]
  }
  const problem = releaseProblem(solver, {
    ...{ choices: [], vintage: 1, disclosures: before, audited: disclosure },
    ...{ profile: defaultProfile, leavesOf: () => vintage }
  })
  return countNarrowed(solver, problem, defaultProfile, disclosure) > 0 ? undefined : disclosure
}

describe("releases and answers about the same persons", () => {
  let solver: LoadedSolver
  beforeAll(async () => {
    solver = await loadSolver()
  })

  it.each(families)(
    "%s: release, query, request and figures with noise keep 10 persons in Vietnam secret",
    async (_, released, queried, requested) => {
      const vintage = fewInVietnam()
      const made: Array<Disclosure> = []
      const steps = [released, [queried], [requested]].map((choices) => choices.map(choiceOf))
      for (const choices of steps) {
        const { disclosure, findings, refused } = await releaseOf(solver, [vintage], 1, choices, made, made.length + 1)
        assert.deepStrictEqual([refused, findings], [false, 0])
        made.push(disclosure)
        assert.deepStrictEqual(attack(solver, vintage, made), [])
      }
      const shown = made.map(({ cells }) => cells.filter(({ shown }) => shown.state === "published").length)
      assert.isAbove(Math.min(...shown), 0)
      const byCountry = choiceOf({ table: "victims", by: ["country", "year"] })
      // Almost exact figures give USA 2003 away, and so VNM 2003; figures with more noise do not.
      assert.isUndefined(noisyFigures(solver, vintage, made, byCountry, 1))
      const noisy = noisyFigures(solver, vintage, made, byCountry, 9)
      assert.isDefined(noisy)
      assert.deepStrictEqual(attack(solver, vintage, [...made, noisy as Disclosure]), [])
    }
  )

  it("a count of proceedings that is near two counts of all persons discloses neither, even if proceedings are not requested", async () => {
    // Victims in USA are 3 more than persons with proceedings, who are 4 more than arrivals: 33 of the 43 in USA and Vietnam.
    const vintage = fewInVietnam({
      victims: { 2003: { RUS: 150, POL: 80, USA: 40, VNM: 15 } },
      proceedings: { 2003: { RUS: 90, POL: 30, USA: 37 } }
    })
    for (const second of [["proceedings"], ["victims", "proceedings"], ["victims"]]) {
      const made: Array<Disclosure> = []
      const tables = second.map((table) =>
        choiceOf(table === "victims" ? { table, by: ["country", "year"] } : { table })
      )
      for (const choices of [families[0][1].map(choiceOf), tables]) {
        const one = await releaseOf(solver, [vintage], 1, choices, made, made.length + 1)
        assert.deepStrictEqual([one.refused, one.findings], [false, 0])
        made.push(one.disclosure)
      }
      const attacker = new LeafAttacker([vintage])
      for (const { choices, cells } of made)
        for (const { choice: c, labels, shown } of cells) {
          const choice = choices[c] as TableChoice
          const form = attacker.form(cubeNameOf(choice), labelsOf(choice, labels))
          if (shown.state === "published") attacker.learn(form, shown.victims, shown.victims)
        }
      const inUsa = (cube: string, place: string) => attacker.form(cube, { [place]: "USA", year: "2003" })
      const [routes, victims, tried] = [
        inUsa("routes", "destination"),
        inUsa("victims", "country"),
        inUsa("proceedings", "country")
      ] as const
      attacker.equate(victims, tried, 3)
      attacker.equate(tried, routes, 4)
      const [found] = attacker.intervals(solver, [attacker.form("routes", { destination: "VNM", year: "2003" })])
      assert.isAtLeast(found?.[1] ?? 0, threshold)
    }
  })

  it("the mean of many figures with noise of the same persons, under several names, discloses no count", async () => {
    const vintage = fewInVietnam()
    const choices = [{ table: "victims", by: ["country", "year"] }, { table: "region_roles_destination" }].map(choiceOf)
    const first = await releaseOf(solver, [vintage], 1, families[0][1].map(choiceOf), [], 1)
    const made = [first.disclosure]
    const isRefused = Array.from({ length: 60 }, (_, n) => {
      const noisy = noisyFigures(solver, vintage, made, choices[n % 2] as TableChoice, 9 + n / 100)
      if (noisy !== undefined) made.push(noisy)
      return noisy === undefined
    })
    assert.include(isRefused, true)
    assert.isAbove(made.length, 3)
    assert.deepStrictEqual(attack(solver, vintage, made), [])
  })

  it("a query of victims does not give away what the release of routes suppresses", async () => {
    for (const seed of [1, 2, 3]) {
      const vintage = wholeCases({ seed, persons: 260, years: 2, partners: 6, missing: 0 })
      const made: Array<Disclosure> = []
      for (const choices of [byPlace.slice(0, 2), byPlace.slice(3, 4)]) {
        const id = made.length + 1
        const { disclosure, audit } = await releaseOf(solver, [vintage], 1, choices, made, id)
        assert.strictEqual(findingsOf(audit), 0)
        made.push(disclosure)
      }
      assert.isNotEmpty(made[1]?.cells.filter(({ shown }) => shown.state === "published"))
      assert.deepStrictEqual(attack(solver, vintage, made), [], `seed ${seed}`)
    }
  })

  it.each(full ? Array.from({ length: 20 }, (_, i) => i + 1) : [1, 3])(
    "history %i in any order, the cubes equal or not",
    async (seed) => {
      const vintage = wholeCases({
        seed: 100 + seed,
        persons: 700,
        years: 2,
        partners: 6,
        missing: seed % 3 === 0 ? 0.1 : 0
      })
      const order = byPlace.toSorted(
        (a, b) => ((JSON.stringify(a).length * (seed + 3)) % 17) - ((JSON.stringify(b).length * (seed + 3)) % 17)
      )
      const made: Array<Disclosure> = []
      for (const choice of order.slice(0, 5)) {
        const { disclosure, audit, refused } = await releaseOf(solver, [vintage], 1, [choice], made, made.length + 1)
        if (!refused) assert.strictEqual(findingsOf(audit), 0)
        if (!refused) made.push(disclosure)
      }
      const published = made.flatMap(({ cells }) => cells).filter(({ shown }) => shown.state === "published").length
      assert.isAbove(published, 10)
      assert.deepStrictEqual(attack(solver, vintage, made), [])
    }
  )
})
