/**
 * Invented persons with months and first-level regions of arrival, the marts that count them, and what an attacker knows who has nothing
 * but tables of theirs: all by plain loops over persons, which know nothing of levels that the catalogue has.
 */
import { mulberry32 } from "../../ingest/demo/mulberry32.ts"
import type { LeafRow, Leaves } from "../../release/catalogue/LeafRow.ts"
import type { ChoiceInput } from "../../release/catalogue/TableChoice.ts"

export interface RoutePerson {
  readonly partner: string
  /** Places in the order of travel, countries or regions. */
  readonly places: ReadonlyArray<string>
  readonly year: number
  readonly month: number | null
}

/** Ways with weights; the rare ones make cells that are too small. */
const ways: ReadonlyArray<readonly [way: string, weight: number]> = [
  ["RU-KR > FIN", 34],
  ["RU-MOS > FIN", 3],
  ["RUS > FIN", 8],
  ["RUS > DEU", 1],
  ["RU-KR > POL", 15],
  ["RU-AST > POL", 2],
  ["UKR > RU-AST > RU-MOS", 30],
  ["UKR > RU-MOS", 26],
  ["UKR > RUS", 6],
  ["KAZ > RU-AST > DEU", 22],
  ["KAZ > RU-KR > DEU", 3],
  ["KAZ > RU-AST > RU-MOS", 20]
]

export const routePersons = (
  seed: number,
  persons: number,
  years: ReadonlyArray<number>
): ReadonlyArray<RoutePerson> => {
  const random = mulberry32(seed * 6151 + 3)
  const sums = ways.map((_, w) => ways.slice(0, w + 1).reduce((sum, [, weight]) => sum + weight, 0))
  const whole = sums.at(-1) as number
  return Array.from({ length: persons }, () => {
    const drawn = random() * whole
    const [way] = ways.find((_, w) => drawn < (sums[w] as number)) ?? (ways[0] as (typeof ways)[number])
    const month = 1 + Math.floor(random() ** 1.4 * 12)
    return {
      partner: `p${Math.floor(random() * 6)}`,
      places: way.split(" > "),
      year: years[Math.floor(random() * years.length)] as number,
      month: random() < 0.03 ? null : month
    }
  })
}

export const countryOf = (place: string): string => (place.startsWith("RU-") ? "RUS" : place)

const counted = (persons: ReadonlyArray<RoutePerson>, valuesOf: (one: RoutePerson) => ReadonlyArray<string>) => {
  const rows = new Map<string, { values: ReadonlyArray<string>; partner: string; persons: number }>()
  for (const one of persons) {
    const values = valuesOf(one)
    const key = `${values.join()} ${one.partner}`
    const row = rows.get(key) ?? { values, partner: one.partner, persons: 0 }
    rows.set(key, row)
    row.persons += 1
  }
  return [...rows.values()] satisfies ReadonlyArray<LeafRow>
}

export const monthOf = ({ year, month }: RoutePerson): string =>
  `${year}-${month === null ? "NotKnown" : String(month).padStart(2, "0")}`

/** What the marts have of them. */
export const leavesOfPersons = (persons: ReadonlyArray<RoutePerson>): Leaves => {
  const countries = ({ places }: RoutePerson) =>
    places.map(countryOf).filter((country, i, all) => country !== all[i - 1])
  const ends = (places: ReadonlyArray<string>) => [places[0] as string, places.at(-1) as string]
  return new Map([
    ["", counted(persons, (one) => [...ends(countries(one)), countries(one).join(" > "), String(one.year)])],
    ["months", counted(persons, (one) => [...ends(countries(one)), "NotKnown", monthOf(one)])],
    ["places", counted(persons, (one) => [...ends(one.places), one.places.join(" > "), String(one.year)])]
  ])
}

type Labels = ReadonlyArray<ReadonlyArray<string>>

export const routeEnds = ({ places }: RoutePerson) => [places[0] as string, places.at(-1) as string] as const
const region = (place: string) => (place.includes("-") ? place : `${place}-NotKnown`)
const quarter = ({ year, month }: RoutePerson) =>
  `${year}-${month === null ? "NotKnown" : `Q${1 + Math.floor((month - 1) / 3)}`}`
const half = ({ year, month }: RoutePerson) => `${year}-${month === null ? "NotKnown" : month < 7 ? "H1" : "H2"}`
const period = ({ year }: RoutePerson, length: number) => {
  const first = year - (year % length)
  return `${first}-${first + length - 1}`
}
const groupsOf = (country: string, { year, month }: RoutePerson): ReadonlyArray<string> => {
  const late = year > 2004 || (year === 2004 && (month ?? 0) >= 5)
  const union = ["FIN", "DEU"].includes(country) || (country === "POL" && late) ? ["EU"] : []
  const former = ["UKR", "KAZ", "RUS"].includes(country) ? ["CIS", "FormerSovietUnion"] : []
  return [...union, ...former, ...(country === "KAZ" ? ["CentralAsia"] : [])]
}

/** The labels of a person in each table. */
export const routeTables: ReadonlyArray<{ readonly asked: ChoiceInput; readonly of: (one: RoutePerson) => Labels }> = [
  {
    asked: { table: "flows" },
    of: (one) => [[...routeEnds(one).map(countryOf), String(one.year)]]
  },
  {
    asked: { table: "arrivals_by_month", levels: { year: ["month", "quarter", "half_year"] } },
    of: (one) => [[monthOf(one)], ...(one.month === null ? [] : [[quarter(one)], [half(one)]])]
  },
  {
    asked: { table: "flows_by_month", by: ["destination", "year"] },
    of: (one) => [[countryOf(routeEnds(one)[1]), monthOf(one)]]
  },
  { asked: { table: "first_level_origin" }, of: (one) => [[region(routeEnds(one)[0]), String(one.year)]] },
  { asked: { table: "first_level_destination" }, of: (one) => [[region(routeEnds(one)[1]), String(one.year)]] },
  {
    asked: { table: "first_level_transit" },
    of: ({ places, year }) => places.slice(1, -1).map((place) => [`via ${place}`, String(year)])
  },
  {
    asked: { table: "group_flows" },
    of: (one) => {
      const [from, to] = routeEnds(one).map((place) => groupsOf(countryOf(place), one))
      return (from ?? []).flatMap((a) => (to ?? []).map((b) => [a, b, String(one.year)]))
    }
  },
  {
    asked: { table: "flows", levels: { year: ["period"] }, period: 3 },
    of: (one) => [[...routeEnds(one).map(countryOf), period(one, 3)]]
  },
  { asked: { table: "flows", by: ["year"], levels: { year: ["period"] }, period: 2 }, of: (one) => [[period(one, 2)]] }
]
