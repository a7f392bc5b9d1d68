/**
 * All marts on many records: a full build with the project's tests, builds after one month's records came in, and questions.
 *
 *     npx node test/bench/marts/run.ts --records 10000000 --persons 1500000 [--data DIR] [--threads 2]
 *
 * `persons` are the victim records; there are half as many of assistance and a third of proceedings.
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
import { build } from "../../../transform/dbt-ts/Transform.ts"
import { defaultTarget } from "../../../transform/dbt-ts/TransformOptions.ts"
import { createRawTables } from "../../property/marts/RawRows.ts"
import { insertAssistance, insertProceedings, insertVictims } from "./PersonRows.ts"
import { queries } from "./queries.ts"
import { type Arrival, insertPartners, insertRoutes } from "./RouteRows.ts"

const { values: given } = parseArgs({
  options: {
    records: { type: "string", default: "1000000" },
    persons: { type: "string", default: "0" },
    data: { type: "string" },
    threads: { type: "string", default: "1" },
    rounds: { type: "string", default: "200" }
  }
})
const records = Number(given.records)
const persons = Number(given.persons)
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

const wholeBuild = Effect.fn("bench.wholeBuild")(function* (fullRefresh: boolean) {
  const { results } = yield* build({ ...options, fullRefresh })
  const kinds = new Map<string, { count: number; seconds: number }>()
  for (const { name, resourceType, status, seconds, message } of results) {
    if (status !== "success" && status !== "pass" && status !== "no-op")
      throw new Error(`${name} ${status}: ${message}`)
    if (seconds > 0.5) console.log(`  ${name} ${seconds.toFixed(1)} s`)
    const { count, seconds: sum } = kinds.get(resourceType) ?? { count: 0, seconds: 0 }
    kinds.set(resourceType, { count: count + 1, seconds: sum + seconds })
  }
  for (const [kind, { count, seconds }] of kinds) console.log(`  ${count} of ${kind}: ${seconds.toFixed(1)} s together`)
})

const quantile = (sorted: ReadonlyArray<number>, share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] as number

const step = 500_000

const program = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  const load = Effect.fn("bench.load")(function* (first: number, count: number) {
    for (const revision of [0, 1] as const) yield* warehouse.command(insertRoutes(first, count, revision))
  })
  const loadPersons = Effect.fn("bench.loadPersons")(function* (first: number, count: number, arrival?: Arrival) {
    yield* warehouse.command(insertVictims({ first, count, arrival }))
    yield* warehouse.command(insertAssistance({ first, count: Math.floor(count / 2), arrival }))
    yield* warehouse.command(insertProceedings({ first, count: Math.floor(count / 3), arrival }))
  })
  const [there] = yield* warehouse.query<{ n: number }>(
    "select count() as n from system.tables where database = 'corridor_raw' and name = 'route_record'"
  )
  if (there?.n === 0) {
    yield* createRawTables()
    yield* warehouse.command(insertPartners)
    for (let first = 0; first < records; first += step) yield* load(first, Math.min(step, records - first))
    for (let first = 0; first < persons; first += step) yield* loadPersons(first, Math.min(step, persons - first))
  }
  yield* measured(`full build of ${records} route records and ${persons} of victims`, wholeBuild(true))
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
  yield* measured("build when nothing has changed", wholeBuild(false))
  for (const [round, arrival] of [
    { year: 2024, month: 11 },
    { year: 2024, month: 12 },
    { year: 2009, month: 3 }
  ].entries()) {
    const late = Math.round(records / 300)
    yield* warehouse.command(insertRoutes(records + (round + 1) * late, late, 0, arrival))
    const latePersons = Math.round(persons / 300)
    yield* loadPersons(persons + (round + 1) * latePersons, latePersons, arrival)
    yield* measured(
      `build after ${late} routes and ${latePersons} victims of ${arrival.year}-${arrival.month} came in`,
      wholeBuild(false)
    )
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
