/** Records that a test wrote, and the same as text, to compare with the store. */
import { goodRecord } from "../fixtures/brokenRecords.ts"
import type { SeededRandom } from "./SeededRandom.ts"

export interface KnownRecord {
  readonly kind: "route" | "victim"
  readonly recordId: string
  readonly caseReference: string
  readonly record: Readonly<Record<string, unknown>>
  /** Everything stored of it except the person. */
  readonly words: string
}

interface Leg {
  readonly country: string
  readonly role: string
  readonly year: number
  readonly month: number
  readonly transport: string | null
}

const countries = ["UKR", "BLR", "RUS", "MDA", "KGZ", "KAZ", "UZB", "TJK", "LTU", "POL"]
const transports = ["Bus", "Train", "Air", "Car", null]
const roles = ["Origin", "Transit", "Destination"]

const routeWords = (revision: number, citizenship: string, legs: ReadonlyArray<Leg>) =>
  `route ${revision} ${citizenship} ${legs.map((leg) => [leg.country, leg.role, leg.year, leg.month, leg.transport ?? "-"].join("/")).join(" ")}`

const victimWords = (revision: number, citizenship: string, year: number, month: number, gender: string, age: string) =>
  `victim ${revision} ${citizenship} ${year}-${month} ${gender} ${age}`

const makeRoute = (random: SeededRandom, known: { readonly recordId: string; readonly caseReference: string }) => {
  const from = random.whole(0, countries.length - 1)
  const year = random.whole(2004, 2019)
  const legs = roles.map((role, i): Leg => {
    const country = countries[(from + i) % countries.length] as string
    return { country, role, year: year + i, month: random.whole(1, 12), transport: random.pick(transports) }
  })
  const [citizenship, revision] = [random.pick(countries), random.whole(0, 3)]
  const values = { ...known, revision, citizenship: [citizenship], legs }
  return { record: goodRecord("route", values), words: routeWords(revision, citizenship, legs) }
}

const makeVictim = (random: SeededRandom, known: { readonly recordId: string; readonly caseReference: string }) => {
  const [year, month] = [random.whole(2004, 2020), random.whole(1, 12)]
  const [gender, ageBand] = [random.pick(["Feminine", "Masculine"]), random.pick(["9--17", "18--20", "30--38", "48+"])]
  const [citizenship, revision] = [random.pick(countries), random.whole(0, 3)]
  const registeredOn = `${year}-${String(month).padStart(2, "0")}`
  const values = { ...known, revision, citizenship: [citizenship], registeredOn, gender, age: null, ageBand }
  return {
    record: goodRecord("victim", values),
    words: victimWords(revision, citizenship, year, month, gender, ageBand)
  }
}

/** Records of two kinds; every third case has two of them. */
export const makeRecords = (random: SeededRandom, count: number, first = 0): ReadonlyArray<KnownRecord> =>
  Array.from({ length: count }, (_, i) => {
    const n = first + i
    const known = { recordId: random.uuid(), caseReference: `CASE-${n % 4 === 3 ? n - 1 : n}` }
    const kind = n % 3 === 0 ? "victim" : "route"
    return { kind, ...known, ...(kind === "route" ? makeRoute(random, known) : makeVictim(random, known)) }
  })

/** Records that are refused (`legs-empty`); no two of one case. */
export const makeRefused = (random: SeededRandom, count: number): ReadonlyArray<KnownRecord> =>
  Array.from({ length: count }, () => {
    const known = { recordId: random.uuid(), caseReference: `CANARY-${random.uuid()}` }
    return { kind: "route", ...known, record: goodRecord("route", { ...known, legs: [] }), words: "" }
  })

/** A row of the store. */
export interface StoredRecord {
  readonly id: string
  readonly person: string
  readonly words: string
}

interface StoredRow {
  readonly id: string
  readonly person: string
  readonly revision: number
  readonly citizenship: ReadonlyArray<string>
}

/** Every row of both tables as stored, repetitions included: the tables are read without `FINAL`. */
export const readStored = async (
  query: <Row>(sql: string) => Promise<ReadonlyArray<Row>>,
  partner: string
): Promise<ReadonlyArray<StoredRecord>> => {
  const head = "toString(record_id) AS id, toString(person) AS person, revision, citizenship"
  const where = `WHERE partner_id = '${partner}'`
  const routes = await query<StoredRow & { legs: ReadonlyArray<[string, string, number, number, string | null]> }>(
    `SELECT ${head}, arrayMap((a, b, c, d, e) -> (a, b, c, d, e),
       legs.country, legs.role, legs.year, legs.month, legs.transport) AS legs FROM corridor_raw.route_record ${where}`
  )
  const victims = await query<StoredRow & { year: number; month: number; gender: string; age: string }>(
    `SELECT ${head}, registeredYear AS year, registeredMonth AS month, gender, ageBand AS age
     FROM corridor_raw.victim_record ${where}`
  )
  return [
    ...routes.map(({ id, person, revision, citizenship, legs }) => ({
      id,
      person,
      words: routeWords(
        revision,
        citizenship.join(),
        legs.map(([country, role, year, month, transport]) => ({ country, role, year, month, transport }))
      )
    })),
    ...victims.map(({ id, person, revision, citizenship, year, month, gender, age }) => ({
      id,
      person,
      words: victimWords(revision, citizenship.join(), year, month, gender, age)
    }))
  ]
}

/**
 * Differences between the store and the records, ten of each kind and the number of others: records that are missing, doubled or changed;
 * persons with two cases, cases with two persons.
 */
export const differences = (sent: ReadonlyArray<KnownRecord>, stored: ReadonlyArray<StoredRecord>) => {
  const byId = Map.groupBy(stored, ({ id }) => id)
  const known = new Map(sent.map((record) => [record.recordId, record]))
  const pairs = new Map<string, Set<string>>()
  for (const { id, person } of stored) {
    const reference = known.get(id)?.caseReference ?? "nobody's"
    for (const [a, b] of [
      [person, reference],
      [reference, person]
    ] as const)
      pairs.set(a, (pairs.get(a) ?? new Set()).add(b))
  }
  const some = (what: ReadonlyArray<string>) =>
    what.length > 10 ? [...what.slice(0, 10), `and ${what.length - 10} more`] : what
  return {
    missing: some(sent.filter(({ recordId }) => !byId.has(recordId)).map(({ recordId }) => recordId)),
    doubled: some([...byId].filter(([, rows]) => rows.length > 1).map(([id]) => id)),
    foreign: some([...byId.keys()].filter((id) => !known.has(id))),
    changed: some(
      stored.filter(({ id, words }) => known.has(id) && known.get(id)?.words !== words).map(({ id }) => id)
    ),
    persons: some([...pairs].filter(([, others]) => others.size > 1).map(([one]) => one))
  }
}

/** The result of `differences` if every record is stored once, as it was sent. */
export const none = { missing: [], doubled: [], foreign: [], changed: [], persons: [] }
