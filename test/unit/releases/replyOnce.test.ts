/** An audit is not computed again if nothing that it reads has changed, and computed again if anything has. */
import { defaultProfile as profile } from "@corridor/disclosure/rules/Profile"
import { Effect, Exit } from "effect"
import { assert, describe, it } from "vitest"
import type { AuditLeavesInput } from "../../../release/protection/protectLeaves.ts"
import { replyOnce } from "../../../release/protection/replyOnce.ts"
import { choiceOf } from "../../releases/releaseSeries.ts"

const disclosure = {
  id: 2,
  vintage: 1,
  threshold: 11,
  choices: [choiceOf({ table: "flows" })],
  cells: [
    { choice: 0, labels: ["UKR", "RUS", "2005"], shown: { state: "published", victims: 90, asOf: 2 } },
    { choice: 0, labels: ["TJK", "TUR", "2005"], shown: { state: "suppressed" } }
  ],
  isExact: true
} as const

const input = {
  choices: disclosure.choices,
  vintage: 1,
  disclosures: [{ ...disclosure, id: 1 }],
  profile,
  id: 2,
  leaves: new Map([
    [1, new Map([["routes", new Map([["", [{ values: ["UKR", "RUS"], partner: "p", persons: 90 }]]])]])]
  ]),
  disclosure
} satisfies AuditLeavesInput

/** Returns copies of a value, each with another text, number or truth value changed, one entry left out, or two exchanged. */
const changed = (value: unknown): ReadonlyArray<unknown> => {
  if (typeof value === "string") return [`${value} `]
  if (typeof value === "number") return [value + 1, -value]
  if (typeof value === "boolean") return [!value]
  if (value === undefined || value === null) return [value === null ? undefined : null]
  if (value instanceof Map) return changed([...value]).map((entries) => new Map(entries as Array<[unknown, unknown]>))
  if (Array.isArray(value))
    return [
      ...value.flatMap((one, i) => [
        ...changed(one).map((other) => value.with(i, other)),
        ...(Array.isArray(one) && typeof one[0] === "object" ? [] : [value.toSpliced(i, 1)])
      ]),
      ...(value.length > 1 ? [value.toReversed()] : [])
    ]
  return Object.entries(value as object).flatMap(([name, one]) =>
    changed(one).map((other) => ({ ...(value as object), [name]: other }))
  )
}

const counting = (most = 1_000) => {
  const made = { calls: 0 }
  const call = replyOnce((_: unknown) => Effect.sync(() => ++made.calls), most)
  return { made, call: (argument: unknown) => Effect.runSync(call(argument)) }
}

describe("replyOnce", () => {
  it("computes the reply to equal contents once", () => {
    const { made, call } = counting()
    assert.strictEqual(call(input), 1)
    assert.strictEqual(call(structuredClone(input)), 1)
    assert.strictEqual(made.calls, 1)
  })

  it("computes it again if anything in the argument has changed", () => {
    const others = changed(input)
    assert.isAbove(others.length, 100)
    const { made, call } = counting()
    call(input)
    for (const other of others) {
      const before = made.calls
      call(other)
      assert.strictEqual(made.calls, before + 1, JSON.stringify(other))
    }
  })

  it("sees a change in the same object, and tells apart what is written alike", () => {
    const { made, call } = counting()
    const counts = new Map([["p", 1]])
    call(counts)
    counts.set("p", 2)
    const alike = [
      counts,
      ["p", 2],
      [["p", 2]],
      { p: 2 },
      ["p,2"],
      ["p", "2"],
      "2",
      2,
      0,
      -0,
      Number.NaN,
      null,
      undefined
    ]
    for (const one of alike) call(one)
    assert.strictEqual(made.calls, 1 + alike.length)
  })

  it("computes again what it cannot compare", () => {
    const { made, call } = counting()
    for (const one of [new Date(0), Float64Array.of(1), new Set(["a"]), 1n]) {
      call({ one })
      call({ one })
    }
    assert.strictEqual(made.calls, 8)
  })

  it("keeps no failure, and few replies", () => {
    let calls = 0
    const failing = replyOnce((_: number) => (++calls === 1 ? Effect.die("no reply") : Effect.succeed(calls)), 10)
    assert.isTrue(Exit.isFailure(Effect.runSyncExit(failing(1))))
    assert.strictEqual(Effect.runSync(failing(1)), 2)
    const { made, call } = counting(2)
    for (const one of [1, 2, 3, 1]) call(one)
    assert.strictEqual(made.calls, 4)
  })
})
