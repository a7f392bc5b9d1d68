/**
 * Groups whose members all have one form of exploitation, or nearly all, in releases. The oracle takes the finest counts of all forms in all
 * groups as unknowns, every figure as an equation, and a row that a table lacks as zero; it shares only the solver of linear programmes
 * with the engine. The share of 95 % and the two members who subtract themselves are written down here.
 */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import { Effect } from "effect"
import { assert, beforeAll, describe, it } from "vitest"
import { mulberry32 } from "../../../ingest/demo/mulberry32.ts"
import type { LeafRow } from "../../../release/catalogue/LeafRow.ts"
import type { TableChoice } from "../../../release/catalogue/TableChoice.ts"
import type { DisclosedCell, Disclosure } from "../../../release/history/Disclosure.ts"
import { auditSystem, findingsOf } from "../../../release/protection/auditSystem.ts"
import { publicBounds, readerContext } from "../../../release/protection/publicBounds.ts"
import { releaseProblem } from "../../../release/protection/ReleaseProblem.ts"
import { rounds } from "../../fixtures/fullRun.ts"
import { choiceOf, leavesIn, releaseOf } from "../../releases/releaseSeries.ts"

const countries = ["RUS", "POL", "DEU", "THA"]
const years = ["2004", "2005"]
const sexes = ["Female", "Male"]
const forms = ["labour", "sexual", "other"]
const names = ["country", "year", "sex", "form"] as const
type Group = Readonly<Record<(typeof names)[number], string>>

const finest: ReadonlyArray<Group> = countries.flatMap((country) =>
  years.flatMap((year) => sexes.flatMap((sex) => forms.map((form) => ({ country, year, sex, form }))))
)

/** Returns the persons of each finest group: per country and year all, nearly all or half of one form. */
const world = (seed: number): ReadonlyArray<number> => {
  const random = mulberry32(seed * 7919)
  const kind = new Map<string, number>()
  return finest.map(({ country, year, sex, form }) => {
    const at = `${country} ${year}`
    const mixed = kind.get(at) ?? random()
    kind.set(at, mixed)
    if (form === "sexual") return 30 + Math.floor(random() * 40)
    if (mixed < 0.35) return 0
    if (mixed < 0.6) return form === "other" && sex === "Male" ? 1 + Math.floor(random() * 2) : 0
    return 12 + Math.floor(random() * 30)
  })
}

const leavesOf = (persons: ReadonlyArray<number>): ReadonlyArray<LeafRow> =>
  finest.flatMap(({ country, year, sex, form }, g) =>
    Array.from({ length: 5 }, (_, p) => ({
      values: [country, year, sex, "18AndOver", form, "Other"],
      partner: `p${p}`,
      persons: Math.floor(((persons[g] as number) + p) / 5)
    })).filter((row) => row.persons > 0)
  )

const tables = [
  { table: "victims", by: ["country", "form", "year"], margins: true },
  { table: "victims", by: ["sex", "form", "year"], margins: true }
].map(choiceOf)

/** The finest groups in a cell. */
const inCell = ({ by }: TableChoice, labels: ReadonlyArray<string>): ReadonlyArray<number> =>
  finest.flatMap((group, g) =>
    by.every((name, d) => labels[d] === "Total" || labels[d] === group[name as keyof Group]) ? [g] : []
  )

const crossed = (lists: ReadonlyArray<ReadonlyArray<string>>): ReadonlyArray<ReadonlyArray<string>> =>
  lists.reduce<ReadonlyArray<ReadonlyArray<string>>>(
    (all, list) => all.flatMap((one) => list.map((label) => [...one, label])),
    [[]]
  )

const labelsOf: Readonly<Record<string, ReadonlyArray<string>>> = {
  country: countries,
  year: years,
  sex: sexes,
  form: forms
}

/** What a reader knows: sums of finest groups, each within bounds. */
const readings = (disclosures: ReadonlyArray<Disclosure>) =>
  disclosures.flatMap(({ choices, cells }) =>
    choices.flatMap((choice, c) => {
      const shown = new Map(cells.filter((cell) => cell.choice === c).map((cell) => [cell.labels.join(), cell.shown]))
      return crossed(choice.by.map((name) => [...(labelsOf[name] as ReadonlyArray<string>), "Total"])).map((labels) => {
        const one = shown.get(labels.join())
        const count = one === undefined ? 0 : one.state === "published" ? one.victims : undefined
        return { groups: inCell(choice, labels), low: count ?? 0, high: count ?? Number.POSITIVE_INFINITY }
      })
    })
  )

/** Returns the most persons that can be in these finest groups. */
const most = (solver: LoadedSolver, rows: ReturnType<typeof readings>, groups: ReadonlyArray<number>): number => {
  const start = [0]
  for (const row of rows) start.push((start.at(-1) as number) + row.groups.length)
  const cost = new Float64Array(finest.length)
  for (const g of groups) cost[g] = 1
  const programme = {
    columns: finest.length,
    rows: rows.length,
    cost,
    low: new Float64Array(finest.length),
    high: new Float64Array(finest.length).fill(100_000),
    rowLow: Float64Array.from(rows, ({ low }) => low),
    rowHigh: Float64Array.from(rows, ({ high }) => high),
    start: Int32Array.from(start),
    index: Int32Array.from(rows.flatMap((row) => row.groups)),
    coefficient: new Float64Array(start.at(-1) as number).fill(1)
  }
  return solver.using(programme, (open) => {
    open.seek("most")
    const { outcome, objective } = open.solve()
    assert.strictEqual(outcome, "optimal")
    return objective
  })
}

/** Returns the groups, at any level, of which a reader can infer the form of nearly every member. */
const disclosed = (solver: LoadedSolver, persons: ReadonlyArray<number>, disclosures: ReadonlyArray<Disclosure>) => {
  const rows = readings(disclosures)
  const total = (groups: ReadonlyArray<number>) => groups.reduce((sum, g) => sum + (persons[g] as number), 0)
  return disclosures.flatMap(({ choices }) =>
    choices.flatMap((choice) => {
      const others = choice.by.filter((name) => name !== "form")
      return crossed(others.map((name) => [...(labelsOf[name] as ReadonlyArray<string>), "Total"])).flatMap(
        (labels) => {
          const members = inCell({ ...choice, by: others }, labels)
          return forms.flatMap((form) => {
            const [own, rest] = [
              members.filter((g) => finest[g]?.form === form),
              members.filter((g) => finest[g]?.form !== form)
            ]
            const isCertain = (count: number, more: number) =>
              count > 0 && count >= 0.95 * (count + Math.max(0, more - 2))
            if (!isCertain(total(own), total(rest)) || !isCertain(total(own), most(solver, rows, rest))) return []
            return [`${labels.join(" ")}: ${form}`]
          })
        }
      )
    })
  )
}

describe("groups of one form of exploitation, in releases", () => {
  let solver: LoadedSolver
  beforeAll(async () => {
    solver = await loadSolver()
  })

  it.each(Array.from({ length: rounds(4, 40) }, (_, i) => i + 1))("world %i", async (seed) => {
    const persons = world(seed)
    const vintage = new Map([["victims", new Map([["", leavesOf(persons)]])]])
    const made: Array<Disclosure> = []
    for (const choice of seed % 2 === 0 ? tables.toReversed() : tables) {
      const { disclosure, findings, refused } = await releaseOf(solver, [vintage], 1, [choice], made, made.length + 1)
      assert.isFalse(refused)
      assert.strictEqual(findings, 0)
      made.push(disclosure)
    }
    const cells = made.flatMap((one) => one.cells)
    assert.isAbove(cells.filter(({ shown }) => shown.state === "published").length, 20)
    assert.deepStrictEqual(disclosed(solver, persons, made), [])
    // The bounds that a release states are true of suppressed zeros, too.
    made.forEach(({ choices, cells, id }, k) => {
      publicBounds(choices, cells, id, readerContext(1, made.slice(0, k))).forEach((bounds, c) => {
        const { choice, labels } = cells[c] as (typeof cells)[number]
        const count = inCell(choices[choice] as TableChoice, labels).reduce((sum, g) => sum + (persons[g] as number), 0)
        if (bounds !== undefined) assert.isTrue(bounds.low <= count && count <= bounds.high)
      })
    })
  })

  it("the audit refuses a release whose missing rows show that no one has another form", async () => {
    const persons = world(1)
    const vintage = new Map([["victims", new Map([["", leavesOf(persons)]])]])
    const choices = tables.slice(0, 1)
    const { disclosure } = await releaseOf(solver, [vintage], 1, choices, [], 1)
    const isZero = ({ labels, shown }: DisclosedCell) =>
      shown.state === "suppressed" && inCell(tables[0] as TableChoice, labels).every((g) => persons[g] === 0)
    assert.isNotEmpty(disclosure.cells.filter(isZero))
    const profile = defaultProfile
    const given = { choices, vintage: 1, disclosures: [], profile, leavesOf: leavesIn([vintage]) }
    const findingsIn = async (cells: ReadonlyArray<DisclosedCell>) => {
      const audits = await Effect.runPromise(
        auditSystem({ solver, profile, disclosure: { ...disclosure, cells }, ...releaseProblem(solver, given) })
      )
      return audits.reduce((sum, audit) => sum + findingsOf(audit), 0)
    }
    assert.strictEqual(await findingsIn(disclosure.cells), 0)
    assert.isAbove(await findingsIn(disclosure.cells.filter((cell) => !isZero(cell))), 0)
  })

  it("a release from before zeros were suppressed does not block later ones", async () => {
    const persons = world(1)
    const vintage = new Map([["victims", new Map([["", leavesOf(persons)]])]])
    // Of one country alone, so that zeros follow from its total and not from those of other countries.
    const byCountry = choiceOf({
      table: "victims",
      by: ["country", "form", "year"],
      margins: true,
      where: { country: "POL" }
    })
    const bySex = tables[1] as TableChoice
    const count = (labels: ReadonlyArray<string>) =>
      inCell(byCountry, labels).reduce((sum, g) => sum + (persons[g] as number), 0)
    const cells = crossed(byCountry.by.map((name) => [...(labelsOf[name] as ReadonlyArray<string>), "Total"]))
      .filter((labels) => labels[0] === "POL" && count(labels) > 0)
      .map((labels) => ({ choice: 0, labels, shown: { state: "published" as const, victims: count(labels), asOf: 1 } }))
    const former: Disclosure = { id: 1, vintage: 1, threshold: 11, choices: [byCountry], cells, isExact: true }
    const next = await releaseOf(solver, [vintage], 1, [bySex], [former], 2)
    assert.isFalse(next.refused)
    assert.strictEqual(next.findings, 0)
    assert.isAbove(next.disclosure.cells.filter(({ shown }) => shown.state === "published").length, 10)
  })
})
