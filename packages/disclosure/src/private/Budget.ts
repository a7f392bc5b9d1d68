import { createHash } from "node:crypto"
import { Context, Effect, Layer, Schema } from "effect"
import { type BudgetEntry, readRows, rhoOf, rowOf, textOfRho } from "./BudgetRow.ts"
import { BudgetStore, type BudgetStoreFailed } from "./BudgetStore.ts"
import { isAbove, minus, plus, type Rational, rational } from "./Rational.ts"

/**
 * The question costs more than an account has left. The error names the account but not what is left, which depends
 * on questions of others.
 */
export class BudgetSpent extends Schema.TaggedError<BudgetSpent>()("BudgetSpent", {
  message: Schema.String,
  account: Schema.String
}) {}

/** The ledger of budgets was changed, or is being written by others. Nothing may be answered from it. */
export class BudgetUnusable extends Schema.TaggedError<BudgetUnusable>()("BudgetUnusable", {
  message: Schema.String,
  rule: Schema.Literals(["chain", "busy", "cost"])
}) {}

/** The cost of a question, and who pays. */
export interface Charge {
  /** The vintage. Each has one book, since only questions on the same persons add up. */
  readonly book: string
  /**
   * Everything that identifies the question: tables, filters, noise. The same text is the same question and is paid
   * for once.
   */
  readonly question: string
  /** Every account that pays: the vintage's own, the project's, the person's. None may be overdrawn. */
  readonly accounts: ReadonlyArray<string>
  readonly rho: Rational
  /** A mark of the key (`keyMark`) that the noise is drawn with. With another key the answer is another one, and is paid for too. */
  readonly drawnWith?: string
}

type Failure = BudgetStoreFailed | BudgetUnusable

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

const attempts = 10_000
const zero = rational(0)

const balance = (entries: ReadonlyArray<BudgetEntry>, account: string) => {
  let granted = zero
  let spent = zero
  for (const entry of entries)
    if (entry.kind === "grant") {
      if (entry.account === account) granted = plus(granted, rhoOf(entry.rho))
    } else if (entry.accounts.includes(account)) spent = plus(spent, rhoOf(entry.rho))
  return { granted, spent, left: minus(granted, spent) }
}

/**
 * The ledger of privacy budgets (a privacy filter with costs fixed before each question: Rogers, Roth, Ullman and
 * Vadhan 2016; zCDP costs add up: Feldman and Zrnic 2021). A question is paid for before its noise is drawn: a crash
 * in between loses budget, never privacy. A repeated question is found paid, and noise keyed by it (`keyedWords`)
 * repeats. Rows that are changed or removed from the middle are detected; rows removed from the end are not, unless
 * the last hash is also kept elsewhere.
 */
export class Budget extends Context.Service<
  Budget,
  {
    /**
     * Grants an account another `rho`. Only an operator does this. With `most`, all grants together are never above it: of several at
     * the same time, those fail with `BudgetSpent` that would be.
     */
    readonly grant: (
      book: string,
      account: string,
      rho: Rational,
      most?: Rational
    ) => Effect.Effect<void, Failure | BudgetSpent>
    /**
     * Pays for a question. `isNew` is false if it was paid before. Draw its noise from `keyedWords` with `identity`
     * and from nothing else: fresh noise for a paid question would reveal the figure by averaging.
     */
    readonly spend: (
      charge: Charge
    ) => Effect.Effect<{ readonly isNew: boolean; readonly identity: string }, Failure | BudgetSpent>
    readonly balance: (
      book: string,
      account: string
    ) => Effect.Effect<{ readonly granted: Rational; readonly spent: Rational; readonly left: Rational }, Failure>
  }
>()("@corridor/disclosure/Budget") {
  static readonly layer = Layer.effect(
    Budget,
    Effect.gen(function* () {
      const store = yield* BudgetStore

      const read = Effect.fn("Budget.read")(function* (book: string) {
        const rows = yield* store.rows(book)
        const found = readRows(rows)
        if ("broken" in found)
          return yield* new BudgetUnusable({
            message: `row ${found.broken} of the privacy budgets was changed or is missing.`,
            rule: "chain"
          })
        return { ...found, count: rows.length }
      })

      /**
       * Adds the row that `decide` returns for the rows present. Decides again if another row came first; undefined
       * adds nothing.
       */
      const add = Effect.fn("Budget.add")(function* <E>(
        book: string,
        decide: (entries: ReadonlyArray<BudgetEntry>) => Effect.Effect<BudgetEntry | undefined, E>
      ) {
        for (let attempt = 0; attempt < attempts; attempt++) {
          const { entries, last, count } = yield* read(book)
          const entry = yield* decide(entries)
          if (entry === undefined) return false
          if (yield* store.append(book, count, rowOf(count, entry, last))) return true
          yield* Effect.yieldNow
        }
        return yield* new BudgetUnusable({
          message: "Could not append to the privacy budgets: too many concurrent writers. Try again.",
          rule: "busy"
        })
      })

      const positive = (rho: Rational) =>
        isAbove(rho, zero)
          ? Effect.void
          : Effect.fail(
              new BudgetUnusable({ message: "The privacy budget must change by more than zero.", rule: "cost" })
            )

      return {
        grant: Effect.fn("Budget.grant")(function* (book: string, account: string, rho: Rational, most?: Rational) {
          yield* positive(rho)
          yield* add(book, (entries) =>
            most !== undefined && isAbove(plus(balance(entries, account).granted, rho), most)
              ? Effect.fail(new BudgetSpent({ message: "The privacy budget may not be that large.", account }))
              : Effect.succeed({ kind: "grant" as const, account, rho: textOfRho(rho) })
          )
        }),
        spend: Effect.fn("Budget.spend")(function* (charge: Charge) {
          yield* positive(charge.rho)
          if (charge.accounts.length === 0)
            return yield* new BudgetUnusable({
              message: "Each query must name the person or project whose budget it uses.",
              rule: "cost"
            })
          const rho = textOfRho(charge.rho)
          const accounts = [...new Set(charge.accounts)].sort()
          // The noise depends on the question. The cost is part of it, so that no client gets the costly answer for the
          // price of a cheap one.
          const named = [charge.book, charge.question, rho, accounts]
          const identity = sha256(JSON.stringify(named))
          const question =
            charge.drawnWith === undefined ? identity : sha256(JSON.stringify([...named, charge.drawnWith]))
          const isNew = yield* add(charge.book, (entries) => {
            if (entries.some((entry) => entry.kind === "spend" && entry.question === question))
              return Effect.succeed(undefined)
            for (const account of accounts)
              if (isAbove(charge.rho, balance(entries, account).left))
                return Effect.fail(new BudgetSpent({ message: "Not enough privacy budget.", account }))
            return Effect.succeed({ kind: "spend" as const, question, accounts, rho })
          })
          return { isNew, identity }
        }),
        balance: Effect.fn("Budget.balance")(function* (book: string, account: string) {
          return balance((yield* read(book)).entries, account)
        })
      }
    })
  )
}
