/**
 * The same persons under several names: victims by citizenship and routes by origin, the constant panel of both, citizenship and nationality,
 * minors and the age group under 18. The attacker knows the finest labels and that these counts are equal, and shares only the solver with
 * the engine.
 */
import { type LoadedSolver, loadSolver } from "@corridor/disclosure/solver/Solver"
import { assert, beforeAll, it } from "vitest"
import { attackedSteps } from "../../releases/attackedSteps.ts"
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
