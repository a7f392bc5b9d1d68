/**
 * The tables of UNODC's questionnaire for the Global Report on Trafficking in Persons (GLOTIP), in the columns of its published data: detected
 * victims by age and sex, by form of exploitation, by citizenship and by country of repatriation; persons brought into formal contact,
 * prosecuted and convicted, by age and sex, by form of exploitation and by citizenship; offences. Also victims by country of origin.
 */
import { readCodeList } from "../../schemas/CodeLists.ts"
import { countryByAlpha3 } from "../../schemas/Places.ts"
import { totalLabel } from "../catalogue/totalLabel.ts"
import { notInEdition, type ReturnCell, readCell, sumOf } from "./ReturnCell.ts"
import { commonNotes, type ReturnInput, type ReturnRow, type StatutoryReturn } from "./StatutoryReturn.ts"
import { ageGroups, sexes } from "./sdg1622.ts"

/** UNODC's words for the labels. */
const sexWords: Readonly<Record<string, string>> = { NotKnown: "Unknown" }
const ageWords: Readonly<Record<string, string>> = {
  Under18: "0 to 17 years",
  "18AndOver": "18 years or over",
  NotKnown: "Unknown"
}

/** Categories of the form of exploitation, with the forms of the edition that are in each. */
const categories: ReadonlyArray<readonly [category: string, forms: ReadonlyArray<string>]> = [
  ["Sexual exploitation", ["SexualExploitation"]],
  ["Forced labour", ["ForcedLabourServitudeSlavery"]],
  ["Other forms of exploitation", ["OrganRemoval", "OtherPurposes"]],
  ["Several forms of exploitation", ["Several"]],
  ["Unknown form of exploitation", ["NotKnown"]]
]

const convicted = "Persons convicted"

/** Stages that the questionnaire asks for. */
const stages: ReadonlyArray<readonly [indicator: string, stage: string]> = [
  ["Persons brought into formal contact", "Investigated"],
  ["Persons prosecuted", "Prosecuted"],
  [convicted, "Convicted"]
]

/** Articles of law on trafficking in persons (ICCS 0204). */
const traffickingArticles = readCodeList("offence-article").flatMap((row) =>
  (row["other"] ?? "").split(";").includes("ICCS=0204") ? [row["code"] as string] : []
)

const victims = "Detected trafficking victims"

const rowOf = (
  input: ReturnInput,
  country: string,
  [indicator, dimension, category]: readonly [string, string, string],
  [sex, age]: readonly [string, string],
  cell: ReturnCell
): ReturnRow => ({
  values: {
    Iso3_code: country,
    Country: countryByAlpha3(country)?.label ?? "All countries",
    Indicator: indicator,
    Dimension: dimension,
    Category: category,
    Sex: sexWords[sex] ?? sex,
    Age: ageWords[age] ?? age,
    Year: input.year,
    "Unit of measurement": "Counts"
  },
  cell
})

/** What no edition can say, and why. */
const unsaid = {
  repatriation: "cannot be said: records of assistance do not say to which country a person returned",
  sex: "cannot be said: records of proceedings are of stages that cases reached, without the sex and age of the persons",
  formOfCase: "cannot be said: records of proceedings name the article of law, not the form of exploitation",
  citizenshipOfCase: "cannot be said: records of proceedings have no citizenship of the persons",
  offences: "cannot be said: records of proceedings count persons whose cases reached a stage, not offences"
} as const

const bySexAndAge = sexes.flatMap((sex) => ageGroups.map((age) => [sex, age] as const))
const totals = [totalLabel, totalLabel] as const

/** UNODC's categories of citizenship, without one for each country, and the labels of the edition. */
const citizenships = [
  ["Nationals", "National"],
  ["Foreign citizens", "Foreign"],
  ["Unknown citizenship", "NotKnown"]
] as const

/** Victims who arrived in a country, or in any, by where they came from: within the country, from another, and from each. */
const rowsByOrigin = (input: ReturnInput, country: string): ReadonlyArray<ReturnRow> => {
  const flows = (input.tables.get("routes") ?? []).filter(({ columns }) =>
    ["origin", "destination"].every((name) => columns.some((column) => column.name === name))
  )
  const labelsOf = (name: string) =>
    [...new Set(flows.flatMap(({ columns }) => columns.find((column) => column.name === name)?.values ?? []))].filter(
      (label) => countryByAlpha3(label) !== undefined
    )
  const year = String(input.year)
  const [origins, destinations] = [labelsOf("origin"), country === totalLabel ? labelsOf("destination") : [country]]
  const cellOf = (pairs: ReadonlyArray<readonly [origin: string, destination: string]>) =>
    flows.length === 0
      ? notInEdition
      : sumOf(pairs.map(([origin, destination]) => readCell(flows, { origin, destination, year })))
  const from = (origin: string) => destinations.map((destination) => [origin, destination] as const)
  const pairs = origins.flatMap(from)
  const row = (category: string, cell: ReturnCell) =>
    rowOf(input, country, [victims, "by country of origin", category], totals, cell)
  return [
    row("Domestic: from the same country", cellOf(destinations.map((one) => [one, one] as const))),
    row("Cross-border: from another country", cellOf(pairs.filter(([origin, destination]) => origin !== destination))),
    ...origins.map((origin) => row(countryByAlpha3(origin)?.label ?? origin, cellOf(from(origin)))),
    row("Unknown origin", cellOf(from("NotKnown")))
  ]
}

/** Victims by citizenship: of the country, of another, and of each. */
const rowsByCitizenship = (input: ReturnInput, country: string): ReadonlyArray<ReturnRow> => {
  const tables = input.tables.get("citizenships") ?? []
  const cellOf = (labels: Readonly<Record<string, string>>) =>
    readCell(tables, { country, year: String(input.year), ...labels })
  const row = (category: string, cell: ReturnCell) =>
    rowOf(input, country, [victims, "by citizenship", category], totals, cell)
  const each = new Set(
    tables.flatMap(({ columns }) => columns.find(({ name }) => name === "citizenship")?.values ?? [])
  )
  return [
    ...citizenships.map(([category, nationality]) => row(category, cellOf({ nationality }))),
    ...[...each].flatMap((citizenship) => {
      const own = countryByAlpha3(citizenship)
      return own === undefined ? [] : [row(own.label, cellOf({ citizenship }))]
    })
  ]
}

const rowsOf = (input: ReturnInput, country: string): ReadonlyArray<ReturnRow> => {
  const year = String(input.year)
  const ofVictims = (sex: string, age: string, form: string) =>
    readCell(input.tables.get("victims") ?? [], { country, year, sex, age_group: age, form })
  const atStage = (stage: string) =>
    sumOf(
      traffickingArticles.map((article) =>
        readCell(input.tables.get("proceedings") ?? [], { country, year, offence_article: article, stage })
      )
    )
  const unsaidRow = (
    place: readonly [string, string, string],
    group: readonly [string, string],
    what: keyof typeof unsaid
  ): ReturnRow => ({ ...rowOf(input, country, place, group, notInEdition), why: unsaid[what] })
  return [
    ...bySexAndAge.map((group) =>
      rowOf(input, country, [victims, totalLabel, totalLabel], group, ofVictims(...group, totalLabel))
    ),
    ...categories.flatMap(([category, forms]) =>
      bySexAndAge.map((group) =>
        rowOf(
          input,
          country,
          [victims, "by form of exploitation", category],
          group,
          sumOf(forms.map((form) => ofVictims(...group, form)))
        )
      )
    ),
    ...rowsByCitizenship(input, country),
    ...rowsByOrigin(input, country),
    ...["Abroad", "All countries"].map((category) =>
      unsaidRow([victims, "by country of repatriation", category], totals, "repatriation")
    ),
    ...stages.flatMap(([indicator, stage]) =>
      bySexAndAge.map((group) =>
        group.every((label) => label === totalLabel)
          ? rowOf(input, country, [indicator, totalLabel, totalLabel], totals, atStage(stage))
          : unsaidRow([indicator, totalLabel, totalLabel], group, "sex")
      )
    ),
    ...categories.map(([category]) =>
      unsaidRow([convicted, "by form of exploitation", category], totals, "formOfCase")
    ),
    ...citizenships.map(([category]) =>
      unsaidRow([convicted, "by citizenship", category], totals, "citizenshipOfCase")
    ),
    unsaidRow(["Offences of trafficking in persons", totalLabel, totalLabel], totals, "offences")
  ]
}

export const glotip: StatutoryReturn = {
  name: "glotip",
  title: "UNODC questionnaire for the Global Report on Trafficking in Persons",
  labels: {
    Iso3_code:
      "detecting country, ISO 3166-1 alpha-3; here the country of exploitation, or of the jurisdiction; Total: all countries together",
    Country: "name of the country",
    Indicator: "what is counted",
    Dimension: "what it is divided by",
    Category: "value of the dimension",
    Sex: "Total, Female, Male, Other, Unknown",
    Age: "Total, 0 to 17 years, 18 years or over, Unknown",
    Year: "year",
    "Unit of measurement": "Counts"
  },
  figure: { name: "txtVALUE", meaning: "the count; empty if the state is not published" },
  more: {},
  notes: [
    ...commonNotes,
    "Victims are counted by country of exploitation, not by detecting country.",
    "Rows by country of origin are of persons on routes by year of arrival, by the country in which their way began. They are not citizenships and are not the same persons as in the other rows.",
    "A victim with several citizenships counts as a national if one of them is of the country of exploitation, otherwise as a foreign citizen, and in no row of a country.",
    "Persons in proceedings are persons whose cases reached the stage in the year under an article on trafficking in persons (ICCS 0204), as partners record cases; a person whose cases are under several such articles, of one country or of two, counts under each. The questionnaire asks for suspects; compare with the figures of the courts before sending.",
    "Other forms of exploitation are organ removal and other purposes; victims of several forms are in a row of their own."
  ],
  cubes: ["victims", "citizenships", "proceedings", "routes"],
  rows: (input) => input.countries.flatMap((country) => rowsOf(input, country))
}
