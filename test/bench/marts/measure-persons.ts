/**
 * How long the marts of persons take, and how much memory:
 *
 *     npx node test/bench/marts/measure-persons.ts [records, 3000000] [folder]
 *
 * Makes that many victim records, half as many of assistance and a third of proceedings in an embedded store of its own, builds
 * each mart and its parents once, then asks typical questions 200 times. The memory is this process's own, store and runner in one.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { NodeServices } from "@effect/platform-node"
import { Clock, Console, Effect, Layer, ManagedRuntime } from "effect"
import { layer as embeddedWarehouse } from "../../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../../ports/Warehouse.ts"
import { run, seed } from "../../../transform/dbt-ts/Transform.ts"
import { createRawTables, insertBatches, partnerTable } from "../../property/marts/RawRows.ts"
import { insertAssistance, insertProceedings, insertVictims } from "./PersonRows.ts"

const count = Number(process.argv[2] ?? 3_000_000)
const folder = mkdtempSync(join(process.argv[3] ?? tmpdir(), "corridor-person-marts-"))
const projectDir = new URL("../../../transform", import.meta.url).pathname
const runtime = ManagedRuntime.make(Layer.mergeAll(embeddedWarehouse(join(folder, "store")), NodeServices.layer))

const marts = [
  "collected_questions",
  "victims",
  "victims_by_country",
  "victims_by_year",
  "victims_cross",
  "risk_groups",
  "sdg_16_2_2",
  "assistance",
  "assistance_by_year",
  "proceedings",
  "proceedings_by_year",
  "coverage",
  "coverage_by_year",
  "coverage_by_month"
]

const questions = [
  "select value, sum(victims) from corridor_mart.victims_by_year where dimension = 'gender' group by value",
  "select year, value, victims, victims_answered from corridor_mart.victims_by_year where dimension = 'control_method' order by year, value",
  "select * from corridor_mart.victims where dimension = 'exploitation_type' and country = 'RUS' and year = 2020 order by month, value",
  "select year, month, sum(victims) from corridor_mart.victims where dimension = 'age_band' and value = '9--17' group by year, month",
  "select age_band, sum(records) from corridor_mart.victims_cross where country = 'DEU' and citizenship = 'UKR' group by age_band",
  "select year, value, sum(victims) from corridor_mart.risk_groups where country = 'RUS' group by year, value order by year, value",
  "select year, per_100000, victims from corridor_mart.sdg_16_2_2 where country = 'RUS' and sex = 'Total' and age_group = 'Total' and form = 'Total'",
  "select year, waiting_n, waiting_median from corridor_mart.assistance_by_year where assistance_type = 'Medical' and country = 'RUS' order by year",
  "select * from corridor_mart.proceedings where offence_article = 'RU-127-1' order by year, stage_number",
  "select year, countIf(state = 'reported') from corridor_mart.coverage where record_kind = 'victim' group by year"
]

const peakMegabytes = () => Math.round(process.resourceUsage().maxRSS / 1024)

const timed = Effect.fn("measure.timed")(function* <A, E, R>(effect: Effect.Effect<A, E, R>) {
  const before = yield* Clock.currentTimeMillis
  const value = yield* effect
  return { value, seconds: ((yield* Clock.currentTimeMillis) - before) / 1000 }
})

const measure = Effect.gen(function* () {
  const warehouse = yield* Warehouse
  yield* createRawTables()
  yield* insertBatches(partnerTable, [
    [
      {
        partner_id: "partner-01",
        type: "NGO",
        name: "one",
        demonstration: 0,
        status: "active",
        created_at: 0,
        updated_at: 1
      }
    ]
  ])
  yield* warehouse.command(insertVictims(count))
  yield* warehouse.command(insertAssistance(Math.floor(count / 2)))
  yield* warehouse.command(insertProceedings(Math.floor(count / 3)))
  yield* Console.log(`${count} victim records; ${peakMegabytes()} MB before the first build`)
  const options = { projectDir, targetPath: join(folder, "target") }
  yield* seed(options)
  const whole = yield* timed(run({ ...options, select: marts.map((mart) => `+${mart}`) }))
  for (const { name, status, message, seconds } of whole.value.results) {
    if (status !== "success") yield* Console.log(`${name} ${status}: ${message}`)
    else if (marts.includes(name)) yield* Console.log(`  ${name} ${seconds.toFixed(1)} s`)
  }
  yield* Console.log(`all: ${whole.seconds.toFixed(1)} s, peak ${peakMegabytes()} MB`)
  for (const question of questions) {
    const times: Array<number> = []
    for (let i = 0; i < 200; i++) times.push((yield* timed(warehouse.query(question))).seconds * 1000)
    times.sort((a, b) => a - b)
    yield* Console.log(`  p50 ${times[100]} ms, p99 ${times[197]} ms: ${question.slice(0, 90)}`)
  }
})

try {
  await runtime.runPromise(measure)
} finally {
  await runtime.dispose()
  rmSync(folder, { recursive: true, force: true })
}
