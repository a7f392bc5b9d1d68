/**
 * Tables of a release under differential privacy: fixed queries on a vintage, whose noise is paid from one budget for all such releases.
 * Figures depend on the counts only through the noise, and labels come from public lists. Whether they are published at all depends on what
 * exact releases leave open: noise alone does not protect a count whose neighbours are published exactly.
 */

import { answerFixed, type FixedQuestion, planOfQuestion } from "@corridor/disclosure/private/answerFixed"
import { Budget } from "@corridor/disclosure/private/Budget"
import { codeRecords, type Domain, subsets } from "@corridor/disclosure/private/Domain"
import { deviationOf } from "@corridor/disclosure/private/MarginalPlan"
import { intervalReach, type PublishedMarginal } from "@corridor/disclosure/private/publishMarginal"
import { toNumber } from "@corridor/disclosure/private/Rational"
import { type Rho, rhoFor } from "@corridor/disclosure/private/zCdp"
import { Effect, Layer, type Redacted, Schema } from "effect"
import { countries } from "../../schemas/Places.ts"
import { type Cube, detailsFor, dimensionOf } from "../catalogue/Cube.ts"
import { totalLabel } from "../catalogue/dimensionLabels.ts"
import { termDefinitions } from "../catalogue/PlainTerms.ts"
import { releaseTables } from "../catalogue/releaseTables.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { DisclosedCell, Disclosure } from "../history/Disclosure.ts"
import type { ReleaseCell } from "../history/ReleaseCell.ts"
import type { MarginNoise } from "../ledger/LedgerEntry.ts"
import { ledgerBudgets } from "../ledger/ledgerBudgets.ts"
import { leafRows } from "../vintage/leafRows.ts"
import type { Vintage } from "../vintage/Vintages.ts"
import { auditNoisy } from "./auditNoisy.ts"
import {
  counterpartOf,
  type LinkErrors,
  linkErrors,
  linkErrorsText,
  oncePerPartner,
  oncePerson,
  withLinkErrors
} from "./personsIntervals.ts"
import type { ProtectionInput } from "./protectChoices.ts"

/** The table cannot be released under differential privacy. Nothing was paid or written. */
export class PrivateRefused extends Schema.TaggedError<PrivateRefused>()("PrivateRefused", {
  message: Schema.String
}) {}

/** One book for all vintages, because they contain mostly the same persons. */
const budgetBook = "private releases"
const budgetAccount = "releases"

/** Probability that a table shows any cell without persons. */
const emptyCellProbability = 0.001

/** The delta of (epsilon, delta)-differential privacy. */
const dpDelta = 1e-6

/** Limit of the privacy loss of all releases with the method `dp` of all vintages. */
const lifetimeEpsilon = 10

/** Returns the rho that an epsilon costs at `dpDelta`. */
const rhoOf = (epsilon: number) =>
  epsilon > 0 && epsilon <= 10
    ? Effect.succeed(rhoFor(epsilon, dpDelta))
    : Effect.fail(new PrivateRefused({ message: "epsilon must be above 0 and at most 10." }))

const countryCodes = countries.map(({ code }) => code)

/** Returns the public list of labels of a dimension; undefined if there is none. */
const listOf = (cube: Cube, choice: TableChoice, name: string): ReadonlyArray<string> | undefined => {
  const level = choice.levels[name]?.join()
  if (["origin", "destination", "country"].includes(name) && level === "country")
    return name === "country" ? [...countryCodes, "NotKnown"] : countryCodes
  if (name === "year" && level === "year" && choice.from !== null && choice.to !== null)
    return Array.from({ length: choice.to - choice.from + 1 }, (_, i) => String((choice.from as number) + i))
  const word = Object.values(termDefinitions).find((one) => one.dimension === name)
  return cube.name === "victims" && word !== undefined && "labels" in word && name !== "risk_group"
    ? word.labels
    : undefined
}

const budgets = Budget.layer.pipe(Layer.provide(ledgerBudgets))

/** Privacy cost of one table and accuracy of its figures. */
export interface DpTableFacts {
  readonly table: string
  readonly rho: string
  /** Half the width of each figure's 95 % interval, and the lowest figure that is shown; of proven margins where others are estimated. */
  readonly reach: number
  readonly threshold: number
  /** Of figures that are estimates: half the width of the widest interval, and the lowest that is shown. Absent if all are proven. */
  readonly estimates?: { readonly reach: number; readonly threshold: number }
}

/** A choice to publish with noise: its public labels, its records, and the noise of its margins. */
interface NoisyTable {
  readonly question: FixedQuestion
  readonly cube: Cube
  readonly choice: TableChoice
  readonly number: number
  readonly domain: Domain
  readonly records: ReadonlyArray<ReadonlyArray<string>>
  readonly noise: ReadonlyArray<MarginNoise>
}

type DpInput = Omit<ProtectionInput, "method" | "key">

export interface DpPrice {
  /** Privacy loss of each table, at `dpDelta`. */
  readonly epsilon: number
  readonly key: Redacted.Redacted<string> | undefined
  /** Whether only places are proven and other figures are estimates. */
  readonly isEstimated?: boolean
}

/**
 * The label of all years outside a table of persons at partners. They are measured with it, at no cost because no person is in two years of one
 * table, and never published: false links reach over years, so the intervals of persons need all rows of a round.
 */
const otherYears = "Other years"

const planOf = (choice: TableChoice) => {
  const cube = releaseTables.get(choice.table)?.cube as Cube
  const lists = choice.by.map((name) => [name, listOf(cube, choice, name)] as const)
  const open = lists.flatMap(([name, list]) => (list === undefined ? [name] : []))
  const isPlain = detailsFor(cube, choice.levels).length === 0 && Object.keys(choice.where).length === 0
  const more = choice.table === oncePerPartner ? [otherYears] : []
  const domain: Domain = { columns: lists.map(([name, list = []]) => ({ name, values: [...list, ...more] })) }
  return { cube, open, isPlain, domain }
}

/** Returns the margins of a choice that are published, as columns of its domain. */
const publishedMargins = ({ by, margins }: TableChoice): ReadonlyArray<ReadonlyArray<number>> =>
  subsets(
    by.map((_, d) => d),
    by.length
  ).filter((columns) => columns.length === by.length || (margins && columns.length > 0))

/** Returns the margins by places alone, as columns of a choice's domain: countries and corridors. */
const placeMargins = (cube: Cube, { by }: TableChoice): ReadonlyArray<ReadonlyArray<number>> => {
  const places = by.flatMap((name, d) => (dimensionOf(cube, name)?.kind === "place" ? [d] : []))
  return subsets(places, places.length).filter((columns) => columns.length > 0)
}

/** Returns the question of one table, but for its name. */
const questionOf = (
  { choice, cube, domain }: { choice: TableChoice; cube: Cube; domain: Domain },
  rho: Rho,
  { isEstimated = false, profile }: Pick<DpPrice, "isEstimated"> & Pick<DpInput, "profile">
): FixedQuestion => ({
  name: choice.table,
  version: 1,
  domain,
  length: choice.by.length,
  rho,
  inventing: emptyCellProbability,
  least: profile.threshold,
  ...(isEstimated ? { proven: placeMargins(cube, choice) } : {})
})

/** Returns a table as if each figure were its count: the interval around it is as wide as that of any draw. */
const centredCells = (
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

const readTable = Effect.fn("dpFigures.read")(function* (
  { choice, number, cube, domain }: { choice: TableChoice; number: number; cube: Cube; domain: Domain },
  vintage: Vintage,
  question: FixedQuestion
) {
  const leaves = yield* leafRows(vintage, cube)
  const at = choice.by.map((name) => cube.dimensions.findIndex((one) => one.name === name))
  const lists = domain.columns.map(({ values }) => new Set(values))
  // Persons outside the lists, such as in another year, are not counted, or with all others.
  const records = leaves.rows.flatMap(({ values, persons }) => {
    const own = at.map((place, d) => {
      const value = values[place] as string
      return lists[d]?.has(value) || !lists[d]?.has(otherYears) ? value : otherYears
    })
    return own.every((value, d) => lists[d]?.has(value)) ? Array.from({ length: persons }, () => own) : []
  })
  const plan = planOfQuestion(question)
  const noise = publishedMargins(choice).map((columns) => ({
    choice: number,
    columns: columns.map((d) => choice.by[d] as string),
    deviation: deviationOf(domain, plan, columns)
  }))
  return {
    invented: leaves.invented,
    table: { question, cube, choice, number, domain, records, noise } satisfies NoisyTable
  }
})

/** Returns the most rows that a measured table can have: a cell that is not shown has less than twice the limit. */
const mostRows = (domain: Domain, marginals: ReadonlyArray<PublishedMarginal>): number =>
  marginals
    .filter(({ columns }) => columns.length === domain.columns.length)
    .reduce((sum, { cells, threshold }) => {
      const absent = domain.columns.reduce((size, { values }) => size * values.length, 1) - cells.length
      return sum + cells.reduce((rows, { high }) => rows + high, 0) + 2 * threshold * absent
    }, 0)

const refuseIfNarrow = Effect.fn("dpFigures.refuseIfNarrow")(function* (
  input: DpInput,
  disclosure: Disclosure,
  cost: string
) {
  const found = yield* auditNoisy(input, disclosure)
  if (found > 0)
    return yield* new PrivateRefused({
      message: `Together with what is already published, figures this exact would narrow suppressed counts too far. Use a smaller epsilon or fewer dimensions. ${cost}`
    })
})

/**
 * Returns the noisy figures as cells of the release. Each table is paid for before its noise is drawn. Before that, and again with the
 * figures drawn, all of them are attacked together with everything disclosed before.
 */
export const dpFigures = Effect.fn("dpFigures")(
  function* (input: DpInput & DpPrice) {
    const { choices, vintage, id, epsilon, key, profile, isEstimated = false } = input
    if (key === undefined)
      return yield* new PrivateRefused({
        message: "The method 'dp' needs a secret: set CORRIDOR_CELL_KEY. Nothing was written."
      })
    const rho = yield* rhoOf(epsilon)
    const plans = choices.map((choice, number) => ({ choice, number, ...planOf(choice) }))
    for (const { choice, open, isPlain } of plans)
      if (open.length > 0 || !isPlain)
        return yield* new PrivateRefused({
          message: `${choice.table}: the method 'dp' needs dimensions with a public list of labels; for years give --from and --to. Not possible: ${open.join(", ") || "levels or filters"}.`
        })
    for (const { choice, cube } of plans)
      if (
        isEstimated &&
        [0, choice.by.length].includes(Math.max(0, ...placeMargins(cube, choice).map((one) => one.length)))
      )
        return yield* new PrivateRefused({
          message: `${choice.table}: the method 'dp-estimates' needs a country and another dimension: countries are proven, the rest is estimated. Use 'dp'.`
        })
    for (const { choice } of plans)
      if (choice.table === oncePerson && counterpartOf(choices, choice) === undefined)
        return yield* new PrivateRefused({
          message: `${oncePerson}: add the table ${oncePerPartner} with the same years: the interval of persons needs both. Nothing was paid or written.`
        })
    const read = yield* Effect.forEach(plans, (plan) => readTable(plan, vintage, questionOf(plan, rho, input)))
    const tables = read.map(({ table }) => table)
    const disclosureOf = (cells: ReadonlyArray<DisclosedCell>, noise: ReadonlyArray<MarginNoise>): Disclosure => ({
      id,
      vintage: vintage.vintage,
      threshold: profile.threshold,
      choices,
      cells,
      isExact: false,
      noise
    })
    const centred = disclosureOf(
      tables.flatMap((table) => centredCells(table, profile.threshold, id)),
      tables.flatMap(({ noise }) => noise)
    )
    yield* refuseIfNarrow(input, centred, "Nothing was paid or written.")
    const cells: Array<DisclosedCell & Pick<ReleaseCell, "bounds">> = []
    const noise: Array<MarginNoise> = []
    const facts: Array<DpTableFacts> = []
    let allRows = 0
    for (const { question, cube, choice, number, domain, records } of tables) {
      const coded = codeRecords(domain, records)
      if (coded === undefined)
        return yield* new PrivateRefused({ message: `${choice.table} has labels that no public list contains.` })
      const context = { vintage: budgetBook, records: coded, accounts: [budgetAccount], key }
      const answer = yield* answerFixed(question, context)
      const wanted = answer.marginals.filter(({ columns }) => choice.margins || columns.length === choice.by.length)
      for (const { columns, deviation, estimated, cells: own } of wanted) {
        noise.push({ choice: number, columns, deviation, ...(estimated === undefined ? {} : { estimated }) })
        for (const { values, count, low, high } of own) {
          if (values.includes(otherYears)) continue
          cells.push({
            choice: number,
            labels: choice.by.map((name) => values[columns.indexOf(name)] ?? totalLabel),
            shown: { state: "published", victims: count, asOf: id },
            ...(isEstimated || cube.noiseOnly !== undefined ? { bounds: { low, high } } : {})
          })
        }
      }
      if (choice.table === oncePerPartner) allRows = mostRows(domain, wanted)
      const limits = (some: ReadonlyArray<PublishedMarginal>) => {
        const widest = (of: "threshold" | "deviation") => Math.max(0, ...some.map((one) => one[of]))
        return { reach: Math.ceil(intervalReach * widest("deviation")), threshold: Math.ceil(widest("threshold")) }
      }
      facts.push({
        table: choice.table,
        rho: answer.rho,
        ...limits(answer.marginals.filter((one) => one.isProven && (isEstimated || wanted.includes(one)))),
        ...(isEstimated ? { estimates: limits(wanted.filter((one) => !one.isProven)) } : {})
      })
    }
    const disclosure = disclosureOf(cells, noise)
    yield* refuseIfNarrow(input, disclosure, "Nothing was written; the budget of these figures is spent.")
    const errors = choices.some(({ table }) => table === oncePerson) ? yield* linkErrors(vintage) : {}
    return {
      cells: withLinkErrors(choices, cells, errors, allRows),
      facts,
      noise,
      invented: read.some((one) => one.invented),
      errors
    }
  },
  (effect) => Effect.provide(effect, budgets)
)

/** Adds `epsilon` to the budget of releases with the method `dp`, if given. Returns rho granted, used and left. */
export const dpBudget = Effect.fn("dpBudget")(
  function* (epsilon: number | undefined) {
    const budget = yield* Budget
    if (epsilon !== undefined) {
      const more = yield* rhoOf(epsilon)
      const { granted } = yield* budget.balance(budgetBook, budgetAccount)
      if (toNumber(granted) + toNumber(more) > toNumber(rhoFor(lifetimeEpsilon, dpDelta)))
        return yield* new PrivateRefused({
          message: `All releases with the method 'dp' together may cost at most epsilon ${lifetimeEpsilon}, for as long as Corridor runs: vintages contain mostly the same persons. Grant less.`
        })
      yield* budget.grant(budgetBook, budgetAccount, more)
    }
    const { granted, spent, left } = yield* budget.balance(budgetBook, budgetAccount)
    return { granted: toNumber(granted), used: toNumber(spent), left: toNumber(left) }
  },
  (effect) => Effect.provide(effect, budgets)
)

const tableText = ({ table, rho, reach, threshold, estimates }: DpTableFacts): string =>
  estimates === undefined
    ? `- ${table}: rho ${rho}; a figure is within ${reach} of the count in 95 of 100 cells; figures below ${threshold} are not shown.`
    : `- ${table}: rho ${rho}; countries and corridors from ${threshold} persons on, measured to within ${reach} in 95 of 100 cells; other figures are estimates from ${estimates.threshold} persons on, measured to within ${estimates.reach}.`

/** Returns the paragraphs of the method page about differential privacy. */
export const dpMethodText = (facts: ReadonlyArray<DpTableFacts>, epsilon: number, errors: LinkErrors): string =>
  `Each table is (${epsilon}, ${dpDelta})-differentially private. All releases of this kind are paid out of one budget.
What is protected is whether one person is in one cell of a table. A person who took several routes, came in several years or was reported
by several partners is in several cells and is less protected. The figures were attacked together with everything published before, each as an
interval of 95 % confidence.

${facts.map(tableText).join("\n")}

${
  facts.some(({ estimates }) => estimates !== undefined)
    ? `Countries and corridors are proven: the probability that a table has a row of any country or corridor without persons is at most ${emptyCellProbability}. All
other figures are estimates from these, from each other and from their own measurement. An estimate may stand for nobody. The interval of each
figure (low, high) is that of its own measurement and contains the count in 95 of 100 cells, whatever the estimate assumes. Totals need not be the
sums of estimates. A cell that is missing is estimated below the limit, or is of a country or corridor that is not shown, or empty.`
    : `A cell that is missing from a table is below that number, or empty. The probability that a table shows any empty cell is at most ${emptyCellProbability}.`
}${facts.some(({ table }) => table === oncePerson) ? `\n\n${linkErrorsText(errors)}` : ""}`
