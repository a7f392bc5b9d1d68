/**
 * A cluster of three brokers loses one under load: killed, restarted in order, frozen, gone permanently. Every record is stored once.
 * `CORRIDOR_TEST_FULL=1`: six leaders are killed and started again, all brokers are restarted, and three leaders freeze. Otherwise one leader
 * freezes and one is killed. `CORRIDOR_TEST_SEED`: the same records and moments again.
 */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, afterEach, assert, beforeAll, describe, it } from "vitest"
import { topicOfPartner } from "../../ingest/partners/PartnerTopic.ts"
import type { RecordCounts } from "../../ingest/pipeline/Ledger.ts"
import { full } from "../fixtures/fullRun.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { type CliOptions, runCli } from "../integration/cli.ts"
import { runJson } from "../integration/inProcess.ts"
import { makeAuthority } from "./authority.ts"
import { type BrokerCluster, startBrokerCluster } from "./BrokerCluster.ts"
import { groupProgress } from "./GroupProgress.ts"
import { differences, type KnownRecord, none } from "./KnownRecords.ts"
import { endStarted, peakMegabytes, type Running, start } from "./Process.ts"
import { printedSeed, seededRandom } from "./SeededRandom.ts"
import { openSender, type Sender } from "./Sender.ts"
import { startLoad } from "./SteadyLoad.ts"
import { keepParts, openStore, storedOnDisk } from "./StoreOnDisk.ts"

const kills = 6
const freezes = 3
/** Seconds: every client of the frozen broker waits for it first, and the sender with each send. */
const timeout = 120
const memoryLimit = 800
/** Of a partner's topic. */
const partitions = 4

const folder = testFolder("three-brokers")
const data = join(folder, "pipeline")
const partner = "three"
const topic = topicOfPartner(partner)

let cluster: BrokerCluster | undefined
let sender: Sender | undefined
let options: CliOptions
const brokers = () => cluster as BrokerCluster
const partnersSender = () => sender as Sender
const progress = () => groupProgress(partnersSender())

beforeAll(async () => {
  cluster = await startBrokerCluster(join(folder, "cluster"))
  options = { data, env: cluster.settings }
  await runJson(["partner", "add", partner, "--type", "NGO", "--name", "Three"], options)
  await openStore(data, keepParts)
  sender = openSender(cluster.settings, partner, cluster.tls)
})
afterAll(async () => {
  await sender?.close()
  await cluster?.close()
})
afterEach(endStarted)

const random = seededRandom(printedSeed("three brokers"))
let sent: ReadonlyArray<KnownRecord> = []

/** Runs the pipeline under load during `happen`, ends it and compares everything sent. */
const underLoad = async (happen: (pipeline: Running) => Promise<void>) => {
  const pipeline = start(["ingest"], options)
  const load = startLoad(partnersSender(), random, sent.length)
  try {
    await progress().untilMore([pipeline])
    await happen(pipeline)
  } finally {
    await load.stop()
    sent = [...sent, ...load.records]
  }
  await progress().untilCaughtUp([pipeline])
  const peak = peakMegabytes(pipeline.pid)
  assert.deepStrictEqual(await pipeline.kill("SIGTERM"), { code: 0, signal: null }, pipeline.output())
  console.log(`${load.records.length} records under load; ${Math.round(peak)} MB; it printed: ${pipeline.output()}`)
  assert.isBelow(peak, memoryLimit)
  await assertStored()
}

const assertStored = async () => {
  const stored = await storedOnDisk(data, partner)
  assert.deepStrictEqual(differences(sent, stored), none)
  assert.lengthOf(stored, sent.length)
}

describe.skipIf(!existsSync("/proc/self/stat"))("three brokers", { meta: { needs: "Linux" } }, () => {
  it.runIf(full)(
    `a partition's leader is killed under load, ${kills} times`,
    { timeout: 120_000 + kills * 60_000, meta: { needs: "npm run test:full" } },
    () =>
      underLoad(async (pipeline) => {
        for (let kill = 0; kill < kills; kill++) {
          const leader = await brokers().leaderOf(topic, random.whole(0, partitions - 1))
          await sleep(random.whole(0, 500))
          await brokers().kill(leader)
          // The others detect it, elect a leader, and continue.
          await progress().untilMore([pipeline])
          await brokers().start(leader)
          await brokers().untilInSync()
          console.log(`kill ${kill + 1}: broker ${leader}`)
        }
      })
  )

  it.runIf(full)(
    "all brokers are restarted, one after another, under load",
    // Longer than any of its waits, so that the one that is too long says which it was.
    { meta: { needs: "npm run test:full" } },
    () =>
      underLoad(async (pipeline) => {
        for (const id of brokers().ids) {
          await brokers().stop(id)
          await progress().untilMore([pipeline])
          await brokers().start(id)
          await brokers().untilInSync()
        }
        await progress().untilMore([pipeline])
      })
  )

  it.runIf(full)(
    `a partition's leader freezes under load, ${freezes} times: the others continue without it`,
    { timeout: freezes * (2 * timeout + 60) * 1_000, meta: { needs: "npm run test:full" } },
    () =>
      underLoad(async (pipeline) => {
        for (let round = 0; round < freezes; round++) {
          const leader = await brokers().leaderOf(topic, random.whole(0, partitions - 1))
          brokers().freeze(leader)
          const since = Date.now()
          try {
            await progress().untilMore([pipeline], timeout)
            // What arrived while it was frozen, not what was in flight.
            await sleep(2_000)
            await progress().untilMore([pipeline], timeout)
            console.log(`freeze ${round + 1}: broker ${leader}, gone on with after ${Date.now() - since} ms`)
          } finally {
            brokers().thaw(leader)
          }
          await brokers().untilInSync()
        }
      })
  )

  it("a client without a certificate, or with one of another authority, is refused in words", async () => {
    const other = makeAuthority(join(folder, "other")).issue("stranger")
    const connect = (env: Readonly<Record<string, string>>) =>
      runCli(["partner", "add", "stranger", "--type", "NGO", "--name", "Stranger"], {
        data: join(folder, "stranger"),
        env: { ...cluster?.settings, ...env }
      })
    for (const [certificate, key, words] of [
      ["", "", /certificate/],
      [other.certificate, other.key, /does not accept this client's certificate/],
      [other.certificate, "", /must name PEM files of a certificate and of its private key/],
      [other.certificate, cluster?.tls.key ?? "", /must name PEM files of a certificate and of its private key/]
    ] as const) {
      const { code, stderr } = await connect({ CORRIDOR_KAFKA_CERTIFICATE: certificate, CORRIDOR_KAFKA_KEY: key })
      assert.strictEqual(code, 3)
      assert.match(stderr, words)
    }
  })

  it("one broker is gone permanently: the pipeline continues, ends, and starts again without it", async () => {
    const gone = await brokers().leaderOf(topic, random.whole(0, partitions - 1))
    await underLoad(async (pipeline) => {
      await brokers().kill(gone)
      await progress().untilMore([pipeline])
      await progress().untilMore([pipeline])
    })
    const load = startLoad(partnersSender(), random, sent.length)
    await sleep(1_000)
    await load.stop()
    sent = [...sent, ...load.records]
    const next = await runJson<RecordCounts>(["ingest", "--until-caught-up"], options)
    assert.strictEqual(next.loaded, load.records.length)
    await assertStored()
    // A partner can be added meanwhile.
    await runJson(["partner", "add", "latecomer", "--type", "NGO", "--name", "Late"], options)
  })
})
