/**
 * Months of coverage together with the constant panel of another table, and who reported when (`reporting.csv`). Coverage counts the same persons, so everybody may
 * take a year of its months for the panel's year, less those who began later. The attacker takes the finest counts as unknowns and shares only the solver
 * with the engine.
 */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, beforeAll, describe, it } from "vitest"
import { mulberry32 } from "../../../ingest/demo/mulberry32.ts"
import type { TableChoice } from "../../../release/catalogue/TableChoice.ts"
import type { Disclosure } from "../../../release/history/Disclosure.ts"
import type { LeavesByCube } from "../../../release/protection/ReleaseSystem.ts"
import { full } from "../../fixtures/fullRun.ts"
import { isTooNarrow, isUnsafe } from "../../releases/ctdcRules.ts"
import { type Form, LeafAttacker } from "../../releases/LeafAttacker.ts"
import { leafCounter } from "../../releases/leafCounter.ts"
import { choiceOf, releaseOf } from "../../releases/releaseSeries.ts"

const months = Array.from({ length: 12 }, (_, m) => `2005-${String(m + 1).padStart(2, "0")}`)
const throughout = ["p0", "p1", "p2", "p3", "p4"]
const riskGroups = ["Minors", "YoungWomen", "Other"]

/** Persons by month, of the partners that reported throughout and of the others. */
type Counts = ReadonlyArray<readonly [throughout: number, others: number]>

interface World {
  readonly others: ReadonlyArray<string>
  readonly vintage: LeavesByCube
  /** Persons by month and panel, as if they were of routes, and victims. */
  readonly unknown: LeavesByCube
}

const worldOf = (counts: Counts, others: ReadonlyArray<string>): World => {
  const [counter, byMonth] = [leafCounter(), leafCounter()]
  const record_kind = "victim"
  let n = 0
  for (const [m, both] of counts.entries())
    for (const [who, persons] of both.entries())
      for (let k = 0; k < persons; k++) {
        const names = who === 0 ? throughout : others
        const [partner, panel] = [names[k % names.length] as string, who === 0 ? "Constant" : "Other"]
        counter.count("coverage", "", partner, { record_kind, year: "2005", panel })
        counter.count("coverage", "months", partner, { record_kind, year: months[m] as string, panel })
        byMonth.count("routes", "", partner, { year: months[m] as string, panel })
        const risk_group = riskGroups[n++ % riskGroups.length] as string
        counter.count("victims", "", partner, { country: "RUS", year: "2005", risk_group, panel })
      }
  const vintage = counter.leaves()
  const unknown = new Map([
    ["routes", byMonth.leaves().get("routes") ?? new Map()],
    ["victims", vintage.get("victims") ?? new Map()]
  ])
  return { others, vintage, unknown }
}

const randomWorld = (seed: number): World => {
  const random = mulberry32(seed * 7919 + 29)
  const upTo = (most: number) => 1 + Math.floor(random() * most)
  const begin = 8 + Math.floor(random() * 3)
  const small = [upTo(begin) - 1, upTo(begin) - 1]
  const counts = months.map((_, m) =>
    m < begin ? ([small.includes(m) ? upTo(10) : 12 + upTo(60), 0] as const) : ([upTo(4), upTo(40)] as const)
  )
  return worldOf(counts, ["n0", "n1", "n2"].slice(0, 1 + (seed % 3)))
}

const series = [choiceOf({ table: "coverage_by_month" }), choiceOf({ table: "coverage" })]
const panel = [choiceOf({ table: "risk_groups_panel", by: ["risk_group", "year", "panel"] })]

const releases = async (solver: LoadedSolver, { vintage }: World, steps: ReadonlyArray<ReadonlyArray<TableChoice>>) => {
  const made: Array<Disclosure> = []
  for (const choices of steps) {
    const one = await releaseOf(solver, [vintage], 1, choices, made.slice(), made.length + 1)
    assert.strictEqual(one.findings, 0)
    if (!one.refused) made.push(one.disclosure)
  }
  return made
}

/** Returns what is proved too narrowly; by partners that know that they are all others, of unsafe counts of somebody else. */
const attack = (
  solver: LoadedSolver,
  { others, unknown }: World,
  made: ReadonlyArray<Disclosure>,
  partners: ReadonlyArray<string> = []
): ReadonlyArray<string> => {
  const attacker = new LeafAttacker([unknown], partners)
  const coverageIn = (year: string, of: string): Form =>
    months
      .filter((month) => month.startsWith(year))
      .flatMap((month) => attacker.form("routes", { year: month, panel: of }))
  const hidden = new Map<string, Form>()
  const shown = new Set<string>()
  for (const { choices, cells } of made)
    for (const { choice, labels: values, shown: one } of cells) {
      const own = choices[choice] as TableChoice
      const labels = Object.fromEntries(own.by.map((name, d) => [name, values[d] as string]))
      const form = own.table.startsWith("coverage")
        ? coverageIn(labels["year"] as string, labels["panel"] ?? "Total")
        : attacker.form("victims", labels)
      if (one.state === "published") {
        assert.strictEqual(one.victims, attacker.truth(form))
        attacker.learn(form, one.victims, one.victims)
        shown.add(form.join())
      } else {
        attacker.learn(form, 1, Number.POSITIVE_INFINITY)
        hidden.set(form.join(), form)
      }
    }
  for (const of of ["Constant", "Total"])
    attacker.equate(coverageIn("2005", of), attacker.form("victims", { year: "2005", panel: of }))
  const areAll = partners.length > 0 && others.every((one) => partners.includes(one))
  for (const month of areAll ? months : []) {
    const form = coverageIn(month, "Other")
    attacker.learn(form, attacker.truth(form), attacker.truth(form))
    if (shown.has(coverageIn(month, "Total").join())) shown.add(coverageIn(month, "Constant").join())
  }
  const ofEach = [...throughout, ...others].map((one) => new LeafAttacker([unknown], [one]))
  const isJudged = (form: Form) =>
    !areAll || (attacker.own(form) < attacker.truth(form) && isUnsafe(ofEach.map((one) => one.own(form))))
  const judged = [...hidden.values()].filter((form) => !shown.has(form.join()) && isJudged(form))
  return attacker.intervals(solver, judged).flatMap((interval, i) => {
    const value = attacker.truth(judged[i] as Form)
    return isTooNarrow(value, interval) ? [`${partners.join()}: ${value} is in ${interval.join(" to ")}`] : []
  })
}

describe("months of coverage, a constant panel and who reported when", () => {
  let solver: LoadedSolver
  beforeAll(async () => {
    solver = await loadSolver()
  })

  const orders: ReadonlyArray<readonly [string, ReadonlyArray<ReadonlyArray<TableChoice>>]> = [
    ["in one release", [[...series, ...panel]]],
    ["after it", [panel, series]],
    ["before it", [series, panel]]
  ]

  it.each(orders.slice(0, full ? 3 : 1))("%s leave a small month open", async (_, steps) => {
    // Others began in November. Of February, 4, what is published of the other months and the panel's year left 1 to 7.
    const own = [60, 4, 55, 50, 58, 61, 52, 57, 66, 49, 2, 2]
    const world = worldOf(
      own.map((persons, m) => [persons, m < 10 ? 0 : ([40, 12][m - 10] as number)]),
      ["n0", "n1", "n2"]
    )
    const made = await releases(solver, world, steps)
    assert.isNotEmpty(made)
    assert.deepStrictEqual(attack(solver, world, made), [])
  })

  it("are published although known differences between kinds of records prove a small count of others, which is not published", async () => {
    // Of February: 52 assisted and 51 routes differ by 1, 51 routes and 49 victims of the panel by 2, 49 victims and 47 assisted of the panel by 2.
    const counter = leafCounter()
    const count = (
      record_kind: string,
      month: string,
      persons: number,
      names: ReadonlyArray<string>,
      panel: string
    ) => {
      for (let k = 0; k < persons; k++) {
        const partner = names[k % names.length] as string
        counter.count("coverage", "", partner, { record_kind, year: "2005", panel })
        counter.count("coverage", "months", partner, { record_kind, year: month, panel })
        const risk_group = riskGroups[k % riskGroups.length] as string
        const route = { origin: "UKR", destination: "RUS", panel }
        if (record_kind === "route") {
          counter.count("routes", "", partner, { ...route, corridor: "UKR > RUS", year: "2005" })
          counter.count("routes", "months", partner, { ...route, year: month })
        }
        if (record_kind === "victim")
          counter.count("victims", "", partner, { country: "RUS", year: "2005", risk_group, panel })
      }
    }
    for (const [m, month] of months.entries()) {
      count("route", month, m === 1 ? 51 : 60 + 5 * m, throughout, "Constant")
      count("victim", month, m === 1 ? 49 : 190 + 7 * m, throughout, "Constant")
      count("assistance", month, m === 1 ? 47 : 320 + 11 * m, throughout, "Constant")
      count("assistance", month, m === 1 ? 5 : 70 + 13 * m, ["n0", "n1", "n2"], "Other")
    }
    const arrivals = ["arrivals_by_month", "arrivals_by_month_panel"].map((table) => choiceOf({ table }))
    const one = await releaseOf(solver, [counter.leaves()], 1, [...series, ...panel, ...arrivals], [], 1)
    assert.isFalse(one.refused)
    assert.strictEqual(one.findings, 0)
    const shownOf = (kind: string, year: string) =>
      one.disclosure.cells.find(({ labels }) => labels.includes(kind) && labels.includes(year))?.shown.state
    assert.strictEqual(shownOf("assistance", "2005-03"), "published")
  })

  it.each(full ? Array.from({ length: 30 }, (_, i) => i) : [1])("world %i", async (seed) => {
    const world = randomWorld(seed)
    for (const [, steps] of orders.slice(0, full ? 3 : 1)) {
      const made = await releases(solver, world, steps)
      assert.isNotEmpty(made)
      const all = [...world.others, ...throughout]
      const pairs = all.flatMap((a, i) => all.slice(i + 1).map((b) => [a, b]))
      for (const partners of [[], ...pairs])
        assert.deepStrictEqual(attack(solver, world, made, partners), [], partners.join())
    }
  })

  it("leave a month open to two partners who know that six others began in another, also where a year of a later vintage is published", async () => {
    // Two partners have 35 of the 41 persons of January, which is hidden. Of the 51 of January and February, 41 are at least January's for these two.
    const [two, others] = [["p0", "p1"], Array.from({ length: 6 }, (_, p) => `q${p}`)]
    const began = new Map([
      ...[30, 5].map((persons, p) => [two[p] as string, persons] as const),
      ...others.map((who) => [who, 1] as const)
    ])
    const evenly = (persons: number) =>
      new Map([...two, ...others].map((who, p) => [who, Math.floor((persons + p) / 8)]))
    const vintages = [0, 1].map((more) => {
      const [counter, unknown] = [leafCounter(), leafCounter()]
      for (const [m, year] of months.entries())
        for (const [who, persons] of m === 0
          ? began
          : m === 1
            ? others.map((one, n) => [one, n < 4 ? 2 : 1] as const)
            : evenly(60 + m + (m === 2 ? more : 0)))
          for (let n = 0; n < persons; n++) {
            counter.count("coverage", "", who, { record_kind: "victim", year: "2005" })
            counter.count("coverage", "months", who, { record_kind: "victim", year })
            unknown.count("coverage", "", who, { record_kind: "victim", year })
          }
      return { counts: counter.leaves(), unknown: unknown.leaves() }
    })
    const made: Array<Disclosure> = []
    for (const [v, table] of ["coverage_by_month", "coverage"].entries()) {
      const counts = vintages.map((one) => one.counts)
      const one = await releaseOf(solver, counts, v + 1, [choiceOf({ table })], made.slice(), v + 1)
      assert.strictEqual(one.findings, 0)
      if (!one.refused) made.push(one.disclosure)
    }
    const attacker = new LeafAttacker(
      vintages.map(({ unknown }) => unknown),
      two
    )
    const inMonth = (year: string, v: number) => attacker.form("coverage", { year }, v)
    for (const year of months) {
      const [before, now] = [inMonth(year, 1), inMonth(year, 2)]
      attacker.equate(now, before, attacker.truth(now) - attacker.truth(before))
    }
    const january = inMonth(months[0] as string, 1)
    attacker.learn(january, attacker.own(january) + others.length, Number.POSITIVE_INFINITY)
    for (const { cells, vintage = 0 } of made)
      for (const { labels, shown } of cells) {
        const form = months
          .filter((month) => month.startsWith(labels[1] as string))
          .flatMap((month) => inMonth(month, vintage))
        if (shown.state === "published") attacker.learn(form, shown.victims, shown.victims)
      }
    const [[low, high] = [0, 0]] = attacker.intervals(solver, [inMonth(months[1] as string, 1)])
    assert.isAtLeast(high - low, 5)
    assert.isAtLeast(high, defaultProfile.threshold)
  })
})
