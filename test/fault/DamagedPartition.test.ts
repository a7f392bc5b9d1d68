/**
 * The file of one partition is cut off on the broker's disk while it runs, as a failing disk does. The broker then closes every connection on which
 * that partition is fetched. Only that partition stops: all others, also of the same partner, are loaded, and `doctor` and the metrics name it.
 * When the file is repaired, it is loaded too, and nothing is lost or doubled.
 */
import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { metricsTokenFile } from "../../infra/metrics/metricsToken.ts"
import type { RecordCounts } from "../../ingest/pipeline/Ledger.ts"
import { type LightStack, startLog } from "../fixtures/lightStack.ts"
import { readMetricsPage, valueOf } from "../fixtures/metricsPage.ts"
import { copyPreparedStack } from "../fixtures/preparedStack.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { runCli, runJson } from "../integration/inProcess.ts"
import { groupPause } from "./GroupProgress.ts"
import { differences, makeRecords, none } from "./KnownRecords.ts"
import { endStarted, start, until } from "./Process.ts"
import { printedSeed, seededRandom } from "./SeededRandom.ts"
import { openSender } from "./Sender.ts"
import { logAndRegistry } from "./StackSettings.ts"
import { keepParts, openStore, storedOnDisk } from "./StoreOnDisk.ts"

const folder = testFolder("damaged")
const stackData = join(folder, "stack")
const data = join(folder, "pipeline")
const [broken, healthy] = ["broken", "healthy"] as const
/** Of each partner. */
const count = 2_000
const place = { topic: `corridor.partner.${broken}`, partition: "1" }

let stack: LightStack | undefined
beforeAll(async () => {
  stack = await startLog(stackData)
  await copyPreparedStack(data)
  await openStore(data, keepParts)
})
afterAll(async () => {
  endStarted()
  await stack?.stop()
})

interface Finding {
  readonly part: string
  readonly ok: boolean
  readonly found: string
}

const needs = { meta: { needs: "Linux" } }

describe.skipIf(!existsSync("/proc/self/stat"))("a partition whose file is cut off", needs, () => {
  it("stops alone, is named, and continues when it is repaired", async () => {
    const env = logAndRegistry(stackData)
    const options = { data, env }
    const random = seededRandom(printedSeed("damaged partition"))
    const sent = new Map<string, ReturnType<typeof makeRecords>>()
    for (const partner of [broken, healthy]) {
      await runJson(["partner", "add", partner, "--type", "NGO", "--name", partner], options)
      const sender = openSender(env, partner)
      const records = makeRecords(random, count, 0)
      sent.set(partner, records)
      await sender.send(records)
      await sender.close()
    }
    const log = join(stackData, "kafka/storage", `${place.topic}-${place.partition}`, "00000000000000000000.log")
    const whole = readFileSync(log)
    assert.isAbove(whole.length, 1_000)
    truncateSync(log, Math.floor(whole.length / 3))

    const partitions = async () => {
      const { stdout } = await runCli(["doctor", "--json"], options)
      return (JSON.parse(stdout) as { findings: ReadonlyArray<Finding> }).findings.find(
        ({ part }) => part === "partitions"
      )
    }
    const before = await partitions()
    assert.isFalse(before?.ok)
    assert.include(before?.found, `${place.topic}/${place.partition}`)
    assert.notInclude(before?.found, `${place.topic}/0`)
    assert.notInclude(before?.found, healthy)

    const pipeline = start(["ingest", "--metrics", "0"], options)
    let address = ""
    await until("metrics", () => {
      address = /Metrics: (http:\S+)\/metrics/.exec(pipeline.output())?.[1] ?? ""
      return address !== ""
    })
    const authorization = () => `Bearer ${readFileSync(metricsTokenFile(data), "utf8").trim()}`
    const problem = async () => {
      const page = await (await fetch(`${address}/metrics`, { headers: { authorization: authorization() } })).text()
      return valueOf(readMetricsPage(page), "corridor_partition_problem", { ...place, problem: "unreadable" })
    }
    const senders = { broken: openSender(env, broken), healthy: openSender(env, healthy) }
    const waiting = async (partner: keyof typeof senders) => {
      const ends = await senders[partner].endOffsets()
      const done = await senders[partner].committed()
      return ends
        .filter(({ offset }, i) => offset > Math.max(0, done[i]?.offset ?? 0))
        .map(({ partition }) => partition)
    }
    const others = async () => {
      const left = [...(await waiting("healthy")), ...(await waiting("broken"))]
      return left.length === 1 && left[0] === Number(place.partition)
    }
    await until("all other partitions are loaded", others, 60, groupPause)
    await until("the metric", async () => (await problem()) === 1)
    assert.include(pipeline.output(), `${place.topic}/${place.partition} cannot be read`)

    writeFileSync(log, whole)
    await until("it continues", async () => (await waiting("broken")).length === 0, 120, groupPause)
    await until("the metric is 0 again", async () => (await problem()) === 0)
    assert.include(pipeline.output(), `${place.topic}/${place.partition} can be read again`)
    assert.isTrue((await partitions())?.ok)
    await pipeline.kill("SIGTERM")
    for (const [partner, records] of sent) {
      const stored = await storedOnDisk(data, partner)
      assert.deepStrictEqual(differences(records, stored), none, partner)
      assert.lengthOf(stored, records.length)
    }
    const again = await runJson<RecordCounts>(["ingest", "--until-caught-up"], options)
    assert.deepInclude(again, { consumed: 0 })
    assert.strictEqual(statSync(log).size, whole.length)
    for (const sender of Object.values(senders)) await sender.close()
  })
})
