import { Effect } from "effect"
import { type Asking, hashOf, QuestionRefused } from "./answerFixed.ts"
import { Budget } from "./Budget.ts"
import { type CodedRecords, type Domain, subsets } from "./Domain.ts"
import { discreteGaussian } from "./discreteGaussian.ts"
import { mostPersons } from "./measureResidual.ts"
import type { PrivateCell, PublishedMarginal } from "./publishMarginal.ts"
import { keyedWords, type Words } from "./RandomWords.ts"
import { over, type Rational, rational, rationalText, times, toNumber } from "./Rational.ts"
import type { Rho } from "./zCdp.ts"

/** A question by kinds of records: written down and published before records are looked at. */
export interface WholeQuestion {
  readonly name: string
  readonly version: number
  readonly domain: Domain
  /** All marginals of up to so many columns. */
  readonly length: number
  readonly rho: Rho
  /** The chance that a kind is shown of which there is a single person. It is paid for like `rho`, in a book of its own. */
  readonly delta: Rational
}

/** A kind of records: the values in all columns, and its persons with noise. */
export interface KindOfRecords {
  readonly code: ReadonlyArray<number>
  readonly count: number
}

/** Of noise that uses up `rho` on counts of which one person moves one by one. */
export const kindVariance = (rho: Rho): Rational => over(rational(1), times(rational(2), rho))

/** The least count with noise that is shown: 1 and noise stay below it but with chance `delta` (CKS 2020, corollary 17). */
export const kindThreshold = (rho: Rho, delta: Rational): number =>
  1 + Math.ceil(Math.sqrt(2 * toNumber(kindVariance(rho)) * -Math.log(toNumber(delta))) * (1 + 1e-9))

/**
 * Persons of each kind of records that there is, with discrete Gaussian noise, where that is at least the threshold (Korolova, Kenthapadi,
 * Mishra and Ntoulas 2009, with the noise of Canonne, Kamath and Steinke 2020). Each person is of one kind, so that the noise is that of a single count
 * whatever the number of columns; and a kind of which there is nobody has no noise and is never shown. This is
 * `delta`-approximate `rho`-zCDP (Bun and Steinke 2016, definition 8.1): with one person more either a count that is there moves by one, or a
 * kind is there that was not, and shown with a chance of at most `delta`. Uses up both: pay first.
 */
export const measureKinds = (
  words: Words,
  { columns }: Domain,
  { persons, code }: CodedRecords,
  { rho, delta }: Pick<WholeQuestion, "rho" | "delta">
): ReadonlyArray<KindOfRecords> => {
  const width = columns.length
  const kinds = new Map<string, { readonly code: ReadonlyArray<number>; count: number }>()
  for (let i = 0; i < persons; i++) {
    const own = [...code.subarray(i * width, (i + 1) * width)]
    const kind = kinds.get(own.join()) ?? { code: own, count: 0 }
    kinds.set(own.join(), kind)
    kind.count += 1
  }
  const draw = discreteGaussian(kindVariance(rho))
  const least = kindThreshold(rho, delta)
  // In the order of names: that in which records stand is nobody's to know.
  return [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { code: own, count }]) => ({ code: own, count: count + Number(draw(words)) }))
    .filter(({ count }) => count >= least)
}

/** The marginals over the kinds that are shown. Cells of values that are not known are not shown. */
const marginalsOf = (
  { domain, length, rho, delta }: WholeQuestion,
  kinds: ReadonlyArray<KindOfRecords>
): ReadonlyArray<PublishedMarginal> => {
  const deviation = Math.sqrt(toNumber(kindVariance(rho)))
  const all = subsets(
    domain.columns.map((_, c) => c),
    length
  )
  return all
    .filter((columns) => columns.length > 0)
    .map((columns) => {
      const cells = new Map<string, { readonly codes: ReadonlyArray<number>; count: number; kinds: number }>()
      for (const { code, count } of kinds) {
        const codes = columns.map((c) => code[c] as number)
        const cell = cells.get(codes.join()) ?? { codes, count: 0, kinds: 0 }
        cells.set(codes.join(), cell)
        cell.count += count
        cell.kinds += 1
      }
      const byCodes = (a: ReadonlyArray<number>, b: ReadonlyArray<number>) =>
        (a[a.findIndex((code, d) => code !== b[d])] ?? 0) - (b[a.findIndex((code, d) => code !== b[d])] ?? 0)
      const shown = [...cells.values()]
        .sort((a, b) => byCodes(a.codes, b.codes))
        .flatMap(({ codes, count, kinds: n }): ReadonlyArray<PrivateCell> => {
          const values = codes.map((code, d) => domain.columns[columns[d] as number]?.values[code] as string)
          const reach = 1.959964 * deviation * Math.sqrt(n)
          return values.includes("")
            ? []
            : [{ values, count, low: Math.max(1, Math.floor(count - reach)), high: Math.ceil(count + reach) }]
        })
      return {
        columns: columns.map((c) => domain.columns[c]?.name as string),
        cells: shown,
        threshold: kindThreshold(rho, delta),
        deviation
      }
    })
}

/** The book in which deltas of a book's questions are paid. */
export const deltaBook = (book: string): string => `${book} (delta)`

/**
 * Answers a question by kinds of records: pays rho and delta, then looks. For records of which many are alike, as those that were made
 * k-anonymous are: there it shows nearly all with little noise. Of records that are mostly unlike it shows next to nothing. Persons of kinds that are
 * not shown are in no figure, so that figures are of the kinds that are shown, and intervals too.
 */
export const answerWhole = Effect.fn("private.answerWhole")(function* (question: WholeQuestion, asking: Asking) {
  const { domain, length, rho, delta } = question
  if (
    rho.n <= 0n ||
    delta.n <= 0n ||
    toNumber(delta) > 1e-4 ||
    length < 1 ||
    length > 4 ||
    asking.records.persons > mostPersons
  )
    return yield* new QuestionRefused({
      message: "the question has too many columns or persons, or no budget",
      question: question.name
    })
  const text = JSON.stringify([
    "kinds",
    question.name,
    question.version,
    domain.columns,
    length,
    rationalText(rho),
    rationalText(delta),
    hashOf(domain, asking.records)
  ])
  const budget = yield* Budget
  const { accounts } = asking
  yield* budget.spend({ book: deltaBook(asking.vintage), question: text, accounts, rho: delta })
  const { identity } = yield* budget.spend({ book: asking.vintage, question: text, accounts, rho })
  const kinds = measureKinds(keyedWords(asking.key, identity), domain, asking.records, question)
  return {
    question: question.name,
    version: question.version,
    rho: rationalText(rho),
    marginals: marginalsOf(question, kinds)
  }
})
