/**
 * SDG indicator 16.2.2: number of victims of human trafficking per 100,000 population, by sex, age and form of exploitation (United Nations,
 * A/RES/71/313). Forms are those of the published series; `transform/seeds/sdg_forms.csv` has them with their types of exploitation.
 */
import { readFileSync } from "node:fs"
import { parse } from "csv-parse/sync"
import { totalLabel } from "../catalogue/totalLabel.ts"
import { readCell } from "./ReturnCell.ts"
import { commonNotes, type StatutoryReturn } from "./StatutoryReturn.ts"

interface FormRow {
  readonly form: string
  readonly source: string
}

const formRows: ReadonlyArray<FormRow> = parse(
  readFileSync(new URL("../../transform/seeds/sdg_forms.csv", import.meta.url)),
  { columns: true, bom: true }
)

/** Code of the published series of each form. */
const series: ReadonlyMap<string, string> = new Map(
  formRows.map(({ form, source }) => [form, /VC_HTF_\w+/.exec(source)?.[0] ?? ""])
)

export const sexes = [totalLabel, "Female", "Male", "Other", "NotKnown"] as const
export const ageGroups = [totalLabel, "Under18", "18AndOver", "NotKnown"] as const
/** `Several`: victims of several forms, who are in no other form. */
const forms: ReadonlyArray<string> = [totalLabel, ...series.keys(), "Several", "NotKnown"]

export const sdg1622: StatutoryReturn = {
  name: "sdg-16.2.2",
  title:
    "SDG indicator 16.2.2: victims of human trafficking per 100,000 population, by sex, age and form of exploitation",
  labels: {
    indicator: "number of the indicator",
    series: "code of the series of the United Nations for the form; empty for totals",
    country: "country of exploitation, ISO 3166-1 alpha-3; Total: all countries together, without a rate",
    year: "year",
    sex: "Total, Female, Male, Other; NotKnown",
    age_group: "Total, Under18, 18AndOver; NotKnown",
    form: "form of exploitation; Several: victims of several forms, who are in no other form; NotKnown"
  },
  figure: { name: "victims", meaning: "number of victims; empty if the state is not published" },
  more: {
    per_100000:
      "victims per 100,000 residents of the same sex and age group; empty without a figure or without a number of residents",
    population: "residents of the country in the middle of the year",
    population_source: "source of that number"
  },
  notes: [
    ...commonNotes,
    "The indicator is of victims detected by the authorities of a country; these figures are of victims in records of partners, by country of exploitation."
  ],
  cubes: ["victims"],
  rows: ({ year, countries, tables, population }) =>
    countries.flatMap((country) =>
      sexes.flatMap((sex) =>
        ageGroups.flatMap((age) =>
          forms.map((form) => {
            const cell = readCell(tables.get("victims") ?? [], {
              country,
              year: String(year),
              sex,
              age_group: age,
              form
            })
            const residents = population(country, year, sex, age)
            return {
              values: {
                indicator: "16.2.2",
                series: series.get(form) ?? "",
                country,
                year,
                sex,
                age_group: age,
                form,
                per_100000:
                  cell.value === null || residents === undefined ? null : (cell.value * 100_000) / residents.population,
                population: residents?.population ?? null,
                population_source: residents?.source ?? ""
              },
              cell
            }
          })
        )
      )
    )
}
