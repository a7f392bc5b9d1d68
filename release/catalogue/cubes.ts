/** Every cube: a mart of counts by partner, its dimensions, and how its cells are protected. Tables of them are in `releaseTables.ts`. */
import { partnerGroups } from "../../schemas/PartnerGroups.ts"
import { type Cube, type CubeDimension, type DimensionKind, historyDimension, panelDimension } from "./Cube.ts"
import { sensitiveColumns } from "./sensitiveColumns.ts"
import { partsOfYear } from "./timeLabels.ts"

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

export const routes = withSensitive({
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

export const victims = withSensitive({
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

// A cube of its own: with sex, age, form and risk group as well, nearly every cell would be of too few persons.
export const citizenships = withSensitive({
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

export const assistance = withSensitive({
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

export const proceedings = withSensitive({
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
export const coverage = withSensitive({
  name: "coverage",
  mart: "coverage",
  count: "persons",
  unit: "persons with records; a person counts once per kind of record, month and partner",
  dimensions: [
    dimension("record_kind", "code", "victim, route, assistance or proceeding", { hxl: "#meta+kind", adds: false }),
    { ...year, meaning: `${year.meaning}; ${monthMeaning}` },
    panel
  ],
  details: [
    { name: "months", mart: "coverage", levels: { year: partsOfYear }, dimensions: ["record_kind", "year", "panel"] }
  ],
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

export const persons = linked(
  "persons",
  "linked_persons",
  "persons of the newest linkage round; a person counts once, however many partners know them",
  [history]
)

export const personsAtPartners = linked(
  "persons_at_partners",
  "persons_at_partners",
  "persons of the newest linkage round; a person counts once at each partner that knows it"
)

/** Counts of partners that send no records (decision 0901). */
export const federated = withSensitive({
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

/** The name of a dimension of any cube. */
export type DimensionName = (typeof allCubes)[number]["dimensions"][number]["name"]
