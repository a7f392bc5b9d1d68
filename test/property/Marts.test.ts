/**
 * Random routes, loaded in any order, in any split, with repeated rows and several revisions, late, corrected and withdrawn between
 * builds, and built by dbt-ts on the embedded store, give the marts that plain loops over the records give.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { NodeServices } from "@effect/platform-node"
import { Effect, Layer, ManagedRuntime } from "effect"
import fc from "fast-check"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { layer as embeddedWarehouse } from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { build, run, type TransformReport } from "../../transform/dbt-ts/Transform.ts"
import { groupFlows } from "./marts/NaiveGroupFlows.ts"
import {
  corridorPrefixes,
  corridors,
  flows,
  flowsByYear,
  type Leg,
  type LoadedRecord,
  legs,
  type Row,
  type World
} from "./marts/NaiveMarts.ts"
import { regionRoles, transitRoles } from "./marts/NaivePlaceRoles.ts"
import { createRawTables, emptyRawTables, insertBatches, partnerTable, type RawRow } from "./marts/RawRows.ts"

const folder = mkdtempSync(join(tmpdir(), "corridor-marts-"))
const projectDir = new URL("../../transform", import.meta.url).pathname
const runtime = ManagedRuntime.make(Layer.mergeAll(embeddedWarehouse(join(folder, "store")), NodeServices.layer))

const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`
const partners = ["ngo-a", "ngo-b", "police-c"]
// Poland joined the European Union in May 2004, Georgia left the CIS in August 2009.
const month = fc.constantFrom(null, 4, 5, 9)
const year = fc.constantFrom(2003, 2004, 2009, 2010, 2013, 2020)
const person = fc.integer({ min: 1, max: 6 })

const leg: fc.Arbitrary<Leg> = fc
  .record({
    country: fc.constantFrom("UKR", "BLR", "RUS", "RUS", "POL", "GEO", "XKX"),
    region: fc.constantFrom(null, "RU-KR", "RU-MOS"),
    role: fc.constantFrom("Origin", "Transit", "Destination"),
    year,
    month,
    transport: fc.constantFrom(null, "Air", "Train"),
    intended: fc.constantFrom(false, false, true)
  })
  .map((each) => (each.country === "RUS" ? each : { ...each, region: null }))

/** A route was begun: its first leg was travelled. */
const begun = (legs: ReadonlyArray<Leg>): ReadonlyArray<Leg> =>
  legs.map((each, i) => (i === 0 ? { ...each, intended: false } : each))

/** Most routes lie in one year, so that what happens to a few of them leaves years as they were. */
const within = (legs: ReadonlyArray<Leg>, year: number, isLong: boolean): ReadonlyArray<Leg> =>
  isLong ? legs : legs.map((each) => ({ ...each, year }))

const places = fc.oneof(
  { weight: 4, arbitrary: fc.array(leg, { minLength: 1, maxLength: 5 }) },
  // There and back again: the same step twice on one route is still one record.
  { weight: 1, arbitrary: fc.tuple(leg, leg).map(([a, b]) => [a, b, a, b]) }
)

/** A route that begins, passes and ends. */
const whole = (legs: ReadonlyArray<Leg>): ReadonlyArray<Leg> =>
  legs.map((each, i) => {
    const role = i === 0 ? "Origin" : i === legs.length - 1 ? "Destination" : "Transit"
    return { ...each, role, intended: false }
  })

const anyRecord = fc.record({
  partner: fc.constantFrom(...partners),
  record: fc.integer({ min: 1, max: 9 }),
  revision: fc.integer({ min: 0, max: 2 }),
  person,
  hash: fc.integer({ min: 1, max: 1_000_000_000 }),
  legs: fc
    .tuple(places, year, fc.constantFrom(false, false, false, false, true), fc.boolean())
    .map(([legs, year, isLong, isWhole]) => begun(within(isWhole ? whole(legs) : legs, year, isLong)))
})

/** A record speaks of one person in all its revisions, save for one in eight, and a person has several records. */
const loaded: fc.Arbitrary<LoadedRecord> = fc
  .tuple(anyRecord, fc.integer({ min: 1, max: 8 }))
  .map(([record, chance]) => (chance === 1 ? record : { ...record, person: 1 + (record.record % 4) }))

/** What happens between two builds: records, late and corrected ones among them, arrive, and persons withdraw. */
const step: fc.Arbitrary<{
  readonly records: ReadonlyArray<LoadedRecord>
  readonly withdrawn: World["withdrawn"]
  readonly demonstration: ReadonlyArray<string> | undefined
}> = fc.record({
  records: fc.array(loaded, { maxLength: 4 }),
  withdrawn: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.record({ partner: fc.constantFrom(...partners), person }).map((each) => [each]) }
  ),
  demonstration: fc.option(fc.subarray(partners), { nil: undefined, freq: 3 })
})

/** How the records come in: an order and repetitions by index, and where batches are cut. */
const loading = fc.record({
  order: fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
  repeats: fc.array(fc.nat(), { maxLength: 20 }),
  batches: fc.integer({ min: 1, max: 4 }),
  merged: fc.boolean(),
  erased: fc.boolean()
})
type Loading = typeof loading extends fc.Arbitrary<infer Value> ? Value : never

const history = fc.record({
  // One revision of a record has one content: which of two would stay is up to the raw table, not to staging.
  first: fc.uniqueArray(loaded, { minLength: 5, maxLength: 60, size: "max", selector: (each) => revisionOf(each) }),
  steps: fc.array(fc.tuple(step, loading), { minLength: 1, maxLength: 3 }),
  loading
})

const revisionOf = ({ partner, record, revision }: LoadedRecord) => [partner, record, revision].join()

const rawRow = ({ partner, record, revision, person, hash, legs }: LoadedRecord): RawRow => ({
  partner_id: partner,
  record_id: uuid(record),
  revision,
  person: uuid(person),
  key_version: 1,
  content_hash: hash,
  kafka_partition: 0,
  kafka_offset: 0,
  "legs.country": legs.map((each) => each.country),
  "legs.region": legs.map((each) => each.region),
  "legs.role": legs.map((each) => each.role),
  "legs.year": legs.map((each) => each.year),
  "legs.month": legs.map((each) => each.month),
  "legs.transport": legs.map((each) => each.transport),
  "legs.borderCrossing": legs.map(() => null),
  "legs.flowMonitoringPoint": legs.map(() => null),
  "legs.intended": legs.map((each) => each.intended)
})

const shuffled = <A>(items: ReadonlyArray<A>, order: ReadonlyArray<number>): Array<A> => {
  const left = [...items]
  const out: Array<A> = []
  for (let i = 0; left.length > 0; i++) out.push(...left.splice((order[i % order.length] as number) % left.length, 1))
  return out
}

const cut = <A>(items: ReadonlyArray<A>, pieces: number): ReadonlyArray<ReadonlyArray<A>> =>
  Array.from({ length: pieces }, (_, piece) => items.filter((_, index) => index % pieces === piece))

/** Shares are compared to nine places: the order of a sum may change what is behind them. */
const shown = (value: unknown) => (typeof value === "number" ? Math.round(value * 1e9) / 1e9 : value)

const sorted = (rows: ReadonlyArray<Row>): ReadonlyArray<string> =>
  rows
    .map((row) => Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))
    .map((cells) => JSON.stringify(cells.map(([name, value]) => [name, shown(value)])))
    .sort()

const routeTable = "corridor_raw.route_record"

const load = Effect.fn("test.load")(function* (records: ReadonlyArray<LoadedRecord>, how: Loading) {
  const warehouse = yield* Warehouse
  const again = how.repeats.flatMap((index) => records[index % Math.max(1, records.length)] ?? [])
  yield* insertBatches(routeTable, cut(shuffled([...records, ...again], how.order).map(rawRow), how.batches))
  if (how.merged) yield* warehouse.command(`optimize table ${routeTable} final`)
})

const withdraw = Effect.fn("test.withdraw")(function* (persons: World["withdrawn"], how: Loading) {
  const warehouse = yield* Warehouse
  const rows = persons.map(({ partner, person }) => ({
    partner_id: partner,
    record_id: uuid(person),
    revision: 0,
    person: uuid(person),
    key_version: 1,
    content_hash: person,
    kafka_partition: 0,
    kafka_offset: 0
  }))
  yield* insertBatches("corridor_raw.withdrawal", [rows])
  if (!how.erased) return
  for (const { partner, person } of persons)
    yield* warehouse.command(`delete from ${routeTable} where partner_id = '${partner}' and person = '${uuid(person)}'`)
})

let changes = 0

const setDemonstration = (demonstration: ReadonlySet<string>) =>
  insertBatches(partnerTable, [
    partners.map((partner) => ({
      partner_id: partner,
      type: "NGO",
      name: partner,
      demonstration: demonstration.has(partner) ? 1 : 0,
      status: "active",
      created_at: 0,
      // What a partner was before does not count.
      updated_at: ++changes
    }))
  ])

const marts = {
  flows,
  flows_by_year: flowsByYear,
  corridors,
  corridor_prefixes: corridorPrefixes,
  legs,
  transit_roles: transitRoles,
  region_roles: regionRoles,
  group_flows: groupFlows
}

const options = { projectDir, targetPath: join(folder, "target") }

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

/** The build counted only years that changed. */
const wasPartial = () =>
  readFileSync(join(options.targetPath, "compiled/corridor/models/marts/routes/flows.sql"), "utf8").includes(
    "int_changed_routes"
  )

/** Builds, and compares every mart with plain loops over all that was loaded so far. */
const compare = Effect.fn("test.compare")(function* (world: World) {
  succeeded(yield* run({ ...options, select: ["+path:models/marts/routes"] }))
  let compared = 0
  for (const [name, naive] of Object.entries(marts)) {
    const expected = naive(world)
    compared += expected.length
    assert.deepStrictEqual(sorted(yield* table(name)), sorted(expected), name)
  }
  return compared
})

beforeAll(
  () =>
    runtime.runPromise(
      Effect.gen(function* () {
        yield* createRawTables()
        succeeded(yield* build({ ...options, select: ["resource_type:seed"], exclude: ["resource_type:test"] }))
      })
    ),
  60_000
)
afterAll(async () => {
  await runtime.dispose()
  rmSync(folder, { recursive: true, force: true })
})

const rounds = Number(process.env["CORRIDOR_TEST_ROUNDS"] ?? 12)

describe("marts of routes", () => {
  it("equal plain loops over the records, however those were loaded and in however many builds", {
    timeout: 300_000
  }, async () => {
    let [seen, partial] = [0, 0]
    await fc.assert(
      fc.asyncProperty(history, ({ first, steps, loading }) =>
        runtime.runPromise(
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
                // An erased revision is as if it had never come: an earlier one of another person would count again.
                records: [...world.records, ...added].filter((each) => !isGone(each)),
                withdrawn: [...world.withdrawn, ...withdrawn],
                demonstration: invented
              }
              seen += yield* compare(world)
              if (wasPartial()) partial++
            }
          })
        )
      ),
      { numRuns: rounds, interruptAfterTimeLimit: 120_000 }
    )
    // A comparison of nothing with nothing would pass too.
    assert.isAbove(seen, rounds * 10)
    assert.isAbove(partial, 0)
  })

  it("a correction, a late record, a withdrawal and an emptied year each change the years that they touch", {
    timeout: 300_000
  }, async () => {
    const how: Loading = { order: [0], repeats: [], batches: 1, merged: false, erased: false }
    const route = (record: number, person: number, year: number, path: ReadonlyArray<string>, revision = 0) => ({
      partner: "ngo-a",
      record,
      revision,
      person,
      hash: 1000 * record + revision,
      legs: whole(
        path.map((country) => ({
          country,
          region: null,
          role: "Transit",
          year,
          month: 5,
          transport: null,
          intended: false
        }))
      )
    })
    const twoFlowsOfOne = [route(1, 1, 2009, ["UKR", "RUS"]), route(2, 1, 2009, ["UKR", "GEO", "BLR"])]
    const others = [2003, 2004, 2010, 2013].flatMap((year, i) => [
      route(10 * i + 11, 2, year, ["UKR", "RUS"]),
      route(10 * i + 12, 3, year, ["BLR", "RUS", "POL"])
    ])
    const first = [...twoFlowsOfOne, ...others, route(90, 4, 2020, ["GEO", "POL"])]
    const steps: Readonly<Record<string, Partial<World>>> = {
      nothing: {},
      "another destination": { records: [route(11, 2, 2003, ["UKR", "POL"], 1)] },
      "another year": { records: [route(21, 2, 2013, ["UKR", "RUS"], 1)] },
      "a late record": { records: [route(99, 3, 2004, ["MDA", "ROU", "ITA"])] },
      "an older revision after a newer": {
        records: [route(99, 3, 2004, ["MDA", "UKR"], 2), route(99, 3, 2010, ["MDA"], 1)]
      },
      "the only person of a year withdraws": { withdrawn: [{ partner: "ngo-a", person: 4 }] }
    }
    await runtime.runPromise(
      Effect.gen(function* () {
        yield* emptyRawTables()
        yield* setDemonstration(new Set())
        yield* load(first, how)
        let world: World = { records: first, withdrawn: [], demonstration: new Set() }
        yield* compare(world)
        for (const [what, { records = [], withdrawn = [] }] of Object.entries(steps)) {
          yield* load(records, how)
          yield* withdraw(withdrawn, how)
          world = { ...world, records: [...world.records, ...records], withdrawn: [...world.withdrawn, ...withdrawn] }
          yield* compare(world)
          assert.isTrue(wasPartial(), what)
        }
        const [left] = yield* rows("select count() as n from corridor_mart.flows where year = 2020")
        assert.deepStrictEqual(left, { n: 0 })
        // A whole build is what all these builds led to.
        const built = yield* Effect.forEach(Object.keys(marts), table)
        succeeded(yield* run({ ...options, fullRefresh: true, select: ["+path:models/marts/routes"] }))
        assert.isFalse(wasPartial())
        assert.deepStrictEqual((yield* Effect.forEach(Object.keys(marts), table)).map(sorted), built.map(sorted))
      })
    )
  })
})
