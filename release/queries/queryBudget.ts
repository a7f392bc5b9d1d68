/** The budget that pays for queries and for the checks of requests: its accounts, and how one is paid for. */
import { Budget, BudgetSpent } from "@corridor/disclosure/private/Budget"
import { rational } from "@corridor/disclosure/private/Rational"
import { Effect } from "effect"
import { foldName } from "../catalogue/foldName.ts"

/** One book for all vintages, because they contain mostly the same persons. */
export const queryBook = "questions"

/** Returns the account of a person, or of a project, in the book of queries. Names that differ only in case or spaces have one account. */
export const personAccount = (name: string) => `person ${foldName(name)}`

/** Returns the name of a project's budget account. Spellings that fold to the same name share one. */
export const projectAccount = (name: string) => `project ${foldName(name)}`

/** Pays for a query from every account. The same `identity` is paid for once. */
export const payForQuery = Effect.fn("payForQuery")(function* (identity: string, accounts: ReadonlyArray<string>) {
  const budget = yield* Budget
  yield* budget.spend({ book: queryBook, question: identity, accounts, rho: rational(1) }).pipe(
    Effect.catchTag("BudgetSpent", ({ account }) => {
      const flag = account.replace(/^(\w+) .*/s, "--$1")
      return Effect.fail(
        new BudgetSpent({
          account,
          message: `The query budget of ${account} is used up or was never granted. An operator grants more with 'release budget ${flag} NAME --grant N'. An answered query can be repeated without cost.`
        })
      )
    })
  )
})
