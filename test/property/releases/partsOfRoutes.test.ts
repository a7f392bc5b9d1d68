/**
 * Releases of months, first-level regions and dated groups together with countries and years. The oracle knows persons, and what each cell says
 * of whom, and nothing of sums among cells: an attacker in Python works out, from every figure that is shown, what can be of each that
 * is not. Tables that are each protected by itself disclose counts; those that are protected together do not.
 */

import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, beforeAll, describe, it } from "vitest"
import {
  hasPythonAttacker,
  type PythonVerdict,
  pythonAttack
} from "../../../packages/disclosure/test/fixtures/pythonAttacker.ts"
import type { Disclosure } from "../../../release/history/Disclosure.ts"
import { findingsOf } from "../../../release/protection/auditSystem.ts"
import { full } from "../../fixtures/fullRun.ts"
import { choiceOf, releaseOf } from "../../releases/releaseSeries.ts"
import {
  countryOf,
  leavesOfPersons,
  type RoutePerson,
  routeEnds,
  routePersons,
  routeTables
} from "../../releases/routePersons.ts"

/** All possible persons: each route with each month in which someone travelled it. */
const classesOf = (persons: ReadonlyArray<RoutePerson>): ReadonlyArray<RoutePerson> => {
  const key = (one: RoutePerson) => JSON.stringify([one.places, one.year])
  const found = new Map<string, RoutePerson>()
  for (const one of new Map(persons.map((each) => [key(each), each])).values())
    for (const other of persons) {
      if (other.year !== one.year || `${routeEnds(other).map(countryOf)}` !== `${routeEnds(one).map(countryOf)}`)
        continue
      found.set(JSON.stringify([one.places, one.year, other.month]), { ...one, month: other.month })
    }
  return [...found.values()]
}

/** What is disclosed, as sums of persons: each class and each cell is a variable, each cell the sum of its classes. */
const asSums = (
  persons: ReadonlyArray<RoutePerson>,
  disclosures: ReadonlyArray<Disclosure>,
  used: ReadonlyArray<number>
) => {
  const classes = classesOf(persons)
  const value: Array<number | null> = classes.map(() => null)
  const low = classes.map(() => 0)
  const relations: Array<[number, ReadonlyArray<number>]> = []
  const judge: Array<number> = []
  const known = disclosures.flatMap(({ cells, choices }) =>
    cells.map(({ choice, labels, shown }) => ({
      table: JSON.stringify(choices[choice]),
      labels: labels.join("|"),
      shown
    }))
  )
  for (const t of used) {
    const { asked, of } = routeTables[t] as (typeof routeTables)[number]
    const name = JSON.stringify(choiceOf(asked))
    const parts = new Map<string, Array<number>>()
    classes.forEach((one, c) => {
      for (const labels of of(one)) parts.set(labels.join("|"), [...(parts.get(labels.join("|")) ?? []), c])
    })
    for (const [labels, list] of parts) {
      const shown = known.find((one) => one.table === name && one.labels === labels)?.shown
      const cell = value.length
      // A cell that is in no table has no persons.
      value.push(shown === undefined ? 0 : shown.state === "published" ? shown.victims : null)
      low.push(shown?.state === "suppressed" ? 1 : 0)
      relations.push([cell, list])
      if (shown?.state === "suppressed") judge.push(cell)
    }
  }
  const width = value.map(() => 5)
  return {
    value,
    low,
    high: value.map(() => null),
    relations,
    judge,
    need: { width, reach: value.map(() => 0), small: defaultProfile.threshold }
  }
}

/** Sets of tables by their numbers above. */
const sets: Readonly<Record<string, ReadonlyArray<number>>> = {
  "flows by year, months, quarters and half-years of arrival": [0, 1, 2],
  "flows by year, first-level regions of origin, destination and transit": [0, 3, 4, 5],
  "flows by year, groups of countries as they were then": [0, 6],
  "corridors by periods of three years, arrivals by periods of two": [7, 8],
  "months, regions and groups together": [0, 1, 3, 5, 6]
}

describe.skipIf(!hasPythonAttacker(full))(
  "parts of years and of countries",
  { meta: { needs: "Python with scipy" } },
  () => {
    let solver: LoadedSolver
    beforeAll(async () => {
      solver = await loadSolver()
    })

    it("disclose small counts if each table is protected separately, and none if they are protected together", async () => {
      const systems: Array<unknown> = []
      const names: Array<string> = []
      let shown = 0
      for (const seed of full ? [1, 2, 3, 4, 5] : [1])
        for (const [name, used] of Object.entries(sets)) {
          // All together are many cells: one year is enough, that in which the Union grew.
          const years = used.length < 5 || full ? [2004, 2005] : [2004]
          const persons = routePersons(seed, 350 * years.length, years)
          const vintages = [leavesOfPersons(persons)]
          const choices = used.map((t) => choiceOf((routeTables[t] as (typeof routeTables)[number]).asked))
          const { disclosure, audit, refused } = await releaseOf(solver, vintages, 1, choices, [], 1)
          assert.isFalse(refused, name)
          assert.strictEqual(findingsOf(audit), 0, name)
          shown += disclosure.cells.filter((cell) => cell.shown.state === "published").length
          systems.push(asSums(persons, [disclosure], used))
          const apart = await Promise.all(choices.map((choice) => releaseOf(solver, vintages, 1, [choice], [], 1)))
          systems.push(
            asSums(
              persons,
              apart.map((one) => one.disclosure),
              used
            )
          )
          names.push(`${name}, seed ${seed}`)
        }
      assert.isAbove(shown, 100)
      const verdicts = pythonAttack(systems)
      names.forEach((name, k) => {
        const [together, apart] = [verdicts[2 * k], verdicts[2 * k + 1]] as [PythonVerdict, PythonVerdict]
        assert.deepStrictEqual([together.narrow.length, together.broken, together.infeasible], [0, 0, 0], name)
        assert.isAbove(apart.narrow.length + apart.pinned, 0, `${name}: apart`)
      })
    })

    it("a month that is hidden after a release by year is hidden, and not passed over as if it had not been there", async () => {
      const vintages = [leavesOfPersons(routePersons(3, 400, [2004]))]
      const choices = [choiceOf({ table: "flows_by_month" })]
      const first = await releaseOf(solver, vintages, 1, [choiceOf({ table: "flows" })], [], 1)
      const [after, alone] = [
        await releaseOf(solver, vintages, 1, choices, [first.disclosure], 2),
        await releaseOf(solver, vintages, 1, choices, [], 2)
      ]
      const count = ({ disclosure }: typeof after) =>
        disclosure.cells.filter(({ shown }) => shown.state === "suppressed").length
      assert.isAbove(count(alone), 20)
      assert.isAtLeast(count(after), count(alone))
      assert.strictEqual(findingsOf(after.audit), 0)
    })
  }
)
