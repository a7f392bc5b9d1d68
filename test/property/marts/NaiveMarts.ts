/**
 * The marts again, from records in memory and without SQL: plain loops that follow the descriptions in
 * `transform/models/marts`. What dbt-ts builds must equal this.
 */

export interface Leg {
  readonly country: string
  readonly region: string | null
  readonly role: "Origin" | "Transit" | "Destination"
  readonly year: number
  readonly month: number | null
  readonly transport: string | null
  /** Only meant to be reached. */
  readonly intended: boolean
}

/** One revision of a route record as it was loaded. */
export interface LoadedRecord {
  readonly partner: string
  readonly record: number
  readonly revision: number
  readonly person: number
  readonly hash: number
  readonly legs: ReadonlyArray<Leg>
}

export interface World {
  readonly records: ReadonlyArray<LoadedRecord>
  readonly withdrawn: ReadonlyArray<{ readonly partner: string; readonly person: number }>
  readonly demonstration: ReadonlySet<string>
}

export interface Row {
  readonly [column: string]: unknown
}

/** The routes that count: the newest revision of each record, of persons who stay, without places that were only intended. */
export const routes = (world: World): ReadonlyArray<LoadedRecord> => {
  const newest: Record<string, LoadedRecord> = {}
  for (const record of world.records) {
    const id = `${record.partner} ${record.record}`
    const known = newest[id]
    const isNewer =
      known === undefined ||
      record.revision > known.revision ||
      (record.revision === known.revision && record.hash > known.hash)
    if (isNewer) newest[id] = record
  }
  return Object.values(newest)
    .filter(
      (record) => !world.withdrawn.some((each) => each.partner === record.partner && each.person === record.person)
    )
    .map((record) => ({ ...record, legs: record.legs.filter((leg) => !leg.intended) }))
}

interface Group {
  readonly key: Row
  readonly persons: Set<string>
  readonly records: Set<string>
  readonly partners: Set<string>
}

export class Groups {
  readonly #groups = new Map<string, Group>()
  add(key: Row, record: LoadedRecord): void {
    const text = JSON.stringify(key)
    const group = this.#groups.get(text) ?? { key, persons: new Set(), records: new Set(), partners: new Set() }
    this.#groups.set(text, group)
    group.persons.add(`${record.partner}/${record.person}`)
    group.records.add(`${record.partner}/${record.record}`)
    group.partners.add(record.partner)
  }
  rows(demonstration: ReadonlySet<string>): ReadonlyArray<Row> {
    return [...this.#groups.values()].map(({ key, persons, records, partners }) => {
      const invented = [...partners].some((partner) => demonstration.has(partner)) ? 1 : 0
      return { ...key, victims: persons.size, records: records.size, partners: partners.size, invented }
    })
  }
}

export const withoutRepeats = (countries: ReadonlyArray<string>): ReadonlyArray<string> => {
  const kept: Array<string> = []
  for (const country of countries) if (kept[kept.length - 1] !== country) kept.push(country)
  return kept
}

const lastDestination = (legs: ReadonlyArray<Leg>): Leg | undefined => {
  let found: Leg | undefined
  for (const leg of legs) if (leg.role === "Destination") found = leg
  return found
}

/** A route is dated by its last destination, else by its last leg. */
export const arrival = (record: LoadedRecord): Leg =>
  (lastDestination(record.legs) ?? record.legs[record.legs.length - 1]) as Leg

export const ends = (record: LoadedRecord): { readonly origin: string; readonly destination: string } | undefined => {
  const origin = record.legs.find((leg) => leg.role === "Origin")
  const destination = lastDestination(record.legs)
  return origin === undefined || destination === undefined
    ? undefined
    : { origin: origin.country, destination: destination.country }
}

export const flows = (world: World): ReadonlyArray<Row> => {
  const groups = new Groups()
  for (const record of routes(world)) {
    const both = ends(record)
    const { year, month } = arrival(record)
    if (both !== undefined) groups.add({ ...both, year, month }, record)
  }
  return groups.rows(world.demonstration)
}

export const flowsByYear = (world: World): ReadonlyArray<Row> => {
  const groups = new Groups()
  for (const record of routes(world)) {
    const both = ends(record)
    if (both !== undefined) groups.add({ ...both, year: arrival(record).year }, record)
  }
  return groups.rows(world.demonstration)
}

export const corridors = (world: World): ReadonlyArray<Row> => {
  const groups = new Groups()
  for (const record of routes(world)) {
    const both = ends(record)
    if (both === undefined) continue
    const path = withoutRepeats(record.legs.map((leg) => leg.country))
    const transit = withoutRepeats(record.legs.filter((leg) => leg.role === "Transit").map((leg) => leg.country))
    const has_transit = transit.length > 0 ? 1 : 0
    const corridor = path.join(" > ")
    groups.add({ path, corridor, ...both, transit, has_transit, year: arrival(record).year }, record)
  }
  return groups.rows(world.demonstration)
}

/** Routes of each partner: a row has as many persons as `corridors` would have of this partner's records alone. */
export const partnerRoutes = (world: World): ReadonlyArray<Row> =>
  [...new Set(world.records.map(({ partner }) => partner))].flatMap((partner) => {
    const groups = new Groups()
    for (const record of routes(world)) {
      const both = ends(record)
      if (both === undefined || record.partner !== partner) continue
      const path = withoutRepeats(record.legs.map((leg) => leg.country))
      groups.add({ partner_id: partner, path, corridor: path.join(" > "), ...both, year: arrival(record).year }, record)
    }
    return groups.rows(world.demonstration).map(({ records: _, partners: __, ...row }) => row)
  })

const placesOf = ({ legs }: LoadedRecord) => legs.map(({ country, region }) => region ?? country)

/** The first of two lists, or lists of numbers and words, by their first entries that differ. */
const before = (a: ReadonlyArray<string | number>, b: ReadonlyArray<string | number>): boolean => {
  for (const [i, one] of a.entries()) {
    const other = b[i]
    if (other === undefined || one > other) return false
    if (one < other) return true
  }
  return a.length < b.length
}

/**
 * The first arrival of each person by each route and year at a partner: the earliest month, one that is not known last; of two in one
 * month the one whose places stand first.
 */
const firstArrivals = (world: World): ReadonlyArray<LoadedRecord> => {
  const first: Record<string, LoadedRecord> = {}
  for (const record of routes(world)) {
    const both = ends(record)
    if (both === undefined) continue
    const path = withoutRepeats(record.legs.map((leg) => leg.country))
    const unit = JSON.stringify([record.partner, record.person, path, both, arrival(record).year])
    const known = first[unit]
    const order = (one: LoadedRecord) => [arrival(one).month ?? 13, ...placesOf(one)]
    if (known === undefined || before(order(record), order(known))) first[unit] = record
  }
  return Object.values(first)
}

const contributed = (world: World, keyOf: (record: LoadedRecord) => Row): ReadonlyArray<Row> => {
  const counts: Record<string, { readonly key: Row; n: number }> = {}
  for (const record of firstArrivals(world)) {
    const invented = world.demonstration.has(record.partner) ? 1 : 0
    const key = { partner_id: record.partner, ...keyOf(record), year: arrival(record).year, invented }
    const text = JSON.stringify(key)
    counts[text] ??= { key, n: 0 }
    counts[text].n += 1
  }
  return Object.values(counts).map(({ key, n }) => ({ ...key, victims: n }))
}

export const partnerRouteMonths = (world: World): ReadonlyArray<Row> =>
  contributed(world, (record) => ({ ...ends(record), month: arrival(record).month }))

export const partnerRoutePlaces = (world: World): ReadonlyArray<Row> =>
  contributed(world, (record) => {
    const [{ legs }, places] = [record, placesOf(record)]
    return {
      corridor: withoutRepeats(places).join(" > "),
      origin: places[legs.findIndex(({ role }) => role === "Origin")],
      destination: places[legs.findLastIndex(({ role }) => role === "Destination")]
    }
  })

export const corridorPrefixes = (world: World): ReadonlyArray<Row> => {
  const groups = new Groups()
  const whole: Record<string, number> = {}
  for (const record of routes(world)) {
    if (ends(record) === undefined) continue
    const path = withoutRepeats(record.legs.map((leg) => leg.country))
    const has_transit = record.legs.some((leg) => leg.role === "Transit") ? 1 : 0
    const { year } = arrival(record)
    for (let places = 1; places <= path.length; places++) {
      const part = path.slice(0, places)
      groups.add({ prefix: part.join(" > "), path: part, places, has_transit, year }, record)
    }
    const id = [...path, has_transit, year].join()
    whole[id] = (whole[id] ?? 0) + 1
  }
  return groups.rows(world.demonstration).map((row) => {
    const id = [...(row["path"] as ReadonlyArray<string>), row["has_transit"], row["year"]].join()
    return { ...row, records_ending_here: whole[id] ?? 0 }
  })
}

export const legs = (world: World): ReadonlyArray<Row> => {
  const groups = new Groups()
  for (const record of routes(world)) {
    for (let i = 1; i < record.legs.length; i++) {
      const from = record.legs[i - 1] as Leg
      const to = record.legs[i] as Leg
      const key = {
        from_country: from.country,
        from_region: from.region,
        from_role: from.role,
        to_country: to.country,
        to_region: to.region,
        to_role: to.role,
        year: to.year,
        month: to.month,
        transport: to.transport
      }
      groups.add(key, record)
    }
  }
  return groups.rows(world.demonstration)
}
