/**
 * The files of three partitions are damaged on the broker's disk while it runs, as a failing disk does. One is cut off: the broker then closes every
 * connection on which that partition is fetched. In another a record batch has a length that cannot be right: the broker sends nothing from there on, and
 * no error. In the third it has a later offset, which no checksum covers. Only these partitions stop: all others, also of the same partner, are loaded, and `doctor` and the metrics name them. When the files are
 * repaired, they are loaded too, and nothing is lost or doubled.
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
const topic = `corridor.partner.${broken}`
/** What happens to the file of a partition. */
const damages: Readonly<Record<string, (log: string, whole: Buffer) => void>> = {
  "1": (log, whole) => truncateSync(log, Math.floor(whole.length / 3)),
  "2": (log, whole) => {
    const changed = Buffer.from(whole)
    changed.writeInt32BE(0x7f_ff_ff_ff, 8)
    writeFileSync(log, changed)
  },
  "3": (log, whole) => {
    const changed = Buffer.from(whole)
    changed.writeBigInt64BE(1n << 40n, 0)
    writeFileSync(log, changed)
  }
}
const damaged = Object.keys(damages)

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

describe.skipIf(!existsSync("/proc/self/stat"))("a partition whose file is damaged", needs, () => {
  it("stops without the others, is named, and continues when it is repaired", async () => {
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
    const files = damaged.map((partition) => {
      const log = join(stackData, "kafka/storage", `${topic}-${partition}`, "00000000000000000000.log")
      const whole = readFileSync(log)
      assert.isAbove(whole.length, 1_000)
      damages[partition]?.(log, whole)
      return { log, whole }
    })

    const partitions = async () => {
      const { stdout } = await runCli(["doctor", "--json"], options)
      return (JSON.parse(stdout) as { findings: ReadonlyArray<Finding> }).findings.find(
        ({ part }) => part === "partitions"
      )
    }
    const before = await partitions()
    assert.isFalse(before?.ok)
    for (const partition of damaged) assert.include(before?.found, `${topic}/${partition}`)
    assert.notInclude(before?.found, `${topic}/0`)
    assert.notInclude(before?.found, healthy)

    const pipeline = start(["ingest", "--metrics", "0"], options)
    let address = ""
    await until("metrics", () => {
      address = /Metrics: (http:\S+)\/metrics/.exec(pipeline.output())?.[1] ?? ""
      return address !== ""
    })
    const authorization = () => `Bearer ${readFileSync(metricsTokenFile(data), "utf8").trim()}`
    const isProblem = async (expected: number) => {
      const page = await (await fetch(`${address}/metrics`, { headers: { authorization: authorization() } })).text()
      const values = readMetricsPage(page)
      return damaged.every(
        (partition) =>
          valueOf(values, "corridor_partition_problem", { topic, partition, problem: "unreadable" }) === expected
      )
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
      return left.join() === damaged.join()
    }
    await until("all other partitions are loaded", others, 60, groupPause)
    await until("the metric", () => isProblem(1))
    for (const partition of damaged) assert.include(pipeline.output(), `${topic}/${partition} cannot be read`)

    for (const { log, whole } of files) writeFileSync(log, whole)
    await until("it continues", async () => (await waiting("broken")).length === 0, 120, groupPause)
    await until("the metric is 0 again", () => isProblem(0))
    for (const partition of damaged) assert.include(pipeline.output(), `${topic}/${partition} can be read again`)
    assert.isTrue((await partitions())?.ok)
    await pipeline.kill("SIGTERM")
    for (const [partner, records] of sent) {
      const stored = await storedOnDisk(data, partner)
      assert.deepStrictEqual(differences(records, stored), none, partner)
      assert.lengthOf(stored, records.length)
    }
    const again = await runJson<RecordCounts>(["ingest", "--until-caught-up"], options)
    assert.deepInclude(again, { consumed: 0 })
    for (const { log, whole } of files) assert.strictEqual(statSync(log).size, whole.length)
    for (const sender of Object.values(senders)) await sender.close()
  })
})
