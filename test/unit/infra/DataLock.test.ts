import { spawn } from "node:child_process"
import { once } from "node:events"
import { cpSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { assert, it } from "@effect/vitest"
import { Effect, Exit, Scope } from "effect"
import { recordedServers, startChildServer } from "../../../infra/process/ChildServer.ts"
import { holderName, isHeldElsewhere, lockHolder, tryLock } from "../../../infra/process/DataLock.ts"
import { identify } from "../../../infra/process/ProcessIdentity.ts"
import { Progress } from "../../../infra/process/Progress.ts"
import { type Endpoints, runningEndpoints, writeEndpoints } from "../../../infra/stack/Endpoints.ts"
import { stopStack } from "../../../infra/stack/stopStack.ts"
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

/** Holds the folder in another process. Its first line says whether it got the lock. */
const holdInAnother = async (data: string) => {
  const path = fileURLToPath(new URL("../../../infra/process/DataLock.ts", import.meta.url))
  const text = `import { Effect } from "effect"; import { tryLock } from ${JSON.stringify(path)}
    Effect.runPromise(Effect.scoped(Effect.flatMap(tryLock(${JSON.stringify(data)}), (held) => { console.log(held); setInterval(() => {}, 1000); return Effect.never })))`
  const child = spawn(process.execPath, ["--input-type=module", "-e", text], { stdio: ["ignore", "pipe", "inherit"] })
  const [held] = await once(child.stdout, "data")
  return { child, held: String(held).trim() }
}

it.effect("a process of another container or machine, whose id means nothing here, keeps the folder", () =>
  Effect.gen(function* () {
    const data = join(folder, "elsewhere")
    const { child, held } = yield* Effect.promise(() => holdInAnother(data))
    assert.strictEqual(held, "true")
    const lock = readFileSync(join(data, "lock"), "utf8")
    assert.isFalse(isHeldElsewhere(data))
    // What it looks like from another container: nobody has the id, or another process.
    for (const other of [
      { pid: 4_194_304, started: "1" },
      { ...identify(1), started: "1" }
    ]) {
      writeFileSync(join(data, "lock"), JSON.stringify({ ...JSON.parse(lock), ...other }))
      writeFileSync(join(data, "endpoints.json"), "{}")
      assert.isTrue(isHeldElsewhere(data))
      assert.isFalse(yield* Effect.scoped(tryLock(data)))
      const refusal = yield* Effect.flip(stopStack(data))
      assert.match(refusal.message, /runs in another container or on another machine\. Stop it there\.$/)
      assert.match(holderName(data), /^of another container/)
      assert.isTrue(existsSync(join(data, "lock")) && existsSync(join(data, "endpoints.json")))
    }
    child.kill("SIGKILL")
    yield* Effect.promise(() => once(child, "exit"))
    assert.isFalse(isHeldElsewhere(data))
    assert.isTrue(yield* Effect.scoped(tryLock(data)))
  })
)

it.live("a copy of a folder that is in use neither uses nor ends its processes; the renamed folder is the same", () =>
  Effect.gen(function* () {
    const [data, copy, renamed] = [join(folder, "used"), join(folder, "copied"), join(folder, "renamed")]
    assert.isTrue(yield* tryLock(data))
    yield* startChildServer({
      name: "server",
      runFolder: join(data, "run"),
      command: "sleep",
      args: ["1000"],
      ready: Effect.void,
      restart: false
    })
    writeEndpoints(data, {
      ...(identify(process.pid) as NonNullable<ReturnType<typeof identify>>),
      kafka: { brokers: [] },
      registry: { url: "" },
      clickhouse: { url: "" },
      page: { url: "", port: 1 },
      portal: { url: "" }
    } satisfies Endpoints)
    const names = (of: string) => recordedServers(join(of, "run")).map(({ name }) => name)
    assert.deepStrictEqual([names(data), runningEndpoints(data)?.pid], [["server"], process.pid])
    cpSync(data, copy, { recursive: true })
    assert.deepStrictEqual([names(copy), runningEndpoints(copy), lockHolder(copy)], [[], undefined, undefined])
    assert.deepStrictEqual(yield* stopStack(copy), { stopped: false, ended: [] })
    assert.isTrue(yield* Effect.scoped(tryLock(copy)))
    assert.deepStrictEqual(names(data), ["server"])
    renameSync(data, renamed)
    const found = [names(renamed), runningEndpoints(renamed)?.pid, lockHolder(renamed)?.pid]
    renameSync(renamed, data)
    assert.deepStrictEqual(found, [["server"], process.pid, process.pid])
  }).pipe(
    Effect.provideService(Progress, () => {}),
    Effect.scoped
  )
)
