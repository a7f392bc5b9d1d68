/**
 * The store is killed (kill -9) as soon as it has written the token of an insert down. It may have the rows by then or not: the insert is sent
 * again, and whatever was sent is there once.
 *
 * `CORRIDOR_TEST_FULL=1`: 60 kills, else three. The more parts the table has, the more of them find no rows: half of 300.
 */
import { afterAll, assert, describe, it } from "vitest"
import { rounds } from "../fixtures/fullRun.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { insertNumber, numberTable } from "./insertNumber.ts"
import { endStarted, startProgram, until } from "./Process.ts"
import { forgetTokensOf, openStore, tokenBytesOf } from "./StoreOnDisk.ts"

const kills = rounds(3, 60)
const folder = testFolder("insert")

afterAll(() => {
  endStarted()
})

describe("a store that is killed while it takes an insert", () => {
  it(`has each row once when the insert was sent again, over ${kills} kills`, async () => {
    await openStore(folder, (warehouse) =>
      warehouse.command(
        `CREATE TABLE ${numberTable} (n UInt32) ENGINE = MergeTree ORDER BY n
           SETTINGS non_replicated_deduplication_window = 1000000`
      )
    )
    let next = 0
    let withoutRows = 0
    for (let kill = 0; kill < kills; kill++) {
      const inserting = startProgram("insertForever.ts", [folder, String(next)], {})
      await until(`an insert by a process that printed: ${inserting.output()}`, () => inserting.stdout() !== "", 30, 1)
      const before = tokenBytesOf(folder, numberTable)
      // No yield to the event loop: the moment lasts microseconds.
      while (tokenBytesOf(folder, numberTable) === before);
      await inserting.kill("SIGKILL")
      const last = Number(inserting.stdout().trimEnd().split("\n").at(-1))
      // As opening the store does.
      withoutRows += forgetTokensOf(folder)
      await openStore(folder, (warehouse) => insertNumber(warehouse, last))
      next = last + 1
    }
    console.log(`${withoutRows} of ${kills} kills left a token without rows`)
    const found = await openStore(folder, (warehouse) =>
      warehouse.query<{ n: number }>(`SELECT n FROM ${numberTable} ORDER BY n`)
    )
    assert.deepStrictEqual(
      found.map(({ n }) => n),
      Array.from({ length: next }, (_, n) => n)
    )
  })
})
