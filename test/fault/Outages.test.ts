/**
 * Store, registry and broker fail during work and return: the pipeline waits with bounded memory, logs the start and the end of each outage
 * once, and stores every record once; `doctor` names the failed part and no other.
 * The pipeline is configured by settings, as in production; the test's own gates are between it and the store and the registry.
 * `CORRIDOR_TEST_FULL=1`: more records, and one more outage of the broker.
 */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Effect, type ManagedRuntime } from "effect"
import { afterAll, afterEach, assert, beforeAll, describe, it } from "vitest"
import { recordedServers } from "../../infra/process/ChildServer.ts"
import type { Finding } from "../../infra/stack/doctor/Finding.ts"
import { frame } from "../../ingest/wire/WireFormat.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { rounds } from "../fixtures/fullRun.ts"
import { type LightStack, startLightStack } from "../fixtures/lightStack.ts"
import { slowness } from "../fixtures/slowness.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import type { CliOptions } from "../integration/cli.ts"
import { runJson } from "../integration/inProcess.ts"
import { groupPause } from "./GroupProgress.ts"
import { differences, type KnownRecord, makeRecords, none, readStored } from "./KnownRecords.ts"
import { endStarted, peakMegabytes, type Running, start, until } from "./Process.ts"
import { printedSeed, seededRandom } from "./SeededRandom.ts"
import { openSender, type Sender } from "./Sender.ts"
import { logAndRegistry, store, storeRuntime } from "./StackSettings.ts"
import { keepParts } from "./StoreOnDisk.ts"
import { openGate, type TcpGate } from "./TcpGate.ts"

const memoryLimit = 800
/** Outages of the broker that the pipeline works on after. One more finds it waiting when it is ended. */
const kills = rounds(1, 2)

const folder = testFolder("outages")
const data = join(folder, "data")
const partner = "outages"

let stack: LightStack
let sender: Sender
let storeGate: TcpGate
let registryGate: TcpGate
let options: CliOptions
let runtime: ManagedRuntime.ManagedRuntime<Warehouse, never>

/** Directly to the store, not through the gate. */
const query = <Row>(sql: string): Promise<ReadonlyArray<Row>> =>
  runtime.runPromise(Effect.flatMap(Warehouse, (warehouse) => warehouse.query<Row>(sql)))

beforeAll(async () => {
  stack = await startLightStack(data)
  const [log, direct] = [logAndRegistry(data), store(data)]
  storeGate = await openGate(direct.CORRIDOR_CLICKHOUSE_URL)
  registryGate = await openGate(log.CORRIDOR_REGISTRY_URL)
  const env = {
    ...log,
    ...direct,
    CORRIDOR_REGISTRY_URL: registryGate.url,
    CORRIDOR_CLICKHOUSE_URL: storeGate.url
  }
  options = { data, env }
  await runJson(["partner", "add", partner, "--type", "NGO", "--name", "Outages"], options)
  sender = openSender(log, partner)
  runtime = storeRuntime(direct)
  await runtime.runPromise(Effect.flatMap(Warehouse, keepParts))
})
afterAll(async () => {
  await sender?.close()
  await runtime?.dispose()
  await storeGate?.shut()
  await registryGate?.shut()
  await stack?.stop()
})
afterEach(endStarted)

const random = seededRandom(printedSeed("outages"))
const sent: Array<KnownRecord> = []

/** The next records, which are sent by `send` and counted as sent. */
const next = (count: number): ReadonlyArray<KnownRecord> => {
  const records = makeRecords(random, count, sent.length)
  sent.push(...records)
  return records
}

const stored = async () => {
  const [routes, victims] = await Promise.all(
    ["route_record", "victim_record"].map((table) =>
      query<{ n: number }>(`SELECT count() AS n FROM corridor_raw.${table}`)
    )
  )
  return (routes?.[0]?.n ?? 0) + (victims?.[0]?.n ?? 0)
}

const times = (pipeline: Running, words: string) => pipeline.output().split(words).length - 1

/**
 * Waits until the end of the last outage is logged: one line for the start of each outage, one for its end, and none for any other. A
 * store that is slow on a busy machine is no outage.
 */
const assertLogged = async (pipeline: Running, outages: number) => {
  await until(
    `the end of outage ${outages} is logged: ${pipeline.output()}`,
    () => times(pipeline, "responds again") >= outages + times(pipeline, "is slow")
  )
  assert.strictEqual(times(pipeline, "does not respond"), outages, pipeline.output())
  assert.strictEqual(times(pipeline, "responds again"), outages + times(pipeline, "is slow"), pipeline.output())
}

const untilStored = (pipeline: Running) =>
  until(
    `all records are stored; the pipeline printed: ${pipeline.output()}`,
    async () => (await stored()) >= sent.length || !pipeline.isRunning(),
    60,
    300
  )

const untilCommitted = async (pipeline: Running) => {
  const ends = JSON.stringify(await sender.endOffsets())
  await until(
    `all is committed; the pipeline printed: ${pipeline.output()}`,
    async () => JSON.stringify(await sender.committed()) === ends || !pipeline.isRunning(),
    60,
    groupPause
  )
}

/** Ends the pipeline with SIGTERM; it ends normally and soon, also while it waits. */
const end = async (pipeline: Running) => {
  assert.isBelow(peakMegabytes(pipeline.pid), memoryLimit)
  const asked = Date.now()
  assert.deepStrictEqual(await pipeline.kill("SIGTERM"), { code: 0, signal: null }, pipeline.output())
  assert.isBelow(Date.now() - asked, 10_000 * slowness())
}

/** Waits for all records and compares. */
const settle = async (pipeline: Running) => {
  await untilStored(pipeline)
  assert.deepStrictEqual(differences(sent, await readStored(query, partner)), none)
}

const ill = async () => {
  const { findings } = await runJson<{ ok: boolean; findings: ReadonlyArray<Finding> }>(["doctor"], options, 3)
  return findings.filter(({ ok }) => !ok).map(({ part }) => part)
}

/** Kills the broker and keeps it down until the returned function is called: its supervisor, which says that it ended, is halted. */
const killBroker = () => {
  const broker = recordedServers(join(data, "run")).find(({ name }) => name === "kafka")
  if (broker === undefined) throw new Error("no broker runs")
  process.kill(broker.supervisor.pid, "SIGSTOP")
  process.kill(broker.server.pid, "SIGKILL")
  return () => process.kill(broker.supervisor.pid, "SIGCONT")
}

describe.skipIf(!existsSync("/proc/self/stat"))("an outage during work", { meta: { needs: "Linux" } }, () => {
  it("of the store, before the pipeline starts and while it works", async () => {
    await storeGate.shut()
    await sender.send(next(2_000))
    const pipeline = start(["ingest"], options)
    await until("it says so", () => times(pipeline, "ClickHouse does not respond") > 0)
    await storeGate.open()
    await untilStored(pipeline)
    await assertLogged(pipeline, 1)

    await storeGate.shut()
    // The outage affects four partitions at the same time.
    await sender.send(next(rounds(8_000, 40_000)))
    await until("it says so again", () => times(pipeline, "ClickHouse does not respond") > 1)
    assert.deepStrictEqual(await ill(), ["warehouse"])
    assert.strictEqual(times(pipeline, "ClickHouse responds again"), 1 + times(pipeline, "is slow"))
    await storeGate.open()
    await settle(pipeline)
    await assertLogged(pipeline, 2)

    await storeGate.shut()
    await sender.send(next(2_000))
    await until("it says so once more", () => times(pipeline, "ClickHouse does not respond") > 2)
    await end(pipeline)
    await storeGate.open()
  })

  it("of the registry, before the pipeline starts and while it works", async () => {
    await registryGate.shut()
    await sender.send(next(2_000))
    const pipeline = start(["ingest"], options)
    await until("it says so", () => times(pipeline, "registry does not respond") > 0)
    assert.deepStrictEqual(await ill(), ["registry"])
    await registryGate.open()
    await untilStored(pipeline)
    await assertLogged(pipeline, 1)

    await registryGate.shut()
    // Schema ids that are new to the pipeline, so that it must ask the registry.
    await sender.sendForeign(next(4_000))
    await until("it says so again", () => times(pipeline, "registry does not respond") > 1)
    await sleep(3_000)
    await registryGate.open()
    await settle(pipeline)
    await assertLogged(pipeline, 2)
    await end(pipeline)
  })

  it("of the registry, while unknown ids and records of every old version arrive", async () => {
    const pipeline = start(["ingest"], options)
    const own = await sender.register("partner-own", '{"type":"record","name":"Own","fields":[]}')
    const strange = Array.from({ length: 120 }, (_, i) => ({
      key: random.uuid(),
      value: frame(i % 10 === 0 ? own : 1_000_000 + i, Buffer.from("CANARY of a schema that is not ours"))
    }))
    // More unknown ids than one batch looks up, among good records, which are sent in both versions.
    await sender.send(next(1_000))
    await sender.sendRaw(strange.slice(0, 100))
    await sender.sendFirstVersion(next(2_000))
    await settle(pipeline)
    await assertLogged(pipeline, 0)

    await registryGate.shut()
    await sender.sendFirstVersion(next(500))
    await sender.sendRaw(strange.slice(100))
    await sender.send(next(500))
    await until("it says so", () => times(pipeline, "registry does not respond") > 0)
    await registryGate.open()
    await settle(pipeline)
    await untilCommitted(pipeline)
    await assertLogged(pipeline, 1)
    assert.deepStrictEqual(
      await query(
        `SELECT code, toFloat64(count()) AS n, toFloat64(uniqExact(partition, offset)) AS messages
         FROM corridor_audit.quarantine GROUP BY code`
      ),
      [{ code: "schema-unknown", n: strange.length, messages: strange.length }]
    )
    assert.notInclude(pipeline.output(), "CANARY")
    await end(pipeline)
  })

  it("of the broker", async () => {
    const pipeline = start(["ingest"], options)
    for (let round = 1; round <= kills; round++) {
      const before = await stored()
      const sending = sender.send(next(rounds(5_000, 15_000)))
      await until("the pipeline is at work", async () => (await stored()) > before, 60, 200)
      await sleep(random.whole(0, 300))
      const startAgain = killBroker()
      await until("it says so", () => times(pipeline, "does not respond") >= round)
      startAgain()
      await sending
      await assertLogged(pipeline, round)
    }
    await settle(pipeline)
    await assertLogged(pipeline, kills)

    const startAgain = killBroker()
    assert.deepStrictEqual(await ill(), ["kafka"])
    await until("it says so once more", () => times(pipeline, "does not respond") > kills)
    await end(pipeline)
    startAgain()
  })
})
