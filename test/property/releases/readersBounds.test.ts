/**
 * Bounds of suppressed cells. The oracle knows which persons each cell is of, and nothing of sums among cells: an attacker in Python, who is
 * given what is shown, works out exactly what each hidden count can be. What is published as bounds never lies inside of that, so that a reader who reads
 * it learns nothing; and it holds the true count, in first releases and in those that follow others.
 */

import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, beforeAll, describe, it } from "vitest"
import { hasPythonAttacker, pythonAttack } from "../../../packages/disclosure/test/fixtures/pythonAttacker.ts"
import type { LeafRow } from "../../../release/catalogue/LeafRow.ts"
import type { ChoiceInput, TableChoice } from "../../../release/catalogue/TableChoice.ts"
import type { Bounds } from "../../../release/history/Bounds.ts"
import type { DisclosedCell, Disclosure } from "../../../release/history/Disclosure.ts"
import { isTooNarrow, publicBounds, readerContext } from "../../../release/protection/publicBounds.ts"
import { full } from "../../fixtures/fullRun.ts"
import { monthlyVintages } from "../../releases/monthlyVintages.ts"
import { choiceOf, releaseOf } from "../../releases/releaseSeries.ts"
import { leavesOfPersons, routePersons, routeTables } from "../../releases/routePersons.ts"

/** Countries of the worlds by subregion, as M49 has them; written down here and not looked up. */
const subregions: Readonly<Record<string, ReadonlyArray<string>>> = {
  "151 Eastern Europe": ["UKR", "MDA", "BLR", "RUS", "POL", "ROU"],
  "035 South-eastern Asia": ["THA", "VNM", "KHM"],
  "202 Sub-Saharan Africa": ["NGA", "GHA", "BEN"]
}

const isOf = (label: string, value: string) =>
  label === "Total" || label === value || (subregions[label]?.includes(value) ?? false)

interface Person {
  readonly origin: string
  readonly destination: string
  readonly year: string
}

const isIn = ({ by }: TableChoice, labels: ReadonlyArray<string>, one: Person) =>
  by.every((name, d) => isOf(labels[d] as string, one[name as keyof Person]))

const boundsOf = (disclosure: Disclosure, before: ReadonlyArray<Disclosure>) =>
  publicBounds(disclosure.choices, disclosure.cells, disclosure.id, readerContext(disclosure.vintage as number, before))

const sets: Readonly<Record<string, ReadonlyArray<ChoiceInput>>> = {
  "totals and subregions": [{ table: "flows", margins: true, levels: { origin: ["country", "subregion"] } }],
  "tables that share margins": [
    { table: "flows" },
    { table: "region_roles_origin", levels: { origin: ["country", "subregion"] } },
    { table: "region_roles_destination", margins: true }
  ],
  "nothing but margins": [
    { table: "flows", by: ["origin", "year"], margins: true },
    { table: "flows", by: ["destination", "year"], margins: true }
  ]
}

/** Classes of persons that there may be: those of cells that the tables have, and where these are only margins, all that fit. */
const classesOf = (cells: ReadonlyArray<DisclosedCell>, choices: ReadonlyArray<TableChoice>): ReadonlyArray<Person> => {
  const labels = (name: string) => [
    ...new Set(
      cells.flatMap((cell) => {
        const label = cell.labels[choices[cell.choice]?.by.indexOf(name) ?? -1]
        return label === undefined || label === "Total" || label in subregions ? [] : [label]
      })
    )
  ]
  return labels("origin").flatMap((origin) =>
    labels("destination").flatMap((destination) => labels("year").map((year) => ({ origin, destination, year })))
  )
}

/** What a first release discloses, as sums of persons. */
const asSums = ({ cells, choices }: Disclosure, bounds?: ReadonlyArray<Bounds | undefined>) => {
  const classes = classesOf(cells, choices)
  const value: Array<number | null> = classes.map(() => null)
  const low = classes.map(() => 0)
  const high: Array<number | null> = classes.map(() => null)
  const relations: Array<[number, ReadonlyArray<number>]> = []
  const cellOf: Array<number> = []
  const put = (parts: ReadonlyArray<number>, count: number | null, least: number, most: number | null) => {
    relations.push([value.length, parts])
    low.push(least)
    high.push(most)
    return value.push(count) - 1
  }
  const partsOf = (choice: TableChoice, labels: ReadonlyArray<string>) =>
    classes.flatMap((one, c) => (isIn(choice, labels, one) ? [c] : []))
  cells.forEach(({ choice: c, labels, shown }, i) => {
    const parts = partsOf(choices[c] as TableChoice, labels)
    const own = bounds?.[i]
    const most = own === undefined || own.high === Number.POSITIVE_INFINITY ? null : own.high
    cellOf.push(
      shown.state === "published"
        ? put(parts, shown.victims, 0, null)
        : put(parts, null, Math.max(1, own?.low ?? 1), most)
    )
  })
  // What a table does not have is zero.
  choices.forEach((choice, c) => {
    const finest = new Map(
      classes.map((one) => {
        const labels = choice.by.map((name) => one[name as keyof Person])
        return [labels.join(), labels]
      })
    )
    const there = new Set(cells.flatMap((cell) => (cell.choice === c ? [cell.labels.join()] : [])))
    for (const [key, labels] of finest) if (!there.has(key)) put(partsOf(choice, labels), 0, 0, null)
  })
  const judge = cells.flatMap(({ shown }, i) => (shown.state === "suppressed" ? [cellOf[i] as number] : []))
  return { value, low, high, relations, judge }
}

const countOf = (choice: TableChoice, labels: ReadonlyArray<string>, rows: ReadonlyArray<LeafRow>) =>
  rows.reduce((sum, { values: [origin = "", destination = "", , year = ""], persons }) => {
    return sum + (isIn(choice, labels, { origin, destination, year }) ? persons : 0)
  }, 0)

const world = (seed: number) => ({ seed, months: 6, origins: 7, destinations: 4, partners: 6, persons: 140 })

describe("bounds of suppressed cells", () => {
  let solver: LoadedSolver
  beforeAll(async () => {
    solver = await loadSolver()
  })

  it.skipIf(!hasPythonAttacker(full))(
    "contain the interval of an exact attacker, and add nothing to it",
    { meta: { needs: "Python with scipy" } },
    async () => {
      const systems: Array<unknown> = []
      const published: Array<{ readonly name: string; readonly bounds: ReadonlyArray<Bounds> }> = []
      for (const seed of full ? [1, 2, 3, 4] : [1])
        for (const [name, asked] of Object.entries(sets)) {
          const vintage = monthlyVintages(world(seed)).at(-1) as ReadonlyArray<LeafRow>
          const { disclosure, refused } = await releaseOf(solver, [vintage], 1, asked.map(choiceOf), [], 1)
          assert.isFalse(refused)
          const bounds = boundsOf(disclosure, [])
          systems.push(asSums(disclosure), asSums(disclosure, bounds))
          published.push({ name, bounds: bounds.filter((one) => one !== undefined) })
        }
      const verdicts = pythonAttack(systems)
      let [cells, exact, closed] = [0, 0, 0]
      published.forEach(({ name, bounds }, k) => {
        const [without, knowing] = [verdicts[2 * k], verdicts[2 * k + 1]]
        assert.deepStrictEqual([without?.broken, without?.infeasible], [0, 0], name)
        assert.strictEqual(without?.cells.length, bounds.length, name)
        bounds.forEach(({ low, high }, i) => {
          const [least, most] = [without?.low[i] as number, without?.high[i] ?? Number.POSITIVE_INFINITY]
          assert.isAtMost(low, least, name)
          assert.isAtLeast(high, most, name)
          assert.isFalse(isTooNarrow({ low, high }, defaultProfile.threshold), name)
          cells += 1
          closed += Number.isFinite(high) ? 1 : 0
          exact += low === least && high === most ? 1 : 0
        })
        assert.deepStrictEqual(
          [knowing?.low, knowing?.high, knowing?.infeasible],
          [without?.low, without?.high, 0],
          name
        )
      })
      console.info(`${cells} hidden cells: ${exact} bounds are exact, ${closed} have an upper one`)
      assert.isAbove(closed, 0.5 * cells)
      assert.isAbove(exact, 0.5 * cells)
    }
  )

  it("contain the true count, in each of successive monthly releases", async () => {
    const vintages = monthlyVintages({ ...world(3), origins: 4, destinations: 3, months: full ? 12 : 5 })
    const choices = (sets["totals and subregions"] ?? []).map(choiceOf)
    const before: Array<Disclosure> = []
    let [bounded, later] = [0, 0]
    for (let id = 1; id <= vintages.length; id++) {
      const { disclosure, refused } = await releaseOf(solver, vintages, id, choices, before, id)
      if (refused) continue
      boundsOf(disclosure, before).forEach((own, i) => {
        const { choice, labels, shown } = disclosure.cells[i] as DisclosedCell
        assert.strictEqual(own !== undefined, shown.state === "suppressed")
        if (own === undefined) return
        const count = countOf(choices[choice] as TableChoice, labels, vintages[id - 1] as ReadonlyArray<LeafRow>)
        assert.isTrue(own.low <= count && count <= own.high, `${id} ${labels}`)
        assert.isFalse(isTooNarrow(own, defaultProfile.threshold), `${id} ${labels}`)
        bounded += 1
        if (id > 1 && Number.isFinite(own.high)) later += 1
      })
      before.push(disclosure)
    }
    console.info(`${bounded} bounds in ${before.length} releases, ${later} with an upper one in a later release`)
    assert.isAbove(later, 0)
  })

  it("contain the true count of overlapping months, regions and groups", async () => {
    for (const used of [
      [0, 1, 2],
      [0, 3, 4, 5],
      [0, 6]
    ]) {
      const persons = routePersons(1, 700, [2004, 2005])
      const tables = used.map((t) => routeTables[t] as (typeof routeTables)[number])
      const choices = tables.map(({ asked }) => choiceOf({ ...asked, margins: asked.table !== "flows_by_month" }))
      const { disclosure } = await releaseOf(solver, [leavesOfPersons(persons)], 1, choices, [], 1)
      const counts = tables.map(({ of }) => {
        const found = new Map<string, number>()
        for (const one of persons)
          for (const labels of of(one)) found.set(labels.join(), (found.get(labels.join()) ?? 0) + 1)
        return found
      })
      let held = 0
      boundsOf(disclosure, []).forEach((own, i) => {
        const { choice, labels } = disclosure.cells[i] as DisclosedCell
        const count = counts[choice]?.get(labels.join())
        if (own === undefined || count === undefined) return
        assert.isTrue(own.low <= count && count <= own.high, `${labels}: ${count} in ${own.low}..${own.high}`)
        held += Number.isFinite(own.high) ? 1 : 0
      })
      assert.isAbove(held, 3, used.join())
    }
  })
})
