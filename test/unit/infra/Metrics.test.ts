import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { request } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Exit, Metric, Scope } from "effect"
import { PrometheusMetrics } from "effect/observability"
import { TestClock } from "effect/testing"
import { longestWait } from "../../../infra/metrics/Health.ts"
import { metricsTokenFile } from "../../../infra/metrics/metricsToken.ts"
import { serveMetrics } from "../../../infra/metrics/ServeMetrics.ts"
import { isOpenToOthers } from "../../../infra/process/OwnerOnlyFile.ts"
import { type MetricSpec, metricCatalogue } from "../../../ingest/pipeline/MetricCatalogue.ts"
import { waitingRecords } from "../../../ingest/pipeline/PartitionProblems.ts"
import { recordWaiting, WaitingComponents } from "../../../ingest/pipeline/PipelineMetrics.ts"
import { retryWhileUnavailable } from "../../../ingest/pipeline/retryWhileUnavailable.ts"
import { markdownTable } from "../../../schemas/markdown.ts"
import { readMetricsPage, valueOf } from "../../fixtures/metricsPage.ts"
import { awkwardTopic, sample } from "./fixtures/metrics/sample.ts"

/** Returns the catalogue as a Markdown table. */
const metricsMarkdown = (): string =>
  markdownTable(
    ["metric", "type", "labels", "unit", "meaning"],
    Object.values<MetricSpec>(metricCatalogue).map(({ name, type, labels, unit, meaning }) => [
      `\`${name}\``,
      type,
      labels.map((label) => `\`${label}\``).join(", "),
      unit,
      meaning
    ])
  )

const fixture = (name: string) => readFileSync(new URL(`./fixtures/metrics/${name}`, import.meta.url), "utf8")

/** Metrics and waits of one test are its own. */
const alone = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  effect.pipe(
    Effect.provideService(Metric.MetricRegistry, new Map()),
    Effect.provideService(WaitingComponents, new Map())
  )

const page = Effect.map(PrometheusMetrics.format(), readMetricsPage)

describe("the page of metrics", () => {
  it("is read by the tests as Python's client reads it", () => {
    // Python's client names a counter's family without `_total`.
    const ours = readMetricsPage(fixture("page.txt")).map(({ name, samples, ...family }) => ({
      ...family,
      name: family.type === "counter" ? name.replace(/_total$/, "") : name,
      samples: samples.map((s) => [s.name, s.labels, s.value] as const)
    }))
    const python = fixture("expected.jsonl")
      .trimEnd()
      .split("\n")
      .map((line): (typeof ours)[number] => JSON.parse(line))
    assert.isAbove(python.length, 12)
    assert.sameDeepMembers([...ours], [...python])
  })

  it.effect("has the values that were recorded, with cumulative buckets and labels that round-trip", () =>
    Effect.gen(function* () {
      yield* sample
      const families = yield* page
      const is = (value: number, name: string, labels: Readonly<Record<string, string>> = {}) =>
        assert.strictEqual(valueOf(families, name, labels), value, `${name} ${JSON.stringify(labels)}`)
      is(9991, "corridor_records_total", { outcome: "loaded" })
      is(7, "corridor_records_total", { outcome: "quarantined" })
      is(3, "corridor_records_total", { outcome: "duplicate" })
      is(6, "corridor_rejects_total", { code: "code-unknown" })
      is(2, "corridor_rejects_total", { code: "legs-empty" })
      is(0, "corridor_rejects_total", { code: "avro-text" })
      is(1, "corridor_rejects_total", { code: "other" })
      is(1_340_134, "corridor_read_bytes_total")
      is(1, "corridor_batch_records_bucket", { le: "1" })
      is(1, "corridor_batch_records_bucket", { le: "5000" })
      is(2, "corridor_batch_records_bucket", { le: "10000" })
      is(10_001, "corridor_batch_records_sum")
      // A bound belongs to its bucket.
      is(0, "corridor_insert_seconds_bucket", { le: "0.025" })
      is(1, "corridor_insert_seconds_bucket", { le: "0.05" })
      is(1, "corridor_insert_seconds_bucket", { le: "60" })
      is(2, "corridor_insert_seconds_bucket", { le: "+Inf" })
      is(75.3, "corridor_insert_seconds_sum")
      is(1, "corridor_loading_delay_seconds_bucket", { le: "15" })
      is(1, "corridor_loading_delay_seconds_bucket", { le: "900" })
      is(2, "corridor_loading_delay_seconds_bucket", { le: "3600" })
      is(0, "corridor_requests_total", { outcome: "failed" })
      is(1_779_996_400, "corridor_marts_timestamp_seconds")
      is(12_345, "corridor_lag_records", { topic: "corridor.partner.alpha", partition: "0" })
      is(0, "corridor_lag_records", { topic: awkwardTopic, partition: "3" })
      is(77, "corridor_lag_records", { topic: "corridor.partner.beta", partition: "1" })
      is(1_780_000_010.5, "corridor_last_commit_timestamp_seconds", { topic: "corridor.partner.alpha", partition: "0" })
      is(1, "corridor_part_waiting", { part: "ClickHouse" })
      is(0, "corridor_part_waiting", { part: "Kafka" })
      is(1_780_000_000, "corridor_start_timestamp_seconds", { verb: "ingest" })
      is(123_456_789_012, "corridor_store_disk_free_bytes", { disk: "default" })
      is(3, "corridor_store_damaged_parts")
      is(2, "corridor_partners_without_key")
      is(90_000, "corridor_backup_age_seconds")
      is(172_800, "corridor_backup_age_limit_seconds")
      is(0, "corridor_erasure_pending_seconds")
      is(604_800, "corridor_erasure_pending_limit_seconds")
      is(301_989_888, "corridor_resident_memory_bytes")
    }).pipe(alone)
  )

  it.effect("has every metric of the table as described there, and no other", () =>
    Effect.gen(function* () {
      yield* sample
      const families = yield* page
      const printed = families.map(({ name, type, help, samples }) => ({
        name,
        type,
        help,
        labels: [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))].filter((key) => key !== "le").sort()
      }))
      const table = Object.values<MetricSpec>(metricCatalogue).map(({ name, type, meaning, labels }) => ({
        name,
        type: type as string,
        help: meaning,
        labels: [...labels].sort()
      }))
      assert.sameDeepMembers(printed, table)
    }).pipe(alone)
  )

  it.effect("accepts only codes of the catalogue: no input becomes a label", () =>
    Effect.gen(function* () {
      yield* sample
      assert.notInclude(yield* PrometheusMetrics.format(), "CANARY")
    }).pipe(alone)
  )

  it("is described in the README as in the table", () => {
    const rows = (markdown: string) =>
      markdown
        .split("\n")
        .filter((line) => line.startsWith("| `corridor_"))
        .map((line) => line.split("|").map((cell) => cell.trim()))
    const readme = readFileSync(new URL("../../../infra/metrics/README.md", import.meta.url), "utf8")
    assert.deepStrictEqual(rows(readme), rows(metricsMarkdown()))
  })
})

describe("lag", () => {
  const at = (partition: number, offset: number) => ({ topic: "t", partition, offset })
  it("counts what is stored in Kafka and not committed, also without a commit or if retention has passed the commit", () => {
    const waiting = waitingRecords({
      starts: [at(0, 0), at(1, 40), at(2, 50), at(3, 0)],
      ends: [at(0, 10), at(1, 100), at(2, 70), at(3, 5)],
      committed: [
        at(0, 4),
        at(1, -1),
        at(2, 20),
        // Seen a moment after the end was.
        at(3, 6)
      ]
    })
    assert.deepStrictEqual(
      waiting.map(({ records }) => records),
      [6, 60, 20, 0]
    )
  })
})

describe("waiting for a part", () => {
  it.effect("counts from the first waiting call to the last, and health reports it after a while", () =>
    Effect.gen(function* () {
      const waiting = Effect.map(page, (families) => valueOf(families, "corridor_part_waiting", { part: "Kafka" }))
      yield* recordWaiting("Kafka", true)
      yield* TestClock.adjust("20 seconds")
      yield* recordWaiting("Kafka", true)
      yield* recordWaiting("Kafka", false)
      assert.strictEqual(yield* waiting, 1)
      assert.isUndefined(yield* longestWait(30))
      yield* TestClock.adjust("11 seconds")
      assert.deepStrictEqual(yield* longestWait(30), { part: "Kafka", seconds: 31 })
      yield* recordWaiting("Kafka", false)
      assert.strictEqual(yield* waiting, 0)
      assert.isUndefined(yield* longestWait(30))
    }).pipe(alone)
  )

  it.effect("ends when the part answers, when it fails permanently, and when the wait is interrupted", () =>
    Effect.gen(function* () {
      const parts = yield* WaitingComponents
      const down = Effect.fail({ retryable: true })
      let tries = 0
      const back = Effect.suspend(() => (tries++ < 3 ? down : Effect.void))
      yield* Effect.raceFirst(retryWhileUnavailable("Kafka")(back), Effect.forever(TestClock.adjust("1 second")))
      assert.strictEqual(tries, 4)
      assert.strictEqual(parts.size, 0)

      let failures = 0
      const forGood = Effect.suspend(() => Effect.fail({ retryable: failures++ < 2 }))
      yield* Effect.raceFirst(
        Effect.exit(retryWhileUnavailable("Kafka")(forGood)),
        Effect.forever(TestClock.adjust("1 second"))
      )
      assert.strictEqual(failures, 3)
      assert.strictEqual(parts.size, 0)

      const never = retryWhileUnavailable("ClickHouse")(down)
      const seen = Effect.suspend(() => (parts.has("ClickHouse") ? Effect.void : Effect.fail("not yet")))
      const ticking = Effect.andThen(TestClock.adjust("1 second"), seen).pipe(Effect.eventually)
      yield* Effect.raceFirst(never, ticking)
      assert.strictEqual(parts.size, 0)
    }).pipe(alone)
  )
})

describe("the server of metrics", () => {
  it.live(
    "has topics and counts for anyone who has the token, names no partner to others, and answers to its own names only",
    () =>
      Effect.gen(function* () {
        const folder = yield* Effect.acquireRelease(
          Effect.sync(() => mkdtempSync(join(tmpdir(), "corridor-metrics-token-"))),
          (made) => Effect.sync(() => rmSync(made, { recursive: true }))
        )
        const get = (url: string, more: Readonly<Record<string, string>> = {}) =>
          Effect.promise(
            () =>
              new Promise<{ status: number | undefined; type: string | undefined; text: string }>((resolve, reject) => {
                request(url, { headers: { ...more } }, (answer) => {
                  let text = ""
                  answer.setEncoding("utf8").on("data", (chunk) => (text += chunk))
                  const { statusCode: status, headers } = answer
                  answer.on("end", () => resolve({ status, type: headers["content-type"], text }))
                })
                  .on("error", reject)
                  .end()
              })
          )
        const scope = yield* Scope.make()
        const url = yield* Scope.provide(serveMetrics(0, folder), scope)
        assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/)
        yield* sample.pipe(Effect.provide(TestClock.layer()))
        const token = readFileSync(metricsTokenFile(folder), "utf8").trim()
        assert.isFalse(isOpenToOthers(metricsTokenFile(folder)))
        const metrics = yield* get(`${url}/metrics`, { authorization: `Bearer ${token}` })
        assert.strictEqual(metrics.type, "text/plain; version=0.0.4; charset=utf-8")
        assert.strictEqual(valueOf(readMetricsPage(metrics.text), "corridor_read_bytes_total"), 1_340_134)
        assert.include(metrics.text, 'topic="')
        for (const authorization of ["", "Bearer ", `Bearer ${token}x`, `Basic ${token}`, token]) {
          const { status, text } = yield* get(`${url}/metrics`, authorization === "" ? {} : { authorization })
          assert.strictEqual(status, 200)
          assert.include(text, "corridor_start_timestamp_seconds")
          assert.notMatch(text, /topic|records|_bytes/)
        }
        for (const host of ["rebound.example", "rebound.example:9464", "127.0.0.1.rebound.example", "localhost."]) {
          const { status, text } = yield* get(`${url}/metrics`, { host, authorization: `Bearer ${token}` })
          assert.strictEqual(status, 421, host)
          assert.notInclude(text, "corridor_")
        }
        // The sample leaves a wait behind.
        const parts = yield* WaitingComponents
        parts.clear()
        assert.deepInclude(yield* get(`${url}/healthz`), { status: 200, text: "ok\n" })
        parts.set("ClickHouse", { waiters: 1, since: Date.now() - 42_000 })
        assert.deepInclude(yield* get(`${url}/healthz`), { status: 503, text: "waiting for ClickHouse for 42 s\n" })

        const taken = yield* Effect.flip(Effect.scoped(serveMetrics(Number(new URL(url).port), folder)))
        assert.strictEqual(taken._tag, "Unavailable")
        yield* Scope.close(scope, Exit.void)
        assert.isTrue(Exit.isFailure(yield* Effect.exit(Effect.tryPromise(() => fetch(`${url}/metrics`)))))
      }).pipe(alone, Effect.scoped)
  )
})
