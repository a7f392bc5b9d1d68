/**
 * Makes `transform/seeds/world_population.csv`: residents of countries every five years, by sex, under 18 and from 18 on.
 *
 *     node schemas/scripts/make-population.ts population.csv.gz
 *
 * From the United Nations' World Population Prospects 2024, medium variant, population by five-year age groups and sex on 1 July
 * (Department of Economic and Social Affairs, Population Division; CC BY 3.0 IGO), as the package `bokeh_sampledata` 2026.1 has it:
 * `bokeh_sampledata/_data/population.csv.gz`, columns LocID (UN M49), Location, Year, Sex, AgeGrp, AgeGrpStart, Value. Groups are
 * added up here. The table has no single years of age: those of 15 to 17 are three fifths of the group from 15 to 19.
 */

import { readFileSync, writeFileSync } from "node:fs"
import { gunzipSync } from "node:zlib"
import { parse } from "csv-parse/sync"
import { scriptArguments } from "../../packages/scriptArguments.ts"

type Row = Readonly<Record<string, string>>

const [first, last] = [1990, 2030]
const table = (bytes: Buffer): ReadonlyArray<Row> => parse(bytes, { columns: true, bom: true })
const [input = ""] = scriptArguments(import.meta.filename, { allowPositionals: true }, 1).positionals

const alpha3 = new Map(
  table(readFileSync(new URL("../codelists/countries.csv", import.meta.url)))
    .filter((country) => country["numeric"] !== "")
    .map((country) => [Number(country["numeric"]), String(country["code"])])
)

interface Residents {
  minors: number
  all: number
}
const residents = new Map<string, Record<string, Residents>>()
for (const { LocID, Year, Sex, AgeGrpStart, Value } of table(gunzipSync(readFileSync(input)))) {
  const country = alpha3.get(Number(LocID))
  if (country === undefined || Number(Year) < first || Number(Year) > last) continue
  const key = `${country},${Year}`
  const sexes = residents.get(key) ?? { Female: { minors: 0, all: 0 }, Male: { minors: 0, all: 0 } }
  residents.set(key, sexes)
  const sex = sexes[String(Sex)] as Residents
  sex.all += Number(Value)
  sex.minors += Number(Value) * (Number(AgeGrpStart) < 15 ? 1 : Number(AgeGrpStart) === 15 ? 0.6 : 0)
}

const lines = [...residents]
  .toSorted(([a], [b]) => (a < b ? -1 : 1))
  .map(([key, { Female, Male }]) => {
    const parts = [Female, Male].flatMap((sex) => {
      const minors = Math.round(sex?.minors ?? 0)
      return [minors, Math.round(sex?.all ?? 0) - minors]
    })
    return [key, ...parts].join(",")
  })
const header = "country,year,female_under18,female_18andover,male_under18,male_18andover"
writeFileSync(
  new URL("../../transform/seeds/world_population.csv", import.meta.url),
  `${[header, ...lines].join("\n")}\n`
)
