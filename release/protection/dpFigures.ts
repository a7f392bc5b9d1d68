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
import { totalLabel } from "../catalogue/totalLabel.ts"
import type { DisclosedCell, Disclosure } from "../history/Disclosure.ts"
import type { ReleaseCell } from "../history/ReleaseCell.ts"
import type { MarginNoise } from "../ledger/LedgerEntry.ts"
import { frozenRows, type Vintage } from "../vintage/Vintages.ts"
import type { DpTableFacts } from "./dpMethodText.ts"
import { captureHistories, oncePerPartner, oncePerson, otherYears, planOf } from "./noisyDomain.ts"
import { centredCells, changedCells, placeMargins, questionOf, readTable, recordsName } from "./noisyTable.ts"
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
  const read = yield* Effect.forEach(plans, (plan) =>
    Effect.flatMap(recordsName(vintage, plan.cube), (records) =>
      readTable(plan, vintage, questionOf(plan, records, rho, input))
    )
  )
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
    for (const { columns, deviation, estimated, threshold: limit } of answer.marginals)
      noise.push({ choice: number, columns, deviation, ...(estimated === undefined ? {} : { estimated }), limit })
    for (const { columns, cells: own } of wanted) {
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
