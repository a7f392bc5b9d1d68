/** Transactions of PostgreSQL whose own statements have a time limit. */
import { Duration, Effect } from "effect"
import { SqlClient, SqlError } from "effect/sql"

/** A frozen server keeps its connections open. No statement and no wait for other transactions takes as long. */
export const defaultTimeout = "2 minutes"

/**
 * For a read outside a transaction, and the begin and rollback of one, which wait for no lock. A request that begins while a server is frozen ends before a proxy or a
 * browser gives up.
 */
export const requestTimeout = (timeout: Duration.Input): Duration.Duration =>
  Duration.min(Duration.fromInputUnsafe(timeout), Duration.seconds(30))

export const commitOperation = "COMMIT"

const silent = (operation: string, cause: unknown = new Error(`${operation} took longer than its limit`)) =>
  new SqlError.SqlError({
    reason: new SqlError.ConnectionError({
      cause,
      message: "The server did not respond",
      operation
    })
  })

/**
 * Returns `withTransaction` for a client of PostgreSQL. Effect's own begins and ends a transaction where nothing can interrupt it, so a frozen
 * server, which keeps its connections open, would hold it for ever.
 */
export const timedTransaction = (sql: SqlClient.SqlClient, timeout: Duration.Input) => {
  const limited = <A, R>(operation: string, effect: Effect.Effect<A, SqlError.SqlError, R>, duration = timeout) =>
    Effect.timeoutOrElse(Effect.interruptible(effect), {
      duration,
      orElse: () => Effect.fail(silent(operation))
    })
  type Connection = Effect.Success<typeof sql.reserve>
  const run = (connection: Connection, statement: string, duration?: Duration.Input) =>
    limited(
      statement.split(" ")[0] as string,
      Effect.asVoid(connection.executeUnprepared(statement, [], undefined)),
      duration
    )
  return SqlClient.makeWithTransaction({
    transactionService: sql.transactionService,
    spanAttributes: [],
    acquireConnection: (restore) => restore(limited("connect", sql.reserve)),
    begin: (connection) => run(connection, "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", requestTimeout(timeout)),
    savepoint: (connection, id) => run(connection, `SAVEPOINT corridor_${id}`),
    commit: (connection) =>
      limited(commitOperation, connection.executeRaw("COMMIT", [])).pipe(
        Effect.mapError((error) =>
          error.reason._tag === "ConnectionError" ? silent(commitOperation, error.reason.cause) : error
        ),
        Effect.flatMap((result) =>
          // PostgreSQL answers so where a statement of the transaction had failed.
          (result as { readonly command?: unknown }).command === "ROLLBACK"
            ? Effect.fail(silent("ROLLBACK"))
            : Effect.void
        )
      ),
    rollback: (connection) => run(connection, "ROLLBACK", requestTimeout(timeout)),
    rollbackSavepoint: (connection, id) => run(connection, `ROLLBACK TO SAVEPOINT corridor_${id}`)
  })
}
