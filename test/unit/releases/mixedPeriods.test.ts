/** Releases of several cubes by periods of different lengths, by years and by months. */
import { defaultProfile } from "@corridor/disclosure/rules/Profile"
import { loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, it } from "vitest"
import type { ChoiceInput } from "../../../release/catalogue/TableChoice.ts"
import { releaseProblem } from "../../../release/protection/ReleaseProblem.ts"
import { choiceOf, leavesIn } from "../../releases/releaseSeries.ts"
import { wholeCases } from "../../releases/wholeCases.ts"

const byPeriod = (table: string, period: number): ChoiceInput => ({ table, levels: { year: ["period"] }, period })

it.each([
  ["periods of two cubes", [byPeriod("flows", 2), byPeriod("victims", 3)]],
  ["years and periods", [{ table: "flows" }, byPeriod("victims", 3), byPeriod("assistance", 2)]],
  ["months and periods", [byPeriod("flows", 2), { table: "coverage_by_month" }, byPeriod("coverage", 3)]]
] as const)("%s are one system that adds up", async (_, choices) => {
  const vintage = wholeCases({ seed: 1, persons: 600, years: 6, partners: 6, missing: 0 })
  const { own } = releaseProblem(await loadSolver(), {
    ...{ choices: choices.map(choiceOf), vintage: 1, disclosures: [] },
    ...{ profile: defaultProfile, leavesOf: leavesIn([vintage]) }
  })
  assert.deepStrictEqual(
    own.cubes.flatMap(({ linked }) => linked.broken),
    []
  )
  assert.isTrue(own.wanted.every((cells) => cells.length > 0))
})
