/**
 * The marts of victims, assistance, proceedings and coverage, built by dbt-ts on the embedded store, equal plain loops over
 * random records: those of the first half are built once, then late ones, corrections and withdrawals come, and all is built again.
 */
import { join } from "node:path"
import { build, run, test } from "@corridor/dbt-ts/Transform"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Layer, ManagedRuntime } from "effect"
import fc from "fast-check"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { corridorTarget } from "../../infra/marts/CorridorTarget.ts"
import { over } from "../../infra/marts/TransformStore.ts"
import { layer as embeddedWarehouse } from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { full, rounds } from "../fixtures/fullRun.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { createRawTables } from "./marts/RawRows.ts"
import type { Row } from "./persons/CurrentRecords.ts"
import { addRecords, addWithdrawals, loading, startOver } from "./persons/LoadPersons.ts"
import { assistance, assistanceByYear, partnerAssistance } from "./persons/NaiveAssistance.ts"
import { coverage, coverageByMonth, coverageByYear, loadingDelays } from "./persons/NaiveCoverage.ts"
import { worldPopulation } from "./persons/NaivePopulation.ts"
import { partnerProceedings, proceedings, proceedingsByYear } from "./persons/NaiveProceedings.ts"
import {
  collectedQuestions,
  partnerCitizenships,
  partnerVictims,
  riskGroups,
  sdg1622,
  victims,
  victimsByCountry,
  victimsByYear,
  victimsCross
} from "./persons/NaiveVictims.ts"
import { type PersonWorld, personWorld } from "./persons/PersonWorld.ts"

const folder = testFolder("person-marts")
const projectDir = new URL("../../transform", import.meta.url).pathname
const runtime = ManagedRuntime.make(Layer.mergeAll(over(embeddedWarehouse(join(folder, "store"))), NodeServices.layer))

/** What an operator filled in: invented figures, for two of the cells that are asked for. */
const populations = [
  { country: "RUS", year: 2010, sex: "Total", age_group: "Total", population: 143_000_000, source: "test" },
  { country: "RUS", year: 2010, sex: "Female", age_group: "Under18", population: 12_800_001, source: "test" }
]
const residents = [
  ...populations,
  ...worldPopulation("RUS", 2011),
  ...worldPopulation("DEU", 2010),
  ...worldPopulation("DEU", 2011)
]

const marts: Readonly<Record<string, (world: PersonWorld) => ReadonlyArray<Row>>> = {
  victims,
  victims_by_country: victimsByCountry,
  victims_by_year: victimsByYear,
  victims_cross: victimsCross,
  collected_questions: collectedQuestions,
  risk_groups: riskGroups,
  sdg_16_2_2: sdg1622(residents),
  assistance,
  assistance_by_year: assistanceByYear,
  proceedings,
  proceedings_by_year: proceedingsByYear,
  coverage,
  coverage_by_year: coverageByYear,
  coverage_by_month: coverageByMonth,
  loading_delays: loadingDelays,
  partner_victims: partnerVictims,
  partner_citizenships: partnerCitizenships,
  partner_assistance: partnerAssistance,
  partner_proceedings: partnerProceedings
}

const options = {
  projectDir,
  target: corridorTarget,
  targetPath: join(folder, "target"),
  select: [...Object.keys(marts).map((name) => `+${name}`)],
  exclude: ["resource_type:seed"]
}

const sorted = (rows: ReadonlyArray<Row>): ReadonlyArray<string> =>
  rows.map((row) => JSON.stringify(Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))))).sort()

const failures = (report: {
  readonly results: ReadonlyArray<{ status: string; name: string; message: string | null }>
}) =>
  report.results.flatMap(({ status, name, message }) =>
    ["success", "pass"].includes(status) ? [] : [`${name}: ${message}`]
  )

beforeAll(() =>
  runtime.runPromise(
    Effect.gen(function* () {
      yield* createRawTables()
      const warehouse = yield* Warehouse
      // Seeds, and what the tests of persons read.
      yield* build({
        ...options,
        select: ["resource_type:seed", "+path:tests/persons"],
        exclude: ["resource_type:test", "resource_type:unit_test"]
      })
      yield* warehouse.insert("corridor_mart.population", populations, { token: "" })
    })
  )
)
afterAll(() => runtime.dispose())

const worlds = Number(process.env["CORRIDOR_TEST_ROUNDS"] ?? rounds(1, 8))

describe("marts of persons", () => {
  it("equal plain loops over the records, for any loading order", async () => {
    const states = new Set<unknown>()
    const seen: Record<string, number> = {}
    await fc.assert(
      fc.asyncProperty(personWorld, loading, fc.double({ min: 0, max: 1, noNaN: true }), (world, how, early) =>
        runtime.runPromise(
          Effect.gen(function* () {
            const warehouse = yield* Warehouse
            const cut = Math.floor(world.records.length * early)
            yield* startOver(world.demonstration)
            yield* addRecords(world.records.slice(0, cut), how)
            assert.deepStrictEqual(failures(yield* run(options)), [])
            yield* addRecords(world.records.slice(cut), how)
            yield* addWithdrawals(world.withdrawn)
            assert.deepStrictEqual(failures(yield* run(options)), [])
            assert.deepStrictEqual(failures(yield* test({ ...options, select: ["path:tests/persons"] })), [])
            for (const [name, naive] of Object.entries(marts)) {
              const expected = naive(world)
              seen[name] = (seen[name] ?? 0) + expected.length
              for (const row of expected) states.add(row["state"])
              const rows = yield* warehouse.query<Row>(`select * from corridor_mart.${name}`)
              assert.deepStrictEqual(sorted(rows), sorted(expected), name)
            }
          })
        )
      ),
      { numRuns: worlds, interruptAfterTimeLimit: 400_000 }
    )
    // A comparison of nothing with nothing would pass too.
    const empty = Object.keys(marts).filter((name) => seen[name] === 0)
    assert.isAtMost(empty.length, full ? 0 : 3, empty.join())
    const all = ["counted", "zero", "unknown", "not_reported", "not_collected", "reported", "not_known"]
    // Few random worlds need not have them all.
    if (full) assert.includeMembers([...states], all)
    else assert.isAtLeast(all.filter((state) => states.has(state)).length, 5)
  })
})
