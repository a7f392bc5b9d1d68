/**
 * The same persons under several names: victims by citizenship and routes by origin, the constant panel of both, citizenship and nationality,
 * minors and the age group under 18. The attacker knows the finest labels and that these counts are equal, and shares only the solver with
 * the engine.
 */
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, beforeAll, it } from "vitest"
import type { ChoiceInput } from "../../../release/catalogue/TableChoice.ts"
import type { Disclosure } from "../../../release/history/Disclosure.ts"
import { attackedSteps } from "../../releases/attackedSteps.ts"
import { LeafAttacker } from "../../releases/LeafAttacker.ts"
import { leafCounter } from "../../releases/leafCounter.ts"
import { choiceOf, releaseOf } from "../../releases/releaseSeries.ts"
import { scenarios } from "../../releases/samePersonsScenarios.ts"

let solver: LoadedSolver
beforeAll(async () => {
  solver = await loadSolver()
})

it.each(scenarios)("$name narrows no suppressed count", async ({ persons, steps, ...rest }) => {
  const inOne = steps.map((tables) => ({ vintage: 1, tables }))
  const { narrow, judged, shown, refused } = await attackedSteps(solver, { ...rest, vintages: [persons], steps: inOne })
  assert.deepStrictEqual([refused, narrow], [0, []])
  assert.isAbove(judged, 0)
  assert.isAbove(shown, 0)
})

it.each([
  ["destinations, then coverage", [{ table: "region_roles_destination" }, { table: "coverage" }]],
  ["coverage, then destinations", [{ table: "coverage" }, { table: "region_roles_destination" }]]
] as const)(
  "%s narrow no suppressed count of a year, although victims by country are in no table",
  async (_, steps) => {
    const counter = leafCounter()
    const [places, year] = [{ RUS: 120, POL: 60, USA: 33, VNM: 10 }, "2003"]
    // Two more victims than arrivals at each place: all of them are eight more, which is too many to take the totals for the same persons.
    const more = 2
    for (const [place, arrived] of Object.entries(places))
      for (let n = 0; n < arrived + more; n++) {
        const partner = `p${n % 5}`
        for (const kind of n < arrived ? ["route", "victim"] : ["victim"])
          counter.count("coverage", "", partner, { record_kind: kind, year })
        counter.count("victims", "", partner, { country: place, year })
        const route = { origin: "UKR", destination: place, corridor: `UKR > ${place}`, year }
        if (n < arrived) counter.count("routes", "", partner, route)
      }
    const vintage = counter.leaves()
    const made: Array<Disclosure> = []
    for (const table of steps as ReadonlyArray<ChoiceInput>) {
      const one = await releaseOf(solver, [vintage], 1, [choiceOf(table)], made.slice(), made.length + 1)
      assert.strictEqual(one.findings, 0)
      if (!one.refused) made.push(one.disclosure)
    }
    const attacker = new LeafAttacker([vintage])
    for (const place of Object.keys(places))
      attacker.equate(
        attacker.form("victims", { country: place }),
        attacker.form("routes", { destination: place }),
        more
      )
    attacker.equate(attacker.form("coverage", { record_kind: "victim" }), attacker.form("victims", {}))
    attacker.equate(attacker.form("coverage", { record_kind: "route" }), attacker.form("routes", {}))
    const cells = made.flatMap((one) =>
      one.cells.map(({ labels: [label = ""], shown }) => ({
        shown,
        form:
          one.choices[0]?.table === "coverage"
            ? attacker.form("coverage", { record_kind: label })
            : attacker.form("routes", { destination: label })
      }))
    )
    for (const { shown, form } of cells)
      if (shown.state === "published") attacker.learn(form, shown.victims, shown.victims)
    const hidden = cells.filter(({ shown }) => shown.state === "suppressed").map(({ form }) => form)
    assert.isNotEmpty(hidden)
    for (const [low, high] of attacker.intervals(solver, hidden)) assert.isAtLeast(high - low, 5)
  }
)
