import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, it } from "@effect/vitest"
import { Effect, Exit, Scope } from "effect"
import { lockHolder, tryLock } from "../../../infra/process/DataLock.ts"
import { identify } from "../../../infra/process/ProcessIdentity.ts"
import { testFolder } from "../../fixtures/testFolder.ts"

const folder = testFolder("lock")

it.effect("one holder at a time, and the next one after the release", () =>
  Effect.gen(function* () {
    const data = join(folder, "one")
    const scope = yield* Scope.make()
    assert.isTrue(yield* Scope.provide(tryLock(data), scope))
    assert.strictEqual(statSync(join(data, "lock")).mode & 0o777, 0o600)
    assert.strictEqual(lockHolder(data)?.pid, process.pid)
    assert.isFalse(yield* Effect.scoped(tryLock(data)))
    // A process that did not get the lock cannot release it.
    assert.strictEqual(lockHolder(data)?.pid, process.pid)
    yield* Scope.close(scope, Exit.void)
    assert.isFalse(existsSync(join(data, "lock")))
    assert.isTrue(yield* Effect.scoped(tryLock(data)))
  })
)

it.effect("a lock is void if its holder has ended, even if another process has its pid now", () =>
  Effect.gen(function* () {
    const data = join(folder, "stale")
    yield* Effect.scoped(tryLock(data))
    const me = identify(process.pid)
    for (const text of [
      JSON.stringify({ pid: 4_194_304, started: "1" }),
      JSON.stringify({ ...me, started: "1" }),
      "cut o"
    ]) {
      writeFileSync(join(data, "lock"), text)
      assert.isUndefined(lockHolder(data))
      assert.isTrue(yield* Effect.scoped(tryLock(data)))
    }
    // Process 1 lives as long as the machine.
    writeFileSync(join(data, "lock"), JSON.stringify(identify(1)))
    assert.isFalse(yield* Effect.scoped(tryLock(data)))
    assert.deepStrictEqual(JSON.parse(readFileSync(join(data, "lock"), "utf8")), identify(1))
  })
)
