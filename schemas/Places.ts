/**
 * Countries, first-level regions and groups of places, from the code lists. Everything is read once, at the first import.
 */
import { readCodeList } from "./CodeLists.ts"

/** A row of `countries.csv`. M49 codes have three digits; "" if there is none (Antarctica, Kosovo). */
interface Country {
  /** ISO 3166-1 alpha-3, or XKX, which is user-assigned. */
  readonly code: string
  readonly label: string
  readonly alpha2: string
  readonly numeric: string
  /** M49 region, such as 150 for Europe. */
  readonly region: string
  readonly regionLabel: string
  /** M49 subregion, such as 151 for Eastern Europe. */
  readonly subregion: string
  readonly subregionLabel: string
  /** M49 intermediate region, such as 011 for Western Africa; "" if the subregion has none. */
  readonly intermediate: string
  readonly intermediateLabel: string
  readonly status: "official" | "user-assigned"
}

/** A first-level region of ISO 3166-2. */
interface Region {
  readonly code: string
  readonly label: string
  /** Alpha-3 code of its country. */
  readonly country: string
}

interface PilotRegion {
  readonly region: string
  readonly label: string
  /** The roles (`leg-role`) that the programme expected of the region. */
  readonly roles: ReadonlyArray<string>
}

/** A date at which policy changed. */
export interface Milestone {
  readonly code: string
  readonly label: string
  /** A year, month or day, as exact as its source; "" if the source states none. */
  readonly date: string
}

const typed = <Row>(list: string): ReadonlyArray<Row> => readCodeList(list) as unknown as ReadonlyArray<Row>

/** All countries, by code. */
export const countries: ReadonlyArray<Country> = typed("countries")

/** First-level regions of the countries that `regions.csv` covers, by code. */
export const regions: ReadonlyArray<Region> = typed("regions")

const byAlpha3 = new Map(countries.map((country) => [country.code, country]))
const byAlpha2 = new Map(countries.map((country) => [country.alpha2, country.code]))
const byNumeric = new Map(countries.flatMap(({ numeric, code }) => (numeric === "" ? [] : [[numeric, code] as const])))
const byRegion = new Map(regions.map((region) => [region.code, region]))
const byCountry = Map.groupBy(regions, (region) => region.country)
const present = new Map(readCodeList("region-aliases").map((row) => [row["code"], row["present"]]))

/** Returns the country with this upper-case alpha-3 code. */
export const countryByAlpha3 = (code: string): Country | undefined => byAlpha3.get(code)

/** `NA` is Namibia. */
export const alpha3FromAlpha2 = (alpha2: string): string | undefined => byAlpha2.get(alpha2)

/** Accepts an ISO numeric or M49 code, with or without leading zeros. */
export const alpha3FromNumeric = (numeric: string): string | undefined => byNumeric.get(numeric.padStart(3, "0"))

/** Returns whether it is a present first-level code of a listed country. For withdrawn codes see `presentRegion`. */
export const isRegion = (code: string): boolean => byRegion.has(code)

/** Returns a first-level region by its ISO 3166-2 code; undefined if there is none. */
export const regionByCode = (code: string): Region | undefined => byRegion.get(code)

/** Returns the alpha-3 code of the region's country. */
export const regionCountry = (code: string): string | undefined => byRegion.get(code)?.country

/** Returns the country's regions by code; none for a country that is not listed. */
export const regionsOf = (alpha3: string): ReadonlyArray<Region> => byCountry.get(alpha3) ?? []

/** Returns the present code for a present or withdrawn one (`KZ-19` for `KZ-ALM`). The area may have changed since: see the list. */
export const presentRegion = (code: string): string | undefined => (byRegion.has(code) ? code : present.get(code))

interface Membership {
  readonly group: string
  readonly member: string
  /** First and last day; "" if the membership is unlimited. */
  readonly from: string
  readonly to: string
}

const memberships = Map.groupBy(typed<Membership>("place-groups"), (row) => row.group)

/** Names of the groups of `place-groups.csv`. */
export const placeGroups: ReadonlyArray<string> = [...memberships.keys()]

/** Returns the sorted alpha-3 codes of the group's members on a day (`2004-05-01`); none for an unknown group. */
export const groupMembers = (group: string, isoDate: string): ReadonlyArray<string> =>
  (memberships.get(group) ?? [])
    .filter(({ from, to }) => (from === "" || from <= isoDate) && (to === "" || isoDate <= to))
    .map(({ member }) => member)
    .sort()

export const pilotRegions: ReadonlyArray<PilotRegion> = readCodeList("pilot-regions").map((row) => ({
  region: row["region"] ?? "",
  label: row["label"] ?? "",
  roles: (row["roles"] ?? "").split("|")
}))

export const milestones: ReadonlyArray<Milestone> = typed("milestones")
