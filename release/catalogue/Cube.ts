/**
 * Families of tables: all tables of one cube count the same things of the same persons, so that sums among them hold and are
 * protected together. Tables of two cubes share no count; each is a system of its own.
 */

export type DimensionKind = "place" | "year" | "code" | "route"

export interface CubeDimension {
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

/**
 * A mart that tells more of some dimensions than the cube's own and nothing of others. It counts the very same persons, each once, so
 * that its parts add up to the cube's.
 */
export interface CubeDetail {
  readonly name: string
  readonly mart: string
  /** Levels that are counted from it, by dimension. */
  readonly levels: Readonly<Record<string, ReadonlyArray<string>>>
  /** Dimensions of the cube that it has. */
  readonly dimensions: ReadonlyArray<string>
}

export interface Cube {
  readonly name: string
  /** The mart of persons by partner that it is counted from. */
  readonly mart: string
  /** The mart's column of persons. */
  readonly count: string
  /** What one person is counted once in. */
  readonly unit: string
  readonly dimensions: ReadonlyArray<CubeDimension>
  readonly details: ReadonlyArray<CubeDetail>
}

const months = ["month", "quarter"] as const

const dimension = (
  name: string,
  kind: DimensionKind,
  meaning: string,
  more: Partial<Pick<CubeDimension, "column" | "sensitive" | "adds">> = {}
): CubeDimension => ({ name, column: name, kind, sensitive: false, adds: true, meaning, ...more })

const country = dimension("country", "place", "country, ISO 3166-1 alpha-3, or a region of M49; NotKnown")
const year = dimension("year", "year", "year, or years from and to; NotKnown")
const monthWords = "month such as 2004-03, quarter such as 2004-Q1, 2004-NotKnown"

const placeWords =
  "country, ISO 3166-1 alpha-3; first-level region, ISO 3166-2, as in RU-KR and RUS-NotKnown; region of M49; group of countries as it was that month"

const routes: Cube = {
  name: "routes",
  mart: "partner_routes",
  count: "victims",
  unit: "persons, each counted once in a route and year at each partner, in the month and through the regions of the first arrival",
  dimensions: [
    dimension("origin", "place", `of origin: ${placeWords}`),
    dimension("destination", "place", `of destination: ${placeWords}`),
    dimension(
      "corridor",
      "route",
      "countries in the order of travel; 'begins' with a beginning of routes; 'via' and a country or first-level region of transit; 'places' with first-level regions"
    ),
    { ...year, meaning: `year of arrival, or years from and to; ${monthWords}` }
  ],
  details: [
    {
      name: "months",
      mart: "partner_route_months",
      levels: { origin: ["group"], destination: ["group"], year: months },
      dimensions: ["origin", "destination", "year"]
    },
    {
      name: "places",
      mart: "partner_route_places",
      levels: { origin: ["first_level"], destination: ["first_level"], corridor: ["places", "via_first_level"] },
      dimensions: ["origin", "destination", "corridor", "year"]
    }
  ]
}

const victims: Cube = {
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
  ],
  details: []
}

const assistance: Cube = {
  name: "assistance",
  mart: "partner_assistance",
  count: "victims",
  unit: "persons, each counted once in a kind of assistance, country and year at each partner",
  dimensions: [dimension("assistance_type", "code", "kind of assistance", { sensitive: true }), country, year],
  details: []
}

const proceedings: Cube = {
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
  ],
  details: []
}

const coverage: Cube = {
  name: "coverage",
  mart: "coverage",
  count: "persons",
  unit: "persons with records, each counted once in a kind of record and month at each partner",
  dimensions: [
    dimension("record_kind", "code", "victim, route, assistance or proceeding", { adds: false }),
    { ...year, meaning: `${year.meaning}; ${monthWords}` }
  ],
  details: [{ name: "months", mart: "coverage", levels: { year: months }, dimensions: ["record_kind", "year"] }]
}

/** Names of dimensions, for types; a test holds them against the cubes. */
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

/** All cubes by name. */
export const cubes: ReadonlyMap<string, Cube> = new Map(
  [routes, victims, assistance, proceedings, coverage].map((cube) => [cube.name, cube])
)

export const dimensionOf = (cube: Cube, name: string): CubeDimension | undefined =>
  cube.dimensions.find((one) => one.name === name)

/** Details that have to be read for some of these levels by dimension. */
export const detailsFor = (
  cube: Cube,
  levels: Readonly<Record<string, ReadonlyArray<string>>>
): ReadonlyArray<CubeDetail> =>
  cube.details.filter((detail) =>
    Object.entries(levels).some(([name, list]) => list.some((level) => detail.levels[name]?.includes(level)))
  )
