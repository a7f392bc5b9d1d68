/** Asks one question after another of the budgets in a folder, and says what became of each. Usage: spendBudget.ts FOLDER NAME COUNT */
import { NodeServices } from "@effect/platform-node"
import { Effect, Layer } from "effect"
import { Budget } from "../../release/disclosure/private/Budget.ts"
import { budgetFiles } from "../../release/disclosure/private/budgetFiles.ts"
import { rational } from "../../release/disclosure/private/Rational.ts"

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
