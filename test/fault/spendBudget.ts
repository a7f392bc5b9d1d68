/** Asks one question after another of the budgets in a folder, and says what became of each. Usage: spendBudget.ts FOLDER NAME COUNT */

import { Budget } from "@corridor/disclosure/private/Budget"
import { budgetFiles } from "@corridor/disclosure/private/budgetFiles"
import { rational } from "@corridor/disclosure/private/Rational"
import { NodeServices } from "@effect/platform-node"
import { Effect, Layer } from "effect"

const [folder, name, count] = process.argv.slice(2) as [string, string, string]

await Effect.gen(function* () {
  const budget = yield* Budget
  for (let i = 0; i < Number(count); i++) {
    const outcome = yield* budget
      .spend({ book: "v1", question: `${name} ${i}`, accounts: ["all"], rho: rational(1, 35) })
      .pipe(
        Effect.as("paid"),
        Effect.catchTag("BudgetSpent", () => Effect.succeed("refused"))
      )
    process.stdout.write(`${outcome}\n`)
  }
}).pipe(
  Effect.provide(Budget.layer.pipe(Layer.provide(budgetFiles(folder)), Layer.provide(NodeServices.layer))),
  Effect.runPromise
)
