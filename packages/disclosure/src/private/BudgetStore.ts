import { Context, Effect, Layer, Schema } from "effect"

/** Rows cannot be read or written. Nothing may be answered from privacy budgets until they can. */
export class BudgetStoreFailed extends Schema.TaggedError<BudgetStoreFailed>()("BudgetStoreFailed", {
  operation: Schema.Literals(["rows", "append"]),
  message: Schema.String
}) {}

/**
 * The storage of budgets: rows of text for each book (a vintage) that are only appended. A folder, a table or a list
 * in memory can implement it.
 */
export class BudgetStore extends Context.Service<
  BudgetStore,
  {
    /** Returns all rows of a book in order; none if it does not exist. */
    readonly rows: (book: string) => Effect.Effect<ReadonlyArray<string>, BudgetStoreFailed>
    /**
     * Appends a row as number `at`, whole and durable, if the book has exactly `at` rows. Otherwise returns false and
     * writes nothing. Of several processes that append row `at` at the same time, one gets true.
     */
    readonly append: (book: string, at: number, row: string) => Effect.Effect<boolean, BudgetStoreFailed>
  }
>()("@corridor/disclosure/BudgetStore") {
  /** Keeps rows in memory only. For tests. */
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
