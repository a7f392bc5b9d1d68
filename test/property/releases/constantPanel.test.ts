/**
 * Releases of series and of their constant panels. The attacker takes the finest counts as unknowns and every figure ever shown as an equation; as
 * one or two partners it also knows at least their own persons. Nothing of the engine is used, only the linear programmes' solver.
 */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, beforeAll, describe, it } from "vitest"
import { mulberry32 } from "../../../ingest/demo/mulberry32.ts"
import { cubes } from "../../../release/catalogue/cubes.ts"
import type { Disclosure } from "../../../release/history/Disclosure.ts"
import type { LeavesByCube } from "../../../release/protection/ReleaseSystem.ts"
import { full, sample } from "../../fixtures/fullRun.ts"
import { type Form, LeafAttacker } from "../../releases/LeafAttacker.ts"
import { leafCounter } from "../../releases/leafCounter.ts"
import { choiceOf, releaseOf } from "../../releases/releaseSeries.ts"

const [origins, destinations, years] = [
  ["UKR", "MDA", "BLR"],
  ["RUS", "POL"],
  ["2003", "2004", "2005", "2006"]
]
const constant = ["p0", "p1", "p2", "p3", "p4"]

/** A vintage of five partners that report throughout and `joined` ones that began in 2005. */
const world = (seed: number, joined: ReadonlyArray<string>, most: number): LeavesByCube => {
  const random = mulberry32(seed * 7919 + 3)
  const counter = leafCounter()
  for (const partner of [...constant, ...joined])
    for (const origin of origins)
      for (const destination of destinations)
        for (const year of years) {
          const isNew = joined.includes(partner)
          if (isNew && year < "2005") continue
          const persons = Math.floor(random() * (isNew ? most : 40))
          for (let n = 0; n < persons; n++)
            counter.count("routes", "", partner, {
              ...{ origin, destination, corridor: `${origin} > ${destination}`, year },
              panel: isNew ? "Other" : "Constant"
            })
        }
  return new Map([["routes", counter.leaves().get("routes") ?? new Map()]])
}

const series = [choiceOf({ table: "flows", margins: true })]
const panel = [choiceOf({ table: "flows_panel" })]

/** Persons of the partners that joined, at some place and time, that the rules protect: few, or of fewer than three partners. */
const protectedDifferences = (vintage: LeavesByCube) => {
  const names = cubes.get("routes")?.dimensions.map(({ name }) => name) ?? []
  const found = new Map<string, { labels: Record<string, string>; persons: number; partners: Set<string> }>()
  for (const { values, partner, persons } of vintage.get("routes")?.get("") ?? []) {
    const of = Object.fromEntries(names.map((name, d) => [name, values[d] as string]))
    if (of["panel"] !== "Other") continue
    for (const by of [["origin", "destination", "year"], ["origin", "year"], ["destination", "year"], ["year"]]) {
      const labels = Object.fromEntries([...by, "panel"].map((name) => [name, of[name] as string]))
      const key = JSON.stringify(labels)
      const known = found.get(key) ?? { labels, persons: 0, partners: new Set() }
      found.set(key, known)
      known.persons += persons
      known.partners.add(partner)
    }
  }
  return [...found.values()].filter(({ persons, partners }) => persons < defaultProfile.threshold || partners.size < 3)
}

/** Returns an attacker that knows what was disclosed and its own persons, and the cells that are hidden from it. */
const informed = (vintage: LeavesByCube, disclosures: ReadonlyArray<Disclosure>, partners: ReadonlyArray<string>) => {
  const attacker = new LeafAttacker([vintage], partners)
  const shown = new Set<string>()
  const hidden: Array<Form> = []
  for (const { choices, cells } of disclosures)
    for (const { choice, labels, shown: one } of cells) {
      const by = choices[choice]?.by ?? []
      const form = attacker.form("routes", Object.fromEntries(by.map((name, d) => [name, labels[d] as string])))
      if (one.state === "published") {
        assert.strictEqual(one.victims, attacker.truth(form))
        attacker.learn(form, one.victims, one.victims)
        shown.add(form.join())
      } else {
        attacker.learn(form, 1, Number.POSITIVE_INFINITY)
        hidden.push(form)
      }
    }
  return { attacker, hidden: hidden.filter((form) => !shown.has(form.join())) }
}

/** Returns what an attack proves too narrowly: about hidden cells, and about the difference of a series and its panel. */
const attack = (
  solver: LoadedSolver,
  vintage: LeavesByCube,
  disclosures: ReadonlyArray<Disclosure>,
  partners: ReadonlyArray<string> = []
) => {
  const { attacker, hidden } = informed(vintage, disclosures, partners)
  const all = [...protectedDifferences(vintage).map(({ labels }) => attacker.form("routes", labels)), ...hidden]
  return attacker.intervals(solver, all).flatMap(([low, high], i) => {
    const value = attacker.truth(all[i] as (typeof all)[number])
    const isProvedSmall = value > 0 && value < defaultProfile.threshold && low >= 1 && high < defaultProfile.threshold
    return high - low < 5 || isProvedSmall ? [`${value} is in ${low} to ${high}`] : []
  })
}

/** Two partners have more than 85 percent, or the others have less than a tenth of the largest: the rules of `ctdc-11`. */
const isConcentrated = (persons: ReadonlyArray<number>): boolean => {
  const [first = 0, second = 0, ...others] = persons.toSorted((a, b) => b - a)
  const rest = others.reduce((sum, one) => sum + one, 0)
  return first + second > 0.85 * (first + second + rest) || rest < first / 10
}

/** Returns the concentrated cells of the panel whose upper bound two partners outside it know too well from what was disclosed `before`. */
const lostBefore = (
  solver: LoadedSolver,
  vintage: LeavesByCube,
  before: ReadonlyArray<Disclosure>,
  outside: ReadonlyArray<string>
) => {
  const { attacker } = informed(vintage, before, outside)
  const cells = origins.flatMap((origin) =>
    destinations.flatMap((destination) =>
      years.map((year) => attacker.form("routes", { origin, destination, year, panel: "Constant" }))
    )
  )
  const ofPartners = constant.map((partner) => new LeafAttacker([vintage], [partner]))
  const unsafe = cells.filter((form) => isConcentrated(ofPartners.map((one) => one.own(form))))
  const intervals = attacker.intervals(solver, unsafe)
  return unsafe.filter((form, i) => (intervals[i]?.[1] ?? 0) < attacker.truth(form) + 5)
}

const pairs = [...constant, "n0", "n1", "n2", "n3"].flatMap((a, i, all) => all.slice(i + 1).map((b) => [a, b]))

const statesOf = ({ cells, choices }: Disclosure, table: string) =>
  cells.filter(({ choice }) => choices[choice]?.table === table).map(({ shown }) => shown.state)

describe("a series and its constant panel", () => {
  let solver: LoadedSolver
  beforeAll(async () => {
    solver = await loadSolver()
  })

  const worlds = [
    ["one partner joins", ["n0"], 30],
    ["two partners join", ["n0", "n1"], 30],
    ["four partners join", ["n0", "n1", "n2", "n3"], 40]
  ] as const

  /** All in one release, or one after the other. */
  const orders = [[[...series, ...panel]], [series, panel], [panel, series]]

  describe.each(worlds)("%s", (_, joined, most) => {
    it.each(full ? [1, 2, 3, 4, 5, 6] : [1])(
      "disclose no difference, in one release or one after the other: %i",
      async (seed) => {
        const vintage = world(seed, joined, most)
        for (const steps of sample("releases of series and panel", orders, 1)) {
          const made: Array<Disclosure> = []
          for (const choices of steps) {
            const id = made.length + 1
            const { disclosure, findings, refused } = await releaseOf(solver, [vintage], 1, choices, made, id)
            assert.strictEqual(findings, 0)
            // A panel after its series is refused where one or two partners outside the panel can derive too much about it from the series.
            if (refused) assert.isAbove(lostBefore(solver, vintage, made, joined.slice(0, 2)).length, 0)
            else made.push(disclosure)
          }
          assert.deepStrictEqual(attack(solver, vintage, made), [])
          for (const pair of pairs) assert.deepStrictEqual(attack(solver, vintage, made, pair), [], pair.join())
        }
      }
    )
  })

  it("disclose no difference over two vintages, of which the later has another year", async () => {
    const later = world(2, ["n0"], 30)
    const earlier: LeavesByCube = new Map([
      ["routes", new Map([["", (later.get("routes")?.get("") ?? []).filter(({ values }) => !values.includes("2006"))]])]
    ])
    const made: Array<Disclosure> = []
    for (const [vintage, choices] of [
      [1, panel],
      [2, [...series, ...panel]]
    ] as const) {
      const { disclosure, findings, refused } = await releaseOf(
        solver,
        [earlier, later],
        vintage,
        choices,
        made,
        vintage
      )
      assert.deepStrictEqual([refused, findings], [false, 0])
      made.push(disclosure)
    }
    assert.deepStrictEqual(attack(solver, later, made), [])
    for (const pair of pairs) assert.deepStrictEqual(attack(solver, later, made, pair), [], pair.join())
  })

  it("disclose one partner's persons if they are protected apart, which the attack finds", async () => {
    const vintage = world(1, ["n0"], 30)
    const apart: Array<Disclosure> = []
    for (const choices of [series, panel])
      apart.push((await releaseOf(solver, [vintage], 1, choices, [], apart.length + 1)).disclosure)
    assert.isNotEmpty(attack(solver, vintage, apart))
  })

  it("keep the panel where they cannot both be published, and publish both where many joined", async () => {
    const few = world(1, ["n0"], 30)
    const { disclosure } = await releaseOf(solver, [few], 1, [...series, ...panel], [], 1)
    const kept = statesOf(disclosure, "flows_panel")
    assert.isAbove(kept.filter((state) => state === "published").length, 0.8 * kept.length)
    const many = world(1, ["n0", "n1", "n2", "n3"], 40)
    const both = (await releaseOf(solver, [many], 1, [...series, ...panel], [], 1)).disclosure
    for (const table of ["flows", "flows_panel"]) {
      const states = statesOf(both, table)
      assert.isAbove(states.filter((state) => state === "published").length, 0.75 * states.length, table)
    }
  })
})
