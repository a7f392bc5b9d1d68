/**
 * Tables of a release under differential privacy: fixed queries on a vintage, whose noise is paid from one budget for all such releases.
 * Figures depend on the counts only through the noise, and labels come from public lists. Whether they are published at all depends on what
 * exact releases leave open: noise alone does not protect a count whose neighbours are published exactly.
 */

import { codeRecords, type Domain } from "@corridor/disclosure/private/Domain"
import { intervalReach, type PublishedMarginal } from "@corridor/disclosure/private/publishMarginal"
import { Effect, type Redacted } from "effect"
import { partnerGroups } from "../../schemas/PartnerGroups.ts"
import { historyDimension } from "../catalogue/Cube.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import { totalLabel } from "../catalogue/totalLabel.ts"
import type { DisclosedCell, Disclosure } from "../history/Disclosure.ts"
import type { ReleaseCell } from "../history/ReleaseCell.ts"
import type { MarginNoise } from "../ledger/LedgerEntry.ts"
import { frozenRows, type Vintage } from "../vintage/Vintages.ts"
import type { DpTableFacts } from "./dpMethodText.ts"
import { captureHistories, oncePerPartner, oncePerson, otherYears, planOf } from "./noisyDomain.ts"
import {
  centredCells,
  changedCells,
  type NoisyTable,
  placeMargins,
  questionOf,
  readTable,
  recordsName
} from "./noisyTable.ts"
import { counterpartOf, linkErrors, withLinkErrors } from "./personsIntervals.ts"
import { answerPrivately, PrivateRefused, rhoOf, withPrivateBudget } from "./privateBudget.ts"
import { auditNoisy, type ProtectionInput } from "./protectChoices.ts"
import { type NoisyHistories, releasedCaptures } from "./releasedCaptures.ts"

type DpInput = Omit<ProtectionInput, "method" | "key">

interface DpPrice {
  /** Privacy loss of each table, at `dpDelta`. */
  readonly epsilon: number
  readonly key: Redacted.Redacted<string> | undefined
  /** Whether only places are proven and other figures are estimates. */
  readonly isEstimated?: boolean
}

type NoisyCell = DisclosedCell & Pick<ReleaseCell, "bounds">

/** Returns the most rows that a measured table by year can have, in the years of `isCounted`: a year that is not shown has less than twice the limit. */
const maxRows = (
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

/** Returns the groups of partners that took part in the newest round, with or without persons. */
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

const plansOf = (choices: ReadonlyArray<TableChoice>) =>
  choices.map((choice, number) => ({ choice, number, ...planOf(choice) }))

type Plan = ReturnType<typeof plansOf>[number]

const isOfOnePlace = ({ choice, cube }: Plan): boolean =>
  [0, choice.by.length].includes(Math.max(0, ...placeMargins(cube, choice).map(({ length }) => length)))

/** Returns why one of the tables cannot be published with noise; undefined if all can. */
const refusalOf = (plans: ReadonlyArray<Plan>, isEstimated: boolean): string | undefined => {
  for (const { choice, open, isPlain } of plans)
    if (open.length > 0 || !isPlain)
      return `${choice.table}: the method 'dp' needs dimensions with a public list of labels; for years give --from and --to. Not possible: ${open.join(", ") || "levels or filters"}.`
  for (const plan of plans)
    if (isEstimated && isOfOnePlace(plan))
      return `${plan.choice.table}: the method 'dp-estimates' needs a country and another dimension: countries are proven, the rest is estimated. Use 'dp'.`
  const choices = plans.map(({ choice }) => choice)
  for (const choice of choices)
    if ([oncePerson, captureHistories].includes(choice.table) && counterpartOf(choices, choice) === undefined)
      return `${choice.table}: add the table ${oncePerPartner} with the same years: the intervals need both. Nothing was paid or written.`
  return undefined
}

const limitsOf = (some: ReadonlyArray<PublishedMarginal>) => {
  const widest = (limit: "threshold" | "deviation") => Math.max(0, ...some.map((one) => one[limit]))
  return { reach: Math.ceil(intervalReach * widest("deviation")), threshold: Math.ceil(widest("threshold")) }
}

const cellsOf = (
  { cube, choice, number }: NoisyTable,
  wanted: ReadonlyArray<PublishedMarginal>,
  { id, isEstimated = false }: Pick<DpInput & DpPrice, "id" | "isEstimated">
): ReadonlyArray<NoisyCell> =>
  wanted.flatMap(({ columns, cells }) =>
    cells
      .filter(({ values }) => !values.includes(otherYears))
      .map(({ values, count, low, high }) => ({
        choice: number,
        labels: choice.by.map((name) => values[columns.indexOf(name)] ?? totalLabel),
        shown: { state: "published", victims: count, asOf: id },
        ...(isEstimated || cube.noiseOnly !== undefined ? { bounds: { low, high } } : {})
      }))
  )

/** Pays for one table and draws its figures. */
const drawTable = Effect.fn("dpFigures.draw")(function* (
  table: NoisyTable,
  input: Pick<DpInput & DpPrice, "id" | "key" | "isEstimated">
) {
  const { question, choice, number, domain } = table
  const records = codeRecords(domain, table.records)
  if (records === undefined)
    return yield* new PrivateRefused({ message: `${choice.table} has labels that no public list contains.` })
  const { marginals, rho } = yield* answerPrivately({
    question,
    changedCells: changedCells(choice),
    records,
    key: input.key
  })
  const wanted = marginals.filter(({ columns }) => choice.margins || columns.length === choice.by.length)
  const proven = marginals.filter((one) => one.isProven && (input.isEstimated || wanted.includes(one)))
  const facts: DpTableFacts = {
    table: choice.table,
    rho,
    ...limitsOf(proven),
    ...(input.isEstimated ? { estimates: limitsOf(wanted.filter((one) => !one.isProven)) } : {})
  }
  const noise: ReadonlyArray<MarginNoise> = marginals.map(({ columns, deviation, estimated, threshold: limit }) => ({
    choice: number,
    columns,
    deviation,
    ...(estimated === undefined ? {} : { estimated }),
    limit
  }))
  return { table, wanted, noise, facts, cells: cellsOf(table, wanted, input) }
})

type Drawn = Effect.Success<ReturnType<typeof drawTable>>

/** Returns the maximum number of rows of the round, each person counted once at each partner: in all years, and in those that are shown. */
const rowsAtPartners = (drawn: ReadonlyArray<Drawn>) => {
  const one = drawn.findLast(({ table }) => table.choice.table === oncePerPartner)
  if (one === undefined) return { allRows: 0, ownRows: 0 }
  const { domain } = one.table
  return {
    allRows: maxRows(domain, one.wanted),
    ownRows: maxRows(domain, one.wanted, (year) => year !== otherYears)
  }
}

/** Returns the figures of capture histories; undefined without a table by capture history alone. */
const historiesIn = (
  drawn: ReadonlyArray<Drawn>
): Pick<NoisyHistories, "figures" | "deviation" | "limit"> | undefined => {
  const isAlone = ({ choice }: NoisyTable) => choice.table === captureHistories && choice.by.join() === historyDimension
  const only = drawn.findLast(({ table }) => isAlone(table))?.wanted[0]
  if (only === undefined) return undefined
  const figures = new Map(only.cells.map(({ values, count }) => [values[0] as string, count]))
  return { figures, deviation: only.deviation, limit: only.threshold }
}

/**
 * Returns the noisy figures as cells of the release. Each table is paid for before its noise is drawn. Before that, and again with the
 * figures drawn, all of them are attacked together with everything disclosed before.
 */
export const dpFigures = Effect.fn("dpFigures")(function* (input: DpInput & DpPrice) {
  const { choices, vintage, id, profile } = input
  if (input.key === undefined)
    return yield* new PrivateRefused({
      message: "The method 'dp' needs a secret: set CORRIDOR_CELL_KEY. Nothing was written."
    })
  const rho = yield* rhoOf(input.epsilon)
  const plans = plansOf(choices)
  const message = refusalOf(plans, input.isEstimated ?? false)
  if (message !== undefined) return yield* new PrivateRefused({ message })
  const read = yield* Effect.forEach(plans, (plan) =>
    Effect.flatMap(recordsName(vintage, plan.cube), (records) =>
      readTable(plan, vintage, questionOf(plan, records, rho, input))
    )
  )
  const tables = read.map(({ table }) => table)
  const disclosureOf = (
    cells: ReadonlyArray<DisclosedCell>,
    withNoise: ReadonlyArray<{ readonly noise: ReadonlyArray<MarginNoise> }>
  ): Disclosure => ({
    id,
    vintage: vintage.vintage,
    threshold: profile.threshold,
    choices,
    cells,
    isExact: false,
    noise: withNoise.flatMap(({ noise }) => noise)
  })
  const centred = tables.flatMap((table) => centredCells(table, profile.threshold, id))
  yield* refuseIfNarrow(input, disclosureOf(centred, tables), "Nothing was paid or written.")
  const drawn = yield* Effect.forEach(tables, (table) => drawTable(table, input))
  const cells = drawn.flatMap((one) => one.cells)
  const disclosure = disclosureOf(cells, drawn)
  yield* refuseIfNarrow(input, disclosure, "Nothing was written; the budget of these figures is spent.")
  const isLinked = choices.some(({ table }) => table === oncePerson || table === captureHistories)
  const errors = isLinked ? yield* linkErrors(vintage) : {}
  const { allRows, ownRows } = rowsAtPartners(drawn)
  const histories = historiesIn(drawn)
  const captures =
    histories === undefined
      ? undefined
      : releasedCaptures({ ...histories, groups: yield* groupsInRound(vintage), atPartners: ownRows }, errors)
  return {
    cells: withLinkErrors(choices, cells, errors, allRows),
    captures,
    facts: drawn.map(({ facts }) => facts),
    noise: disclosure.noise ?? [],
    invented: read.some((one) => one.invented),
    errors
  }
}, withPrivateBudget)
