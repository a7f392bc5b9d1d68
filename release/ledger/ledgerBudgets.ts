import { BudgetStore, BudgetStoreFailed } from "@corridor/disclosure/private/BudgetStore"
import { Effect, Layer } from "effect"
import { Warehouse } from "../../ports/Warehouse.ts"
import { append, readLedger } from "./Ledger.ts"
import type { LedgerEntry } from "./LedgerEntry.ts"

const rowsOf = (entries: ReadonlyArray<LedgerEntry>, book: string): ReadonlyArray<string> =>
  entries.flatMap(({ body }) => (body.kind === "budget" && body.book === book ? [body.row] : []))

/**
 * Budgets in the ledger of releases: chained with all that was told, saved with it, and taken off its end by nobody who does not take
 * off what was told too. Of many who add a row at once, in whatever processes, one does.
 */
export const ledgerBudgets = Layer.effect(
  BudgetStore,
  Effect.gen(function* () {
    const warehouse = yield* Warehouse
    const failed = (operation: "rows" | "append") => () =>
      new BudgetStoreFailed({ operation, message: "the ledger can't be used for budgets" })
    return {
      rows: (book) =>
        readLedger().pipe(
          Effect.map((entries) => rowsOf(entries, book)),
          Effect.provideService(Warehouse, warehouse),
          Effect.mapError(failed("rows"))
        ),
      append: (book, at, row) =>
        append((entries) =>
          rowsOf(entries, book).length === at
            ? Effect.succeed({ kind: "budget" as const, book, at, row })
            : Effect.fail("taken" as const)
        ).pipe(
          Effect.as(true),
          Effect.provideService(Warehouse, warehouse),
          Effect.catch((error) => (error === "taken" ? Effect.succeed(false) : Effect.fail(failed("append")())))
        )
    }
  })
)
