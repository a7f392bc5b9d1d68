/** The `StateStore` of a SQL client. */
import { Effect, Redacted } from "effect"
import { SqlClient, SqlError } from "effect/sql"
import { StateError, StateStore, type StateValue } from "../../ports/StateStore.ts"
import { certificateProblem } from "../process/certificateProblem.ts"

/** What went wrong, in words without values. */
const reasons: Readonly<Partial<Record<SqlError.SqlErrorReason["_tag"], string>>> = {
  ConnectionError: "it did not respond",
  AuthenticationError: "it refused the user or the password",
  AuthorizationError: "the user lacks a right",
  UniqueViolation: "the row exists already",
  LockTimeoutError: "another process held its lock for too long",
  StatementTimeoutError: "the statement took too long",
  DeadlockError: "another transaction was in the way",
  SerializationError: "another transaction was in the way"
}

/** What SQLite's own codes mean for its file, and what to do. */
const fileReasons: Readonly<Record<number, string>> = {
  8: "its file may not be written. Check the permissions of the folder state/ in the data folder",
  10: "its disk failed",
  11: "its file is damaged. Stop the stack, move state/ and clickhouse/ out of the data folder, and restore a backup: both belong together",
  13: "the disk is full",
  14: "its file cannot be opened. Check the permissions of the folder state/ in the data folder"
}
/** "Not a database" is a damaged file too. */
const notADatabase = 26

const fileReason = (cause: unknown): string | undefined => {
  const code = (cause as { readonly errcode?: number } | undefined)?.errcode
  return code === undefined ? undefined : fileReasons[(code & 0xff) === notADatabase ? 11 : code & 0xff]
}

const textOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause))

/** Returns the error for a failure of the database. */
export const toStateError = (operation: StateError["operation"], { reason }: SqlError.SqlError): StateError =>
  new StateError({
    operation,
    retryable: reason.isRetryable,
    message: `The state store failed (${operation}): ${certificateProblem(reason) ?? fileReason(reason.cause) ?? reasons[reason._tag] ?? "it refused the statement"}.`,
    detail: Redacted.make(textOf(reason.cause))
  })

/** PostgreSQL numbers the values of a statement. No statement contains a question mark otherwise. */
const numbered = (sql: string): string => {
  let number = 0
  return sql.replaceAll("?", () => `$${++number}`)
}

/** 64-bit integers are numbers: all of them count entries or milliseconds. */
const plainRow = (row: object) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === "bigint" ? Number(value) : value])
  )

/** Any number that nothing else on the PostgreSQL server locks. */
const lock = 0x636f7272

/** Makes PostgreSQL run transactions one after another, as SQLite does. */
const waitForTurn = (sql: SqlClient.SqlClient) =>
  sql.onDialectOrElse({
    pg: () => Effect.asVoid(sql.unsafe(`SELECT pg_advisory_xact_lock(${lock})`)),
    orElse: () => Effect.void
  })

const begin = (sql: SqlClient.SqlClient) =>
  sql.onDialectOrElse({ pg: () => "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", orElse: () => undefined })

export const makeStateStore = (sql: SqlClient.SqlClient): StateStore["Service"] => {
  const write = sql.onDialectOrElse({ pg: () => numbered, orElse: () => (text: string) => text })
  return StateStore.of({
    query: <Row extends object>(text: string, values: ReadonlyArray<StateValue> = []) =>
      sql.unsafe<object>(write(text), values).pipe(
        Effect.map((rows) => rows.map(plainRow) as unknown as ReadonlyArray<Row>),
        Effect.mapError((error) => toStateError("query", error))
      ),
    transaction: <A, E, R>(effect: Effect.Effect<A, E, R>) =>
      sql.withTransaction(Effect.andThen(waitForTurn(sql), effect)).pipe(
        Effect.provideService(SqlClient.BeginTransaction, begin(sql)),
        Effect.catchIf(
          (error): error is Extract<E | SqlError.SqlError, SqlError.SqlError> => SqlError.isSqlError(error),
          (error) => Effect.fail(toStateError("transaction", error))
        )
      ) as Effect.Effect<A, E | StateError, R>
  })
}
