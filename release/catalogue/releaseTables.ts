/**
 * The catalogue: every cube and every table that may be released or queried. An entry here is all that a new table needs: vintages freeze
 * its mart; releases, queries, API, OpenAPI description, client and explorer take it from this list.
 */
import type { Language } from "../../schemas/Languages.ts"
import { partnerGroups } from "../../schemas/PartnerGroups.ts"
import {
  type Cube,
  type CubeDimension,
  type DimensionKind,
  dimensionOf,
  historyDimension,
  panelDimension,
  panelLabels
} from "./Cube.ts"
import { sensitiveColumns } from "./sensitiveColumns.ts"
import { isPartOfYear, partsOfYear } from "./timeLabels.ts"

interface DimensionOptions {
  readonly hxl: string
  readonly adds?: boolean
  readonly codeList?: string
  readonly values?: ReadonlyArray<string>
}

const dimension = <const Name extends string>(
  name: Name,
  kind: DimensionKind,
  meaning: string,
  options: DimensionOptions
) => ({ name, column: name, kind, sensitive: false, adds: true, meaning, ...options }) satisfies CubeDimension

/** Marks the dimensions whose columns sensitive values reach (`sensitiveColumns.ts`). */
const withSensitive = <const C extends Cube>(cube: C): C => ({
  ...cube,
  dimensions: cube.dimensions.map((one) => ({
    ...one,
    sensitive: sensitiveColumns[cube.mart]?.includes(one.column) ?? false
  }))
})

const country = dimension("country", "place", "country, ISO 3166-1 alpha-3, or a region of M49; NotKnown", {
  hxl: "#country+code"
})
const year = dimension("year", "year", "year, or a range of years; NotKnown", { hxl: "#date+year" })
const monthMeaning = "month such as 2004-03, quarter such as 2004-Q1, half-year such as 2004-H1, 2004-NotKnown"

// Not a column of the mart: which partners it means follows from who reported when (`vintage/leafRows.ts`).
const panel = dimension(
  panelDimension,
  "code",
  "Constant: reported by the constant panel, the partners that reported from the first month to the last; Other; NotKnown",
  { hxl: "#meta+panel" }
)

const placeMeaning =
  "country, ISO 3166-1 alpha-3; first-level region, ISO 3166-2, such as RU-KR or RUS-NotKnown; region of M49; group of countries, with its members in that month"

const routes = withSensitive({
  name: "routes",
  mart: "partner_routes",
  count: "victims",
  unit: "persons; a person counts once per route, year and partner, in the month and through the regions of the first arrival",
  recordKind: "route",
  dimensions: [
    dimension("origin", "place", `origin: ${placeMeaning}`, { hxl: "#country+code+origin" }),
    dimension("destination", "place", `destination: ${placeMeaning}`, { hxl: "#country+code+destination" }),
    dimension(
      "corridor",
      "route",
      "countries in the order of travel; 'begins' and the first countries of a route; 'via' and a country or first-level region of transit; 'places' and first-level regions",
      { hxl: "#description+route" }
    ),
    { ...year, meaning: `year of arrival, or a range of years; ${monthMeaning}` },
    panel
  ],
  details: [
    {
      name: "months",
      mart: "partner_route_months",
      levels: { origin: ["group"], destination: ["group"], year: partsOfYear },
      dimensions: ["origin", "destination", "year", "panel"]
    },
    {
      name: "places",
      mart: "partner_route_places",
      levels: { origin: ["first_level"], destination: ["first_level"], corridor: ["places", "via_first_level"] },
      dimensions: ["origin", "destination", "corridor", "year", "panel"]
    }
  ],
  spine: { place: "destination", from: "origin", time: "year", isWhole: true }
})

const victims = withSensitive({
  name: "victims",
  mart: "partner_victims",
  count: "victims",
  unit: "victims; a victim counts once per country, year, answer to each question and partner",
  recordKind: "victim",
  dimensions: [
    { ...country, meaning: "country of exploitation, ISO 3166-1 alpha-3, or a region of M49; NotKnown" },
    year,
    dimension("sex", "code", "Female, Male, Other; NotKnown", {
      hxl: "#population+sex",
      values: ["Female", "Male", "Other", "NotKnown"]
    }),
    dimension("age_group", "code", "Under18, 18AndOver; NotKnown", {
      hxl: "#population+age",
      values: ["Under18", "18AndOver", "NotKnown"]
    }),
    dimension("form", "code", "form of exploitation as in SDG 16.2.2; Several; NotKnown", {
      hxl: "#cause+exploitation",
      values: [
        ...["SexualExploitation", "ForcedLabourServitudeSlavery", "OrganRemoval", "OtherPurposes"],
        ...["Several", "NotKnown"]
      ]
    }),
    dimension("risk_group", "code", "high-risk group, or several where a person is in several; Other; NotKnown", {
      hxl: "#population+risk"
    }),
    panel
  ],
  details: [],
  // High-risk groups follow from age, sex and form, unless the record names them or has the age at the time of trafficking.
  alike: [
    { dimension: "risk_group", name: "Minors", where: { age_group: "Under18" } },
    { dimension: "risk_group", name: "YoungWomen", where: { sex: "Female", age_group: "18AndOver" } },
    { dimension: "risk_group", name: "LabourMigrants", where: { form: "ForcedLabourServitudeSlavery" } }
  ],
  spine: { place: "country", time: "year", isWhole: true }
})

// A cube of its own: beside sex, age, form and risk group nearly every cell would be of too few persons.
const citizenships = withSensitive({
  name: "citizenships",
  mart: "partner_citizenships",
  count: "victims",
  unit: "victims; a victim counts once per country, year, citizenship and partner",
  recordKind: "victim",
  dimensions: [
    { ...country, meaning: "country of exploitation, ISO 3166-1 alpha-3, or a region of M49; NotKnown" },
    year,
    dimension(
      "citizenship",
      "place",
      "citizenship, ISO 3166-1 alpha-3: that of the country of exploitation if it is one of several; Several; NotKnown",
      { hxl: "#country+code+citizenship" }
    ),
    dimension("nationality", "code", "National: citizen of the country of exploitation; Foreign; NotKnown", {
      hxl: "#population+nationality",
      values: ["National", "Foreign", "NotKnown"]
    }),
    panel
  ],
  details: [],
  follows: { nationality: ["country", "citizenship"] },
  spine: { place: "country", from: "citizenship", time: "year", isWhole: true }
})

const assistance = withSensitive({
  name: "assistance",
  mart: "partner_assistance",
  count: "victims",
  unit: "persons; a person counts once per kind of assistance, country, year and partner",
  recordKind: "assistance",
  dimensions: [
    dimension("assistance_type", "code", "kind of assistance", {
      hxl: "#service+type",
      codeList: "assistance-type"
    }),
    country,
    year,
    panel
  ],
  details: [],
  spine: { place: "country", time: "year", isWhole: false }
})

const proceedings = withSensitive({
  name: "proceedings",
  mart: "partner_proceedings",
  count: "victims",
  unit: "persons; a person counts once per article, country, stage, year and partner",
  recordKind: "proceeding",
  dimensions: [
    dimension("offence_article", "code", "article under which the case is prosecuted", {
      hxl: "#meta+article",
      codeList: "offence-article"
    }),
    country,
    year,
    dimension("stage", "code", "stage that the case reached in the year; stages are not summed", {
      hxl: "#status+stage",
      adds: false,
      codeList: "proceeding-stage"
    }),
    panel
  ],
  details: [],
  // An article is of the law of one country.
  follows: { country: ["offence_article"] },
  spine: { place: "country", time: "year", isWhole: false }
})

// Named as in ledgers from before coverage meant reporting alone. It counts the persons in records; who reported is in `reporting.csv`.
const coverage = withSensitive({
  name: "coverage",
  mart: "coverage",
  count: "persons",
  unit: "persons with records; a person counts once per kind of record, month and partner",
  dimensions: [
    dimension("record_kind", "code", "victim, route, assistance or proceeding", { hxl: "#meta+kind", adds: false }),
    { ...year, meaning: `${year.meaning}; ${monthMeaning}` }
  ],
  details: [{ name: "months", mart: "coverage", levels: { year: partsOfYear }, dimensions: ["record_kind", "year"] }],
  spine: { time: "year", kind: "record_kind", isWhole: true }
})

/**
 * Of linkage rounds (decisions 0902 and 0903). By year, or by groups of partners: both together would have too few persons for what noise
 * leaves of them. Their years are years of case files, so that they may be the same persons as any other cube's.
 */
const linked = <const Further extends CubeDimension = never>(
  name: string,
  mart: string,
  unit: string,
  further: ReadonlyArray<Further> = []
) =>
  withSensitive({
    name,
    mart,
    count: "persons",
    unit,
    dimensions: [{ ...year, meaning: "year, as the partners' case files give it" }, ...further],
    details: [],
    spine: { time: "year", isWhole: true },
    noiseOnly:
      "A partner that plants records in a linkage round could learn from exact counts whether a person is known elsewhere"
  })

const history = dimension(
  historyDimension,
  "code",
  `capture history: the groups of partners that know the person, of ${partnerGroups.join(", ")}, joined by +`,
  { hxl: "#meta+history" }
)

const persons = linked(
  "persons",
  "linked_persons",
  "persons of the newest linkage round; a person counts once, however many partners know them",
  [history]
)

const personsAtPartners = linked(
  "persons_at_partners",
  "persons_at_partners",
  "persons of the newest linkage round; a person counts once at each partner that knows it"
)

/** Of partners that send no records (decision 0901). */
const federated = withSensitive({
  name: "federated",
  mart: "federated_flows",
  count: "persons",
  unit: "persons of the newest federated count; a person counts once per route, year and partner",
  dimensions: [
    dimension("origin", "place", `origin: ${placeMeaning}`, { hxl: "#country+code+origin" }),
    dimension("destination", "place", `destination: ${placeMeaning}`, { hxl: "#country+code+destination" }),
    year
  ],
  details: [],
  spine: { place: "destination", time: "year", isWhole: true },
  hasNoContributions: true,
  noiseOnly:
    "Which partner counted whom is not known, so no rule on the shares of partners can be applied to federated counts"
})

const allCubes = [
  routes,
  victims,
  citizenships,
  assistance,
  proceedings,
  persons,
  personsAtPartners,
  federated,
  coverage
]

export const cubes: ReadonlyMap<string, Cube> = new Map(allCubes.map((cube) => [cube.name, cube]))

export type DimensionName = (typeof allCubes)[number]["dimensions"][number]["name"]

interface TableOptions {
  readonly title: string
  /** Dimensions, unless a request names others. */
  readonly by: ReadonlyArray<DimensionName>
  /** Levels of a dimension, unless a request names others; the finest for dimensions that are not listed. */
  readonly levels?: Readonly<Record<string, ReadonlyArray<string>>>
  /** Method of the client and address below `/v1/`. Every table is also at `/v1/releases/{release}/tables/{name}`. */
  readonly api?: { readonly method: string; readonly path: string }
  /** Name in the explorer's list of series, by language; absent if the table is not offered as a series. */
  readonly series?: Readonly<Record<Language, string>>
  /** How the demonstration releases the table; absent if it does not. */
  readonly demonstration?: {
    readonly by?: ReadonlyArray<DimensionName>
    readonly where?: Readonly<Record<string, string>>
    /** The cells of which the constant panel is released as well; absent if none. */
    readonly panel?: Readonly<Record<string, string>>
  }
}

/** A table that may be released or queried. */
export interface ReleaseTable extends TableOptions {
  readonly name: string
  readonly cube: Cube
  readonly levels: Readonly<Record<string, ReadonlyArray<string>>>
  /** Only cells with this label of a dimension, unless a request names another. */
  readonly where?: Readonly<Record<string, string>>
  /** The table of all partners, for one of the constant panel. */
  readonly panelOf?: string
}

const table = <const Options extends TableOptions>(name: string, cube: Cube, options: Options) => ({
  levels: {},
  ...options,
  name,
  cube
})

const byMonth = { year: ["month"] } as const
const byHalfYear = { year: ["half_year"] } as const

const allTables = [
  table("flows", routes, {
    title: "Persons by origin, destination and year of arrival",
    by: ["origin", "destination", "year"],
    api: { method: "flows", path: "flows" },
    series: { en: "Flows", ru: "Потоки", uk: "Потоки", ro: "Fluxuri" },
    demonstration: { panel: { origin: "UKR", destination: "RUS" } }
  }),
  table("corridors", routes, {
    title: "Persons by route and year of arrival",
    by: ["origin", "destination", "corridor", "year"],
    api: { method: "corridors", path: "corridors" },
    demonstration: {}
  }),
  table("prefixes", routes, {
    title: "Persons by beginning of their route and year of arrival",
    by: ["corridor", "year"],
    levels: { corridor: ["begins"] },
    api: { method: "legs", path: "legs" }
  }),
  table("region_roles_origin", routes, {
    title: "Persons by country of origin and year of arrival",
    by: ["origin", "year"],
    series: { en: "Countries of origin", ru: "Страны происхождения", uk: "Країни походження", ro: "Țări de origine" },
    demonstration: {}
  }),
  table("region_roles_transit", routes, {
    title: "Persons by country of transit and year of arrival",
    by: ["corridor", "year"],
    levels: { corridor: ["via"] },
    demonstration: {}
  }),
  table("region_roles_destination", routes, {
    title: "Persons by country of destination and year of arrival",
    by: ["destination", "year"],
    series: {
      en: "Countries of destination",
      ru: "Страны назначения",
      uk: "Країни призначення",
      ro: "Țări de destinație"
    },
    demonstration: {}
  }),
  table("flows_by_month", routes, {
    title: "Persons by origin, destination and month of arrival",
    by: ["origin", "destination", "year"],
    levels: byMonth
  }),
  // Half-years of the demonstration are large enough for figures, and many enough for a verdict; months are too small, and years too few.
  table("flows_by_half_year", routes, {
    title: "Persons by origin, destination and half-year of arrival",
    by: ["origin", "destination", "year"],
    levels: byHalfYear,
    demonstration: { panel: { origin: "TJK", destination: "RUS" } }
  }),
  // Not in the demonstration: as margins of its flows by half-year they would cost it more figures than they have verdicts (decision 0308).
  table("region_roles_origin_by_half_year", routes, {
    title: "Persons by country of origin and half-year of arrival",
    by: ["origin", "year"],
    levels: byHalfYear
  }),
  table("region_roles_transit_by_half_year", routes, {
    title: "Persons by country of transit and half-year of arrival",
    by: ["corridor", "year"],
    levels: { corridor: ["via"], ...byHalfYear }
  }),
  table("region_roles_destination_by_half_year", routes, {
    title: "Persons by country of destination and half-year of arrival",
    by: ["destination", "year"],
    levels: byHalfYear
  }),
  // Of all arrivals together: by destination most months of the demonstration would be below the threshold.
  table("arrivals_by_month", routes, {
    title: "Persons by month of arrival",
    by: ["year"],
    levels: byMonth,
    series: { en: "Arrivals by month", ru: "Прибытия по месяцам", uk: "Прибуття за місяцями", ro: "Sosiri pe luni" },
    demonstration: {}
  }),
  table("first_level_origin", routes, {
    title: "Persons by first-level region of origin and year of arrival",
    by: ["origin", "year"],
    levels: { origin: ["first_level"] },
    demonstration: {}
  }),
  table("first_level_transit", routes, {
    title: "Persons by first-level region of transit and year of arrival",
    by: ["corridor", "year"],
    levels: { corridor: ["via_first_level"] },
    demonstration: {}
  }),
  table("first_level_destination", routes, {
    title: "Persons by first-level region of destination and year of arrival",
    by: ["destination", "year"],
    levels: { destination: ["first_level"] },
    demonstration: {}
  }),
  table("group_flows", routes, {
    title: "Persons by group of countries of origin and of destination, as they were then, and year of arrival",
    by: ["origin", "destination", "year"],
    levels: { origin: ["group"], destination: ["group"] }
  }),
  table("victims", victims, {
    title: "Victims by sex, age group, form of exploitation and year",
    by: ["sex", "age_group", "form", "year"],
    api: { method: "victims", path: "victims" },
    demonstration: {}
  }),
  table("risk_groups", victims, {
    title: "Victims by risk group, country and year",
    by: ["risk_group", "country", "year"],
    api: { method: "riskGroups", path: "risk-groups" },
    series: { en: "Risk groups", ru: "Группы риска", uk: "Групи ризику", ro: "Grupuri de risc" },
    demonstration: { by: ["risk_group", "year"] }
  }),
  table("sdg_16_2_2", victims, {
    title: "Victims by country, sex, age group, form of exploitation and year",
    by: ["country", "sex", "age_group", "form", "year"],
    api: { method: "sdg", path: "sdg-16-2-2" }
  }),
  // Not in the demonstration: beside its other tables of victims these would cost it figures.
  table("victims_by_nationality", citizenships, {
    title: "Victims by citizenship of the country of exploitation or of another, country and year",
    by: ["nationality", "country", "year"]
  }),
  table("victims_by_citizenship", citizenships, {
    title: "Victims by citizenship, country and year",
    by: ["citizenship", "country", "year"]
  }),
  table("assistance", assistance, {
    title: "Persons helped by kind of assistance, country and year",
    by: ["assistance_type", "country", "year"],
    api: { method: "assistance", path: "assistance" },
    series: { en: "Assistance", ru: "Помощь", uk: "Допомога", ro: "Asistență" },
    demonstration: {}
  }),
  table("proceedings", proceedings, {
    title: "Persons whose cases reached a stage, by article, country and year",
    by: ["offence_article", "country", "stage", "year"],
    api: { method: "proceedings", path: "proceedings" },
    series: { en: "Proceedings", ru: "Производства", uk: "Провадження", ro: "Proceduri" },
    demonstration: {}
  }),
  table("coverage", coverage, {
    title: "Persons with records by kind of record and year",
    by: ["record_kind", "year"],
    api: { method: "records", path: "records" },
    demonstration: {}
  }),
  table("coverage_by_month", coverage, {
    title: "Persons with records by kind of record and month",
    by: ["record_kind", "year"],
    levels: byMonth,
    demonstration: {}
  }),
  table("federated_flows", federated, {
    title: "Persons by origin, destination and year at partners that send no records",
    by: ["origin", "destination", "year"]
  }),
  table("persons", persons, { title: "Persons by year, each counted once", by: ["year"] }),
  table("capture_histories", persons, {
    title: "Persons by the groups of partners that know them, each counted once",
    by: [historyDimension]
  }),
  table("persons_at_partners", personsAtPartners, {
    title: "Persons by year, each counted once at each partner of the same linkage round",
    by: ["year"]
  })
]

/** Returns the name of the table of the constant panel. */
export const panelTableOf = (name: string): string => `${name}_panel`

const isSeries = ({ series, levels }: ReleaseTable) => series !== undefined || levels["year"] !== undefined

/** Every series and every table by parts of years has a table of the constant panel (decision 0304). */
const panelTables = allTables
  .filter((one: ReleaseTable) => isSeries(one) && dimensionOf(one.cube, panelDimension) !== undefined)
  .map(({ name, cube, title, by, levels, demonstration }: ReleaseTable): ReleaseTable => {
    const where = demonstration?.panel
    return {
      name: panelTableOf(name),
      cube,
      title: `${title}; reported by the constant panel`,
      by: [...by, panelDimension],
      levels,
      where: { [panelDimension]: panelLabels.constant },
      panelOf: name,
      ...(where === undefined ? {} : { demonstration: { where } })
    }
  })

/** All tables by name. Nothing else can be released or queried. */
export const releaseTables: ReadonlyMap<string, ReleaseTable> = new Map(
  [...allTables, ...panelTables].map((one) => [one.name, one])
)

/** Returns the tables that count the cells of a table by parts of years, finest first; none for a table that does so itself. */
export const finerTables = (name: string): ReadonlyArray<string> => {
  const own = releaseTables.get(name)
  if (own === undefined || own.panelOf !== undefined || own.levels["year"] !== undefined) return []
  const isFiner = ({ cube, by, levels: { year, ...others }, panelOf }: ReleaseTable) =>
    cube === own.cube &&
    panelOf === undefined &&
    by.join() === own.by.join() &&
    JSON.stringify(others) === JSON.stringify(own.levels) &&
    year?.length === 1 &&
    year.some(isPartOfYear)
  return allTables.filter(isFiner).map((one) => one.name)
}

/** Returns the names of the tables that a verdict on cells of a table is made from: itself, finer ones, and those of the constant panel. */
export const verdictTables = (name: string): ReadonlyArray<string> =>
  [name, ...finerTables(name)].flatMap((one) => [one, panelTableOf(one)])

/** Methods of the client that return a table of the newest release. */
export type TableMethod = Extract<(typeof allTables)[number], { readonly api: unknown }>["api"]["method"]

/** Names that stand for several tables. */
export const tableGroups: Readonly<Record<string, ReadonlyArray<string>>> = {
  region_roles: ["region_roles_origin", "region_roles_destination", "region_roles_transit"],
  first_level_roles: ["first_level_origin", "first_level_destination", "first_level_transit"]
}
