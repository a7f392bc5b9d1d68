/** Every reachable state of the model of loading; and that each safeguard is needed. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { full } from "../fixtures/fullRun.ts"
import { explore } from "./explore.ts"
import { allFaults, loadingModel, type State, safeguards, stepsInCode, sweep } from "./LoadingModel.ts"

const root = join(import.meta.dirname, "../..")

describe("the model of loading", () => {
  // Two million states take a minute; the ordinary run visits those with fewer faults on one way.
  const bounds = full
    ? [allFaults]
    : [
        { ...allFaults, crashes: 0, failures: 0 },
        { ...allFaults, rebalances: 1 }
      ]

  /** With a withdrawal at any moment. A rebalance makes half a million states. */
  const withdrawing = { ...allFaults, rebalances: full ? 1 : 0, failures: 0, crashes: full ? 0 : 1, withdrawals: 1 }

  it("no reachable state loses or doubles a record, and no withdrawn one comes back for good", () => {
    const happened = new Set<string>()
    for (const faults of [...bounds, withdrawing]) {
      const { states, steps, counterexample } = explore(loadingModel(undefined, faults))
      assert.isUndefined(counterexample, JSON.stringify(counterexample))
      assert.isAbove(states, faults.withdrawals > 0 ? 4_000 : 10_000)
      for (const step of steps) happened.add(step)
    }
    // Every step happens, so the result is not about a model that stands still.
    assert.deepStrictEqual([...happened].sort(), Object.keys(stepsInCode).sort())
  })

  it("everything can be stored and committed", () => {
    const model = loadingModel()
    const problemOf = ({ stored, committed }: State) =>
      stored.every((times) => times === 1) && committed === stored.length ? "all stored" : undefined
    assert.strictEqual(explore({ ...model, problemOf }).counterexample?.problem, "all stored")
  })

  it.each(safeguards)("without '%s' a record is lost or doubled", (without) => {
    const { counterexample } = explore(loadingModel(without))
    assert.include(["lost", "doubled"], counterexample?.problem)
  })

  it(`without '${sweep}' a withdrawn record stays when it comes back`, () => {
    const { counterexample } = explore(loadingModel(sweep, withdrawing))
    assert.strictEqual(counterexample?.problem, "came back")
    assert.include(counterexample?.way ?? [], "the late insert arrives")
  })

  it.each(
    Object.entries(stepsInCode).flatMap(([step, code]) => (code === undefined ? [] : [[step, ...code] as const]))
  )("'%s' stands for %s: %s", (_, file, name) => {
    assert.match(readFileSync(join(root, file), "utf8"), new RegExp(`\\b${name}\\b(?:\\(| =|: )`))
  })
})
