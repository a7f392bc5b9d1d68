/** `keys rotate`, killed at any moment and repeated: every row has the pseudonym of its case, and finally the newest. */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Effect } from "effect"
import { afterAll, assert, describe, it } from "vitest"
import { KeyStore } from "../../ingest/keys/KeyStore.ts"
import { rounds } from "../fixtures/fullRun.ts"
import { chainOf, type KnownRow, openKeyedStore, rawKeys, rowsOf, storeRows, tables } from "../fixtures/keyedRows.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { runJson } from "../integration/inProcess.ts"
import { endStarted, start } from "./Process.ts"
import { printedSeed, seededRandom } from "./SeededRandom.ts"

const times = rounds(2, 6)
const folder = testFolder("killed-rotation")
const partner = "shelter-north"
const keys = join(folder, "keys", "pipeline")
const cases = Array.from({ length: rounds(400, 1500) }, (_, i) => `CANARY-${i}`)
const rows: ReadonlyArray<KnownRow> = cases.flatMap((reference, i) =>
  // A person who withdrew has no records.
  tables.map((table, j) => ({
    table,
    id: 4 * i + j + 1,
    reference: table === "corridor_raw.withdrawal" ? `gone ${reference}` : reference
  }))
)

afterAll(() => {
  endStarted()
})

/** Checks that every row has the pseudonym of its case under its version. Returns the versions. */
const lookAtAll = async () => {
  const store = await openKeyedStore(folder)
  const found = await store.run(rowsOf(partner)).finally(store.close)
  assert.strictEqual(found.length, rows.length)
  const chains = new Map<string, ReadonlyArray<string>>()
  for (const { reference } of rows)
    if (!chains.has(reference)) chains.set(reference, await chainOf(rawKeys(keys, partner), reference))
  const byId = new Map(rows.map((row) => [row.id, row]))
  const wrong = found.filter(({ table, id, person, version }) => {
    const row = byId.get(id)
    return row?.table !== table || chains.get(row.reference)?.[version - 1] !== person
  })
  assert.deepStrictEqual(wrong.slice(0, 3), [])
  return new Set(found.map(({ version }) => version))
}

describe("a rotation that is killed", () => {
  it("continues where it was, and no row is ever under two versions", { timeout: 600_000 * times }, async () => {
    const store = await openKeyedStore(folder)
    await store
      .run(
        Effect.gen(function* () {
          yield* (yield* KeyStore).create(partner)
          yield* storeRows(partner, rawKeys(keys, partner), rows)
        })
      )
      .finally(store.close)
    const random = seededRandom(printedSeed("killed rotation"))
    let halfWay = 0
    for (let round = 0; round < times; round++) {
      const next = rawKeys(keys, partner).length + 1
      const running = start(["keys", "rotate", "--partner", partner], { data: folder })
      while (!existsSync(join(keys, `${partner}.${next}.json`)) && running.isRunning()) await sleep(5)
      await sleep(round === 0 ? 0 : random.whole(0, 600))
      await running.kill("SIGKILL")
      const versions = await lookAtAll()
      if (versions.size > 1 || !versions.has(next)) halfWay++
      const { rotated } = await runJson<{ rotated: ReadonlyArray<{ version: number; made: boolean }> }>(
        ["keys", "rotate", "--partner", partner],
        { data: folder }
      )
      assert.deepStrictEqual(await lookAtAll(), new Set([rotated[0]?.version]))
      assert.strictEqual(rawKeys(keys, partner).length, rotated[0]?.version)
      assert.strictEqual(rotated[0]?.made, versions.size === 1 && versions.has(next))
    }
    // Otherwise it was never killed in the middle, and the checks above would prove nothing.
    assert.isAbove(halfWay, 0)
  })
})
