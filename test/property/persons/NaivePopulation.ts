/** Residents by plain loops over the table of the United Nations, with lines between its years. */
import { readFileSync } from "node:fs"
import type { Population } from "./NaiveVictims.ts"

const [, ...lines] = readFileSync(new URL("../../../transform/seeds/world_population.csv", import.meta.url), "utf8")
  .trim()
  .split("\n")
const known = new Map(
  lines.map((line) => {
    const [country, year, ...parts] = line.split(",")
    return [`${country} ${year}`, parts.map(Number)]
  })
)
const source = "UN World Population Prospects 2024"

export const worldPopulation = (country: string, year: number): ReadonlyArray<Population> => {
  const before = year - (year % 5)
  const left = known.get(`${country} ${before}`)
  const right = known.get(`${country} ${before + 5}`)
  if (left === undefined || right === undefined) return []
  const [girls, women, boys, men] = left.map((count, part) =>
    Math.round((count * (5 - (year % 5)) + Number(right[part]) * (year % 5)) / 5)
  ) as [number, number, number, number]
  const cells: ReadonlyArray<readonly [string, string, number]> = [
    ["Total", "Total", girls + women + boys + men],
    ["Total", "Under18", girls + boys],
    ["Total", "18AndOver", women + men],
    ["Female", "Total", girls + women],
    ["Female", "Under18", girls],
    ["Female", "18AndOver", women],
    ["Male", "Total", boys + men],
    ["Male", "Under18", boys],
    ["Male", "18AndOver", men]
  ]
  return cells.map(([sex, age_group, population]) => ({
    country,
    year,
    sex,
    age_group,
    population,
    source: year === before ? source : `${source}, between ${before} and ${before + 5}`
  }))
}
