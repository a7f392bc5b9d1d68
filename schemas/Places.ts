/**
 * Countries, first-level regions and groups of places, from the code lists. Everything is read once, at the first import.
 */
import { readCodeList } from "./CodeLists.ts"

/** A row of `countries.csv`. M49 codes have three digits; "" where the list has none (Antarctica, Kosovo). */
export interface Country {
  /** ISO 3166-1 alpha-3, or XKX, which is user-assigned. */
  readonly code: string
  readonly label: string
  readonly alpha2: string
  readonly numeric: string
  /** M49 region, as 150 for Europe. */
  readonly region: string
  readonly regionLabel: string
  /** M49 subregion, as 151 for Eastern Europe. */
  readonly subregion: string
  readonly subregionLabel: string
  /** M49 intermediate region, as 011 for Western Africa; "" where the subregion has no such parts. */
  readonly intermediate: string
  readonly intermediateLabel: string
  readonly status: "official" | "user-assigned"
}

/** A first-level region of ISO 3166-2. */
export interface Region {
  readonly code: string
  readonly label: string
  /** Alpha-3 of the country it lies in. */
  readonly country: string
}

export interface PilotRegion {
  readonly region: string
  readonly label: string
  /** Codes of `leg-role` that the programme expected of the region. */
  readonly roles: ReadonlyArray<string>
}

export interface Milestone {
  readonly code: string
  readonly label: string
  /** As exact as the source: a year, a month, or "" where no date is stated. */
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

/** The country with this alpha-3 code, written in capitals. */
export const countryByAlpha3 = (code: string): Country | undefined => byAlpha3.get(code)

/** `NA` is Namibia. */
export const alpha3FromAlpha2 = (alpha2: string): string | undefined => byAlpha2.get(alpha2)

/** ISO numeric or M49 code, with or without leading zeros. */
export const alpha3FromNumeric = (numeric: string): string | undefined => byNumeric.get(numeric.padStart(3, "0"))

/** True for a present first-level code of a country that the list covers; an old code is none: see `presentRegion`. */
export const isRegion = (code: string): boolean => byRegion.has(code)

export const regionByCode = (code: string): Region | undefined => byRegion.get(code)

/** Alpha-3 of the country that the region lies in. */
export const regionCountry = (code: string): string | undefined => byRegion.get(code)?.country

/** The country's regions by code; none for a country that the list does not cover. */
export const regionsOf = (alpha3: string): ReadonlyArray<Region> => byCountry.get(alpha3) ?? []

/** The present code for a present or an old one (`KZ-ALM` is `KZ-19`). An old area may have lost parts since: see the list. */
export const presentRegion = (code: string): string | undefined => (byRegion.has(code) ? code : present.get(code))

interface Membership {
  readonly group: string
  readonly member: string
  /** First and last day; "" where the membership has no such end. */
  readonly from: string
  readonly to: string
}

const memberships = Map.groupBy(typed<Membership>("place-groups"), (row) => row.group)

/** Names of the groups of `place-groups.csv`. */
export const placeGroups: ReadonlyArray<string> = [...memberships.keys()]

/**
 * Alpha-3 codes of the group's members on a day (`2004-05-01`), sorted; none for an unknown group.
 * M49 regions have no dates: see `m49Members`.
 */
export const groupMembers = (group: string, isoDate: string): ReadonlyArray<string> =>
  (memberships.get(group) ?? [])
    .filter(({ from, to }) => (from === "" || from <= isoDate) && (to === "" || isoDate <= to))
    .map(({ member }) => member)
    .sort()

/** Countries in an M49 region, subregion or intermediate region (`035` is South-eastern Asia), sorted. */
export const m49Members = (code: string): ReadonlyArray<string> =>
  countries
    .filter(({ region, subregion, intermediate }) => [region, subregion, intermediate].includes(code) && code !== "")
    .map((country) => country.code)

export const pilotRegions: ReadonlyArray<PilotRegion> = readCodeList("pilot-regions").map((row) => ({
  region: row["region"] ?? "",
  label: row["label"] ?? "",
  roles: (row["roles"] ?? "").split("|")
}))

export const milestones: ReadonlyArray<Milestone> = typed("milestones")
