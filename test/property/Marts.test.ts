/**
 * Random records, loaded in any order, in any split, with repeated rows and several revisions, and built by dbt-ts on
 * the embedded store, give the marts that plain loops over the records give.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { NodeServices } from "@effect/platform-node"
import { Effect, Layer, ManagedRuntime } from "effect"
import fc from "fast-check"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { layer as embeddedWarehouse } from "../../infra/warehouse/EmbeddedWarehouse.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { run } from "../../transform/dbt-ts/Transform.ts"
import {
  corridors,
  flows,
  flowsByYear,
  type Leg,
  type LoadedRecord,
  legs,
  type Row,
  type World
} from "./marts/NaiveMarts.ts"
import { createRawTables, emptyRawTables, insertBatches, partnerTable, type RawRow } from "./marts/RawRows.ts"

const folder = mkdtempSync(join(tmpdir(), "corridor-marts-"))
const projectDir = new URL("../../transform", import.meta.url).pathname
const runtime = ManagedRuntime.make(Layer.mergeAll(embeddedWarehouse(join(folder, "store")), NodeServices.layer))

const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`
const partners = ["ngo-a", "ngo-b", "police-c"]
const month = fc.constantFrom(null, 1, 2, 12)
const year = fc.constantFrom(2010, 2011)
const person = fc.integer({ min: 1, max: 4 })

const leg: fc.Arbitrary<Leg> = fc.record({
  country: fc.constantFrom("UKR", "BLR", "RUS", "DEU"),
  region: fc.constantFrom(null, "RU-KR", "RU-MOS"),
  role: fc.constantFrom("Origin", "Transit", "Destination"),
  year,
  month,
  transport: fc.constantFrom(null, "Air", "Train"),
  intended: fc.constantFrom(false, false, true)
})

/** A route was begun: its first leg was travelled. */
const begun = (legs: ReadonlyArray<Leg>): ReadonlyArray<Leg> =>
  legs.map((each, i) => (i === 0 ? { ...each, intended: false } : each))

const date = fc.option(fc.tuple(year, month), { nil: undefined })

const loaded: fc.Arbitrary<LoadedRecord> = fc.record({
  kind: fc.constantFrom("route", "route", "route", "victim", "assistance", "proceeding"),
  partner: fc.constantFrom(...partners),
  record: fc.integer({ min: 1, max: 6 }),
  revision: fc.integer({ min: 0, max: 2 }),
  person,
  hash: fc.integer({ min: 1, max: 1_000_000 }),
  // There and back again: the same step twice on one route is still one record.
  legs: fc.oneof(
    { weight: 4, arbitrary: fc.array(leg, { minLength: 1, maxLength: 4 }).map(begun) },
    { weight: 1, arbitrary: fc.tuple(leg, leg).map(([a, b]) => begun([a, b, a, b])) }
  ),
  year,
  month,
  requested: date,
  started: date
})

// One revision of a record has one content: which of two would stay is up to the raw table, not to staging.
const world: fc.Arbitrary<World> = fc.record({
  records: fc.uniqueArray(loaded, {
    maxLength: 60,
    size: "max",
    selector: ({ kind, partner, record, revision }) => [kind, partner, record, revision].join()
  }),
  withdrawn: fc.array(fc.record({ partner: fc.constantFrom(...partners), person }), { maxLength: 2 }),
  demonstration: fc.subarray(partners).map((each) => new Set(each))
})

/** How the records come in: an order and repetitions by index, and where batches are cut. */
const loading = fc.record({
  order: fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
  repeats: fc.array(fc.nat(), { maxLength: 20 }),
  batches: fc.integer({ min: 1, max: 4 }),
  merged: fc.boolean()
})

const rawRow = (record: LoadedRecord): RawRow => ({
  partner_id: record.partner,
  record_id: uuid(record.record),
  revision: record.revision,
  person: uuid(record.person),
  key_version: 1,
  content_hash: record.hash,
  kafka_partition: 0,
  kafka_offset: 0,
  ...bodies[record.kind](record)
})

const bodies: Readonly<Record<LoadedRecord["kind"], (record: LoadedRecord) => RawRow>> = {
  victim: ({ year, month }) => ({ registeredYear: year, registeredMonth: month }),
  route: ({ legs }) => ({
    "legs.country": legs.map((each) => each.country),
    "legs.region": legs.map((each) => each.region),
    "legs.role": legs.map((each) => each.role),
    "legs.year": legs.map((each) => each.year),
    "legs.month": legs.map((each) => each.month),
    "legs.transport": legs.map((each) => each.transport),
    "legs.borderCrossing": legs.map(() => null),
    "legs.flowMonitoringPoint": legs.map(() => null),
    "legs.intended": legs.map((each) => each.intended)
  }),
  assistance: ({ requested, started }) => ({
    type: "Medical",
    country: "RUS",
    requestedYear: requested?.[0] ?? null,
    requestedMonth: requested?.[1] ?? null,
    startedYear: started?.[0] ?? null,
    startedMonth: started?.[1] ?? null
  }),
  proceeding: ({ year, month }) => ({
    country: "RUS",
    offenceArticle: "127-1",
    stage: "Detected",
    reachedYear: year,
    reachedMonth: month
  })
}

const shuffled = <A>(items: ReadonlyArray<A>, order: ReadonlyArray<number>): Array<A> => {
  const left = [...items]
  const out: Array<A> = []
  for (let i = 0; left.length > 0; i++) out.push(...left.splice((order[i % order.length] as number) % left.length, 1))
  return out
}

const cut = <A>(items: ReadonlyArray<A>, pieces: number): ReadonlyArray<ReadonlyArray<A>> =>
  Array.from({ length: pieces }, (_, piece) => items.filter((_, index) => index % pieces === piece))

const sorted = (rows: ReadonlyArray<Row>): ReadonlyArray<string> =>
  rows.map((row) => JSON.stringify(Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))))).sort()

const load = (given: World, how: { order: Array<number>; repeats: Array<number>; batches: number; merged: boolean }) =>
  Effect.gen(function* () {
    const warehouse = yield* Warehouse
    yield* emptyRawTables()
    const again = how.repeats.flatMap((index) => given.records[index % Math.max(1, given.records.length)] ?? [])
    const rows = shuffled([...given.records, ...again], how.order)
    for (const kind of ["victim", "route", "assistance", "proceeding"] as const) {
      const table = `corridor_raw.${kind}_record`
      const own = rows.filter((record) => record.kind === kind).map(rawRow)
      yield* insertBatches(table, cut(own, how.batches))
      if (how.merged) yield* warehouse.command(`optimize table ${table} final`)
    }
    const withdrawals = given.withdrawn.map(({ partner, person }, index) => ({
      partner_id: partner,
      record_id: uuid(index),
      revision: 0,
      person: uuid(person),
      key_version: 1,
      content_hash: index,
      kafka_partition: 0,
      kafka_offset: index
    }))
    yield* insertBatches("corridor_raw.withdrawal", [withdrawals])
    const partnerRow = (partner: string, demonstration: number, updated_at: number) => ({
      partner_id: partner,
      type: "NGO",
      name: partner,
      demonstration,
      status: "active",
      created_at: 0,
      updated_at
    })
    // What a partner was before does not count.
    const before = partners.map((partner) => partnerRow(partner, given.demonstration.has(partner) ? 0 : 1, 1))
    const now = partners.map((partner) => partnerRow(partner, given.demonstration.has(partner) ? 1 : 0, 2))
    yield* insertBatches(partnerTable, [before, now])
  })

const table = (name: string) =>
  Effect.gen(function* () {
    const warehouse = yield* Warehouse
    return yield* warehouse.query<Row>(`select * from corridor_mart.${name}`)
  })

beforeAll(() => runtime.runPromise(createRawTables()), 60_000)
afterAll(async () => {
  await runtime.dispose()
  rmSync(folder, { recursive: true, force: true })
})

const rounds = Number(process.env["CORRIDOR_TEST_ROUNDS"] ?? 30)

describe("marts", () => {
  it("equal plain loops over the records, however those were loaded", { timeout: 300_000 }, async () => {
    let seen = 0
    await fc.assert(
      fc.asyncProperty(world, loading, (given, how) =>
        runtime.runPromise(
          Effect.gen(function* () {
            yield* load(given, how)
            const report = yield* run({ projectDir, targetPath: join(folder, "target") })
            assert.deepStrictEqual(
              report.results.flatMap(({ status, message }) => (status === "success" ? [] : [message])),
              []
            )
            for (const [name, naive] of Object.entries({
              flows,
              flows_by_year: flowsByYear,
              corridors,
              legs
            })) {
              const expected = naive(given)
              seen += expected.length
              assert.deepStrictEqual(sorted(yield* table(name)), sorted(expected), name)
            }
          })
        )
      ),
      { numRuns: rounds, interruptAfterTimeLimit: 120_000 }
    )
    // A comparison of nothing with nothing would pass too.
    assert.isAbove(seen, rounds * 10)
  })
})
