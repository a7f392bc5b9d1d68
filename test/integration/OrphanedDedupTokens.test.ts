/**
 * A store that was killed after it had written an insert's token down and before it had the rows. What such a kill leaves behind is made
 * here by hand; `test/fault/KilledInsert.test.ts` kills.
 */
import { appendFileSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { assert, describe, it } from "vitest"
import type { Warehouse } from "../../ports/Warehouse.ts"
import { forgetTokensOf, openStore, tableFolder, tokenLogsOf } from "../fault/StoreOnDisk.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("spent")

type Use<A> = (warehouse: Warehouse["Service"]) => Effect.Effect<A, unknown>

let stores = 0

/** A store with one table, opened and closed for each `use`. */
const makeStore = async () => {
  const data = join(folder, `store-${stores++}`)
  const [table, logs] = [tableFolder(data, "default.t"), tokenLogsOf(data, "default.t")]
  const newestLog = () => join(logs, readdirSync(logs).sort().at(-1) as string)
  const use = <A>(some: Use<A>) => openStore(data, some)
  await use((warehouse) =>
    warehouse.command(
      `CREATE TABLE default.t (n Int32) ENGINE = MergeTree ORDER BY n
       SETTINGS non_replicated_deduplication_window = 100`
    )
  )
  return {
    use,
    insert: (...numbers: ReadonlyArray<number>) =>
      use((warehouse) =>
        Effect.forEach(numbers, (n) => warehouse.insert("default.t", [{ n }], { token: `insert of ${n}` }))
      ),
    numbers: async () =>
      (await use((warehouse) => warehouse.query<{ n: number }>("SELECT n FROM default.t ORDER BY n"))).map(
        ({ n }) => n
      ),
    parts: () => readdirSync(table).filter((name) => name.startsWith("all_")),
    removePart: (name: string) => rmSync(join(table, name), { recursive: true }),
    readLog: () => readFileSync(newestLog(), "utf8"),
    appendLog: (text: string) => appendFileSync(newestLog(), text),
    /** What opening the store does first, by itself. */
    forget: () => forgetTokensOf(data)
  }
}

/** The log entry of the insert of a number, for a part that does not exist. */
const lineWithoutPart = async (n: number) => {
  const twin = await makeStore()
  await twin.insert(n)
  return twin.readLog().replace("all_1_1_0", "all_77_77_0")
}

describe("a token whose rows the store does not have", () => {
  it("is removed when the store is opened: the retried insert is stored, and a third one is not", async () => {
    const store = await makeStore()
    await store.insert(1)
    store.appendLog(await lineWithoutPart(2))
    await store.insert(2, 2)
    assert.deepStrictEqual(await store.numbers(), [1, 2])
    await store.insert(1, 2)
    assert.deepStrictEqual(await store.numbers(), [1, 2])
    assert.strictEqual(store.forget(), 0)
  })

  it("is forgotten also where the log ends in the middle of a line", async () => {
    const store = await makeStore()
    await store.insert(1)
    store.appendLog(`${await lineWithoutPart(2)}1\tall_78_7`)
    assert.strictEqual(store.forget(), 1)
    await store.insert(1, 2, 3)
    await store.insert(1, 2, 3)
    assert.deepStrictEqual(await store.numbers(), [1, 2, 3])
  })

  it("is not one whose part was merged or rewritten by a mutation", async () => {
    const store = await makeStore()
    await store.insert(1, 2, 3)
    const replaced = store.parts()
    assert.lengthOf(replaced, 3)
    await store.use((warehouse) => warehouse.command("OPTIMIZE TABLE default.t FINAL"))
    await store.insert(4)
    await store.use((warehouse) =>
      warehouse.command("ALTER TABLE default.t DELETE WHERE n = 2", { settings: { mutations_sync: 1 } })
    )
    // The store throws replaced parts away in its own time.
    for (const part of replaced) store.removePart(part)
    assert.strictEqual(store.forget(), 0)
    await store.insert(1, 2, 3, 4)
    assert.deepStrictEqual(await store.numbers(), [1, 3, 4])
  })

  it("is none where there is no store, no table with tokens, or where all rows were thrown away", async () => {
    assert.strictEqual(forgetTokensOf(join(folder, "nowhere")), 0)
    const store = await makeStore()
    assert.strictEqual(store.forget(), 0)
    await store.insert(1, 2)
    await store.use((warehouse) => warehouse.command("TRUNCATE TABLE default.t"))
    assert.strictEqual(store.forget(), 0)
    await store.insert(1)
    assert.deepStrictEqual(await store.numbers(), [1])
  })
})
