import { assert, describe, it } from "@effect/vitest"
import { casesSentBefore } from "../../../ingest/submit/send/casesSentBefore.ts"

/** A server that has records of some cases, and what it is asked. */
const server = (stored: ReadonlyArray<string>, answers = Number.POSITIVE_INFINITY) => {
  const asked: Array<ReadonlyArray<string>> = []
  const state = { open: 0, maxOpen: 0 }
  const count = async (persons: ReadonlyArray<string>) => {
    asked.push(persons)
    state.maxOpen = Math.max(state.maxOpen, ++state.open)
    await new Promise((resolve) => setTimeout(resolve))
    state.open--
    return asked.length > answers ? undefined : persons.filter((person) => stored.includes(person)).length * 3
  }
  return { asked, count, state }
}
const cases = Array.from({ length: 1_000 }, (_, i) => `case ${i}`)

describe("cases sent before", () => {
  it("are found among all cases, with few questions at the same time", async () => {
    const { asked, count, state } = server(["case 3", "case 4", "case 999"])
    assert.deepStrictEqual(await casesSentBefore(cases, count), {
      sent: new Set(["case 3", "case 4", "case 999"]),
      unasked: 0
    })
    assert.strictEqual(new Set(asked.flat()).size, 1_000)
    // 63 questions for groups, then one for each case of the two groups with records.
    assert.strictEqual(asked.length, 63 + 16 + 8)
    assert.isAtMost(Math.max(...asked.map(({ length }) => length)), 16)
    assert.strictEqual(state.maxOpen, 4)
  })

  it("need one question if the group is one case, and none without cases", async () => {
    const { asked, count } = server(["case 3"])
    assert.deepStrictEqual(await casesSentBefore(["case 3"], count), { sent: new Set(["case 3"]), unasked: 0 })
    assert.deepStrictEqual(await casesSentBefore([], count), { sent: new Set<string>(), unasked: 0 })
    assert.strictEqual(asked.length, 1)
  })

  it("that nobody answers for are counted, and those that were found stay", async () => {
    const silent = server(["case 3"], 0)
    assert.deepStrictEqual(await casesSentBefore(cases, silent.count), { sent: new Set<string>(), unasked: 1_000 })
    assert.isAtMost(silent.asked.length, 4)
    for (const answers of [1, 20, 40, 70, 85]) {
      const { asked, count } = server(cases.slice(-20), answers)
      const { sent, unasked } = await casesSentBefore(cases, count)
      const judged = new Set(asked.slice(0, answers).flat())
      assert.isAbove(unasked, 0)
      assert.isAtLeast(unasked, 1_000 - judged.size)
      assert.isAtMost(asked.length, answers + 4)
      for (const person of sent) assert.isTrue(judged.has(person))
    }
  })
})
