/** Random histories of route records: what was loaded, and what happened between builds. */
import fc from "fast-check"
import { rounds } from "../../fixtures/fullRun.ts"
import type { Leg, LoadedRecord, World } from "./NaiveMarts.ts"

export const partners = ["ngo-a", "ngo-b", "police-c"]
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

/** Most routes are within one year, so that changes of a few leave other years unchanged. */
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

/** A record is about one person in all its revisions, except one in eight, and a person has several records. */
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

/** How the records are loaded: order and repetitions by index, and the ends of batches. */
const loading = fc.record({
  order: fc.array(fc.nat(), { minLength: 1, maxLength: 20 }),
  repeats: fc.array(fc.nat(), { maxLength: 20 }),
  batches: fc.integer({ min: 1, max: 4 }),
  merged: fc.boolean(),
  erased: fc.boolean()
})
export type Loading = typeof loading extends fc.Arbitrary<infer Value> ? Value : never

export const history = fc.record({
  // One revision of a record has one content: which of two would stay is up to the raw table, not to staging.
  first: fc.uniqueArray(loaded, { minLength: 5, maxLength: 60, size: "max", selector: (each) => revisionOf(each) }),
  steps: fc.array(fc.tuple(step, loading), { minLength: 1, maxLength: rounds(1, 3) }),
  loading
})

export const revisionOf = ({ partner, record, revision }: LoadedRecord) => [partner, record, revision].join()

/** A route of partner ngo-a in one month. */
export const routeOf = (
  record: number,
  person: number,
  year: number,
  path: ReadonlyArray<string>,
  revision = 0,
  month: number | null = 5
): LoadedRecord => ({
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
      month,
      transport: null,
      intended: false
    }))
  )
})
