/** A choice as a question that is answered with noise: its labels from public lists, its records, and the noise of its margins. */
import { type FixedQuestion, planOfQuestion } from "@corridor/disclosure/private/answerFixed"
import { type Domain, subsets } from "@corridor/disclosure/private/Domain"
import { deviationOf } from "@corridor/disclosure/private/MarginalPlan"
import { over, rational } from "@corridor/disclosure/private/Rational"
import type { Rho } from "@corridor/disclosure/private/zCdp"
import type { Profile } from "@corridor/disclosure/rules/Profile"
import { Effect } from "effect"
import { type Cube, dimensionOf, historyDimension } from "../catalogue/Cube.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { totalLabel } from "../catalogue/totalLabel.ts"
import type { DisclosedCell } from "../history/Disclosure.ts"
import type { MarginNoise } from "../ledger/LedgerEntry.ts"
import { leafRows } from "../vintage/leafRows.ts"
import { frozenRows, type Vintage } from "../vintage/Vintages.ts"
import { captureHistories, marginsOf, otherYears, publishedMargins } from "./noisyDomain.ts"

/** Probability that a table shows any cell without persons. */
export const emptyCellProbability = 0.001

/** Probability that a table shows any cell without persons, where it may show one. */
const anyCellProbability = 0.5

/** A choice to publish with noise: its public labels, its records, and the noise of its margins. */
export interface NoisyTable {
  readonly question: FixedQuestion
  readonly cube: Cube
  readonly choice: TableChoice
  readonly number: number
  readonly domain: Domain
  readonly records: ReadonlyArray<ReadonlyArray<string>>
  readonly noise: ReadonlyArray<MarginNoise>
}

/** Returns how many cells of a table one file can change. A file of a further partner moves a person from one capture history to another. */
export const changedCells = ({ by }: TableChoice): number => (by.includes(historyDimension) ? 2 : 1)

/** Returns the margins by places alone, as columns of a choice's domain: countries and corridors. */
export const placeMargins = (cube: Cube, { by }: TableChoice): ReadonlyArray<ReadonlyArray<number>> => {
  const places = by.flatMap((name, d) => (dimensionOf(cube, name)?.kind === "place" ? [d] : []))
  return subsets(places, places.length).filter((columns) => columns.length > 0)
}

/**
 * Returns the name of the records of a cube: of the linkage round or the federated count that they are from, otherwise of the vintage. It does not
 * depend on what they are.
 */
export const recordsName = Effect.fn("noisyTable.recordsName")(function* (vintage: Vintage, { mart, noiseOnly }: Cube) {
  if (noiseOnly === undefined) return `vintage ${vintage.vintage}`
  const [first] = yield* frozenRows<{ readonly round?: string; readonly count_id?: string }>(vintage, mart)
  return first?.round ?? first?.count_id ?? `vintage ${vintage.vintage}`
})

/**
 * Returns the question of one table. Its name says of which records it is, and of which years: with one name for all, equal answers would reveal that
 * nothing has changed since another round or vintage, or that a further year has no persons.
 */
export const questionOf = (
  { choice, cube, domain }: { choice: TableChoice; cube: Cube; domain: Domain },
  records: string,
  rho: Rho,
  { isEstimated = false, profile }: { readonly isEstimated?: boolean; readonly profile: Profile }
): FixedQuestion => ({
  name: JSON.stringify([choice.table, records, choice.from, choice.to]),
  version: 1,
  domain,
  length: choice.by.length,
  rho: over(rho, rational(changedCells(choice))),
  // Every combination of groups is possible, so none is invented: only the least figure limits what is shown.
  inventing: choice.table === captureHistories ? anyCellProbability : emptyCellProbability,
  least: profile.threshold,
  ...(isEstimated ? { proven: placeMargins(cube, choice) } : {})
})

/** Returns a table as if each figure were its count: the interval around it is as wide as that of any draw. */
export const centredCells = (
  { choice, number, records }: NoisyTable,
  threshold: number,
  id: number
): ReadonlyArray<DisclosedCell> =>
  publishedMargins(choice).flatMap((columns) => {
    const counts = new Map<string, number>()
    for (const record of records) {
      const key = JSON.stringify(choice.by.map((_, d) => (columns.includes(d) ? record[d] : totalLabel)))
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    return [...counts].flatMap(([key, victims]) =>
      victims < threshold || key.includes(otherYears)
        ? []
        : [
            {
              choice: number,
              labels: JSON.parse(key) as ReadonlyArray<string>,
              shown: { state: "published" as const, victims, asOf: id }
            }
          ]
    )
  })

/** Returns whether persons of a year are counted in a table without a dimension of years; those of an unknown year are, if the table has no first or last year. */
const yearsOf =
  ({ from, to }: TableChoice) =>
  (year: string): boolean =>
    (from === null && to === null) || (Number(year) >= (from ?? 0) && Number(year) <= (to ?? Number.MAX_SAFE_INTEGER))

/** Reads the records of a choice from a vintage, and computes the noise of its margins. */
export const readTable = Effect.fn("noisyTable.read")(function* (
  { choice, number, cube, domain }: { choice: TableChoice; number: number; cube: Cube; domain: Domain },
  vintage: Vintage,
  question: FixedQuestion
) {
  const leaves = yield* leafRows(vintage, cube)
  const at = choice.by.map((name) => cube.dimensions.findIndex((one) => one.name === name))
  const lists = domain.columns.map(({ values }) => new Set(values))
  const time = cube.dimensions.findIndex((one) => one.name === cube.spine.time)
  const isInYears = choice.by.includes(cube.spine.time) ? () => true : yearsOf(choice)
  // Persons outside the lists, such as in another year, are not counted, or with all others.
  const records = leaves.rows.flatMap(({ values, persons }) => {
    if (!isInYears(values[time] as string)) return []
    const own = at.map((place, d) => {
      const value = values[place] as string
      return lists[d]?.has(value) || !lists[d]?.has(otherYears) ? value : otherYears
    })
    return own.every((value, d) => lists[d]?.has(value)) ? Array.from({ length: persons }, () => own) : []
  })
  const plan = planOfQuestion(question)
  // Figures of a table add up to margins that it does not show.
  const noise = marginsOf(choice).map((columns) => ({
    choice: number,
    columns: columns.map((d) => choice.by[d] as string),
    deviation: deviationOf(domain, plan, columns)
  }))
  return {
    invented: leaves.invented,
    table: { question, cube, choice, number, domain, records, noise } satisfies NoisyTable
  }
})
