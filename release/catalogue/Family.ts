/**
 * Families of tables: all tables of one family count the same things of the same persons, so that sums among them hold and are
 * protected together. Tables of two families share no count; each is a system of its own.
 */

export type DimensionKind = "place" | "year" | "code" | "route"

export interface FamilyDimension {
  /** Its name in releases. */
  readonly name: string
  /** The mart's column. */
  readonly column: string
  readonly kind: DimensionKind
  /** Does what it says of somebody harm: may not everybody of a published group be of one value? */
  readonly sensitive: boolean
  /** May its values be added up? Stages of a case follow each other and may not. */
  readonly adds: boolean
  readonly meaning: string
}

export interface Family {
  readonly name: string
  /** The mart of persons by partner that it is counted from. */
  readonly mart: string
  /** The mart's column of persons. */
  readonly count: string
  /** What one person is counted once in. */
  readonly unit: string
  readonly dimensions: ReadonlyArray<FamilyDimension>
}

const dimension = (
  name: string,
  kind: DimensionKind,
  meaning: string,
  more: Partial<Pick<FamilyDimension, "column" | "sensitive" | "adds">> = {}
): FamilyDimension => ({ name, column: name, kind, sensitive: false, adds: true, meaning, ...more })

const country = dimension("country", "place", "country, ISO 3166-1 alpha-3, or a region of M49; NotKnown")
const year = dimension("year", "year", "year, or years from and to; NotKnown")

const routes: Family = {
  name: "routes",
  mart: "partner_routes",
  count: "victims",
  unit: "persons, each counted once in a route and year at each partner",
  dimensions: [
    dimension("origin", "place", "country of origin, ISO 3166-1 alpha-3, or a region of M49"),
    dimension("destination", "place", "country of destination, ISO 3166-1 alpha-3, or a region of M49"),
    dimension(
      "corridor",
      "route",
      "countries in the order of travel; 'begins' with a beginning of routes; 'via' and a country of transit"
    ),
    { ...year, meaning: "year of arrival, or years from and to" }
  ]
}

const victims: Family = {
  name: "victims",
  mart: "partner_victims",
  count: "victims",
  unit: "victims, each counted once in a country, year and class of every question at each partner",
  dimensions: [
    { ...country, meaning: "country of exploitation, ISO 3166-1 alpha-3, or a region of M49; NotKnown" },
    year,
    dimension("sex", "code", "Female, Male, Other; NotKnown"),
    dimension("age_group", "code", "Under18, 18AndOver; NotKnown"),
    dimension("form", "code", "form of exploitation as in SDG 16.2.2; Several; NotKnown", { sensitive: true }),
    dimension("risk_group", "code", "high-risk groups, named together where they overlap; Other; NotKnown", {
      sensitive: true
    })
  ]
}

const assistance: Family = {
  name: "assistance",
  mart: "partner_assistance",
  count: "victims",
  unit: "persons, each counted once in a kind of assistance, country and year at each partner",
  dimensions: [dimension("assistance_type", "code", "kind of assistance", { sensitive: true }), country, year]
}

const proceedings: Family = {
  name: "proceedings",
  mart: "partner_proceedings",
  count: "victims",
  unit: "persons, each counted once in an article, country, stage and year at each partner",
  dimensions: [
    dimension("offence_article", "code", "article under which the case is prosecuted"),
    country,
    year,
    dimension("stage", "code", "stage that the case reached in the year; stages are not added up", {
      sensitive: true,
      adds: false
    })
  ]
}

const coverage: Family = {
  name: "coverage",
  mart: "coverage",
  count: "persons",
  unit: "persons with records, each counted once in a kind of record and month at each partner",
  dimensions: [dimension("record_kind", "code", "victim, route, assistance or proceeding", { adds: false }), year]
}

/** Names of dimensions, for types; a test holds them against the families. */
export const dimensionNames = [
  "origin",
  "destination",
  "corridor",
  "country",
  "year",
  "sex",
  "age_group",
  "form",
  "risk_group",
  "assistance_type",
  "offence_article",
  "stage",
  "record_kind"
] as const
export type DimensionName = (typeof dimensionNames)[number]

/** All families by name. */
export const families: ReadonlyMap<string, Family> = new Map(
  [routes, victims, assistance, proceedings, coverage].map((family) => [family.name, family])
)

export const dimensionOf = (family: Family, name: string): FamilyDimension | undefined =>
  family.dimensions.find((one) => one.name === name)
