/** What places are to routes, again without SQL: `transit_roles` and `region_roles` by plain loops over the records. */
import { arrival, ends, Groups, type Leg, type LoadedRecord, type Row, routes, type World } from "./NaiveMarts.ts"

interface Place {
  readonly level: "country" | "region"
  readonly country: string
  readonly region: string | null
}

const is = (place: Place, leg: Leg): boolean =>
  leg.country === place.country && (place.level === "country" || leg.region === place.region)

/** The places of some legs, each once. */
const placesOf = (legs: ReadonlyArray<Leg>): ReadonlyArray<Place> => {
  const found: Record<string, Place> = {}
  for (const { country, region } of legs) {
    found[`country ${country}`] = { level: "country", country, region: null }
    found[`region ${country} ${region}`] = { level: "region", country, region }
  }
  return Object.values(found)
}

const transitOf = (record: LoadedRecord) => record.legs.filter((leg) => leg.role === "Transit")

/** Routes of a year whose two ends are different countries, neither of them this one. */
const between = (records: ReadonlyArray<LoadedRecord>, country: string) =>
  records.filter((record) => {
    const { origin, destination } = ends(record) as { origin: string; destination: string }
    return origin !== destination && origin !== country && destination !== country
  })

const mean = (numbers: ReadonlyArray<number>) =>
  numbers.length === 0 ? null : numbers.reduce((sum, each) => sum + each, 0) / numbers.length

const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole)

export const transitRoles = (world: World): ReadonlyArray<Row> => {
  const groups = new Groups()
  const known = routes(world).filter((record) => ends(record) !== undefined)
  for (const record of known) {
    for (const place of placesOf(transitOf(record))) groups.add({ ...place, year: arrival(record).year }, record)
  }
  return groups.rows(world.demonstration).map((row) => {
    const place = row as unknown as Place
    const ofYear = known.filter((record) => arrival(record).year === row["year"])
    const passes = (record: LoadedRecord) => transitOf(record).some((leg) => is(place, leg))
    const passing = ofYear.filter(passes)
    const entries = passing.filter((record) => is(place, transitOf(record)[0] as Leg)).length
    const exits = passing.filter((record) => is(place, transitOf(record).at(-1) as Leg)).length
    const others = between(ofYear, place.country)
    const pairs = Object.values(Object.groupBy(others, (record) => Object.values(ends(record) ?? {}).join()))
    const through = others.filter(passes).length
    return {
      ...row,
      all_records: ofYear.length,
      share: passing.length / ofYear.length,
      entry_records: entries,
      exit_records: exits,
      entry_share: entries / passing.length,
      exit_share: exits / passing.length,
      between_records: through,
      other_records: others.length,
      other_pairs: pairs.length,
      between_share: ratio(through, others.length),
      betweenness: mean(pairs.map((pair) => (pair ?? []).filter(passes).length / (pair ?? []).length))
    }
  })
}

/** Written down again from the programme's description. */
const expectedOf: Readonly<Record<string, ReadonlyArray<string>>> = {
  "RU-KR": ["Origin"],
  "RU-AST": ["Transit"],
  "RU-MOS": ["Destination", "Transit"]
}

export const regionRoles = (world: World): ReadonlyArray<Row> => {
  const groups = new Groups()
  const all = routes(world).filter((record) => record.legs.length > 0)
  for (const record of all) {
    for (const place of placesOf(record.legs)) groups.add({ ...place, year: arrival(record).year }, record)
  }
  return groups.rows(world.demonstration).map((row) => {
    const place = row as unknown as Place
    const touching = all.filter(
      (record) => arrival(record).year === row["year"] && record.legs.some((leg) => is(place, leg))
    )
    const having = (roles: ReadonlyArray<string>) =>
      touching.filter((record) => record.legs.some((leg) => is(place, leg) && roles.includes(leg.role)))
    const persons = (records: ReadonlyArray<LoadedRecord>) =>
      new Set(records.map(({ partner, person }) => `${partner}/${person}`)).size
    const [source, transit, destination] = [having(["Origin"]), having(["Transit"]), having(["Destination"])] as const
    const expected = expectedOf[place.region ?? ""] ?? []
    return {
      ...row,
      source_victims: persons(source),
      transit_victims: persons(transit),
      destination_victims: persons(destination),
      source_records: source.length,
      transit_records: transit.length,
      destination_records: destination.length,
      source_share: source.length / touching.length,
      transit_share: transit.length / touching.length,
      destination_share: destination.length / touching.length,
      expected_roles: expected,
      expected_share: expected.length === 0 ? null : having(expected).length / touching.length
    }
  })
}
