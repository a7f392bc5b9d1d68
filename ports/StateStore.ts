/**
 * State that changes by transactions: accounts, tokens, sessions, and the hash chains of the ledger and the audit log. `infra/state` has its
 * two layers: SQLite in the data folder, and PostgreSQL.
 */
import { Context, Effect, Schema } from "effect"

/**
 * A statement failed. `message` has the kind of failure, never a value. `detail` is the database's own text, which may contain values: it is
 * redacted.
 */
export class StateError extends Schema.TaggedError<StateError>()("StateError", {
  operation: Schema.Literals(["open", "query", "transaction"]),
  /** True if the same call may succeed later: no response, or locked by another process. */
  retryable: Schema.Boolean,
  message: Schema.String,
  detail: Schema.Redacted(Schema.String)
}) {}

export type StateValue = string | number | null

export class StateStore extends Context.Service<
  StateStore,
  {
    /**
     * Runs one statement in the SQL that SQLite and PostgreSQL share, and returns its rows as objects by column name. `?` stands for each of
     * the values. Outside a transaction a statement can only read.
     */
    query<Row extends object>(
      sql: string,
      values?: ReadonlyArray<StateValue>
    ): Effect.Effect<ReadonlyArray<Row>, StateError>
    /**
     * Runs `effect` as one transaction. Transactions of all processes run one after another, so what one has read is still true when it writes. An
     * effect that fails or is interrupted leaves nothing behind. When it returns, its writes are durable. A transaction
     * inside a transaction is part of it.
     */
    transaction<A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | StateError, R>
  }
>()("corridor/ports/StateStore") {
  static readonly query = <Row extends object>(sql: string, values?: ReadonlyArray<StateValue>) =>
    StateStore.use((state) => state.query<Row>(sql, values))

  static readonly transaction = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
    StateStore.use((state) => state.transaction(effect))
}

/** Fails if the store does not answer. */
export const pingState = Effect.asVoid(StateStore.query("SELECT 1 AS one"))
