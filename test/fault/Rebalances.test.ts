/**
 * Several workers share the partitions and lose them again and again: members that come and go, a worker that freezes for
 * longer than its session and wakes. Every record is stored once.
 *
 * `CORRIDOR_TEST_FULL=1`: two minutes of rebalances and three frozen workers, else 25 s and one.
 * `CORRIDOR_TEST_SEED`: the same records and moments again.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Effect, ManagedRuntime, Redacted } from "effect"
import { afterAll, afterEach, assert, beforeAll, describe, it } from "vitest"
import * as ServerWarehouse from "../../infra/warehouse/ServerWarehouse.ts"
import { topicOfPartner } from "../../ingest/partners/PartnerTopic.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { type CliOptions, type RunningUp, runJson, startUp } from "../integration/cli.ts"
import { joinGroup, partitionsOfMembers } from "./GroupMembers.ts"
import { groupProgress, waitWith } from "./GroupProgress.ts"
import { differences, type KnownRecord, none, readStored } from "./KnownRecords.ts"
import { endStarted, peakMegabytes, type Running, start } from "./Process.ts"
import { printedSeed, seededRandom } from "./SeededRandom.ts"
import { openSender, type Sender } from "./Sender.ts"
import { logAndRegistry, store } from "./StackSettings.ts"
import { startLoad } from "./SteadyLoad.ts"
import { keepParts } from "./StoreOnDisk.ts"

const isFull = process.env["CORRIDOR_TEST_FULL"] === "1"
/** One each five seconds. */
const rebalances = isFull ? 24 : 5
const freezes = isFull ? 3 : 1
/** The group gives a silent member up after 12 s. */
const session = 12_000
const memoryLimit = 800

const folder = mkdtempSync(join(tmpdir(), "corridor-rebalances-"))
const data = join(folder, "data")
const options: CliOptions = { data }
const partner = "shared"
const topic = topicOfPartner(partner)

let stack: RunningUp | undefined
let sender: Sender | undefined
let runtime: ManagedRuntime.ManagedRuntime<Warehouse, never> | undefined
const running = <A>(part: A | undefined) => part as A
const settings = () => logAndRegistry(data)

beforeAll(async () => {
  stack = await startUp(data, "--no-demo")
  await runJson(["partner", "add", partner, "--type", "NGO", "--name", "Shared"], options)
  sender = openSender(settings(), partner)
  const { CORRIDOR_CLICKHOUSE_URL: url, ...user } = store(data)
  const password = Redacted.make(user.CORRIDOR_CLICKHOUSE_PASSWORD)
  runtime = ManagedRuntime.make(ServerWarehouse.layer({ url, username: user.CORRIDOR_CLICKHOUSE_USER, password }))
  await runtime.runPromise(Effect.flatMap(Warehouse, keepParts))
})
afterAll(async () => {
  await sender?.close()
  await runtime?.dispose()
  await stack?.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})
afterEach(endStarted)

const random = seededRandom(printedSeed("rebalances"))
const sent: Array<KnownRecord> = []

const members = () => partitionsOfMembers(settings(), topic)

/** Waits until so many members share the partitions and each has some. */
const untilShared = (pipelines: ReadonlyArray<Running>, count: number) =>
  waitWith(`${count} members share the partitions`, pipelines, async () => {
    const all = await members()
    return all.length === count && all.every((partitions) => partitions.length > 0)
  })

/** Ends the pipelines as a person or a system does, and compares all that was ever sent. */
const settle = async (pipelines: ReadonlyArray<Running>) => {
  await groupProgress(running(sender)).untilCaughtUp(pipelines)
  for (const pipeline of pipelines) {
    const peak = peakMegabytes(pipeline.pid)
    assert.deepStrictEqual(await pipeline.kill("SIGTERM"), { code: 0, signal: null }, pipeline.words())
    console.log(`${Math.round(peak)} MB; it said: ${pipeline.words().split("\n").slice(-6).join("\n")}`)
    assert.isBelow(peak, memoryLimit)
  }
  const query = <Row>(sql: string): Promise<ReadonlyArray<Row>> =>
    running(runtime).runPromise(Effect.flatMap(Warehouse, (warehouse) => warehouse.query<Row>(sql)))
  const stored = await readStored(query, partner)
  assert.deepStrictEqual(differences(sent, stored), none)
  assert.lengthOf(stored, sent.length)
}

/** Runs the pipelines under load while `happen` goes on. */
const underLoad = async (pipelines: ReadonlyArray<Running>, happen: () => Promise<void>) => {
  const load = startLoad(running(sender), random, sent.length)
  try {
    await happen()
  } finally {
    await load.stop()
    sent.push(...load.records)
    console.log(`${load.records.length} records under load`)
  }
  await settle(pipelines)
}

describe.skipIf(!existsSync("/proc/self/stat"))("workers of one group", () => {
  it(
    `two processes, and a third member that comes and goes, ${rebalances} times`,
    async () => {
      const pipelines = [start(["ingest"], options), start(["ingest"], options)]
      await underLoad(pipelines, async () => {
        await untilShared(pipelines, 2)
        for (let round = 0; round < rebalances; round++) {
          const next = sleep(5_000)
          const leave = await joinGroup(settings(), topic)
          await sleep(random.whole(0, 1_500))
          await leave()
          await next
        }
        await groupProgress(running(sender)).untilMore(pipelines)
      })
    },
    180_000 + rebalances * 10_000
  )

  it(
    `a worker that freezes for longer than its session and wakes, ${freezes} times`,
    async () => {
      const pipelines = [start(["ingest"], options), start(["ingest"], options)]
      await underLoad(pipelines, async () => {
        for (let round = 0; round < freezes; round++) {
          await untilShared(pipelines, 2)
          await groupProgress(running(sender)).untilMore(pipelines)
          await sleep(random.whole(0, 1_000))
          const frozen = pipelines[round % 2] as Running
          process.kill(frozen.pid, "SIGSTOP")
          try {
            await sleep(session)
            await untilShared(pipelines, 1)
            await groupProgress(running(sender)).untilMore(pipelines)
          } finally {
            process.kill(frozen.pid, "SIGCONT")
          }
          console.log(`froze worker ${(round % 2) + 1}`)
        }
        await untilShared(pipelines, 2)
      })
    },
    180_000 + freezes * 60_000
  )

  it("ingest --workers 2: both members have partitions, and keep to them when a third comes and goes", async () => {
    const pipeline = start(["ingest", "--workers", "2"], options)
    await underLoad([pipeline], async () => {
      await untilShared([pipeline], 2)
      console.log(`partitions of the members: ${JSON.stringify(await members())}`)
      const leave = await joinGroup(settings(), topic)
      await untilShared([pipeline], 3)
      await leave()
      await untilShared([pipeline], 2)
      await groupProgress(running(sender)).untilMore([pipeline])
    })
  })
})
