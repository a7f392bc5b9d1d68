/** Protection in a thread of its own: the same result, and the process answers others meanwhile. */
import { MethodRefused } from "@corridor/disclosure/methods/ProtectionMethod"
import { defaultProfile as profile } from "@corridor/disclosure/rules/Profile"
import { Effect, Logger, Result } from "effect"
import { assert, describe, it } from "vitest"
import { auditInThread, protectInThread } from "../../../release/protection/protectionThread.ts"
import { auditLeaves, protectLeaves } from "../../../release/protection/protectLeaves.ts"
import { choiceOf } from "../../releases/releaseSeries.ts"
import { wholeCases } from "../../releases/wholeCases.ts"

const world = wholeCases({ seed: 4, persons: 900, years: 4, partners: 6, missing: 0 })
const input = {
  choices: [choiceOf({ table: "flows" }), choiceOf({ table: "victims" })],
  ...{ vintage: 1, disclosures: [], profile, id: 1, leaves: new Map([[1, world]]) },
  ...{ method: "suppression", key: undefined, patternKey: "test" }
}
const { method: _, key: __, patternKey: ___, ...audited } = input
const disclosureOf = (cells: Parameters<typeof auditLeaves>[0]["disclosure"]["cells"]) => ({
  ...{ id: 1, vintage: 1, threshold: profile.threshold, choices: input.choices, cells, isExact: true }
})

describe("a protection in its thread", () => {
  it("is the same as in the process, which answers others meanwhile", async () => {
    const own = await Effect.runPromise(protectLeaves(input))
    let turns = 0
    const counting = setInterval(() => turns++, 1)
    const inThread = await Effect.runPromise(protectInThread(input))
    clearInterval(counting)
    assert.deepStrictEqual(inThread, own)
    assert.isAbove(own.cells.filter(({ shown }) => shown.state === "suppressed").length, 0)
    // Without the thread there were none: nothing else ran until the result was there.
    assert.isAbove(turns, 10)
  })

  it("audits as the process does, and finds what a release must not show", async () => {
    const { cells } = await Effect.runPromise(protectInThread(input))
    const leaky = cells.map((cell) =>
      cell.shown.state === "suppressed"
        ? { ...cell, shown: { state: "published" as const, victims: 1, asOf: 1 } }
        : cell
    )
    const disclosure = disclosureOf(leaky)
    const found = await Effect.runPromise(auditInThread({ ...audited, disclosure }))
    assert.deepStrictEqual(found, await Effect.runPromise(auditLeaves({ ...audited, disclosure })))
    assert.isAbove(
      found.reduce((sum, { small }) => sum + small, 0),
      0
    )
  })

  it("refuses by the same error, and logs where the process does", async () => {
    const lines: Array<string> = []
    const logger = Logger.make(({ message }) => void lines.push(String(message)))
    const refused = await Effect.runPromise(
      protectInThread({ ...input, method: "cell-key" }).pipe(Effect.result, Effect.provide(Logger.layer([logger])))
    )
    assert.instanceOf(Result.isFailure(refused) ? refused.failure : undefined, MethodRefused)
    assert.isTrue(lines.some((line) => /^routes, victims.*: \d+ cells, \d+ sums/.test(line)))
  })
})
