import { Context, Effect, Layer, Schema } from "effect"

/** Rows can't be read or written. Nothing may be answered from private budgets until they can. */
export class BudgetStoreFailed extends Schema.TaggedError<BudgetStoreFailed>()("BudgetStoreFailed", {
  operation: Schema.Literals(["rows", "append"]),
  message: Schema.String
}) {}

/**
 * Where budgets are written down: for each book (a vintage) rows of text that are only ever added to. Small, so that a folder, a
 * table of the store or a list in memory can be it.
 */
export class BudgetStore extends Context.Service<
  BudgetStore,
  {
    /** All rows of a book in order; none where the book was never written to. */
    readonly rows: (book: string) => Effect.Effect<ReadonlyArray<string>, BudgetStoreFailed>
    /**
     * Adds a row as number `at`, whole and durable, if the book has exactly `at` rows; false, and nothing written, if it has others.
     * Of any number who add row `at` at once, in any processes, one is told true.
     */
    readonly append: (book: string, at: number, row: string) => Effect.Effect<boolean, BudgetStoreFailed>
  }
>()("corridor/release/disclosure/BudgetStore") {
  /** Forgets with the process: for tests. */
  static readonly layerMemory = Layer.sync(BudgetStore, () => {
    const books = new Map<string, Array<string>>()
    return {
      rows: (book) => Effect.sync(() => [...(books.get(book) ?? [])]),
      append: (book, at, row) =>
        Effect.sync(() => {
          const rows = books.get(book) ?? []
          if (rows.length !== at) return false
          books.set(book, [...rows, row])
          return true
        })
    }
  })
}
