/** Records of persons as partners would send them, random and small, so that cells meet: for the oracle of the marts. */
import fc from "fast-check"

export interface Day {
  readonly year: number
  readonly month: number | null
}

interface Loaded {
  readonly partner: string
  readonly record: number
  readonly revision: number
  readonly person: number
  readonly hash: number
}

export interface Victim extends Loaded {
  readonly kind: "victim"
  readonly registered: Day
  readonly status: string | null
  readonly gender: string | null
  readonly ageBand: string | null
  readonly majorityStatus: string | null
  readonly ageBandWhenTrafficked: string | null
  readonly statedGroups: ReadonlyArray<string>
  readonly citizenship: ReadonlyArray<string>
  readonly country: string | null
  readonly exploitation: ReadonlyArray<string>
  readonly industries: ReadonlyArray<string>
  readonly sexTypes: ReadonlyArray<string>
  readonly control: ReadonlyArray<string>
  readonly recruitment: ReadonlyArray<string>
  readonly relationship: string | null
}

export interface Assistance extends Loaded {
  readonly kind: "assistance"
  readonly type: string
  readonly country: string
  readonly region: string | null
  readonly requested: Day | null
  readonly started: Day | null
  readonly ended: Day | null
  readonly outcome: string | null
}

export interface Proceeding extends Loaded {
  readonly kind: "proceeding"
  readonly country: string
  readonly article: string
  readonly stage: string
  readonly reached: Day
}

/** Only what coverage asks of a route. */
export interface Route extends Loaded {
  readonly kind: "route"
  readonly arrived: Day
}

export type PersonRecord = Victim | Assistance | Proceeding | Route

export interface PersonWorld {
  readonly records: ReadonlyArray<PersonRecord>
  readonly withdrawn: ReadonlyArray<{ readonly partner: string; readonly person: number }>
  readonly demonstration: ReadonlySet<string>
}

export const partners = ["ngo-a", "ngo-b", "police-c"]

const loaded = {
  partner: fc.constantFrom(...partners),
  record: fc.integer({ min: 1, max: 9 }),
  revision: fc.integer({ min: 0, max: 2 }),
  person: fc.integer({ min: 1, max: 5 }),
  hash: fc.integer({ min: 1, max: 1_000_000 })
}

const day: fc.Arbitrary<Day> = fc.record({
  year: fc.constantFrom(2010, 2011),
  month: fc.constantFrom(null, 1, 2, 5, 12)
})
const maybe = <A>(...values: ReadonlyArray<A>) => fc.constantFrom(null, ...values)
const some = (...values: ReadonlyArray<string>) =>
  fc.oneof(fc.subarray([...values]), fc.constant([]), fc.constant([values[0], values[0]] as Array<string>))

const bands = ["9--17", "18--20", "24--26", "30--38"]

const victim: fc.Arbitrary<Victim> = fc.record({
  ...loaded,
  kind: fc.constant("victim" as const),
  registered: day,
  status: maybe("PossibleVictimOfTrafficking", "ActualVictimOfTrafficking", "NotAVictimOfTrafficking"),
  gender: maybe("Feminine", "Feminine", "Masculine", "TransgenderFeminine", "NonSpecifiedUnknown"),
  ageBand: maybe(...bands),
  majorityStatus: maybe("Adult", "Minor"),
  ageBandWhenTrafficked: maybe(...bands),
  statedGroups: some("YoungWomen", "Minors", "LabourMigrants", "Other"),
  citizenship: some("UKR", "RUS", "NAM"),
  country: maybe("RUS", "DEU"),
  exploitation: some("ForcedLabour", "SexualExploitation", "ForcedBegging", "OrganRemoval"),
  industries: some("F_Construction"),
  sexTypes: some("Prostitution", "Pornography"),
  control: some("DebtBondage", "Other", "PhysicalAbuse"),
  recruitment: some("AtWork", "Other"),
  relationship: maybe("Familial", "Unaquainted")
})

const assistance: fc.Arbitrary<Assistance> = fc.record({
  ...loaded,
  kind: fc.constant("assistance" as const),
  type: fc.constantFrom("Medical", "Medical", "Shelter"),
  country: fc.constantFrom("RUS", "UKR"),
  region: maybe("RU-MOS"),
  requested: fc.option(day),
  started: fc.option(day),
  ended: fc.option(day),
  outcome: maybe("Completed", "Completed", "Ongoing", "Interrupted", "Declined", "Referred")
})

const proceeding: fc.Arbitrary<Proceeding> = fc.record({
  ...loaded,
  // Few cases of many stages, so that stages are skipped, doubled and out of order.
  partner: fc.constantFrom("police-c", "police-c", "police-c", "ngo-a"),
  person: fc.integer({ min: 1, max: 2 }),
  kind: fc.constant("proceeding" as const),
  country: fc.constantFrom("RUS", "RUS", "RUS", "BLR"),
  article: fc.constantFrom("RU-127-1", "RU-127-1", "RU-127-1", "RU-240"),
  stage: fc.constantFrom("Detected", "Investigated", "Prosecuted", "Convicted", "ClosedWithoutConviction"),
  reached: day
})

const route: fc.Arbitrary<Route> = fc.record({ ...loaded, kind: fc.constant("route" as const), arrived: day })

/** One revision of a record has one content. */
export const personWorld: fc.Arbitrary<PersonWorld> = fc.record({
  records: fc.uniqueArray(fc.oneof(victim, victim, assistance, assistance, proceeding, proceeding, route), {
    minLength: 25,
    maxLength: 90,
    size: "max",
    selector: ({ kind, partner, record, revision }) => [kind, partner, record, revision].join()
  }),
  withdrawn: fc.array(fc.record({ partner: loaded.partner, person: loaded.person }), { maxLength: 2 }),
  demonstration: fc.subarray(partners).map((each) => new Set(each))
})
