/**
 * Figures together with `reporting.csv`, which says from which month on how many partners reported, and how many did throughout. Everybody knows that the
 * others have nobody before that month, and one or two partners may know that they alone are the others. The attacker takes the finest counts as unknowns
 * and shares only the solver with the engine.
 */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, beforeAll, describe, it } from "vitest"
import { mulberry32 } from "../../../ingest/demo/mulberry32.ts"
import type { LeafRow, Leaves } from "../../../release/catalogue/LeafRow.ts"
import type { TableChoice } from "../../../release/catalogue/TableChoice.ts"
import type { Disclosure } from "../../../release/history/Disclosure.ts"
import { countNarrowed } from "../../../release/protection/countNarrowed.ts"
import { releaseProblem } from "../../../release/protection/ReleaseProblem.ts"
import type { LeavesByCube } from "../../../release/protection/ReleaseSystem.ts"
import { full } from "../../fixtures/fullRun.ts"
import { isTooNarrow, isUnsafe } from "../../releases/ctdcRules.ts"
import { type Form, LeafAttacker } from "../../releases/LeafAttacker.ts"
import { leafCounter } from "../../releases/leafCounter.ts"
import { choiceOf, leavesIn, releaseOf } from "../../releases/releaseSeries.ts"

const quarters = ["2005-Q1", "2005-Q2", "2005-Q3", "2005-Q4"]
const places = ["RUS", "POL", "DEU", "FIN"]
const throughout = ["p0", "p1", "p2", "p3", "p4"]

/** Persons by destination and quarter, of the partners that reported throughout and of the others, who began in the third quarter. */
type Counts = Readonly<Record<string, ReadonlyArray<readonly [throughout: number, others: number]>>>

interface World {
  readonly others: ReadonlyArray<string>
  readonly vintage: LeavesByCube
  /** The same with quarters in place of years, and with every count that may not be zero. */
  readonly unknown: ReadonlyMap<string, Leaves>
}

const worldOf = (counts: Counts, others: ReadonlyArray<string>): World => {
  const rowsOf = (destination: string, q: number, panel: string, partners: ReadonlyArray<string>, persons: number) =>
    partners.map((partner, p) => ({
      ...{ destination, quarter: quarters[q] as string, panel, partner },
      persons: Math.floor((persons + partners.length - 1 - p) / partners.length)
    }))
  const rows = Object.entries(counts).flatMap(([destination, own]) =>
    own.flatMap(([ofPanel, ofOthers], q) => [
      ...rowsOf(destination, q, "Constant", throughout, ofPanel),
      ...(q < 2 ? [] : rowsOf(destination, q, "Other", others, ofOthers))
    ])
  )
  const leavesBy = (timeOf: (quarter: string) => string, some: typeof rows): ReadonlyArray<LeafRow> =>
    some.map(({ destination, quarter, panel, partner, persons }) => ({
      values: ["UKR", destination, `UKR > ${destination}`, timeOf(quarter), panel],
      ...{ partner, persons }
    }))
  const present = rows.filter(({ persons }) => persons > 0)
  const byYear = leavesBy((quarter) => quarter.slice(0, 4), present)
  const byMonth = leavesBy((quarter) => `2005-${String(3 * Number(quarter.slice(-1))).padStart(2, "0")}`, present)
  return {
    others,
    vintage: new Map([
      [
        "routes",
        new Map([
          ["", byYear],
          ["months", byMonth]
        ])
      ]
    ]),
    unknown: new Map([["routes", new Map([["", leavesBy((quarter) => quarter, rows)]])]])
  }
}

const randomWorld = (seed: number, others: ReadonlyArray<string>): World => {
  const random = mulberry32(seed * 7919 + 11)
  const upTo = (most: number) => Math.floor(random() ** 2 * most)
  const own = () => quarters.map((_, q) => [upTo(60), q < 2 ? 0 : upTo(25)] as const)
  return worldOf(Object.fromEntries(places.map((place) => [place, own()])), others)
}

const tables = [
  choiceOf({ table: "flows", by: ["destination", "year"], levels: { year: ["quarter"] } }),
  choiceOf({ table: "flows", by: ["destination", "year"] }),
  choiceOf({ table: "flows", by: ["year"], levels: { year: ["quarter"] } })
]
const panel = [choiceOf({ table: "region_roles_destination_panel" })]

/** Releases of one vintage after the other, the last vintage for all that are left. */
const releases = async (
  solver: LoadedSolver,
  worlds: ReadonlyArray<World>,
  steps: ReadonlyArray<ReadonlyArray<TableChoice>>
) => {
  const made: Array<Disclosure> = []
  for (const [step, choices] of steps.entries()) {
    const vintages = worlds.map(({ vintage }) => vintage)
    const number = Math.min(step + 1, worlds.length)
    const one = await releaseOf(solver, vintages, number, choices, made.slice(), made.length + 1)
    assert.strictEqual(one.findings, 0)
    if (!one.refused) made.push(one.disclosure)
  }
  return made
}

/**
 * Returns what is proved too narrowly; by partners that know that they are all others, of unsafe counts of somebody else. Of several vintages, everybody knows
 * by how much counts that are not small differ, if by less than 5 without their own persons.
 */
const attack = (
  solver: LoadedSolver,
  worlds: ReadonlyArray<World>,
  made: ReadonlyArray<Disclosure>,
  partners: ReadonlyArray<string> = []
): ReadonlyArray<string> => {
  const { others } = worlds[0] as World
  const attacker = new LeafAttacker(
    worlds.map(({ unknown }) => unknown),
    partners
  )
  const formOf = (labels: Readonly<Record<string, string>>, vintage = 1): Form =>
    (labels["year"] === "2005" ? quarters : [labels["year"] as string]).flatMap((year) =>
      attacker.form("routes", { ...labels, year }, vintage)
    )
  const hidden = new Map<string, Form>()
  const shown = new Set<string>()
  /** Counts of which the panel's part, or all, is published: these partners subtract their own persons. */
  const subtracted = new Set<string>()
  for (const { choices, cells, vintage } of made)
    for (const { choice, labels: values, shown: one } of cells) {
      const labels = Object.fromEntries((choices[choice]?.by ?? []).map((name, d) => [name, values[d] as string]))
      const form = formOf(labels, vintage)
      if (one.state === "published" && one.asOf !== made.find((other) => other.cells === cells)?.id) continue
      if (one.state === "published") {
        assert.strictEqual(one.victims, attacker.truth(form))
        attacker.learn(form, one.victims, one.victims)
        shown.add(form.join())
        subtracted.add(formOf({ ...labels, panel: "Total" }, vintage).join())
      } else {
        attacker.learn(form, 1, Number.POSITIVE_INFINITY)
        hidden.set(form.join(), form)
      }
    }
  const areAll = partners.length > 0 && others.every((one) => partners.includes(one))
  if (areAll)
    for (const destination of places)
      for (const year of quarters) {
        for (const vintage of worlds.keys()) {
          const form = attacker.form("routes", { destination, year, panel: "Other" }, vintage + 1)
          attacker.learn(form, attacker.truth(form), attacker.truth(form))
        }
      }
  if (worlds.length === 2)
    for (const destination of [...places, "Total"])
      for (const year of ["2005", ...quarters])
        for (const panel of ["Total", "Constant"]) {
          const [less, more] = [1, 2].map((vintage) => formOf({ destination, year, panel }, vintage)) as [Form, Form]
          const change = attacker.truth(more) - attacker.truth(less)
          const byOthers = change - attacker.own(more) + attacker.own(less)
          const isSmall = [less, more].some((form) => attacker.truth(form) < defaultProfile.threshold)
          if (Math.abs(byOthers) < 5 && (change === 0 || !isSmall)) attacker.equate(more, less, change)
        }
  const ofEach = [...throughout, ...others].map(
    (one) =>
      new LeafAttacker(
        worlds.map(({ unknown }) => unknown),
        [one]
      )
  )
  const isJudged = (form: Form) =>
    !areAll ||
    (attacker.own(form) < attacker.truth(form) &&
      !subtracted.has(form.join()) &&
      isUnsafe(ofEach.map((one) => one.own(form))))
  const judged = [...hidden.values()].filter((form) => !shown.has(form.join()) && isJudged(form))
  return attacker.intervals(solver, judged).flatMap((interval, i) => {
    const value = attacker.truth(judged[i] as Form)
    return isTooNarrow(value, interval) ? [`${partners.join()}: ${value} is in ${interval.join(" to ")}`] : []
  })
}

describe("figures combined with who reported when", () => {
  let solver: LoadedSolver
  beforeAll(async () => {
    solver = await loadSolver()
  })

  const orders: ReadonlyArray<readonly [string, ReadonlyArray<ReadonlyArray<TableChoice>>]> = [
    ["in one release", [[...tables, ...panel]]],
    ["after it", [panel, tables]],
    ["before it", [tables, panel]]
  ]

  it.each(orders.slice(0, full ? 3 : 1))(
    "by quarter, and the constant panel by year %s, leave an early quarter open",
    async (_, steps) => {
      // Of Russia's first quarter, 4, the 50 of the second and the panel's 55 left 1 to 5.
      const early: Counts = {
        RUS: [
          [4, 0],
          [50, 0],
          [1, 20],
          [0, 25]
        ],
        POL: [
          [60, 0],
          [50, 0],
          [40, 20],
          [30, 20]
        ],
        DEU: [
          [60, 0],
          [50, 0],
          [40, 25],
          [35, 20]
        ]
      }
      const world = worldOf(early, ["n0", "n1", "n2"])
      const made = await releases(solver, [world], steps)
      assert.isNotEmpty(made)
      assert.deepStrictEqual(attack(solver, [world], made), [])
    }
  )

  it.each(full ? Array.from({ length: 30 }, (_, i) => i) : [12])(
    "leave unsafe counts open to all partners: world %i",
    async (seed) => {
      const world = randomWorld(seed, ["n0", "n1", "n2"].slice(0, 1 + (seed % 3)))
      const made = await releases(solver, [world], [[...tables, ...panel]])
      assert.isNotEmpty(made)
      const all = [...world.others, ...throughout]
      const pairs = all.flatMap((a, i) => all.slice(i + 1).map((b) => [a, b]))
      for (const partners of [[], ...pairs.slice(0, full ? pairs.length : 3)])
        assert.deepStrictEqual(attack(solver, [world], made, partners), [], partners.join())
    }
  )

  it("leave an early quarter open to the others, also together with figures with noise", async () => {
    // Of Russia's first two quarters, 5, the panel's 95 and about 50 and 40 of the later ones would leave 1 to 9.
    const early: Counts = {
      RUS: [
        [4, 0],
        [1, 0],
        [50, 20],
        [40, 25]
      ],
      POL: [
        [60, 0],
        [50, 0],
        [40, 20],
        [30, 20]
      ]
    }
    const world = worldOf(early, ["n0"])
    const made = await releases(solver, [world], [panel])
    assert.isNotEmpty(made)
    const [byQuarter] = tables
    const withNoise = (deviation: number): Disclosure => ({
      ...{
        id: 2,
        vintage: 1,
        threshold: defaultProfile.threshold,
        choices: [byQuarter as TableChoice],
        isExact: false
      },
      cells: [70, 65].map((victims, q) => ({
        choice: 0,
        labels: ["RUS", quarters[q + 2] as string],
        shown: { state: "published", victims, asOf: 2 }
      })),
      noise: [{ choice: 0, columns: ["destination", "year"], deviation }]
    })
    const narrowed = [1, 9].map((deviation) => {
      const audited = withNoise(deviation)
      const asked = { choices: [], vintage: 1, disclosures: made, audited, profile: defaultProfile }
      const problem = releaseProblem(solver, { ...asked, leavesOf: leavesIn([world.vintage]) })
      return countNarrowed(solver, problem, defaultProfile, audited)
    })
    assert.isAbove(narrowed[0] as number, 0)
    assert.strictEqual(narrowed[1], 0)
  })

  it("of two vintages leave an early quarter open to the others", async () => {
    // The quarters of the first vintage, each with two more persons of the panel, and the panel's year of the second, 160, left Russia's first: 4.
    const [first, second] = [50, 52].map((persons): Counts => {
      const rest = (of: readonly [number, number, number, number]): Counts[string] =>
        of.map((one, q) => [one, q < 2 ? 0 : 20] as const)
      return { RUS: rest([4, persons, persons, persons]), POL: rest([60, 50, 40, 30]), DEU: rest([60, 50, 40, 35]) }
    })
    const worlds = [first, second].map((counts) => worldOf(counts as Counts, ["n0"]))
    const byQuarter = choiceOf({ table: "flows", by: ["destination", "year"], levels: { year: ["quarter"] } })
    const made = await releases(solver, worlds, [[byQuarter], panel])
    assert.isNotEmpty(made)
    assert.deepStrictEqual(attack(solver, worlds, made, ["n0"]), [])
  })

  // What these partners know without the last release is no finding.
  it.each(full ? Array.from({ length: 30 }, (_, i) => i) : [3])(
    "of two vintages leave unsafe counts open to the others: worlds %i",
    async (seed) => {
      const others = ["n0", "n1"].slice(0, 1 + (seed % 2))
      const random = mulberry32(seed * 104_729 + 5)
      const upTo = (most: number) => Math.floor(random() ** 2 * most)
      const counts = places.map((place) => [place, quarters.map((_, q) => [upTo(70), q < 2 ? 0 : upTo(30)])] as const)
      const later = counts.map(
        ([place, own]) => [place, own.map(([a = 0, b = 0]) => [a + (a > 10 ? upTo(5) : 0), b])] as const
      )
      const worlds = [counts, later].map((own) => worldOf(Object.fromEntries(own) as unknown as Counts, others))
      for (const steps of [
        [tables, panel],
        [panel, tables],
        [tables.slice(0, 1), panel]
      ]) {
        const made = await releases(solver, worlds, steps)
        const before = new Set(attack(solver, worlds, made.slice(0, 1), others))
        assert.deepStrictEqual(
          attack(solver, worlds, made, others).filter((one) => !before.has(one)),
          []
        )
      }
    }
  )

  const eight = ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7"]
  /** Persons by month, of whom those of some months are of one other partner, and the month in which all eight have persons. */
  const nextTo: ReadonlyArray<
    readonly [name: string, persons: ReadonlyArray<number>, ofOther: ReadonlyArray<number>, known: string]
  > = [
    ["the first, in which eight partners began", [12, 3, 40, 45, 50, 41], [], "2005-01"],
    // Eight of more than a tenth of all records each.
    ["a pause of eight partners", [40, 12, 3, 0, 0, 45, 50, 41], [2], "2005-02"],
    ["the last of eight partners that are late", [40, 45, 50, 12, 3, 0, 2], [4, 6], "2005-04"]
  ]
  it.each(nextTo)("leave the months next to %s open", async (_, byMonthOf, ofOther, knownMonth) => {
    const counter = leafCounter()
    const months = byMonthOf.map((persons, m) => {
      const [record_kind, month] = ["assistance", `2005-0${m + 1}`]
      for (let n = 0; n < persons; n++) {
        const partner = ofOther.includes(m) ? "other" : (eight[n % 8] as string)
        counter.count("coverage", "", partner, { record_kind, year: "2005" })
        counter.count("coverage", "months", partner, { record_kind, year: month })
      }
      return { record_kind, year: month }
    })
    const vintage = counter.leaves()
    const choices = [choiceOf({ table: "coverage" }), choiceOf({ table: "coverage_by_month" })]
    const { disclosure, findings, refused } = await releaseOf(solver, [vintage], 1, choices, [], 1)
    assert.deepStrictEqual([refused, findings], [false, 0])
    const byMonth = new Map([["", vintage.get("coverage")?.get("months") ?? []]])
    for (const own of [[], ...eight.map((one, i) => [one, eight[(i + 1) % 8] as string])]) {
      const attacker = new LeafAttacker([new Map([["coverage", byMonth]])], own)
      const formOf = (labels: ReadonlyArray<string>) =>
        months.flatMap((month) => (month.year.startsWith(labels[1] as string) ? attacker.form("coverage", month) : []))
      const known = formOf(["", knownMonth])
      attacker.learn(known, attacker.own(known) + 8 - own.length, Number.POSITIVE_INFINITY)
      for (const { labels, shown } of disclosure.cells)
        if (shown.state === "published") attacker.learn(formOf(labels), shown.victims, shown.victims)
        // Zeros are published.
        else attacker.learn(formOf(labels), 1, Number.POSITIVE_INFINITY)
      const hidden = disclosure.cells
        .filter(({ shown }) => shown.state === "suppressed")
        .map(({ labels }) => formOf(labels))
      assert.isNotEmpty(hidden)
      for (const [low, high] of attacker.intervals(solver, hidden)) {
        assert.isAtLeast(high - low, 5)
        assert.isFalse(low >= 1 && high < defaultProfile.threshold, `${low} to ${high}`)
      }
    }
  })
})
