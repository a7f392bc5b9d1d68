/** The text of a query cannot be followed: `offset` is where. A model whose SQL is not understood fails, it is never taken for harmless. */
export class SqlError extends Error {
  readonly offset: number
  constructor(offset: number, reason: string) {
    super(reason)
    this.offset = offset
  }
}

/** Throws a `SqlError`. */
export const failAt = (offset: number, reason: string): never => {
  throw new SqlError(offset, reason)
}

/** Line of a place in a text, from 1. */
export const lineAt = (sql: string, offset: number): number => sql.slice(0, offset).split("\n").length
