/** Commands that a signal ends: their exit code says which one, and the same command works afterwards. */
import { join } from "node:path"
import { Effect } from "effect"
import { afterAll, assert, describe, it } from "vitest"
import { tryLock } from "../../infra/process/DataLock.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { runCli } from "../integration/inProcess.ts"
import { endStarted, start, until } from "./Process.ts"

const folder = testFolder("interrupted")
afterAll(endStarted)

describe("a command that is interrupted", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143]
  ] as const)("by %s ends with %d, and leaves the data folder to the next one", async (signal, code) => {
    const data = join(folder, signal)
    const ended = await Effect.gen(function* () {
      assert.isTrue(yield* tryLock(data))
      const waiting = start(["account", "list"], { data })
      yield* Effect.promise(() =>
        until("it waits for the folder", () => waiting.output().includes("Waiting for another"))
      )
      return yield* Effect.promise(() => waiting.kill(signal))
    }).pipe(Effect.scoped, Effect.runPromise)
    assert.deepStrictEqual(ended, { code, signal: null })
    assert.strictEqual((await runCli(["account", "list"], { data })).code, 0)
  })
})
