/**
 * What a record costs on the wire, on disk and in processor time, for `infra/cluster/CAPACITY.md`: 200,000 routes through the
 * pipeline's middle into the embedded store. Processor time and memory are the benchmark's where its results are there.
 * `node test/bench/measure-row-cost.ts && node infra/cluster/make.ts`
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { cpus, tmpdir } from "node:os"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { Effect } from "effect"
import type { MeasuredCost } from "../../infra/cluster/Capacity.ts"
import { migrate } from "../../infra/migrations/Migrate.ts"
import * as EmbeddedWarehouse from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { messageOf, transcribeAll } from "../fixtures/messages.ts"
import { routeMaker } from "./Routes.ts"

const records = 200_000
const batch = 10_000

interface Point {
  readonly records: number
  readonly cpuSeconds: number
  readonly startCpuSeconds: number
  readonly peakMegabytes: number
}

/** The newest benchmark of many sizes, the largest of them, with the most memory of any; it measures the whole pipeline, Kafka's reading among it. */
const benchmarked = (): Point | undefined => {
  const folder = new URL("./results/", import.meta.url)
  if (!existsSync(folder)) return undefined
  // Files begin with their day.
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"))
  for (const file of files.sort().reverse()) {
    const { points } = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as {
      readonly points?: ReadonlyArray<Point>
    }
    const [largest] = points?.toSorted((a, b) => b.records - a.records) ?? []
    if (points === undefined || largest === undefined) continue
    return { ...largest, peakMegabytes: Math.max(...points.map(({ peakMegabytes }) => peakMegabytes)) }
  }
  return undefined
}

const run = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  yield* migrate()
  const make = routeMaker(1, { broken: false })
  let [kafka, packed] = [0, 0]
  const began = process.cpuUsage()
  let making = 0
  for (let from = 0; from < records; from += batch) {
    const before = process.cpuUsage()
    const messages = Array.from({ length: batch }, (_, i) =>
      messageOf({ kind: "route", record: make().record as unknown as Record<string, unknown> }, from + i)
    )
    const bytes = Buffer.concat(
      messages.flatMap(({ key, value }) => [key ?? new Uint8Array(), value ?? new Uint8Array()])
    )
    // A record's frame in the log takes some 8 bytes within a batch.
    kafka += bytes.length + 8 * batch
    packed += gzipSync(bytes, { level: 1 }).length
    const spent = process.cpuUsage(before)
    making += spent.user + spent.system
    const { rows } = transcribeAll(messages)
    yield* warehouse.insert(
      "corridor_raw.route_record",
      rows.map(({ row }) => row),
      { token: `${from}` }
    )
  }
  const all = process.cpuUsage(began)
  yield* warehouse.command("OPTIMIZE TABLE corridor_raw.route_record FINAL")
  const [part] = yield* warehouse.query<{ rows: number; disk: number; plain: number }>(
    `SELECT sum(rows) AS rows, sum(bytes_on_disk) AS disk, sum(data_uncompressed_bytes) AS plain FROM system.parts
     WHERE active AND database = 'corridor_raw' AND table = 'route_record'`
  )
  const bench = benchmarked()
  const measured: MeasuredCost = {
    records: part?.rows ?? 0,
    kafkaBytes: kafka / records,
    kafkaBytesGzip: packed / records,
    storeBytes: (part?.disk ?? 0) / records,
    storeBytesPlain: (part?.plain ?? 0) / records,
    cpuSecondsPerMillion:
      bench === undefined
        ? (all.user + all.system - making) / records
        : ((bench.cpuSeconds - bench.startCpuSeconds) / bench.records) * 1e6,
    peakMegabytes: bench?.peakMegabytes ?? process.resourceUsage().maxRSS / 1024,
    from:
      bench === undefined
        ? "rows as JSON into the embedded store, slower than the pipeline's own way"
        : "the benchmark",
    processor: cpus()[0]?.model ?? "unknown"
  }
  writeFileSync(new URL("../../infra/cluster/measured.json", import.meta.url), `${JSON.stringify(measured, null, 2)}\n`)
})

const folder = mkdtempSync(join(tmpdir(), "corridor-row-cost-"))
await Effect.runPromise(Effect.provide(run, EmbeddedWarehouse.layer(join(folder, "store"))))
rmSync(folder, { recursive: true, force: true })
