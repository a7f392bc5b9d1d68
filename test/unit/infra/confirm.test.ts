import { Effect, Terminal } from "effect"
import { afterEach, assert, describe, it } from "vitest"
import { confirm } from "../../../infra/cli/confirm.ts"

const isTTY = process.stdin.isTTY
afterEach(() => {
  process.stdin.isTTY = isTTY
})

/** Answers the question on a terminal, or without one, and counts how often it is asked. */
const answered = async (answer: string, onTerminal: boolean, flags = { yes: false, json: false }) => {
  process.stdin.isTTY = onTerminal
  let asked = 0
  const terminal = {
    readLine: Effect.sync(() => {
      asked++
      return answer
    })
  } as unknown as Terminal.Terminal
  const agreed = await Effect.runPromise(
    confirm("Sure? [y/N]", flags).pipe(Effect.provideService(Terminal.Terminal, terminal))
  )
  return [agreed, asked]
}

describe("a question before an action that cannot be undone", () => {
  it("is asked on a terminal, and only a yes is one", async () => {
    for (const yes of ["y", "YES", " yes ", "да", "так", "da"])
      assert.deepStrictEqual(await answered(yes, true), [true, 1])
    for (const no of ["", "n", "no", "yesterday", "нет"]) assert.deepStrictEqual(await answered(no, true), [false, 1])
  })

  it("is not asked with --yes or --json, nor without a terminal", async () => {
    assert.deepStrictEqual(await answered("n", true, { yes: true, json: false }), [true, 0])
    assert.deepStrictEqual(await answered("n", true, { yes: false, json: true }), [true, 0])
    assert.deepStrictEqual(await answered("n", false), [true, 0])
  })
})
