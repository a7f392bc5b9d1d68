/**
 * All marts on many records: a full build with the project's tests, builds after one month's records came in, and questions.
 *
 *     npx node test/bench/marts/run.ts --records 10000000 --persons 1500000 [--data DIR] [--threads 2] [--stages full,months,copies,questions]
 *
 * `persons` are the victim records; there are half as many of assistance and a third of proceedings. A store that `--data` keeps is
 * filled once and can be gone on with, stage by stage. In `copies` as many old records as a month has, from all over the table, are
 * delivered once more next to a month's own, and the store has merged the copies away before the build.
 *
 * Store, runner and questions are in this one process, so its peak memory is that of all of them.
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { build } from "@corridor/dbt-ts/Transform"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Layer } from "effect"
import { corridorTarget } from "../../../infra/marts/CorridorTarget.ts"
import { over } from "../../../infra/marts/TransformStore.ts"
import { layer as embeddedWarehouse } from "../../../infra/warehouse/EmbeddedWarehouse.ts"
import { scriptArguments } from "../../../packages/scriptArguments.ts"
import { Warehouse, type WarehouseError } from "../../../ports/Warehouse.ts"
import { createRawTables } from "../../property/marts/RawRows.ts"
import { insertAssistance, insertProceedings, insertVictims } from "./PersonRows.ts"
import { queries } from "./queries.ts"
import { type Arrival, insertPartners, insertRoutes, insertRoutesAgain } from "./RouteRows.ts"

const { values: given } = scriptArguments(import.meta.filename, {
  options: {
    records: { type: "string", default: "1000000" },
    persons: { type: "string", default: "0" },
    data: { type: "string" },
    threads: { type: "string", default: "1" },
    stages: { type: "string", default: "full,months,copies,questions" },
    rounds: { type: "string", default: "200" }
  }
})
const records = Number(given.records)
const persons = Number(given.persons)
const folder = mkdtempSync(join(tmpdir(), "corridor-bench-marts-"))
const data = given.data ?? join(folder, "store")
const projectDir = new URL("../../../transform", import.meta.url).pathname
const target = { ...corridorTarget, threads: Number(given.threads) }
const options = { projectDir, target, targetPath: join(folder, "target") }

/** The kernel's highest resident memory of this process since it was reset. */
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

const load = Effect.fn("bench.load")(function* (first: number, count: number) {
  const warehouse = yield* Warehouse
  for (const revision of [0, 1] as const) yield* warehouse.command(insertRoutes(first, count, revision))
})

const loadPersons = Effect.fn("bench.loadPersons")(function* (first: number, count: number, arrival?: Arrival) {
  const warehouse = yield* Warehouse
  yield* warehouse.command(insertVictims({ first, count, arrival }))
  yield* warehouse.command(insertAssistance({ first, count: Math.floor(count / 2), arrival }))
  yield* warehouse.command(insertProceedings({ first, count: Math.floor(count / 3), arrival }))
})

const fill = Effect.fn("bench.fill")(function* () {
  const warehouse = yield* Warehouse
  const [there] = yield* warehouse.query<{ n: number }>(
    "select count() as n from system.tables where database = 'corridor_raw' and name = 'route_record'"
  )
  if (there?.n !== 0) return
  yield* createRawTables()
  yield* warehouse.command(insertPartners)
  for (let first = 0; first < records; first += step) yield* load(first, Math.min(step, records - first))
  for (let first = 0; first < persons; first += step) yield* loadPersons(first, Math.min(step, persons - first))
})

const martsOfRoutes = [
  "flows",
  "flows_by_year",
  "corridors",
  "corridor_prefixes",
  "legs",
  "transit_roles",
  "region_roles",
  "group_flows"
]

const fullBuild = Effect.fn("bench.fullBuild")(function* () {
  const warehouse = yield* Warehouse
  yield* measured(`full build of ${records} route records and ${persons} of victims`, wholeBuild(true))
  const counts = martsOfRoutes.map((mart) => `(select count() from corridor_mart.${mart}) as ${mart}`)
  const [rows] = yield* warehouse.query<Record<string, number>>(`select ${counts.join(", ")}`)
  console.log("rows:", JSON.stringify(rows))
  yield* measured("build when nothing has changed", wholeBuild(false))
})

/** A month's records, of which each run of the script brings new ones, and after `then` the build. */
const month = Effect.fn("bench.month")(function* (
  arrival: Arrival,
  then: Effect.Effect<unknown, WarehouseError> = Effect.void
) {
  const warehouse = yield* Warehouse
  const next = (table: string) =>
    warehouse
      .query<{ n: number }>(`select toUInt32(max(kafka_offset) + 1) as n from corridor_raw.${table}`)
      .pipe(Effect.map(([row]) => row?.n ?? 0))
  const [late, latePersons] = [Math.round(records / 300), Math.round(persons / 300)]
  yield* warehouse.command(insertRoutes(yield* next("route_record"), late, 0, arrival))
  yield* loadPersons(yield* next("victim_record"), latePersons, arrival)
  yield* then
  yield* measured(
    `build after ${late} routes and ${latePersons} victims of ${arrival.year}-${arrival.month} came in`,
    wholeBuild(false)
  )
})

const months: ReadonlyArray<Arrival> = [
  { year: 2024, month: 11 },
  { year: 2024, month: 12 },
  { year: 2009, month: 3 },
  { year: 2025, month: 1 }
]

/** Rows from all over the table come once more, and the store merges them away before the next build. */
const copies = Effect.fn("bench.copies")(function* () {
  const warehouse = yield* Warehouse
  yield* warehouse.command(insertRoutesAgain(300))
  const merge = warehouse.command("optimize table corridor_raw.route_record final")
  yield* month({ year: 2014, month: 7 }, merge)
})

const ask = Effect.fn("bench.ask")(function* () {
  const warehouse = yield* Warehouse
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

const stages = {
  full: fullBuild(),
  months: Effect.forEach(months, (arrival) => month(arrival), { discard: true }),
  month: month({ year: 2024, month: 10 }),
  copies: copies(),
  questions: ask()
}

const asked = new Set(given.stages.split(","))

const program = Effect.gen(function* () {
  yield* fill()
  for (const [name, stage] of Object.entries(stages)) if (asked.has(name)) yield* stage
})

await Effect.runPromise(
  program.pipe(
    Effect.provide(Layer.mergeAll(over(embeddedWarehouse(data)), NodeServices.layer)),
    Effect.ensuring(Effect.sync(() => rmSync(folder, { recursive: true, force: true })))
  )
)
