/**
 * Tests of `ingest --metrics` and of the metrics of `up`: lag, keys, disks and health, log lines as JSON, and that neither contains
 * anything that a partner sent. `Canary.test.ts` starts the stack.
 */
import { lstatSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { afterAll, assert, beforeAll, it } from "vitest"
import { metricsTokenFile } from "../../infra/metrics/metricsToken.ts"
import type { Endpoints } from "../../infra/stack/Endpoints.ts"
import { store } from "../fault/StackSettings.ts"
import { openGate, type TcpGate } from "../fault/TcpGate.ts"
import { brokenMessages } from "../fixtures/brokenMessages.ts"
import { brokenRecords, goodRecord } from "../fixtures/brokenRecords.ts"
import { type Family, readMetricsPage, valueOf } from "../fixtures/metricsPage.ts"
import { untilStill } from "../fixtures/untilStill.ts"
import { type CliOptions, readJsonFile, runCli, startCli } from "./cli.ts"
import { runJson } from "./inProcess.ts"
import { produceAs } from "./inside.ts"

const bird = /CANARY|canary[@?]/
const partner = "metered"
const topic = `corridor.partner.${partner}`

/** Consumer lag over all partitions of the topic; undefined if none is reported. */
const lagIn = (families: ReadonlyArray<Family>): number | undefined => {
  const samples = families.find(({ name }) => name === "corridor_lag_records")?.samples
  const own = samples?.filter(({ labels }) => labels["topic"] === topic) ?? []
  return own.length === 4 ? own.reduce((sum, { value }) => sum + value, 0) : undefined
}

/** Lines of standard error, each an object with these keys and no other. */
const jsonLines = (text: string) =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const read = JSON.parse(line) as { time: string; level: string; message: string; annotations: object }
      assert.deepStrictEqual(Object.keys(read), ["time", "level", "message", "annotations"])
      assert.strictEqual(new Date(read.time).toISOString(), read.time)
      assert.include(["info", "warn", "error"], read.level)
      return read
    })

export interface MeteredStack {
  readonly data: string
  readonly url: string
  /** Milliseconds since 1970. */
  readonly began: number
}

/** Adds the tests to those of the file that calls it. */
export const testMetrics = (stack: MeteredStack) => {
  const { data } = stack
  const asJson: CliOptions = { data, env: { CORRIDOR_LOG_FORMAT: "json" } }
  /** Between the pipeline and the store, for the pipeline only. */
  let gate: TcpGate
  let pipeline: ReturnType<typeof startCli> | undefined
  let logged = ""
  let address = ""

  const scrape = async (url: string): Promise<ReadonlyArray<Family>> => {
    const authorization = `Bearer ${readFileSync(metricsTokenFile(data), "utf8").trim()}`
    const answer = await fetch(url, { headers: { authorization } })
    const text = await answer.text()
    assert.strictEqual(answer.status, 200)
    assert.notMatch(text, bird)
    return readMetricsPage(text)
  }

  /** Scrapes until `found` returns a value. */
  const eventually = async <A>(url: string, found: (families: ReadonlyArray<Family>) => A | undefined): Promise<A> => {
    for (let i = 0; i < 200; i++) {
      const result = found(await scrape(url))
      if (result !== undefined) return result
      await sleep(300)
    }
    throw new Error(`not seen at ${url}`)
  }

  /** What was made below the data folder since the start and others may read. Files of the copied folder are older. */
  const openToOthers = () =>
    untilStill(() =>
      readdirSync(data, { recursive: true, encoding: "utf8" }).filter((name) => {
        const found = lstatSync(join(data, name))
        return !found.isSymbolicLink() && found.birthtimeMs >= stack.began && (found.mode & 0o077) !== 0
      })
    )

  beforeAll(() => runJson(["partner", "add", partner, "--type", "NGO", "--name", partner], { data }))
  afterAll(async () => {
    pipeline?.kill("SIGKILL")
    await gate?.shut()
  })

  it("only the owner can read what up and its servers write: data, keys, logs", () => {
    for (const folder of ["clickhouse", "kafka", "keys", "run", "state"]) assert.include(readdirSync(data), folder)
    assert.deepStrictEqual(openToOthers(), [])
  })

  it("up reports the lag of a topic that no pipeline reads", async () => {
    const records = Array.from({ length: 20 }, (_, i) => ({
      kind: "route" as const,
      record: goodRecord("route", {
        recordId: `eeeeeeee-0000-4000-8000-${String(i).padStart(12, "0")}`,
        caseReference: `CANARY-CASE-${i}`
      })
    }))
    const sent = await produceAs(data, partner, {
      records: [...records, ...brokenRecords.map(({ kind, record }) => ({ kind, record }))],
      messages: brokenMessages
    })
    const { metrics: { url: metrics = "" } = {} } = readJsonFile<Endpoints>(join(data, "endpoints.json"))
    const lag = await eventually(metrics, (families) => (lagIn(families) === sent ? sent : undefined))
    assert.strictEqual(lag, sent)
    const open = await (await fetch(metrics)).text()
    assert.include(open, "corridor_start_timestamp_seconds")
    // Free disk space and memory move with what is loaded.
    assert.notMatch(open, /corridor\.partner|metered|_records|_bytes/)
    assert.strictEqual((await fetch(`${stack.url}metrics`)).status, 404)
  })

  it("ingest --metrics 0 prints its address, catches up, and is healthy", async () => {
    const direct = store(data)
    gate = await openGate(direct.CORRIDOR_CLICKHOUSE_URL)
    const env = { ...asJson.env, ...direct, CORRIDOR_CLICKHOUSE_URL: gate.url }
    pipeline = startCli(["ingest", "--metrics", "0"], { data, env })
    pipeline.stderr?.on("data", (chunk) => (logged += String(chunk)))
    for (let i = 0; i < 300 && address === ""; i++) {
      address = /Metrics: (http:\/\/127\.0\.0\.1:\d+)\/metrics/.exec(logged)?.[1] ?? ""
      await sleep(100)
    }
    // Each is measured by itself; on a busy machine the lag may come before others.
    const measured = [
      "corridor_partners_without_key",
      "corridor_backup_age_seconds",
      "corridor_erasure_pending_seconds"
    ]
    const isComplete = (now: ReadonlyArray<Family>) =>
      lagIn(now) === 0 && measured.every((name) => valueOf(now, name) !== undefined)
    const families = await eventually(`${address}/metrics`, (now) => (isComplete(now) ? now : undefined))
    assert.strictEqual(valueOf(families, "corridor_partners_without_key"), 0)
    assert.isAbove(valueOf(families, "corridor_store_disk_free_bytes", { disk: "default" }) ?? 0, 0)
    assert.isAbove(valueOf(families, "corridor_store_disk_size_bytes", { disk: "default" }) ?? 0, 0)
    assert.strictEqual(valueOf(families, "corridor_store_damaged_parts"), 0)
    assert.strictEqual(valueOf(families, "corridor_backup_age_limit_seconds"), 2 * 86_400)
    assert.isBelow(valueOf(families, "corridor_backup_age_seconds") ?? Infinity, 86_400)
    // Persons withdrew a moment ago, and no erasure has completed it.
    assert.isBelow(valueOf(families, "corridor_erasure_pending_seconds") ?? Infinity, 3_600)
    assert.isAbove(valueOf(families, "corridor_resident_memory_bytes") ?? 0, 50e6)
    const start = valueOf(families, "corridor_start_timestamp_seconds", { verb: "ingest" }) ?? 0
    assert.isBelow(Math.abs(Date.now() / 1000 - start), 120)
    assert.strictEqual(valueOf(families, "corridor_part_waiting", { part: "ClickHouse" }), 0)
    const health = await fetch(`${address}/healthz`)
    assert.deepStrictEqual([health.status, await health.text()], [200, "ok\n"])
  })

  it("a port in use is an error, also as a line of JSON", async () => {
    const run = await runCli(["ingest", "--metrics", new URL(address).port, "--json"], asJson)
    assert.strictEqual(run.code, 3)
    assert.match(jsonLines(run.stderr).at(-1)?.message ?? "", /Port \d+ of 127.0.0.1 is in use/)
  })

  it("a partner whose key is gone or damaged is counted", async () => {
    const key = join(data, "keys", "pipeline", `${partner}.json`)
    const without = (partners: number) => (families: ReadonlyArray<Family>) =>
      valueOf(families, "corridor_partners_without_key") === partners ? true : undefined
    renameSync(key, `${key}.aside`)
    await eventually(`${address}/metrics`, without(1))
    renameSync(`${key}.aside`, key)
    await eventually(`${address}/metrics`, without(0))
    const text = readFileSync(key, "utf8")
    writeFileSync(key, text.replace(/"key":"..../, '"key":"'))
    await eventually(`${address}/metrics`, without(1))
    writeFileSync(key, text)
  })

  it("an unresponsive store is reported immediately, and makes the pipeline unhealthy after half a minute", async () => {
    const waiting = (value: number) => (families: ReadonlyArray<Family>) =>
      valueOf(families, "corridor_part_waiting", { part: "ClickHouse" }) === value ? Date.now() : undefined
    const health = async () => {
      const answer = await fetch(`${address}/healthz`)
      return `${answer.status} ${await answer.text()}`
    }
    await gate.shut()
    const began = await eventually(`${address}/metrics`, waiting(1))
    assert.strictEqual(await health(), "200 ok\n")
    while (Date.now() - began < 90_000 && (await health()).startsWith("200")) await sleep(500)
    assert.isAtLeast(Date.now() - began, 28_000)
    assert.match(await health(), /^503 waiting for ClickHouse for \d\d s\n$/)
    await gate.open()
    await eventually(`${address}/metrics`, waiting(0))
    assert.strictEqual(await health(), "200 ok\n")
  })

  it("every line is one JSON object, and no line contains anything that was sent", async () => {
    const ended = new Promise((resolve) => pipeline?.once("close", resolve))
    pipeline?.kill("SIGTERM")
    assert.strictEqual(await ended, 0)
    assert.notMatch(logged, bird)
    assert.isNotEmpty(jsonLines(logged))
  })

  it("an unknown format is reported without its value", async () => {
    const run = await runCli(["ingest", "--until-caught-up"], { data, env: { CORRIDOR_LOG_FORMAT: "CANARY" } })
    assert.strictEqual(run.code, 2)
    assert.include(run.stderr, "CORRIDOR_LOG_FORMAT")
    assert.notMatch(run.stderr, bird)
  })
}
