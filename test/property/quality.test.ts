/** The quality of a partner's data equals a plain count of its records, and medians of others say nothing of a single one. */
import { join } from "node:path"
import { Effect, ManagedRuntime } from "effect"
import { TestClock } from "effect/testing"
import fc from "fast-check"
import { afterAll, assert, describe, it } from "vitest"
import { leastPeers, peerMedian } from "../../ingest/quality/peerMedian.ts"
import { makeQualityReport } from "../../ingest/quality/QualityReport.ts"
import { Warehouse } from "../../ports/Warehouse.ts"
import { embeddedStores } from "../fixtures/embeddedStores.ts"
import { rounds } from "../fixtures/fullRun.ts"
import { testFolder } from "../fixtures/testFolder.ts"

const folder = testFolder("quality")
const runtime = ManagedRuntime.make(embeddedStores(join(folder, "store")))

afterAll(() => runtime.dispose())

/** The month before the present one, the present one, and the moment of the report. */
const [lastMonth, thisMonth, now] = ["2026-10", "2026-11", "2026-11-15T12:00:00Z"]

interface TestRow {
  readonly record: number
  readonly revision: number
  readonly gender: string | null
  readonly riskGroups: ReadonlyArray<string>
  readonly isNew: boolean
}

const rowOf = fc.record({
  record: fc.integer({ min: 1, max: 30 }),
  revision: fc.nat(2),
  gender: fc.option(fc.constantFrom("Female", "Male")),
  riskGroups: fc.subarray(["Minor", "Other"]),
  isNew: fc.boolean()
})

const partnerOf = fc.record({
  rows: fc.uniqueArray(rowOf, {
    minLength: 8,
    maxLength: 60,
    selector: ({ record, revision }) => `${record} ${revision}`
  }),
  isOfOtherType: fc.constantFrom(false, false, false, true),
  read: fc.integer({ min: 1, max: 60 }),
  refused: fc.nat(1),
  duplicates: fc.nat(60)
})

const uuid = (partner: number, record: number) =>
  `00000000-0000-4000-8000-${String(partner * 1_000 + record).padStart(12, "0")}`

type TestPartner = typeof partnerOf extends fc.Arbitrary<infer A> ? A : never

let stores = 0

const fill = Effect.fn(function* (partners: ReadonlyArray<TestPartner>) {
  const warehouse = yield* Warehouse
  const prefix = `s${++stores}-`
  const insert = (table: string, rows: ReadonlyArray<object>) => warehouse.insert(table, rows as never, { token: "" })
  const moment = (isNew: boolean) => `${isNew ? thisMonth : lastMonth}-05 00:00:00`
  yield* insert(
    "corridor_raw.partner",
    partners.map(({ isOfOtherType }, p) => ({
      partner_id: `${prefix}${p}`,
      type: `${prefix}${isOfOtherType ? "other" : "same"}`,
      name: "n",
      demonstration: 0,
      status: "enabled"
    }))
  )
  yield* insert(
    "corridor_raw.victim_record",
    partners.flatMap(({ rows }, p) =>
      rows.map((row) => ({
        partner_id: `${prefix}${p}`,
        record_id: uuid(p, row.record),
        revision: row.revision,
        person: uuid(p, row.record),
        key_version: 1,
        gender: row.gender,
        riskGroups: row.riskGroups,
        loaded_at: moment(row.isNew)
      }))
    )
  )
  yield* insert(
    "corridor_audit.batch",
    partners.flatMap(({ read, refused, duplicates }, p) =>
      // A batch that was stored twice is one batch.
      [0, 1].map((time) => ({
        topic: `corridor.partner.${prefix}${p}`,
        partition: 0,
        first_offset: 0,
        last_offset: read - 1,
        token: "t",
        state: "stored",
        consumed: read,
        quarantined: Math.min(read, refused),
        duplicates: Math.min(read, duplicates),
        at: `${lastMonth}-0${time + 5} 00:00:00.000`
      }))
    )
  )
  return prefix
})

/** The newest revision of each record. */
const newest = (rows: ReadonlyArray<TestRow>) =>
  [...Map.groupBy(rows, ({ record }) => record).values()].map((own) =>
    own.reduce((a, b) => (a.revision > b.revision ? a : b))
  )

const shareOf = (rows: ReadonlyArray<TestRow>, has: (row: TestRow) => boolean) =>
  rows.length === 0 ? null : Math.round((1_000 * rows.filter(has).length) / rows.length) / 10

/** A median by its definition, rounded to fives: null with fewer than five others. */
const medianOf = (values: ReadonlyArray<number>) => {
  if (values.length < 5) return null
  const sorted = values.toSorted((a, b) => a - b)
  const n = sorted.length
  const middle =
    n % 2 === 1 ? (sorted[(n - 1) / 2] as number) : ((sorted[n / 2 - 1] as number) + (sorted[n / 2] as number)) / 2
  return Math.round(middle / 5) * 5
}

describe("quality of a partner's data", () => {
  it("is that of its newest revisions, next to medians of others of its type as the month began", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(partnerOf, { minLength: 5, maxLength: 9 }), async (partners) => {
        const [own] = partners as [TestPartner]
        const report = await runtime.runPromise(
          Effect.gen(function* () {
            const prefix = yield* fill(partners)
            yield* TestClock.setTime(Date.parse(now))
            return yield* makeQualityReport()(`${prefix}0`)
          }).pipe(Effect.provide(TestClock.layer()))
        )
        const others = partners.slice(1).filter((one) => one.isOfOtherType === own.isOfOtherType)
        const [kind, ...rest] = report.kinds
        assert.deepStrictEqual(rest, [])
        const mine = newest(own.rows)
        assert.strictEqual(kind?.records, mine.length)
        for (const [path, has] of [
          ["gender", (row: TestRow) => row.gender !== null],
          ["riskGroups", (row: TestRow) => row.riskGroups.length > 0],
          ["maritalStatus", () => false]
        ] as const) {
          const counted = others
            .map(({ rows }) => newest(rows.filter(({ isNew }) => !isNew)))
            .filter((rows) => rows.length >= 11)
          assert.deepStrictEqual(
            kind?.fields.find((field) => field.path === path),
            { path, own: shareOf(mine, has), median: medianOf(counted.map((rows) => shareOf(rows, has) as number)) },
            path
          )
        }
        assert.isUndefined(kind?.fields.find(({ path }) => path === "caseReference" || path === "researchUseConsent"))
        const many = others.filter(({ read }) => read >= 11)
        const part = (one: TestPartner, n: number) => Math.round((1_000 * Math.min(one.read, n)) / one.read) / 10
        assert.deepStrictEqual(report.duplicates, {
          own: own.read < 11 ? null : part(own, own.duplicates),
          median: medianOf(many.map((one) => part(one, one.duplicates)))
        })
        assert.deepStrictEqual(report.months, [
          {
            month: lastMonth,
            read: own.read,
            refused: Math.min(own.read, own.refused),
            duplicates: Math.min(own.read, own.duplicates)
          }
        ])
      }),
      { numRuns: rounds(12, 200) }
    )
  })

  it("of others is the same all month, whatever they send", async () => {
    const partner = (share: number): TestPartner => ({
      rows: Array.from({ length: 20 }, (_, i) => ({
        record: i + 1,
        revision: 0,
        gender: i < share ? "Male" : null,
        riskGroups: [],
        isNew: false
      })),
      isOfOtherType: false,
      read: 20,
      refused: 0,
      duplicates: 0
    })
    const found = await runtime.runPromise(
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        const report = makeQualityReport()
        yield* TestClock.setTime(Date.parse(now))
        const prefix = yield* fill([20, 4, 10, 16, 6, 12].map(partner))
        const before = yield* report(`${prefix}0`)
        yield* warehouse.insert(
          "corridor_raw.victim_record",
          Array.from({ length: 400 }, (_, i) => ({
            partner_id: `${prefix}2`,
            record_id: uuid(2, 100 + i),
            person: uuid(2, 100 + i),
            gender: "Male",
            loaded_at: `${thisMonth}-06 00:00:00`
          })) as never,
          { token: "" }
        )
        return [
          before,
          yield* report(`${prefix}0`),
          yield* makeQualityReport()(`${prefix}0`),
          yield* report(`${prefix}2`)
        ]
      }).pipe(Effect.provide(TestClock.layer()))
    )
    const medians = found.map(({ kinds }) => kinds[0]?.fields.find(({ path }) => path === "gender"))
    assert.deepStrictEqual(medians.slice(0, 3), Array(3).fill({ path: "gender", own: 100, median: 50 }))
    assert.strictEqual(medians[3]?.median, 60)
  })

  it("has the median months from the event to loading, of records whose month is known", async () => {
    const report = await runtime.runPromise(
      Effect.gen(function* () {
        const warehouse = yield* Warehouse
        yield* TestClock.setTime(Date.parse(now))
        const one: TestPartner = {
          rows: [{ record: 1, revision: 0, gender: null, riskGroups: [], isNew: false }],
          isOfOtherType: false,
          read: 1,
          refused: 0,
          duplicates: 0
        }
        const prefix = yield* fill([one, one, one, one, one, one, one])
        // The columns of the mart that the transform builds.
        yield* warehouse.command("CREATE DATABASE IF NOT EXISTS corridor_mart")
        yield* warehouse.command(
          `CREATE TABLE corridor_mart.loading_delays (partner_id LowCardinality(String), record_kind LowCardinality(String),
           year Nullable(UInt16), month Nullable(UInt8), loaded Date, records UInt64, invented UInt8) ENGINE = MergeTree ORDER BY partner_id`
        )
        const delayed = (p: number, year: number, month: number, loaded: string, records: number) => ({
          partner_id: `${prefix}${p}`,
          record_kind: "victim",
          year,
          month,
          loaded,
          records,
          invented: 0
        })
        yield* warehouse.insert(
          "corridor_mart.loading_delays",
          [
            // 3 months for 5 records, 14 for 4, and none for one that was loaded in the month of the event.
            delayed(0, 2026, 7, "2026-10-01", 5),
            delayed(0, 2025, 9, "2026-11-01", 4),
            delayed(0, 2026, 11, "2026-11-01", 1),
            delayed(1, 2026, 8, "2026-10-01", 20),
            delayed(2, 2026, 4, "2026-10-01", 20),
            delayed(3, 2026, 5, "2026-10-01", 20),
            delayed(4, 2026, 6, "2026-10-01", 20),
            delayed(5, 2026, 3, "2026-10-01", 20),
            // Too few, and too late for a median.
            delayed(6, 2000, 1, "2026-10-01", 10),
            delayed(6, 2000, 1, "2026-11-01", 90)
          ] as never,
          { token: "" }
        )
        return yield* makeQualityReport()(`${prefix}0`)
      }).pipe(Effect.provide(TestClock.layer()))
    )
    assert.deepStrictEqual(report.kinds[0]?.delay, { own: 3, median: 5 })
  })

  it("of others leaves every value of each of them possible", () => {
    const grid = [0, 25, 50, 75, 100]
    const all = (n: number): ReadonlyArray<ReadonlyArray<number>> =>
      n === 0 ? [[]] : all(n - 1).flatMap((rest) => grid.map((value) => [value, ...rest]))
    for (const n of [leastPeers, leastPeers + 1]) {
      const values = new Map<number | null, ReadonlyArray<Set<number>>>()
      for (const others of all(n)) {
        const median = peerMedian(others, 5)
        const seen = values.get(median) ?? others.map(() => new Set<number>())
        for (const [i, value] of others.entries()) seen[i]?.add(value)
        values.set(median, seen)
      }
      for (const [median, seen] of values)
        for (const possible of seen) assert.strictEqual(possible.size, grid.length, `${n} others, median ${median}`)
    }
    for (const others of all(leastPeers - 1)) assert.isNull(peerMedian(others, 5))
  })

  it("leaves the lowest and the highest value of each possible to two partners who choose their own values and tell each other what they see", () => {
    const grid = [0, 25, 50, 75, 100]
    const all = (n: number): ReadonlyArray<ReadonlyArray<number>> =>
      n === 0 ? [[]] : all(n - 1).flatMap((rest) => grid.map((value) => [value, ...rest]))
    for (const n of [leastPeers, leastPeers + 1]) {
      // The others without the second partner. Either of the two sees the median with every value that the other one may choose.
      const values = new Map<string, ReadonlyArray<Set<number>>>()
      for (const rest of all(n - 1)) {
        const medians = grid.map((value) => peerMedian([value, ...rest], 5)).join(" ")
        const seen = values.get(medians) ?? rest.map(() => new Set<number>())
        for (const [i, value] of rest.entries()) seen[i]?.add(value)
        values.set(medians, seen)
      }
      for (const [medians, seen] of values)
        for (const possible of seen) assert.includeMembers([...possible], [0, 100], `${n} others, medians ${medians}`)
    }
  })
})
