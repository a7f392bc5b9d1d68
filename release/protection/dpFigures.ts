/**
 * Tables of a release under differential privacy: fixed queries on a vintage, whose noise is paid from one budget for all such releases.
 * Figures depend on the counts only through the noise, and labels come from public lists. Whether they are published at all depends on what
 * exact releases leave open: noise alone does not protect a count whose neighbours are published exactly.
 */

import { type FixedQuestion, planOfQuestion } from "@corridor/disclosure/private/answerFixed"
import { codeRecords, type Domain, subsets } from "@corridor/disclosure/private/Domain"
import { deviationOf } from "@corridor/disclosure/private/MarginalPlan"
import { intervalReach, type PublishedMarginal } from "@corridor/disclosure/private/publishMarginal"
import { over, rational } from "@corridor/disclosure/private/Rational"
import type { Rho } from "@corridor/disclosure/private/zCdp"
import { Effect, type Redacted } from "effect"
import { groupHistories, partnerGroups } from "../../schemas/PartnerGroups.ts"
import { countries } from "../../schemas/Places.ts"
import { type Cube, detailsFor, dimensionOf, historyDimension } from "../catalogue/Cube.ts"
import { totalLabel } from "../catalogue/dimensionLabels.ts"
import { termDefinitions } from "../catalogue/PlainTerms.ts"
import { releaseTables } from "../catalogue/releaseTables.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { DisclosedCell, Disclosure } from "../history/Disclosure.ts"
import type { ReleaseCell } from "../history/ReleaseCell.ts"
import type { MarginNoise } from "../ledger/LedgerEntry.ts"
import { leafRows } from "../vintage/leafRows.ts"
import { frozenRows, type Vintage } from "../vintage/Vintages.ts"
import {
  captureHistories,
  counterpartOf,
  type LinkErrors,
  linkErrors,
  linkErrorsText,
  oncePerPartner,
  oncePerson,
  withLinkErrors
} from "./personsIntervals.ts"
import { answerPrivately, dpDelta, PrivateRefused, rhoOf, withPrivateBudget } from "./privateBudget.ts"
import { auditNoisy, type ProtectionInput } from "./protectChoices.ts"
import { type NoisyHistories, releasedCaptures } from "./releasedCaptures.ts"

/** Probability that a table shows any cell without persons. */
const emptyCellProbability = 0.001

/** The same where an empty cell may be shown. */
const anyCellProbability = 0.5

const countryCodes = countries.map(({ code }) => code)

/** Returns the public list of labels of a dimension; undefined if there is none. */
const listOf = (cube: Cube, choice: TableChoice, name: string): ReadonlyArray<string> | undefined => {
  const level = choice.levels[name]?.join()
  if (name === historyDimension) return groupHistories
  if (["origin", "destination", "country"].includes(name) && level === "country")
    return name === "country" ? [...countryCodes, "NotKnown"] : countryCodes
  if (name === "year" && level === "year" && choice.from !== null && choice.to !== null)
    return Array.from({ length: choice.to - choice.from + 1 }, (_, i) => String((choice.from as number) + i))
  const word = Object.values(termDefinitions).find((one) => one.dimension === name)
  return cube.name === "victims" && word !== undefined && "labels" in word && name !== "risk_group"
    ? word.labels
    : undefined
}

/** Privacy cost of one table and accuracy of its figures. */
interface DpTableFacts {
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

interface DpPrice {
  /** Privacy loss of each table, at `dpDelta`. */
  readonly epsilon: number
  readonly key: Redacted.Redacted<string> | undefined
  /** Whether only places are proven and other figures are estimates. */
  readonly isEstimated?: boolean
}

/** How many cells of a table one file can change: that a further partner knows a person moves it from one capture history to another. */
const changedCells = ({ by }: TableChoice): number => (by.includes(historyDimension) ? 2 : 1)

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
  rho: over(rho, rational(changedCells(choice))),
  // Every combination of groups is possible, so none is invented: only the least figure limits what is shown.
  inventing: choice.table === captureHistories ? anyCellProbability : emptyCellProbability,
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

/** Whether persons of a year are in a table that has limits but no dimension of years; of an unknown year they are if it has none. */
const yearsOf =
  ({ from, to }: TableChoice) =>
  (year: string): boolean =>
    (from === null && to === null) || (Number(year) >= (from ?? 0) && Number(year) <= (to ?? Number.MAX_SAFE_INTEGER))

const readTable = Effect.fn("dpFigures.read")(function* (
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

/** Returns the most rows that a measured table by year can have, in the years of `isCounted`: a year that is not shown has less than twice the limit. */
const mostRows = (
  domain: Domain,
  marginals: ReadonlyArray<PublishedMarginal>,
  isCounted: (year: string) => boolean = () => true
): number => {
  const [whole] = marginals.filter(({ columns }) => columns.length === domain.columns.length)
  const shown = new Map(whole?.cells.map(({ values, high }) => [values[0], high]))
  return (domain.columns[0]?.values ?? [])
    .filter(isCounted)
    .reduce((sum, year) => sum + (shown.get(year) ?? 2 * (whole?.threshold ?? 0)), 0)
}

/** Returns the groups of partners that took part in the newest round, whether or not they know anybody. */
const groupsInRound = Effect.fn("dpFigures.groupsInRound")(function* (vintage: Vintage) {
  const rows = yield* frozenRows<{ readonly history: string }>(vintage, "linked_persons")
  const present = new Set(rows.flatMap(({ history }) => history.split("+")))
  return partnerGroups.filter((group) => present.has(group))
})

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
export const dpFigures = Effect.fn("dpFigures")(function* (input: DpInput & DpPrice) {
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
    if ([oncePerson, captureHistories].includes(choice.table) && counterpartOf(choices, choice) === undefined)
      return yield* new PrivateRefused({
        message: `${choice.table}: add the table ${oncePerPartner} with the same years: the intervals need both. Nothing was paid or written.`
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
  let [allRows, ownRows] = [0, 0]
  let histories: Pick<NoisyHistories, "figures" | "deviation" | "limit"> | undefined
  for (const { question, cube, choice, number, domain, records } of tables) {
    const coded = codeRecords(domain, records)
    if (coded === undefined)
      return yield* new PrivateRefused({ message: `${choice.table} has labels that no public list contains.` })
    const answer = yield* answerPrivately({ question, changedCells: changedCells(choice), records: coded, key })
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
    if (choice.table === oncePerPartner) {
      allRows = mostRows(domain, wanted)
      ownRows = mostRows(domain, wanted, (year) => year !== otherYears)
    }
    const [only] = wanted
    if (choice.table === captureHistories && choice.by.join() === historyDimension && only !== undefined)
      histories = {
        figures: new Map(only.cells.map(({ values, count }) => [values[0] as string, count])),
        deviation: only.deviation,
        limit: only.threshold
      }
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
  const isLinked = choices.some(({ table }) => table === oncePerson || table === captureHistories)
  const errors = isLinked ? yield* linkErrors(vintage) : {}
  const captures =
    histories === undefined
      ? undefined
      : releasedCaptures({ ...histories, groups: yield* groupsInRound(vintage), atPartners: ownRows }, errors)
  return {
    cells: withLinkErrors(choices, cells, errors, allRows),
    captures,
    facts,
    noise,
    invented: read.some((one) => one.invented),
    errors
  }
}, withPrivateBudget)

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
}${facts.some(({ table }) => table === oncePerson) ? `\n\n${linkErrorsText(errors)}` : ""}${
  facts.some(({ table }) => table === captureHistories)
    ? `\n\nA file that a partner adds can move a person from one capture history to another, which is two cells: the noise of ${captureHistories} is that of half the budget for each.`
    : ""
}`
