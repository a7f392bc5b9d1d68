/**
 * `quarantine replay` is killed (kill -9) at random moments while it loads, and while the pipeline reads the same topic anew
 * at the same time: every record is there once, and nothing comes back into quarantine.
 *
 * `CORRIDOR_TEST_FULL=1`: six kills, else one. `CORRIDOR_TEST_SEED`: the same records and moments again.
 */
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import type { Replayed } from "../../ingest/pipeline/Replay.ts"
import { rounds } from "../fixtures/fullRun.ts"
import { type LightStack, startLightStack } from "../fixtures/lightStack.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import type { CliOptions } from "../integration/cli.ts"
import { runJson } from "../integration/inProcess.ts"
import { offsetsToStart, produceAs, query } from "../integration/inside.ts"
import { programWithout } from "../integration/otherRules.ts"
import { differences, makeRecords, none, readStored } from "./KnownRecords.ts"
import { endStarted, start, until } from "./Process.ts"
import { printedSeed, seededRandom } from "./SeededRandom.ts"
import { store } from "./StackSettings.ts"
import { keepPartsStatements } from "./StoreOnDisk.ts"

const kills = rounds(1, 6)
/** About half of them have the new code: two thousand a kill, which is two pages. */
const total = kills * 4_000

const folder = testFolder("replay-killed")
const data = join(folder, "data")
const options: CliOptions = { data }
const partner = "killed"

let stack: LightStack | undefined
let older: CliOptions
beforeAll(async () => {
  stack = await startLightStack(data)
  older = { data, main: programWithout(join(folder, "older"), "transport", "Bus") }
  await runJson(["partner", "add", partner, "--type", "NGO", "--name", partner], options)
})
afterAll(async () => {
  endStarted()
  await stack?.stop()
})

const inQuarantine = async () =>
  (await runJson<{ messages: number }>(["quarantine", "list", "--limit", "1"], options)).messages

const keepParts = async () => {
  const { CORRIDOR_CLICKHOUSE_URL, CORRIDOR_CLICKHOUSE_USER, CORRIDOR_CLICKHOUSE_PASSWORD } = store(data)
  const headers = { "x-clickhouse-user": CORRIDOR_CLICKHOUSE_USER, "x-clickhouse-key": CORRIDOR_CLICKHOUSE_PASSWORD }
  for (const body of keepPartsStatements)
    assert.strictEqual((await fetch(CORRIDOR_CLICKHOUSE_URL, { method: "POST", headers, body })).status, 200)
}

const readRows = async () =>
  (await query<{ n: number }>(data, "SELECT toFloat64(count()) AS n FROM corridor_audit.quarantine_reading"))[0]?.n ?? 0

describe("replay", () => {
  it(`killed ${kills} times, during a pipeline that reads the topic again: each record once`, async () => {
    const random = seededRandom(printedSeed("replay killed"))
    const records = makeRecords(random, total)
    const byBus = records.filter(({ words }) => words.includes("/Bus")).length
    await produceAs(data, partner, { records, messages: [] })
    await runJson(["ingest", "--until-caught-up"], older)
    assert.strictEqual(await inQuarantine(), byBus)

    await keepParts()
    await offsetsToStart(data, [partner])
    const pipeline = start(["ingest"], older)
    let cutOff = 0
    for (let kill = 0; kill < kills; kill++) {
      const before = await readRows()
      const replay = start(["quarantine", "replay"], options)
      // Every second time as soon as a page is done, otherwise at any moment of a replay of few records: one that ends leaves nothing to the
      // next.
      if (kill % 2 === 0) await until("a page", async () => !replay.isRunning() || (await readRows()) > before, 60, 20)
      await sleep(random.whole(0, kill % 2 === 0 ? 100 : 2_000))
      if (replay.isRunning()) cutOff++
      await replay.kill("SIGKILL")
    }
    await pipeline.kill("SIGTERM")
    const last = await runJson<Replayed>(["quarantine", "replay"], options)
    assert.isAbove(cutOff, kills / 3)
    assert.strictEqual(last.stillRefused + last.gone, 0)
    assert.strictEqual(await inQuarantine(), 0)
    const stored = await readStored((sql) => query(data, sql), partner)
    assert.deepStrictEqual(differences(records, stored), none)
    assert.strictEqual((await runJson<Replayed>(["quarantine", "replay"], options)).replayed, 0)
  }, 900_000)
})
