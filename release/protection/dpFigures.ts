/**
 * Tables of a release under differential privacy: fixed questions on a vintage, whose noise is paid for out of one budget for all that is
 * ever released so. Nothing of what is shown is read from the counts but what the noise lets through: the labels are lists that anybody has.
 */

import { answerFixed } from "@corridor/disclosure/private/answerFixed"
import { Budget } from "@corridor/disclosure/private/Budget"
import { codeRecords, type Domain } from "@corridor/disclosure/private/Domain"
import { toNumber } from "@corridor/disclosure/private/Rational"
import { rhoFor } from "@corridor/disclosure/private/zCdp"
import { Effect, Layer, type Redacted, Schema } from "effect"
import { countries } from "../../schemas/Places.ts"
import { type Cube, detailsFor } from "../catalogue/Cube.ts"
import { totalLabel } from "../catalogue/dimensionLabels.ts"
import { termDefinitions } from "../catalogue/PlainTerms.ts"
import { releaseTables } from "../catalogue/releaseTables.ts"
import type { TableChoice } from "../catalogue/TableChoice.ts"
import type { DisclosedCell } from "../history/Disclosure.ts"
import { ledgerBudgets } from "../ledger/ledgerBudgets.ts"
import { leafRows } from "../vintage/leafRows.ts"
import type { Vintage } from "../vintage/Vintages.ts"

/** The table can't be released under differential privacy; nothing was paid and nothing written. */
export class PrivateRefused extends Schema.TaggedError<PrivateRefused>()("PrivateRefused", {
  message: Schema.String
}) {}

/** One book for all vintages: they are of mostly the same persons. Whoever grants lets releases use up more of it. */
const book = "private releases"
const account = "releases"

/** The chance that anything in a table is of nobody. */
const inventing = 0.001

/** With which delta epsilon is promised. */
export const dpDelta = 1e-6

/** What an epsilon costs at `dpDelta`. */
const rhoOf = (epsilon: number) =>
  epsilon > 0 && epsilon <= 10
    ? Effect.succeed(rhoFor(epsilon, dpDelta))
    : Effect.fail(new PrivateRefused({ message: "epsilon is above 0 and at most 10" }))

const countryCodes = countries.map(({ code }) => code)

/** Labels of a dimension that anybody has a list of; undefined where there is none. */
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

/** What one table was asked with and how far its figures may lie off. */
export interface DpTableFacts {
  readonly table: string
  readonly rho: string
  /** Half of each figure's 95 % interval, and what a figure must reach to be shown. */
  readonly reach: number
  readonly threshold: number
}

export interface DpInput {
  readonly choices: ReadonlyArray<TableChoice>
  readonly vintage: Vintage
  readonly id: number
  /** Of each table, at `dpDelta`. */
  readonly epsilon: number
  readonly key: Redacted.Redacted<string> | undefined
}

const askedOf = (choice: TableChoice) => {
  const cube = releaseTables.get(choice.table)?.cube as Cube
  const lists = choice.by.map((name) => [name, listOf(cube, choice, name)] as const)
  const open = lists.flatMap(([name, list]) => (list === undefined ? [name] : []))
  const isPlain = detailsFor(cube, choice.levels).length === 0 && Object.keys(choice.where).length === 0
  const domain: Domain = { columns: lists.map(([name, list]) => ({ name, values: list ?? [] })) }
  return { cube, open, isPlain, domain }
}

/** The answers, as cells of the release. Pays for each table before it looks at it. */
export const dpFigures = Effect.fn("dpFigures")(
  function* ({ choices, vintage, id, epsilon, key }: DpInput) {
    if (key === undefined)
      return yield* new PrivateRefused({
        message: "the method 'dp' needs a secret: set CORRIDOR_CELL_KEY; nothing was written"
      })
    const rho = yield* rhoOf(epsilon)
    const plans = choices.map((choice) => ({ choice, ...askedOf(choice) }))
    for (const { choice, open, isPlain } of plans)
      if (open.length > 0 || !isPlain)
        return yield* new PrivateRefused({
          message: `${choice.table} has dimensions of which not all labels are public (years need --from and --to): ${open.join(", ") || "levels or filters"}`
        })
    const cells: Array<DisclosedCell> = []
    const facts: Array<DpTableFacts> = []
    let invented = false
    for (const [c, { choice, cube, domain }] of plans.entries()) {
      const leaves = yield* leafRows(vintage, cube)
      invented ||= leaves.invented
      const at = choice.by.map((name) => cube.dimensions.findIndex((one) => one.name === name))
      const lists = domain.columns.map(({ values }) => new Set(values))
      // Who is outside of the lists (another year) is not asked about.
      const records = leaves.rows.flatMap(({ values, persons }) => {
        const own = at.map((place) => values[place] as string)
        return own.every((value, d) => lists[d]?.has(value)) ? Array.from({ length: persons }, () => own) : []
      })
      const coded = codeRecords(domain, records)
      if (coded === undefined) return yield* new PrivateRefused({ message: `${choice.table} has labels of no list` })
      const answer = yield* answerFixed(
        {
          name: choice.table,
          version: 1,
          domain,
          length: choice.by.length,
          rho,
          inventing
        },
        { vintage: book, records: coded, accounts: [account], key }
      )
      const wanted = answer.marginals.filter(({ columns }) => choice.margins || columns.length === choice.by.length)
      for (const { columns, cells: own } of wanted)
        for (const { values, count } of own)
          cells.push({
            choice: c,
            labels: choice.by.map((name) => values[columns.indexOf(name)] ?? totalLabel),
            shown: { state: "published", victims: count, asOf: id }
          })
      const widest = (of: "threshold" | "deviation") => Math.max(0, ...wanted.map((one) => one[of]))
      facts.push({
        table: choice.table,
        rho: answer.rho,
        reach: Math.ceil(1.959964 * widest("deviation")),
        threshold: Math.ceil(widest("threshold"))
      })
    }
    return { cells, facts, invented }
  },
  (effect) => Effect.provide(effect, budgets)
)

/** Lets private releases use up `epsilon` more, as one of it alone would: an operator's act. Answers rho granted, used and left. */
export const dpBudget = Effect.fn("dpBudget")(
  function* (epsilon: number | undefined) {
    const budget = yield* Budget
    if (epsilon !== undefined) yield* budget.grant(book, account, yield* rhoOf(epsilon))
    const { granted, spent, left } = yield* budget.balance(book, account)
    return { granted: toNumber(granted), used: toNumber(spent), left: toNumber(left) }
  },
  (effect) => Effect.provide(effect, budgets)
)

/** What a reader of the method page has to know. */
export const dpMethodText = (facts: ReadonlyArray<DpTableFacts>, epsilon: number): string =>
  `Each table is (${epsilon}, ${dpDelta})-differentially private, and all that is ever released so is paid for out of one budget.
Protected is whether one person is in one cell of a table: who took several routes, or came in several years, or was reported by several partners, stands in several cells
and is protected less. Counts of the other releases are known to nobody by these figures, and these to nobody by those.

${facts.map((one) => `- ${one.table}: rho ${one.rho}; a figure lies within ${one.reach} of the count in 95 of 100 cells; figures below ${one.threshold} are not shown.`).join("\n")}

A cell that is not in a table is below that, or of nobody: nothing else is told of it. That any cell is of nobody has a chance of at most ${inventing} a table.`
