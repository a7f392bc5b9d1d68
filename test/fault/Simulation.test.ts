/**
 * The pipeline's own code in a simulated minute, again and again: crashes, frozen processes, rebalances, late inserts, lost answers, messages
 * that are read or sent twice, cut messages. Nothing is lost and nothing doubled.
 *
 * Replay a schedule that failed: `CORRIDOR_TEST_SEED=<seed> npx vitest run test/fault/Simulation.test.ts`, or `npm run simulate`.
 */
import { assert, describe, it } from "vitest"
import { rounds } from "../fixtures/fullRun.ts"
import { safeguards } from "../simulation/Faults.ts"
import { isGood, type Outcome, simulate } from "../simulation/simulate.ts"

const schedules = rounds(200, 10_000)
const given = process.env["CORRIDOR_TEST_SEED"]

const firstBad = (runs: number, run: (seed: number) => Outcome): Outcome | undefined => {
  for (let seed = 1; seed <= runs; seed++) {
    const outcome = run(seed)
    if (!isGood(outcome)) return outcome
  }
  return undefined
}

describe("the pipeline in a simulated cluster", () => {
  it(`${schedules} schedules of faults lose nothing and double nothing`, () => {
    const bad = given === undefined ? firstBad(schedules, simulate) : [simulate(Number(given))].find((o) => !isGood(o))
    assert.isUndefined(bad, `CORRIDOR_TEST_SEED=${bad?.seed}: ${JSON.stringify(bad)}`)
  })

  it("the same seed gives the same run", () => {
    assert.deepStrictEqual(simulate(2), simulate(2))
  })

  it.each(safeguards)("without '%s' a record is lost or doubled within 200 schedules", (without) => {
    assert.isDefined(firstBad(200, (seed) => simulate(seed, { without })))
  })
})
