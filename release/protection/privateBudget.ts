/** The one budget that pays for every figure with noise, and how a question is paid for and answered. */
import { answerFixed, type FixedQuestion, hashOf } from "@corridor/disclosure/private/answerFixed"
import { Budget } from "@corridor/disclosure/private/Budget"
import type { CodedRecords } from "@corridor/disclosure/private/Domain"
import { keyMark } from "@corridor/disclosure/private/RandomWords"
import { rationalText, toNumber } from "@corridor/disclosure/private/Rational"
import { rhoFor } from "@corridor/disclosure/private/zCdp"
import { Effect, Layer, type Redacted, Schema } from "effect"
import { privateBook } from "../ledger/LedgerEntry.ts"
import { ledgerBudgets } from "../ledger/ledgerBudgets.ts"

/** The figures cannot be given under differential privacy. Nothing was paid or written. */
export class PrivateRefused extends Schema.TaggedError<PrivateRefused>()("PrivateRefused", {
  message: Schema.String
}) {}

const budgetAccount = "releases"

/** The delta of (epsilon, delta)-differential privacy. */
export const dpDelta = 1e-6

/** Limit of the privacy loss of all releases with the method `dp` of all vintages. */
const lifetimeEpsilon = 10

/** Returns the rho that an epsilon costs at `dpDelta`. */
export const rhoOf = (epsilon: number) =>
  epsilon > 0 && epsilon <= 10
    ? Effect.succeed(rhoFor(epsilon, dpDelta))
    : Effect.fail(new PrivateRefused({ message: "Epsilon must be above 0 and at most 10." }))

const budgets = Budget.layer.pipe(Layer.provide(ledgerBudgets))

/** Gives an effect the budget, as the ledger has it. */
export const withPrivateBudget = Effect.provide(budgets)

/** A question with the records that it counts. */
interface PrivateQuestion {
  readonly question: FixedQuestion
  /** How many of its cells one file can change. The noise is that of one cell, and each of these cells is paid for. */
  readonly changedCells: number
  readonly records: CodedRecords
  readonly key: Redacted.Redacted<string> | undefined
}

/** Pays for a question, then draws its noise. The same question about the same records has one answer and is paid for once. */
export const answerPrivately = Effect.fn("answerPrivately")(function* (asked: PrivateQuestion) {
  const { question, changedCells, records, key } = asked
  if (key === undefined)
    return yield* new PrivateRefused({
      message: "The method 'dp' needs a secret: set CORRIDOR_CELL_KEY. Nothing was written."
    })
  const budget = yield* Budget
  const accounts = [budgetAccount]
  const text = JSON.stringify([question.name, rationalText(question.rho), hashOf(question.domain, records)])
  for (let cell = 2; cell <= changedCells; cell++)
    yield* budget.spend({
      ...{ book: privateBook, question: `cell ${cell} of ${text}`, accounts, rho: question.rho },
      drawnWith: keyMark(key)
    })
  return yield* answerFixed(question, { vintage: privateBook, records, accounts, key })
})

/** Adds `epsilon` to the budget of releases with the method `dp`, if given. Returns rho granted, used and left. */
export const dpBudget = Effect.fn("dpBudget")(function* (epsilon: number | undefined) {
  const budget = yield* Budget
  if (epsilon !== undefined) {
    const more = yield* rhoOf(epsilon)
    yield* budget.grant(privateBook, budgetAccount, more, rhoFor(lifetimeEpsilon, dpDelta)).pipe(
      Effect.catchTag(
        "BudgetSpent",
        () =>
          new PrivateRefused({
            message: `All releases with the method 'dp' together may cost at most epsilon ${lifetimeEpsilon}, for as long as Corridor runs: vintages contain mostly the same persons. Grant less.`
          })
      )
    )
  }
  const { granted, spent, left } = yield* budget.balance(privateBook, budgetAccount)
  return { granted: toNumber(granted), used: toNumber(spent), left: toNumber(left) }
}, withPrivateBudget)
