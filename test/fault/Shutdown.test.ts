/** Shutdown: `ingest` under load, and in the full run `up` killed (kill -9) and `down`. */
import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { isAlive } from "../../infra/process/ProcessIdentity.ts"
import type { RecordCounts } from "../../ingest/pipeline/Ledger.ts"
import { full, rounds } from "../fixtures/fullRun.ts"
import { type LightStack, startLog } from "../fixtures/lightStack.ts"
import { copyPreparedStack } from "../fixtures/preparedStack.ts"
import { slowness } from "../fixtures/slowness.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { type RunningUp, runJson as runProcess, serverPid, startUp } from "../integration/cli.ts"
import { runJson } from "../integration/inProcess.ts"
import { groupPause, groupProgress } from "./GroupProgress.ts"
import { differences, makeRecords, none } from "./KnownRecords.ts"
import {
  descendantsOf,
  endStarted,
  peakMegabytes,
  processesNaming,
  start,
  startByNpm,
  until,
  untilGone
} from "./Process.ts"
import { printedSeed, seededRandom } from "./SeededRandom.ts"
import { openSender } from "./Sender.ts"
import { logAndRegistry } from "./StackSettings.ts"
import { keepParts, openStore, partsOf, storedOnDisk } from "./StoreOnDisk.ts"

const folder = testFolder("shutdown")
const stackData = join(folder, "stack")
const partner = "shutdown"
const times = rounds(1, 4)
/** Records of one round: several batches of each partition. */
const atOnce = 20_000
const duringSilence = rounds(8_000, atOnce)
/** MB. */
const memoryLimit = 800
/** Milliseconds without a response of the broker before the SIGTERM: batches wait for their commit, then other calls wait too. */
const silences = full ? [0, 200, 8_000] : [200]

let log: LightStack | undefined
let stack: RunningUp | undefined
/** Of a pipeline with its own store. */
const data = join(folder, "pipeline")
let options: { readonly data: string; readonly env: ReturnType<typeof logAndRegistry> }
beforeAll(async () => {
  log = await startLog(stackData)
  options = { data, env: logAndRegistry(stackData) }
  await copyPreparedStack(data)
  await runJson(["partner", "add", partner, "--type", "NGO", "--name", "Shutdown"], options)
  await openStore(data, keepParts)
})
afterAll(async () => {
  endStarted()
  await log?.stop()
  await stack?.stop()
})

describe.skipIf(!existsSync("/proc/self/stat"))("shutting down", { meta: { needs: "Linux" } }, () => {
  it("ingest under load ends within 10 s of SIGTERM, and the next one continues", async () => {
    const random = seededRandom(printedSeed("shutdown"))
    const records = makeRecords(random, times * atOnce)
    const sender = openSender(options.env, partner)
    for (let round = 0; round < times; round++) {
      await sender.send(records.slice(round * atOnce, (round + 1) * atOnce))
      const before = partsOf(data, "corridor_audit.batch")
      const pipeline = start(["ingest"], options)
      const loading = () => partsOf(data, "corridor_audit.batch") > before || !pipeline.isRunning()
      await until("a batch is being loaded", loading, 60, 2)
      await sleep(random.whole(0, 300))
      assert.isBelow(peakMegabytes(pipeline.pid), memoryLimit)
      const family = descendantsOf(pipeline.pid)
      const asked = Date.now()
      assert.deepStrictEqual(await pipeline.kill("SIGTERM"), { code: 0, signal: null }, pipeline.output())
      assert.isBelow(Date.now() - asked, 10_000 * slowness())
      await untilGone([...family, ...processesNaming(data)], 1)

      // The store has all offsets up to the committed one. It may have those of one more batch, which shared an insert with that of
      // another partition and was not committed before the end: the next pipeline finds them there, and adds none.
      const rows = await openStore(data, (warehouse) =>
        warehouse.query<{ partition: number; offsets: ReadonlyArray<number> }>(
          `SELECT kafka_partition AS partition, arraySort(groupArray(toFloat64(kafka_offset))) AS offsets
           FROM (SELECT kafka_partition, kafka_offset FROM corridor_raw.route_record
                 UNION ALL SELECT kafka_partition, kafka_offset FROM corridor_raw.victim_record)
           GROUP BY partition`
        )
      )
      for (const { partition, offset } of await sender.committed()) {
        const committed = Math.max(0, offset)
        const offsets = rows.find((own) => own.partition === partition)?.offsets ?? []
        assert.deepStrictEqual(
          offsets.slice(0, committed),
          Array.from({ length: committed }, (_, i) => i),
          `partition ${partition}: committed and not stored`
        )
        console.log(`round ${round}, partition ${partition}: ${committed} committed, ${offsets.length} stored`)
        assert.isAtLeast(offsets.length, committed, `partition ${partition}: committed and not stored`)
      }
    }
    const last = await runJson<RecordCounts>(["ingest", "--until-caught-up"], options)
    assert.strictEqual(last.quarantined, 0)
    assert.deepStrictEqual(await sender.committed(), await sender.endOffsets())
    const found = await storedOnDisk(data, partner)
    assert.deepStrictEqual(differences(records, found), none)
    await sender.close()
  })

  it("ingest ends when npm, by which it was started, gets the SIGTERM", async () => {
    const pipeline = startByNpm(["ingest"], options)
    await until("it reads", () => / read, /.test(pipeline.output()) || !pipeline.isRunning())
    const family = descendantsOf(pipeline.pid)
    try {
      void pipeline.kill("SIGTERM")
      await untilGone([...family, ...processesNaming(data)], 10)
      assert.deepStrictEqual(await pipeline.ended, { code: 0, signal: null }, pipeline.output())
    } finally {
      for (const { pid } of family.filter(isAlive)) process.kill(pid, "SIGKILL")
    }
  })

  it("ingest ends within 10 s of SIGTERM also if the broker is unresponsive, and the next one continues when it responds", async () => {
    const random = seededRandom(printedSeed("silent broker"))
    const sender = openSender(options.env, partner)
    const pid = serverPid(join(stackData, "run"), "kafka")
    const records = makeRecords(random, silences.length * duringSilence, times * atOnce)
    for (const [round, silence] of silences.entries()) {
      const pipeline = start(["ingest"], options)
      const committed = groupProgress(sender).untilMore([pipeline])
      await sender.send(records.slice(round * duringSilence, (round + 1) * duringSilence))
      await committed
      process.kill(pid, "SIGSTOP")
      try {
        await sleep(silence)
        const asked = Date.now()
        const ended = pipeline.kill("SIGTERM")
        await until("it ends", () => !pipeline.isRunning(), 10)
        console.log(`silent for ${silence} ms: ended after ${Date.now() - asked} ms`)
        assert.deepStrictEqual(await ended, { code: 0, signal: null }, pipeline.output())
      } finally {
        process.kill(pid, "SIGCONT")
      }
    }
    const last = await runJson<RecordCounts>(["ingest", "--until-caught-up"], options)
    assert.strictEqual(last.quarantined, 0)
    const found = await storedOnDisk(data, partner)
    const ids = new Set(records.map(({ recordId }) => recordId))
    const mine = found.filter(({ id }) => ids.has(id))
    assert.deepStrictEqual(differences(records, mine), none)
    await sender.close()
  })

  it("ingest --until-caught-up ends although a killed pipeline is still a member of the group", async () => {
    const random = seededRandom(printedSeed("killed member"))
    const sender = openSender(options.env, partner)
    await sender.send(makeRecords(random, 100, times * atOnce + silences.length * duringSilence))
    const pipeline = start(["ingest"], options)
    const ends = JSON.stringify(await sender.endOffsets())
    await until("all is committed", async () => JSON.stringify(await sender.committed()) === ends, 60, groupPause)
    await pipeline.kill("SIGKILL")
    // Joining must wait for the dead member, and there is nothing to read: the end comes while it waits.
    const next = start(["ingest", "--until-caught-up", "--json"], options)
    const asked = Date.now()
    await until("it ends", () => !next.isRunning(), 10)
    assert.deepStrictEqual(await next.ended, { code: 0, signal: null })
    assert.match(next.output(), /"consumed":0/)
    console.log(`ended after ${Date.now() - asked} ms`)
    await sender.close()
  })

  // Stack.test.ts kills a starting process, starts again on its data and stops it with 'down'.
  it.runIf(full)(
    "up killed: its children end, the next start uses the same data, and down leaves no process",
    { meta: { needs: "npm run test:full" } },
    async () => {
      const options = { data: stackData }
      await log?.stop()
      log = undefined
      stack = await startUp({ data: stackData }, "--no-demo")
      await runJson(["partner", "add", "before-kill", "--type", "NGO", "--name", "Before"], options)
      const family = descendantsOf(stack.pid)
      // Kafka, the registry, and the supervisor of each.
      assert.isAtLeast(family.length, 4)
      process.kill(stack.pid, "SIGKILL")
      await untilGone(family, 15)
      assert.deepStrictEqual(processesNaming(stackData), [])

      stack = await startUp({ data: stackData }, "--no-demo")
      const { partners } = await runJson<{ partners: ReadonlyArray<{ id: string }> }>(["partner", "list"], options)
      assert.deepStrictEqual(
        partners.map(({ id }) => id),
        ["before-kill"]
      )
      const { ok } = await runJson<{ ok: boolean }>(["doctor"], options)
      assert.isTrue(ok)

      const next = descendantsOf(stack.pid)
      assert.deepStrictEqual(await runProcess(["down"], options), { stopped: true, ended: [] })
      await untilGone(next, 1)
      assert.deepStrictEqual(processesNaming(stackData), [])
      assert.notInclude(readdirSync(stackData), "endpoints.json")
      assert.notInclude(readdirSync(stackData), "lock")
      assert.deepStrictEqual(
        readdirSync(join(stackData, "run")).filter((file) => !file.endsWith(".log")),
        []
      )
      assert.deepStrictEqual(await runProcess(["down"], options), { stopped: false, ended: [] })
    }
  )
})
