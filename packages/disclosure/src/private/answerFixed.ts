import { hash } from "node:crypto"
import { Effect, type Redacted, Schema } from "effect"
import { Budget } from "./Budget.ts"
import { type CodedRecords, type Columns, type Domain, subsets } from "./Domain.ts"
import { planMarginals } from "./MarginalPlan.ts"
import { maxPersons } from "./measureResidual.ts"
import { PrivateMarginals } from "./PrivateMarginals.ts"
import { type PublishedMarginal, publishMarginal } from "./publishMarginal.ts"
import { keyedWords } from "./RandomWords.ts"
import { rationalText } from "./Rational.ts"
import type { Rho } from "./zCdp.ts"

/** A question that is written down and published before records are looked at; nobody sends one of his own. */
export interface FixedQuestion {
  readonly name: string
  readonly version: number
  readonly domain: Domain
  /** All marginals of up to so many columns. */
  readonly length: number
  /** The most that it uses up. */
  readonly rho: Rho
  /** The chance that any cell in the answer is made up. */
  readonly inventing: number
  /** The published list of what can be, if there is one, and its name: a list by another name makes another question. */
  readonly possible?: {
    readonly name: string
    readonly isPossible: (columns: Columns, values: ReadonlyArray<string>) => boolean
  }
}

/** The question can't be asked of these records; nothing was paid. */
export class QuestionRefused extends Schema.TaggedError<QuestionRefused>()("QuestionRefused", {
  message: Schema.String,
  question: Schema.String
}) {}

/** On what it is asked, by whom. */
export interface QuestionContext {
  /** The vintage, which has one book of budgets. */
  readonly vintage: string
  readonly records: CodedRecords
  readonly accounts: ReadonlyArray<string>
  readonly key: Redacted.Redacted<string>
}

/** Of the records in no order. */
export const hashOf = (domain: Domain, { persons, code }: CodedRecords): string => {
  const width = domain.columns.length
  const lines = Array.from({ length: persons }, (_, i) => code.subarray(i * width, (i + 1) * width).join())
  return hash("sha256", lines.sort().join("\n"))
}

/**
 * Answers a fixed question: refuses what can't be asked, pays, then looks at the records. The noise follows from key, question and
 * records, so that the same question asked a thousand times has the same answer and is paid for once.
 */
export const answerFixed = Effect.fn("private.answerFixed")(function* (
  question: FixedQuestion,
  asking: QuestionContext
) {
  const { domain, length, inventing } = question
  const sizes = domain.columns.map(({ values }) => values.length)
  const largest = sizes.toSorted((a, b) => b - a).slice(0, length)
  const cells = largest.reduce((product, n) => product * n, 1)
  if (
    !(inventing > 0 && inventing < 1) ||
    question.rho.n <= 0n ||
    length < 1 ||
    length > 4 ||
    cells > 2 ** 19 ||
    asking.records.persons > maxPersons
  )
    return yield* new QuestionRefused({
      message: "the question has too many cells or persons, or no budget or chance",
      question: question.name
    })
  const plan = planMarginals(domain, length, question.rho)
  const text = JSON.stringify([
    "marginals",
    question.name,
    question.version,
    domain.columns,
    length,
    inventing,
    question.possible?.name ?? "",
    plan.residuals.map(({ columns, variance }) => [columns, rationalText(variance)]),
    // Other records draw other noise, whatever they are called: the same noise on both would give their difference away.
    hashOf(domain, asking.records)
  ])
  const budget = yield* Budget
  const { identity } = yield* budget.spend({
    book: asking.vintage,
    question: text,
    accounts: asking.accounts,
    rho: plan.rho
  })
  const measured = PrivateMarginals.measure(keyedWords(asking.key, identity), domain, plan, asking.records)
  const wanted = subsets(
    domain.columns.map((_, c) => c),
    length
  ).filter((columns) => columns.length > 0)
  const marginals: ReadonlyArray<PublishedMarginal> = wanted.map((columns) =>
    publishMarginal(domain, measured.marginal(columns), {
      inventing,
      marginals: wanted.length,
      ...(question.possible === undefined ? {} : { isPossible: question.possible.isPossible })
    })
  )
  return { question: question.name, version: question.version, rho: rationalText(plan.rho), marginals }
})
