import { BudgetStore, BudgetStoreFailed } from "@corridor/disclosure/private/BudgetStore"
import { Effect, Layer } from "effect"
import { type StateError, StateStore } from "../../ports/StateStore.ts"
import { append, LedgerBroken, readLedger, restoredRule } from "./Ledger.ts"
import type { LedgerEntry } from "./LedgerEntry.ts"

const rowsOf = (entries: ReadonlyArray<LedgerEntry>, book: string): ReadonlyArray<string> =>
  entries.flatMap(({ body }) => (body.kind === "budget" && body.book === book ? [body.row] : []))

/**
 * Stores budgets in the ledger: in the same chain as everything disclosed and in the same backups, so a budget cannot be reset without
 * losing what was disclosed. Only one of several concurrent appends succeeds.
 */
export const ledgerBudgets = Layer.effect(
  BudgetStore,
  Effect.gen(function* () {
    const state = yield* StateStore
    const failed = (operation: "rows" | "append") => (error: LedgerBroken | StateError) =>
      new BudgetStoreFailed({
        operation,
        message:
          error instanceof LedgerBroken && error.rule === restoredRule
            ? error.message
            : "The ledger could not be read or written, so the budget is unknown. Run 'doctor'."
      })
    return {
      rows: (book) =>
        readLedger().pipe(
          Effect.map((entries) => rowsOf(entries, book)),
          Effect.provideService(StateStore, state),
          Effect.mapError(failed("rows"))
        ),
      append: (book, at, row) =>
        append((entries) =>
          rowsOf(entries, book).length === at
            ? Effect.succeed({ kind: "budget" as const, book, at, row })
            : Effect.fail("taken" as const)
        ).pipe(
          Effect.as(true),
          Effect.provideService(StateStore, state),
          Effect.catch((error) => (error === "taken" ? Effect.succeed(false) : Effect.fail(failed("append")(error))))
        )
    }
  })
)
