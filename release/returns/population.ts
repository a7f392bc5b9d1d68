/**
 * Residents by country, year, sex and age group, as the mart `sdg_16_2_2` has them (`transform/models/intermediate/int_population.sql`): the
 * operator's figures where there are any for the country and year, else World Population Prospects 2024, interpolated linearly between the
 * years of the seed.
 */
import { readFileSync } from "node:fs"
import { parse } from "csv-parse/sync"

interface Residents {
  /** Persons. */
  readonly population: number
  readonly source: string
}

interface PopulationRow {
  readonly country: string
  readonly year: string
  readonly sex: string
  readonly age_group: string
  readonly population: string
  readonly source: string
}

/** Residents on 1 July of a year of the seed. */
interface WorldRow {
  readonly country: string
  readonly year: string
  readonly female_under18: string
  readonly female_18andover: string
  readonly male_under18: string
  readonly male_18andover: string
}

const unitedNations = "UN World Population Prospects 2024"

type Parts = Readonly<Record<"FemaleUnder18" | "Female18AndOver" | "MaleUnder18" | "Male18AndOver", number>>

const partsOf = (row: WorldRow): Parts => ({
  FemaleUnder18: Number(row.female_under18),
  Female18AndOver: Number(row.female_18andover),
  MaleUnder18: Number(row.male_under18),
  Male18AndOver: Number(row.male_18andover)
})

const between = (a: Parts, b: Parts, share: number): Parts =>
  Object.fromEntries(
    Object.entries(a).map(([name, value]) => [name, Math.round(value + (b[name as keyof Parts] - value) * share)])
  ) as unknown as Parts

const sexes = ["Female", "Male"] as const
const ages = ["Under18", "18AndOver"] as const

/** Returns a function of country, year, sex and age group (`Total` for all); undefined if the residents are not known. */
export const populationOf = (operators: ReadonlyArray<PopulationRow>, world: ReadonlyArray<WorldRow>) => {
  const own = Map.groupBy(operators, ({ country, year }) => `${country} ${year}`)
  const points = Map.groupBy(world, ({ country }) => country)

  const worldAt = (country: string, year: number): { parts: Parts; source: string } | undefined => {
    const known = (points.get(country) ?? []).toSorted((a, b) => Number(a.year) - Number(b.year))
    const before = known.findLast((row) => Number(row.year) <= year)
    if (before === undefined) return undefined
    if (Number(before.year) === year) return { parts: partsOf(before), source: unitedNations }
    const after = known.find((row) => Number(row.year) > year)
    if (after === undefined) return undefined
    const share = (year - Number(before.year)) / (Number(after.year) - Number(before.year))
    return {
      parts: between(partsOf(before), partsOf(after), share),
      source: `${unitedNations}, between ${before.year} and ${after.year}`
    }
  }

  return (country: string, year: number, sex: string, age: string): Residents | undefined => {
    const operator = own.get(`${country} ${year}`)
    if (operator !== undefined) {
      const row = operator.find((one) => one.sex === sex && one.age_group === age)
      return row === undefined ? undefined : { population: Number(row.population), source: row.source }
    }
    const found = worldAt(country, year)
    const chosen = sexes.filter((one) => sex === "Total" || sex === one)
    const groups = ages.filter((one) => age === "Total" || age === one)
    if (found === undefined || chosen.length === 0 || groups.length === 0) return undefined
    const population = chosen
      .flatMap((one) => groups.map((group) => found.parts[`${one}${group}`]))
      .reduce((sum, part) => sum + part, 0)
    return population === 0 ? undefined : { population, source: found.source }
  }
}

export type PopulationOf = ReturnType<typeof populationOf>

const seed = <Row>(name: string): ReadonlyArray<Row> =>
  parse(readFileSync(new URL(`../../transform/seeds/${name}.csv`, import.meta.url)), { columns: true, bom: true })

/** Returns the residents that the seeds of `transform/` know. */
export const readPopulation = (): PopulationOf =>
  populationOf(seed<PopulationRow>("population"), seed<WorldRow>("world_population"))
