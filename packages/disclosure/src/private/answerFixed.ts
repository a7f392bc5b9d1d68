import { hash } from "node:crypto"
import { Effect, type Redacted, Schema } from "effect"
import { Budget } from "./Budget.ts"
import { type CodedRecords, type Columns, type Domain, subsets } from "./Domain.ts"
import { estimateMarginals } from "./estimateMarginals.ts"
import { type MarginalPlan, planMarginals } from "./MarginalPlan.ts"
import { maxPersons } from "./measureResidual.ts"
import { PrivateMarginals } from "./PrivateMarginals.ts"
import { publishEstimates } from "./publishEstimates.ts"
import { type PublishedMarginal, publishMarginal } from "./publishMarginal.ts"
import { keyedWords, keyMark } from "./RandomWords.ts"
import { rationalText } from "./Rational.ts"
import type { Rho } from "./zCdp.ts"

/** A question that is fixed and published before records are read. Clients cannot send their own. */
export interface FixedQuestion {
  /** If several vintages share a budget book, it must name the vintage: equal answers about two vintages would reveal that nothing has changed. */
  readonly name: string
  readonly version: number
  readonly domain: Domain
  /** All marginals of up to this many columns are answered. */
  readonly length: number
  /** Limit of its cost. */
  readonly rho: Rho
  /** Probability that any cell of the answer is invented. */
  readonly inventing: number
  /** Lowest figure that is shown, whatever the noise: the profile's threshold. */
  readonly least?: number
  /**
   * Marginals that show only cells with persons, such as origin by destination. The others show what is estimated from them and from their own
   * measurement. By default each marginal shows only cells with persons, and far fewer of them.
   */
  readonly proven?: ReadonlyArray<Columns>
  /** The published list of possible combinations, and its name. Another name makes another question. */
  readonly possible?: {
    readonly name: string
    readonly isPossible: (columns: Columns, values: ReadonlyArray<string>) => boolean
  }
}

/** The question does not fit these records. The budget was not charged. */
export class QuestionRefused extends Schema.TaggedError<QuestionRefused>()("QuestionRefused", {
  message: Schema.String,
  question: Schema.String
}) {}

/** The records that a question is about, and the accounts that pay for it. */
export interface QuestionContext {
  /** The vintage, which has one book of budgets. */
  readonly vintage: string
  readonly records: CodedRecords
  readonly accounts: ReadonlyArray<string>
  readonly key: Redacted.Redacted<string>
}

/** Weight of marginals whose cells must be proven: their threshold is proportional to the noise, and they decide what else is shown. */
const provenWeight = 16

/** Weight of the longest marginals: their figures follow mostly from shorter ones. */
const longestWeight = 0.1

const weightOf = (proven: ReadonlyArray<Columns>, length: number) => {
  const names = new Set(proven.map((columns) => columns.join()))
  return (columns: Columns) => {
    if (names.has(columns.join())) return provenWeight
    return columns.length < length ? 1 : longestWeight
  }
}

/** Returns the plan by which a question is measured. It depends on nothing but the question. */
export const planOfQuestion = ({ domain, length, rho, proven }: FixedQuestion): MarginalPlan =>
  planMarginals(domain, length, rho, proven && weightOf(proven, length))

/** Returns a hash of the records that does not depend on their order. */
export const hashOf = (domain: Domain, { persons, code }: CodedRecords): string => {
  const width = domain.columns.length
  const lines = Array.from({ length: persons }, (_, i) => code.subarray(i * width, (i + 1) * width).join())
  return hash("sha256", lines.sort().join("\n"))
}

/**
 * Answers a fixed question: checks it, pays, then reads the records. The noise depends on key, question and records,
 * so a repeated question has one answer and is charged once. With another key it has another answer, which is charged too.
 */
export const answerFixed = Effect.fn("private.answerFixed")(function* (
  question: FixedQuestion,
  context: QuestionContext
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
    context.records.persons > maxPersons
  )
    return yield* new QuestionRefused({
      message: "The question has too many cells or persons, or an invalid budget or probability.",
      question: question.name
    })
  const wanted = subsets(
    domain.columns.map((_, c) => c),
    length
  ).filter((columns) => columns.length > 0)
  // Otherwise nothing would be proven.
  if (question.proven?.some((own) => !wanted.some((columns) => columns.join() === own.join())))
    return yield* new QuestionRefused({
      message: "A marginal that must be proven is not part of the answer. Give its columns in ascending order.",
      question: question.name
    })
  const plan = planOfQuestion(question)
  const text = JSON.stringify([
    "marginals",
    question.name,
    question.version,
    domain.columns,
    length,
    inventing,
    question.possible?.name ?? "",
    plan.residuals.map(({ columns, variance }) => [columns, rationalText(variance)]),
    // Other records draw other noise, whatever they are called: the same noise on both would disclose their
    // difference.
    hashOf(domain, context.records)
  ])
  const budget = yield* Budget
  const { identity } = yield* budget.spend({
    book: context.vintage,
    question: text,
    accounts: context.accounts,
    rho: plan.rho,
    drawnWith: keyMark(context.key)
  })
  const measured = PrivateMarginals.measure(keyedWords(context.key, identity), domain, plan, context.records)
  const rule = { inventing, isPossible: question.possible?.isPossible }
  const marginals: ReadonlyArray<PublishedMarginal> =
    question.proven === undefined
      ? wanted.map((columns) =>
          publishMarginal(domain, measured.marginal(columns), {
            ...rule,
            marginals: wanted.length,
            least: question.least
          })
        )
      : publishEstimates(domain, estimateMarginals(measured, wanted), {
          ...rule,
          proven: question.proven,
          least: question.least ?? 1
        })
  return { question: question.name, version: question.version, rho: rationalText(plan.rho), marginals }
})
