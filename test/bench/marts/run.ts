/**
 * The marts of routes on many records: a full build, builds after one month's records came in, and questions to them.
 *
 *     npx node test/bench/marts/run.ts --records 10000000 [--data DIR] [--threads 2]
 *
 * Store, runner and questions are in this one process, so its peak memory is that of all of them.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { NodeServices } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { layer as embeddedWarehouse } from "../../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { build, run } from "../../../transform/dbt-ts/Transform.ts"
import { defaultTarget } from "../../../transform/dbt-ts/TransformOptions.ts"
import { createRawTables } from "../../property/marts/RawRows.ts"
import { queries } from "./queries.ts"
import { insertPartners, insertRoutes } from "./RouteRows.ts"

const { values: given } = parseArgs({
  options: {
    records: { type: "string", default: "1000000" },
    data: { type: "string" },
    threads: { type: "string", default: "1" },
    rounds: { type: "string", default: "200" }
  }
})
const records = Number(given.records)
const folder = mkdtempSync(join(tmpdir(), "corridor-bench-marts-"))
const data = given.data ?? join(folder, "store")
const projectDir = new URL("../../../transform", import.meta.url).pathname
const target = { ...defaultTarget, threads: Number(given.threads) }
const options = { projectDir, target, targetPath: join(folder, "target") }

/** The kernel's highest resident memory of this process since it was told to forget it. */
const forgetPeak = () => writeFileSync("/proc/self/clear_refs", "5")
const peakMegabytes = () =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) / 1024)

const measured = <A, E, R>(what: string, effect: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    forgetPeak()
    const before = process.cpuUsage()
    const began = performance.now()
    const result = yield* effect
    const seconds = (performance.now() - began) / 1000
    const { user, system } = process.cpuUsage(before)
    const busy = ((user + system) / 1_000_000).toFixed(1)
    console.log(`${what}: ${seconds.toFixed(1)} s, ${busy} s of processors, at most ${peakMegabytes()} MB`)
    return result
  })

const marts = Effect.fn("bench.marts")(function* (fullRefresh: boolean) {
  const report = yield* run({ ...options, fullRefresh, select: ["+path:models/marts/routes"] })
  for (const { name, status, seconds, message } of report.results) {
    if (status !== "success") throw new Error(`${name}: ${message}`)
    if (seconds > 0.2) console.log(`  ${name} ${seconds.toFixed(1)} s`)
  }
})

const quantile = (sorted: ReadonlyArray<number>, share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number

const step = 500_000

const program = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  const load = Effect.fn("bench.load")(function* (first: number, count: number) {
    for (const revision of [0, 1] as const) yield* warehouse.command(insertRoutes(first, count, revision))
  })
  const [there] = yield* warehouse.query<{ n: number }>(
    "select count() as n from system.tables where database = 'corridor_raw' and name = 'route_record'"
  )
  if (there?.n === 0) {
    yield* createRawTables()
    yield* warehouse.command(insertPartners)
    for (let first = 0; first < records; first += step) yield* load(first, Math.min(step, records - first))
  }
  yield* build({ ...options, select: ["resource_type:seed"], exclude: ["resource_type:test"] })
  yield* measured(`full build of ${records} route records`, marts(true))
  const [rows] = yield* warehouse.query<Record<string, number>>(
    `select ${[
      "flows",
      "flows_by_year",
      "corridors",
      "corridor_prefixes",
      "legs",
      "transit_roles",
      "region_roles",
      "group_flows"
    ]
      .map((mart) => `(select count() from corridor_mart.${mart}) as ${mart}`)
      .join(", ")}`
  )
  console.log("rows:", JSON.stringify(rows))
  yield* measured("build when nothing has changed", marts(false))
  for (const [round, arrival] of [
    { year: 2024, month: 11 },
    { year: 2024, month: 12 },
    { year: 2009, month: 3 }
  ].entries()) {
    const late = Math.round(records / 300)
    yield* warehouse.command(insertRoutes(records + (round + 1) * late, late, 0, arrival))
    yield* measured(`build after ${late} records of ${arrival.year}-${arrival.month} came in`, marts(false))
  }
  for (const [question, sql] of Object.entries(queries)) {
    const times: Array<number> = []
    for (let round = 0; round < Number(given.rounds); round++) {
      const began = performance.now()
      yield* warehouse.query(sql)
      times.push(performance.now() - began)
    }
    times.sort((a, b) => a - b)
    console.log(`${question}: p50 ${quantile(times, 0.5).toFixed(1)} ms, p99 ${quantile(times, 0.99).toFixed(1)} ms`)
  }
})

await Effect.runPromise(
  program.pipe(
    Effect.provide(Layer.mergeAll(embeddedWarehouse(data), NodeServices.layer)),
    Effect.ensuring(Effect.sync(() => rmSync(folder, { recursive: true, force: true })))
  )
)
