/**
 * Every table that may be released or queried. An entry here is all that a new table needs: vintages freeze its cube's mart; releases,
 * queries, API, OpenAPI description, client and explorer take it from this list.
 */
import type { Language } from "../../schemas/Languages.ts"
import { type Cube, dimensionOf, historyDimension, panelDimension, panelLabels } from "./Cube.ts"
import {
  assistance,
  citizenships,
  coverage,
  type DimensionName,
  federated,
  persons,
  personsAtPartners,
  proceedings,
  routes,
  victims
} from "./cubes.ts"
import { isPartOfYear } from "./timeLabels.ts"

interface TableOptions {
  readonly title: string
  /** What is counted, in titles with other dimensions; the title up to "by" if absent. */
  readonly counted?: string
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
  // All arrivals together: by destination, most months of the demonstration would be below the threshold.
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
  // Not in the demonstration: with its other tables of victims these would cost it figures.
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
    series: {
      en: "Proceedings",
      ru: "Уголовные производства",
      uk: "Кримінальні провадження",
      ro: "Proceduri penale"
    },
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
    counted: "Persons at partners that send no records",
    by: ["origin", "destination", "year"]
  }),
  table("persons", persons, {
    title: "Persons by year, each counted once",
    counted: "Persons, each counted once",
    by: ["year"]
  }),
  table("capture_histories", persons, {
    title: "Persons by the groups of partners that know them, each counted once",
    counted: "Persons, each counted once",
    by: [historyDimension]
  }),
  table("persons_at_partners", personsAtPartners, {
    title: "Persons by year, each counted once at each partner of the same linkage round",
    counted: "Persons, each counted once at each partner of the same linkage round",
    by: ["year"]
  })
]

/** Returns the name of a table's counterpart that counts the constant panel only. */
export const panelTableOf = (name: string): string => `${name}_panel`

const isSeries = ({ series, levels }: ReleaseTable) => series !== undefined || levels["year"] !== undefined

/** Every series and every table by parts of years has a table of the constant panel (decision 0304). */
const panelTables = allTables
  .filter((one: ReleaseTable) => isSeries(one) && dimensionOf(one.cube, panelDimension) !== undefined)
  .map(({ name, cube, title, counted, by, levels, demonstration }: ReleaseTable): ReleaseTable => {
    const where = demonstration?.panel
    return {
      name: panelTableOf(name),
      cube,
      title: `${title}; reported by the constant panel`,
      ...(counted === undefined ? {} : { counted }),
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

/** Names of groups of tables. */
export const tableGroups: Readonly<Record<string, ReadonlyArray<string>>> = {
  region_roles: ["region_roles_origin", "region_roles_destination", "region_roles_transit"],
  first_level_roles: ["first_level_origin", "first_level_destination", "first_level_transit"]
}
