import { Effect, Exit, Redacted } from "effect"
import { assert, describe, it } from "vitest"
import { lineRuleMethod } from "../../src/methods/lineRuleMethod.ts"
import { protectionMethods } from "../../src/methods/protectionMethods.ts"
import { protectTables } from "../../src/protect/protectTables.ts"
import { defaultProfile } from "../../src/rules/Profile.ts"
import { Solver } from "../../src/solver/Solver.ts"
import { tableOf } from "../fixtures/tableOf.ts"

const table = tableOf(
  "flows",
  ["origin", "destination"],
  ["AFG", "BGD", "CMR"].flatMap((origin, o) =>
    ["FRA", "ITA", "ESP"].map((destination, d) => ({ at: [origin, destination], count: 40 * o + 3 * d + 2 }))
  )
)

describe("the line rule", () => {
  it("is not among the methods and yields no figures", async () => {
    assert.isFalse(protectionMethods.has(lineRuleMethod.name))
    const given = await Effect.runPromiseExit(lineRuleMethod.protect({} as never).pipe(Effect.provide(Solver.layer)))
    assert.isTrue(Exit.isFailure(given))
  })

  it("ends in a refusal that counts every hidden cell as undecided, whatever the table", async () => {
    const options = { total: "Total", profile: defaultProfile, hierarchy: [], key: Redacted.make("") }
    const refused = await Effect.runPromise(
      protectTables([table], { ...options, method: lineRuleMethod }).pipe(Effect.flip, Effect.provide(Solver.layer))
    )
    assert.strictEqual(refused._tag, "WouldDisclose")
    assert.isAbove("undecided" in refused ? refused.undecided : 0, 3)
  })
})
