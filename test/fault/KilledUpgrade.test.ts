/** kill -9 at each write of an upgrade from 0.1.0: the next start completes it, with the tables and rows of one that was not interrupted. */
import { cpSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { afterEach, assert, beforeAll, describe, it } from "vitest"
import { StateStore } from "../../ports/StateStore.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { unpackEarlier } from "../fixtures/earlierVersion.ts"
import { full, sample } from "../fixtures/fullRun.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { endStarted, startProgram, until } from "./Process.ts"
import { openStore } from "./StoreOnDisk.ts"

const folder = testFolder("killed-upgrade")
const earlier = join(folder, "data")

beforeAll(() => unpackEarlier("data", folder))
afterEach(endStarted)

let copies = 0
const copy = () => {
  const data = join(folder, `copy-${++copies}`)
  cpSync(earlier, data, { recursive: true, verbatimSymlinks: true })
  return data
}

/** Runs an upgrade to its end, or to the write that it stops at, where it is killed. Returns whether it reached its end. */
const upgrade = async (data: string, at = 0) => {
  const running = startProgram("stagedUpgrade.ts", [data, String(at)], {})
  await until("it ends or stops", () => running.output().includes("here") || !running.isRunning(), 200)
  if (running.isRunning()) await running.kill("SIGKILL")
  return running.stdout().includes("done")
}

/** The definitions of all tables, which migrations were applied how often, and what the earlier version had stored. */
const stateOf = (data: string) =>
  openStore(data, () =>
    Effect.gen(function* () {
      const warehouse = yield* Warehouse
      const state = yield* StateStore
      const tables = yield* warehouse.query<{ name: string; definition: string }>(
        `SELECT concat(database, '.', name) AS name, create_table_query AS definition FROM system.tables
         WHERE startsWith(database, 'corridor_') ORDER BY name`
      )
      const migrations = yield* warehouse.query(
        "SELECT name, toFloat64(count()) AS n FROM corridor_audit.migration FINAL GROUP BY name ORDER BY name"
      )
      const records = yield* warehouse.query(
        "SELECT partner_id, record_id FROM corridor_raw.route_record FINAL ORDER BY ALL"
      )
      const accounts = yield* state.query("SELECT account, role, password_hash FROM account ORDER BY account")
      const entries = yield* state.query("SELECT chain, seq, hash FROM chain_entry ORDER BY chain, seq")
      return { tables, migrations, records, accounts, entries }
    })
  )

/** Statements of the migrations that 0.1.0 lacks, columns and settings of tables, and the move of accounts and ledger. A later version may have more. */
const steps = Array.from({ length: 55 }, (_, i) => i + 1)

describe("an upgrade that is killed", () => {
  let expected: Awaited<ReturnType<typeof stateOf>>
  beforeAll(async () => {
    const data = copy()
    assert.isTrue(await upgrade(data))
    expected = await stateOf(data)
    assert.isAtLeast(expected.records.length, 119)
    assert.isAtLeast(expected.accounts.length, 1)
    assert.isAtLeast(expected.tables.length, 30)
  })

  it.each(full ? steps : sample("writes of an upgrade", steps, 2))(
    "after write %i is completed by the next start",
    async (at) => {
      const data = copy()
      assert.isFalse(await upgrade(data, at))
      assert.isTrue(await upgrade(data))
      assert.deepStrictEqual(await stateOf(data), expected)
    }
  )

  it("has no further write that is not tried", async () => {
    assert.isTrue(await upgrade(copy(), steps.length + 1))
  })
})
