/** A state store that belongs to another ClickHouse, as after two data folders were exchanged or restored in part: commands and `doctor` name it. */
import { join } from "node:path"
import { Effect } from "effect"
import { afterAll, assert, beforeAll, it } from "vitest"
import type { Finding } from "../../infra/stack/doctor/Finding.ts"
import { sqliteState } from "../../infra/state/StateLayer.ts"
import { StateStore } from "../../ports/StateStore.ts"
import { startStore } from "../fixtures/lightStack.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { runCli } from "./inProcess.ts"

const folder = testFolder("exchanged-stores")
const [own, other] = [join(folder, "own"), join(folder, "other")]

let store: Awaited<ReturnType<typeof startStore>>
beforeAll(async () => {
  store = await startStore(own)
  await Effect.runPromise(
    StateStore.query("SELECT id FROM store").pipe(Effect.provide(sqliteState(join(other, "state"))))
  )
})
afterAll(() => store.stop())

const doctor = async (data: string) => {
  const { stdout } = await runCli(["doctor", "--json"], { data, env: store.settings })
  return (JSON.parse(stdout) as { findings: ReadonlyArray<Finding> }).findings
}

it("is named by 'doctor' in the words of the command that refuses it", async () => {
  const refused = await runCli(["account", "list"], { data: other, env: store.settings })
  assert.strictEqual(refused.code, 3)
  assert.include(refused.stderr, "are in another state store")

  const found = await doctor(other)
  assert.isTrue(found.find(({ part }) => part === "warehouse")?.ok)
  const stores = found.find(({ part }) => part === "stores")
  assert.isFalse(stores?.ok)
  assert.include(refused.stderr, stores?.found ?? "nothing")

  assert.strictEqual((await runCli(["account", "list"], { data: own, env: store.settings })).code, 0)
  assert.isUndefined((await doctor(own)).find(({ part }) => part === "stores"))
})
