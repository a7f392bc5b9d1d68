/** Populations of countries by year, from the seeds that the rate of SDG 16.2.2 is computed with (`int_population.sql`). */
import { readFileSync } from "node:fs"
import { parse } from "csv-parse/sync"
import type { Population } from "../pages/rate.ts"

type Row = Readonly<Record<string, string>>

const read = (file: string): ReadonlyArray<Row> =>
  parse(readFileSync(new URL(`../../../transform/seeds/${file}`, import.meta.url)), {
    columns: true
  }) as ReadonlyArray<Row>

const parts = ["female_under18", "female_18andover", "male_under18", "male_18andover"]

/** Reads the operator's figures, which come first, and those of the United Nations, between which years are interpolated. */
export const readPopulation = (): Population => {
  const own = new Map(
    read("population.csv")
      .filter((row) => row["sex"] === "Total" && row["age_group"] === "Total")
      .map((row) => [`${row["country"]} ${row["year"]}`, Number(row["population"])])
  )
  const points = Map.groupBy(read("world_population.csv"), (row) => row["country"] ?? "")
  return (country, year) => {
    const known = own.get(`${country} ${year}`)
    if (known !== undefined) return known
    const rows = points.get(country) ?? []
    const before = rows.findLast((row) => Number(row["year"]) <= year)
    if (before === undefined) return undefined
    const from = Number(before["year"])
    const after = rows.find((row) => Number(row["year"]) > from)
    if (after === undefined && from < year) return undefined
    const share = after === undefined ? 0 : (year - from) / (Number(after["year"]) - from)
    return parts.reduce((sum, part) => {
      const [a, b] = [Number(before[part]), Number(after?.[part] ?? before[part])]
      return sum + Math.round(a + (b - a) * share)
    }, 0)
  }
}
