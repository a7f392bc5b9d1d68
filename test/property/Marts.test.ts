/**
 * Random routes, loaded in any order, in any split, with repeated rows and several revisions, late, corrected and withdrawn between
 * builds, and built by dbt-ts on the embedded store, give the marts that plain loops over the records give.
 */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { build, run, type TransformReport } from "@corridor/dbt-ts/Transform"
import type { CountTerms } from "@corridor/linkage/counts/CountTerms"
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Effect, Layer, ManagedRuntime } from "effect"
import fc from "fast-check"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { federatedRows } from "../../infra/linkage/storeFederated.ts"
import { historyRows } from "../../infra/linkage/storeHistories.ts"
import { corridorTarget } from "../../infra/marts/CorridorTarget.ts"
import { over } from "../../infra/marts/TransformStore.ts"
import { layer as embeddedWarehouse } from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { full, rounds, sample } from "../fixtures/fullRun.ts"
import { testFolder } from "../fixtures/testFolder.ts"
import { groupFlows } from "./marts/NaiveGroupFlows.ts"
import {
  corridorPrefixes,
  corridors,
  flows,
  flowsByYear,
  type LoadedRecord,
  legs,
  partnerRouteMonths,
  partnerRoutePlaces,
  partnerRoutes,
  type Row,
  type World
} from "./marts/NaiveMarts.ts"
import { regionRoles, transitRoles } from "./marts/NaivePlaceRoles.ts"
import { createRawTables, emptyRawTables, uuid } from "./marts/RawRows.ts"
import { history, type Loading, revisionOf, routeOf } from "./marts/RouteHistories.ts"
import { load, routeTable, setDemonstration, withdraw } from "./marts/RouteStore.ts"

const folder = testFolder("marts")
const projectDir = new URL("../../transform", import.meta.url).pathname
const runtime = ManagedRuntime.make(Layer.mergeAll(over(embeddedWarehouse(join(folder, "store"))), NodeServices.layer))

/** Shares are compared to nine places: the order of a sum may change what is behind them. */
const shown = (value: unknown) => (typeof value === "number" ? Math.round(value * 1e9) / 1e9 : value)

const sorted = (rows: ReadonlyArray<Row>): ReadonlyArray<string> =>
  rows
    .map((row) => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))
    .map((cells) => JSON.stringify(cells.map(([name, value]) => [name, shown(value)])))
    .sort()

const marts = {
  flows,
  flows_by_year: flowsByYear,
  corridors,
  corridor_prefixes: corridorPrefixes,
  legs,
  transit_roles: transitRoles,
  region_roles: regionRoles,
  group_flows: groupFlows,
  partner_routes: partnerRoutes,
  partner_route_months: partnerRouteMonths,
  partner_route_places: partnerRoutePlaces
}

const options = { projectDir, target: corridorTarget, targetPath: join(folder, "target") }

const succeeded = (report: TransformReport) =>
  assert.deepStrictEqual(
    report.results.flatMap(({ name, status, message }) => (status === "success" ? [] : [name, message])),
    []
  )

const rows = Effect.fn("test.rows")(function* (sql: string) {
  const warehouse = yield* Warehouse
  return yield* warehouse.query<Row>(sql)
})

const table = (name: string) => rows(`select * from corridor_mart.${name}`)

/** The build counted only what changed. */
const wasPartial = () =>
  readFileSync(join(options.targetPath, "compiled/corridor/models/marts/routes/flows.sql"), "utf8").includes(
    "mart_months"
  )

type MartName = keyof typeof marts
const everyMart = Object.keys(marts) as ReadonlyArray<MartName>
const withAncestors = (names: ReadonlyArray<MartName>) => names.map((name) => `+${name}`)

/** Builds these marts, and compares them with plain loops over all that was loaded so far. */
const compare = Effect.fn("test.compare")(function* (world: World, names: ReadonlyArray<MartName> = everyMart) {
  succeeded(yield* run({ ...options, select: withAncestors(names) }))
  let compared = 0
  for (const name of names) {
    const expected = marts[name](world)
    compared += expected.length
    assert.deepStrictEqual(sorted(yield* table(name)), sorted(expected), name)
  }
  return compared
})

beforeAll(() =>
  runtime.runPromise(
    Effect.gen(function* () {
      yield* createRawTables()
      succeeded(yield* build({ ...options, select: ["resource_type:seed"], exclude: ["resource_type:test"] }))
    })
  )
)
afterAll(() => runtime.dispose())

const histories = Number(process.env["CORRIDOR_TEST_ROUNDS"] ?? rounds(1, 6))

describe("marts of routes", () => {
  it("equal plain loops over the records, for any loading order and any number of builds", async () => {
    let [seen, partial] = [0, 0]
    const began = performance.now()
    await fc.assert(
      fc.asyncProperty(history, async ({ first, steps, loading }) => {
        // Rounds that remain when the time is over pass: an interrupted one would continue during the next test.
        if (performance.now() - began > (full ? 480_000 : 120_000)) return
        await runtime.runPromise(
          Effect.gen(function* () {
            yield* emptyRawTables()
            yield* setDemonstration(new Set())
            yield* load(first, loading)
            let world: World = { records: first, withdrawn: [], demonstration: new Set() }
            seen += yield* compare(world)
            for (const [{ records, withdrawn, demonstration }, how] of steps) {
              const known = new Set(world.records.map(revisionOf))
              const added = records.filter((each, i) => {
                const id = revisionOf(each)
                return !known.has(id) && records.findIndex((other) => revisionOf(other) === id) === i
              })
              yield* load(added, how)
              yield* withdraw(withdrawn, how)
              const invented = demonstration === undefined ? world.demonstration : new Set(demonstration)
              yield* setDemonstration(invented)
              const isGone = ({ partner, person }: LoadedRecord) =>
                how.erased && withdrawn.some((each) => each.partner === partner && each.person === person)
              world = {
                // An erased revision never existed: an earlier one of another person would count again.
                records: [...world.records, ...added].filter((each) => !isGone(each)),
                withdrawn: [...world.withdrawn, ...withdrawn],
                demonstration: invented
              }
              seen += yield* compare(world)
              if (wasPartial()) partial++
            }
          })
        )
      }),
      { numRuns: histories }
    )
    // A comparison of nothing with nothing would pass too.
    assert.isAbove(seen, 20 * histories)
    // Two histories may both change every year; the fixed one below does not.
    if (full) assert.isAbove(partial, 0)
  })

  it("a correction, a late record, a withdrawal and an emptied year each change the years that they touch", async () => {
    const how: Loading = { order: [0], repeats: [], batches: 1, merged: false, erased: false }
    const twoFlowsOfOne = [routeOf(1, 1, 2009, ["UKR", "RUS"]), routeOf(2, 1, 2009, ["UKR", "GEO", "BLR"])]
    const others = [2003, 2004, 2010, 2013].flatMap((year, i) => [
      routeOf(10 * i + 11, 2, year, ["UKR", "RUS"]),
      routeOf(10 * i + 12, 3, year, ["BLR", "RUS", "POL"])
    ])
    const first = [...twoFlowsOfOne, ...others, routeOf(90, 4, 2020, ["GEO", "POL"])]
    const changes: Readonly<Record<string, Partial<World>>> = {
      nothing: {},
      "another destination": { records: [routeOf(11, 2, 2003, ["UKR", "POL"], 1)] },
      "another month of a year": { records: [routeOf(98, 2, 2009, ["UKR", "RUS", "POL"], 0, 9)] },
      "another year": { records: [routeOf(21, 2, 2013, ["UKR", "RUS"], 1)] },
      "a month that is not known": { records: [routeOf(98, 2, 2009, ["UKR", "RUS"], 1, null)] },
      "a late record": { records: [routeOf(99, 3, 2004, ["MDA", "ROU", "ITA"])] },
      "an older revision after a newer": {
        records: [routeOf(99, 3, 2004, ["MDA", "UKR"], 2), routeOf(99, 3, 2010, ["MDA"], 1)]
      },
      "the only person of a year withdraws": { withdrawn: [{ partner: "ngo-a", person: 4 }] }
    }
    const names = Object.keys(changes)
    /** The changes between two builds: one, or in an ordinary run several of different records. */
    const builds = full
      ? names.map((name) => [name])
      : [
          ["another destination", "another month of a year", "a late record"],
          ["another year", "a month that is not known", "an older revision after a newer", names.at(-1) as string]
        ]
    const compared = ["flows" as const, ...sample("marts after changes", everyMart.slice(1), 3)]
    await runtime.runPromise(
      Effect.gen(function* () {
        yield* emptyRawTables()
        yield* setDemonstration(new Set())
        yield* load(first, how)
        let world: World = { records: first, withdrawn: [], demonstration: new Set() }
        yield* compare(world, compared)
        for (const build of builds) {
          const records = build.flatMap((name) => changes[name]?.records ?? [])
          const withdrawn = build.flatMap((name) => changes[name]?.withdrawn ?? [])
          yield* load(records, how)
          yield* withdraw(withdrawn, how)
          world = { ...world, records: [...world.records, ...records], withdrawn: [...world.withdrawn, ...withdrawn] }
          yield* compare(world, compared)
          assert.isTrue(wasPartial(), build.join())
        }
        const [left] = yield* rows("select count() as n from corridor_mart.flows where year = 2020")
        assert.deepStrictEqual(left, { n: 0 })
        // A whole build is what all these builds led to.
        const built = yield* Effect.forEach(compared, table)
        succeeded(yield* run({ ...options, fullRefresh: true, select: withAncestors(compared) }))
        assert.isFalse(wasPartial())
        assert.deepStrictEqual((yield* Effect.forEach(compared, table)).map(sorted), built.map(sorted))
      })
    )
  })

  it("a record that arrives during a build and is gone before the next one remains in no mart", async () => {
    const how: Loading = { order: [0], repeats: [], batches: 1, merged: false, erased: false }
    const first = [2003, 2004, 2009, 2010].map((year, i) => routeOf(i + 1, i + 1, year, ["UKR", "RUS"]))
    const passing = routeOf(50, 5, 2009, ["GEO", "BLR", "POL"])
    const world: World = { records: first, withdrawn: [], demonstration: new Set() }
    await runtime.runPromise(
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        yield* emptyRawTables()
        yield* setDemonstration(new Set())
        yield* load(first, how)
        yield* compare(world, ["flows"])
        yield* load([routeOf(3, 3, 2009, ["UKR", "BLR"], 1)], how)
        let came = false
        const report = yield* run({
          ...options,
          select: withAncestors(["flows"]),
          onProgress: ({ name }) =>
            Effect.suspend(() => {
              if (name !== "route_buckets" || came) return Effect.void
              came = true
              return Effect.provideService(Effect.orDie(load([passing], how)), Warehouse, warehouse)
            })
        })
        succeeded(report)
        const isThere = "select count() as n from corridor_mart.flows where origin = 'GEO'"
        assert.deepStrictEqual(yield* rows(isThere), [{ n: 1 }], "it came in time for the marts")
        yield* warehouse.command(`delete from ${routeTable} where record_id = '${uuid(50)}'`)
        yield* compare({ ...world, records: [...first, routeOf(3, 3, 2009, ["UKR", "BLR"], 1)] }, ["flows"])
        assert.isTrue(wasPartial())
        assert.deepStrictEqual(yield* rows(isThere), [{ n: 0 }])
      })
    )
  })
})

describe("marts of linkage rounds", () => {
  it("count persons of the newest round, once and once at each partner, and which links of twins it missed", async () => {
    const partners = ["a", "b", "c"].map((partner) => ({
      partner,
      type: partner === "c" ? "Police" : "NGO",
      persons: 0
    }))
    const of = (year: string, lists: ReadonlyArray<string>, persons: number) => ({ stratum: { year }, lists, persons })
    const older = [of("2023", ["a"], 90), of("2023", ["a", "b", "c"], 10)]
    const newer = [of("2024", ["a", "b"], 3), of("2024", ["b", "c"], 5), of("2024", ["b"], 7), of("2025", ["c"], 1)]
    await runtime.runPromise(
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        const linked = ({ round, histories, hour }: { round: string; histories: typeof older; hour: string }) =>
          warehouse.insert(
            "corridor_raw.linkage_history",
            historyRows({ histories, partners }).map((row) => ({
              ...row,
              round,
              linked_at: `2026-01-01 ${hour}:00:00`
            })),
            { token: "" }
          )
        // The newer round was stored first and has the lower name.
        yield* linked({ round: "a-round", histories: newer, hour: "12" })
        yield* linked({ round: "b-round", histories: older, hour: "11" })
        const errors = { missed: 2, pairs: 60, false_links: 1, strangers: 1_770, dispersion: 1 }
        yield* warehouse.insert(
          "corridor_raw.linkage_error",
          [{ round: "a-round", rule: "all", ...errors, linked_at: "2026-01-01 12:00:00" }],
          { token: "" }
        )
        const sums = [
          { labels: ["UKR", "POL", "2024"], persons: 12, partners: 3 },
          { labels: ["MDA", "POL", "2024"], persons: 4, partners: 1 }
        ]
        const terms = {
          count: "flows",
          dimensions: ["origin", "destination", "year"].map((name) => ({ name, labels: [] }))
        }
        yield* warehouse.insert(
          "corridor_raw.federated_count",
          federatedRows(terms as unknown as CountTerms, sums).map((row) => ({
            ...row,
            opened_at: "2026-01-01 12:00:00"
          })),
          { token: "" }
        )
        succeeded(yield* run({ ...options, select: ["+path:models/marts/linkage"] }))
        const federated = (yield* table("federated_flows")).map(
          (row) => `${row["origin"]} ${row["destination"]} ${row["year"]} ${row["persons"]}`
        )
        assert.deepStrictEqual(federated.sort(), ["MDA POL 2024 4", "UKR POL 2024 12"])
        const counts = Effect.fn(function* (name: string) {
          return (yield* table(name))
            .filter(({ persons }) => Number(persons) > 0)
            .map(({ round, year, partner_id, persons }) => `${round} ${year} ${partner_id} ${persons}`)
            .sort()
        })
        assert.deepStrictEqual(yield* counts("linked_persons"), [
          "a-round 2024 a 3",
          "a-round 2024 b 5",
          "a-round 2024 b 7",
          "a-round 2025 c 1"
        ])
        assert.deepStrictEqual(yield* counts("persons_at_partners"), [
          "a-round 2024 a 3",
          "a-round 2024 b 15",
          "a-round 2024 c 5",
          "a-round 2025 c 1"
        ])
        assert.deepStrictEqual(
          sorted(yield* table("linkage_errors")),
          sorted([{ round: "a-round", rule: "all", ...errors }])
        )
        const shared = (yield* table("shared_cases"))
          .filter(({ persons }) => Number(persons) > 0)
          .map(({ partner_id, known_to, persons }) => `${partner_id} ${known_to} ${persons}`)
        assert.deepStrictEqual(shared.sort(), ["a NGO 3", "b  7", "b NGO 3", "b Police 5", "c  1", "c NGO 5"])
        const byGroup = (yield* rows(
          "select history, sum(persons) as n from corridor_mart.linked_persons group by history order by history"
        )).map(({ history: lists, n }) => `${lists} ${n}`)
        assert.deepStrictEqual(byGroup, ["CivilSociety 10", "CivilSociety+Services 5", "Services 1"])
        const histories = yield* rows(
          "select sum(persons) as n from corridor_mart.capture_histories where round = 'a-round'"
        )
        assert.deepStrictEqual(
          histories.map(({ n }) => Number(n)),
          [16]
        )
      })
    )
  })
})
