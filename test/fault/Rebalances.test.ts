/**
 * Several workers share the partitions and lose them again and again: members that come and go, a worker that freezes for
 * longer than its session and wakes. Every record is stored once.
 *
 * `CORRIDOR_TEST_FULL=1`: also two minutes of rebalances and three frozen workers.
 * `CORRIDOR_TEST_SEED`: the same records and moments again.
 */
import { existsSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { Effect, ManagedRuntime, Redacted } from "effect"
import { afterAll, afterEach, assert, beforeAll, describe, it } from "vitest"
import * as ServerWarehouse from "../../infra/warehouse/ServerWarehouse.ts"
import { topicOfPartner } from "../../ingest/partners/PartnerTopic.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { full } from "../fixtures/fullRun.ts"
import { type LightStack, startLightStack } from "../fixtures/lightStack.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import type { CliOptions } from "../integration/cli.ts"
import { runJson } from "../integration/inProcess.ts"
import { joinGroup, partitionsOfMembers } from "./GroupMembers.ts"
import { groupProgress, waitWith } from "./GroupProgress.ts"
import { differences, none, readStored } from "./KnownRecords.ts"
import { endStarted, peakMegabytes, type Running, start } from "./Process.ts"
import { printedSeed, seededRandom } from "./SeededRandom.ts"
import { openSender } from "./Sender.ts"
import { logAndRegistry, store } from "./StackSettings.ts"
import { startLoad } from "./SteadyLoad.ts"
import { keepParts } from "./StoreOnDisk.ts"

/** One each five seconds. */
const rebalances = 24
const freezes = 3
/** The group removes a silent member after 12 s. */
const session = 12_000
const memoryLimit = 800

const folder = testFolder("rebalances")
const data = join(folder, "data")
const options: CliOptions = { data }

let stack: LightStack | undefined
let runtime: ManagedRuntime.ManagedRuntime<Warehouse, never> | undefined
const settings = () => logAndRegistry(data)
/** Directly to the store of the stack, which the workers use. */
const inStore = <A>(use: (warehouse: Warehouse["Service"]) => Effect.Effect<A, unknown>): Promise<A> =>
  (runtime as ManagedRuntime.ManagedRuntime<Warehouse, never>).runPromise(Effect.flatMap(Warehouse, use))

beforeAll(async () => {
  stack = await startLightStack(data)
  const { CORRIDOR_CLICKHOUSE_URL: url, ...user } = store(data)
  const password = Redacted.make(user.CORRIDOR_CLICKHOUSE_PASSWORD)
  runtime = ManagedRuntime.make(ServerWarehouse.layer({ url, username: user.CORRIDOR_CLICKHOUSE_USER, password }))
  await inStore(keepParts)
})
afterAll(async () => {
  await runtime?.dispose()
  await stack?.stop()
})
afterEach(endStarted)

const random = seededRandom(printedSeed("rebalances"))

interface Work {
  readonly pipelines: ReadonlyArray<Running>
  readonly topic: string
  /** Waits until this number of members share the partner's partitions and each has some. */
  readonly untilShared: (count: number) => Promise<void>
  /** Waits until more is done than now. */
  readonly untilMore: () => Promise<void>
}

/** Ends the pipeline with SIGTERM. */
const end = async (pipeline: Running) => {
  const peak = peakMegabytes(pipeline.pid)
  assert.deepStrictEqual(await pipeline.kill("SIGTERM"), { code: 0, signal: null }, pipeline.output())
  console.log(`${Math.round(peak)} MB; it printed: ${pipeline.output().split("\n").slice(-6).join("\n")}`)
  assert.isBelow(peak, memoryLimit)
}

/** Runs one pipeline for each of `commands` while a new partner sends and `happen` runs, then compares everything sent. */
const underLoad = async (
  partner: string,
  commands: ReadonlyArray<ReadonlyArray<string>>,
  happen: (work: Work) => Promise<void>
) => {
  await runJson(["partner", "add", partner, "--type", "NGO", "--name", partner], options)
  const topic = topicOfPartner(partner)
  const sender = openSender(settings(), partner)
  const progress = groupProgress(sender)
  const pipelines = commands.map((command) => start(command, options))
  const untilShared = (count: number) =>
    waitWith(`${count} members share the partitions`, pipelines, async () => {
      const members = await partitionsOfMembers(settings(), topic)
      return members.length === count && members.every((partitions) => partitions.length > 0)
    })
  const load = startLoad(sender, random, 0)
  try {
    await happen({ pipelines, topic, untilShared, untilMore: () => progress.untilMore(pipelines) })
  } finally {
    await load.stop()
    console.log(`${load.records.length} records under load`)
  }
  await progress.untilCaughtUp(pipelines)
  for (const pipeline of pipelines) await end(pipeline)
  await sender.close()
  const stored = await inStore((warehouse) =>
    Effect.promise(() => readStored((sql) => Effect.runPromise(warehouse.query(sql)), partner))
  )
  assert.deepStrictEqual(differences(load.records, stored), none)
  assert.lengthOf(stored, load.records.length)
}

describe.skipIf(!existsSync("/proc/self/stat"))("workers of one group", { meta: { needs: "Linux" } }, () => {
  it.runIf(full)(
    `two processes, and a third member that joins and leaves ${rebalances} times`,
    { timeout: 180_000 + rebalances * 10_000, meta: { needs: "npm run test:full" } },
    () =>
      underLoad("coming", [["ingest"], ["ingest"]], async ({ topic, untilShared, untilMore }) => {
        await untilShared(2)
        for (let round = 0; round < rebalances; round++) {
          const next = sleep(5_000)
          const leave = await joinGroup(settings(), topic)
          await sleep(random.whole(0, 1_500))
          await leave()
          await next
        }
        await untilMore()
      })
  )

  it.runIf(full)(
    `a worker that freezes for longer than its session and wakes up, ${freezes} times`,
    { timeout: 180_000 + freezes * 60_000, meta: { needs: "npm run test:full" } },
    () =>
      underLoad("freezing", [["ingest"], ["ingest"]], async ({ pipelines, untilShared, untilMore }) => {
        for (let round = 0; round < freezes; round++) {
          await untilShared(2)
          await untilMore()
          await sleep(random.whole(0, 1_000))
          const frozen = pipelines[round % 2] as Running
          process.kill(frozen.pid, "SIGSTOP")
          try {
            await sleep(session)
            await untilShared(1)
            await untilMore()
          } finally {
            process.kill(frozen.pid, "SIGCONT")
          }
        }
        await untilShared(2)
      })
  )

  it("ingest --workers 2: both members have partitions, and keep some when a third joins and leaves", () =>
    underLoad("two", [["ingest", "--workers", "2"]], async ({ topic, untilShared, untilMore }) => {
      await untilShared(2)
      console.log(`partitions of the members: ${JSON.stringify(await partitionsOfMembers(settings(), topic))}`)
      const leave = await joinGroup(settings(), topic)
      await untilShared(3)
      await leave()
      await untilShared(2)
      await untilMore()
    }))
})
