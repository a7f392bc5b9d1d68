/** The `StateStore` of a SQL client. */
import { Cause, type Duration, Effect, Option, Redacted } from "effect"
import { type SqlClient, SqlError } from "effect/sql"
import { certificateProblem } from "../../ports/certificateProblem.ts"
import { StateError, StateStore, type StateValue } from "../../ports/StateStore.ts"
import { commitOperation, defaultTimeout, requestTimeout } from "./timedTransaction.ts"

/** What went wrong, in words without values. */
const reasons: Readonly<Partial<Record<SqlError.SqlErrorReason["_tag"], string>>> = {
  ConnectionError: "it did not respond. Check that PostgreSQL runs, and CORRIDOR_STATE_URL",
  AuthenticationError: "it refused the user or the password. Check CORRIDOR_STATE_URL",
  AuthorizationError: "the user lacks a right",
  UniqueViolation: "the row exists already",
  LockTimeoutError:
    "another process held its lock for too long. End it if it hangs (a command, or a program that copies or looks into the database), and run this again",
  StatementTimeoutError: "the statement took too long",
  DeadlockError: "another transaction was in the way",
  SerializationError: "another transaction was in the way"
}

/** What SQLite's own codes mean for its file, and what to do. */
const fileReasons: Readonly<Record<number, string>> = {
  8: "its file may not be written. Check the permissions of the folder state/ in the data folder",
  10: "its disk failed, or the disk quota of its user is used up",
  11: "its file is damaged. Stop the stack, move state/ and clickhouse/ out of the data folder, and restore a backup: both belong together",
  13: "the disk is full",
  14: "its file cannot be opened. Check the permissions of the folder state/ in the data folder"
}
/** "Not a database" is a damaged file too. */
const notADatabase = 26
/** SQLITE_IOERR_SHMSIZE: the file that processes share could not grow. */
const noRoomToShare = 4874

const fileReason = (cause: unknown): string | undefined => {
  const code = (cause as { readonly errcode?: number } | undefined)?.errcode
  if (code === undefined) return undefined
  return fileReasons[code === noRoomToShare ? 13 : (code & 0xff) === notADatabase ? 11 : code & 0xff]
}

/** A commit without an answer. */
const unknownCommit =
  "it did not answer the commit, so the change may have been made. Look whether it was (such as with 'account list', 'token list' or 'release list') before you repeat the command"

const readOnly = "it only reads. If it is a standby that was not promoted, check CORRIDOR_STATE_URL"
/** PostgreSQL's own codes (SQLSTATE) that Effect does not tell apart. A standby refuses the beginning of a transaction that writes with 0A000. */
const serverReasons: Readonly<Record<string, string>> = {
  "0A000": readOnly,
  "25P03": "the transaction waited for too long",
  "25006": readOnly,
  "53100": "the disk is full",
  "53300": "it has no free connection. Raise max_connections of PostgreSQL",
  "57P01": "it is being stopped",
  "57P02": "it is being stopped",
  "57P03": "it is starting or stopping"
}

const serverReason = (cause: unknown): string | undefined => {
  const code = (cause as { readonly code?: unknown } | undefined)?.code
  return typeof code === "string" ? serverReasons[code] : undefined
}

/** What the PostgreSQL client says of a server that answers that it has no TLS. */
const refusal = "The server does not support TLS"
const withoutTls =
  "it does not offer TLS, which CORRIDOR_STATE_URL requires. Set ssl = on in PostgreSQL; without TLS others could read and change what is sent"

const textOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause))

/** Returns the error for a failure of the database. */
export const toStateError = (operation: StateError["operation"], { reason }: SqlError.SqlError): StateError => {
  const ofServer = serverReason(reason.cause)
  const ofCommit = reason._tag === "ConnectionError" && reason.operation === commitOperation ? unknownCommit : undefined
  const found =
    (textOf(reason.cause) === refusal ? withoutTls : undefined) ??
    certificateProblem(reason) ??
    fileReason(reason.cause) ??
    ofServer ??
    ofCommit ??
    reasons[reason._tag]
  return new StateError({
    operation,
    retryable: reason.isRetryable || ofServer !== undefined,
    message: `The state store failed (${operation}): ${found ?? "it refused the statement"}.`,
    detail: Redacted.make(textOf(reason.cause))
  })
}

const late = (operation: StateError["operation"], reason: string | undefined) =>
  new StateError({
    operation,
    retryable: true,
    message: `The state store failed (${operation}): ${reason}.`,
    detail: Redacted.make("")
  })

/** For a server that does not respond at all. */
const silent = late("query", reasons.ConnectionError)
/** For a turn that does not come. */
const busy = late("transaction", reasons.LockTimeoutError)

/** Returns the failed rollback of a transaction whose connection was lost, which Effect makes a defect together with the failure before it. */
const lostRollback = <E>({ reasons: found }: Cause.Cause<E>): SqlError.SqlError | undefined =>
  found.some(Cause.isInterruptReason)
    ? undefined
    : found.filter(Cause.isDieReason).flatMap(({ defect }) => (SqlError.isSqlError(defect) ? [defect] : []))[0]

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

/** Returns the state store over a SQL client. An operation that takes longer than `timeout` fails with a `StateError` that may be retried. */
export const makeStateStore = (
  sql: SqlClient.SqlClient,
  timeout: Duration.Input = defaultTimeout
): StateStore["Service"] => {
  const write = sql.onDialectOrElse({ pg: () => numbered, orElse: () => (text: string) => text })
  const within = (duration: Duration.Input, error = silent) =>
    Effect.timeoutOrElse({ duration, orElse: () => Effect.fail(error) })
  const inTime = within(timeout)
  const inTimeForRequest = within(requestTimeout(timeout))
  return StateStore.of({
    query: <Row extends object>(text: string, values: ReadonlyArray<StateValue> = []) =>
      sql.unsafe<object>(write(text), values).pipe(
        Effect.map((rows) => rows.map(plainRow) as unknown as ReadonlyArray<Row>),
        Effect.mapError((error) => toStateError("query", error)),
        (read) =>
          Effect.flatMap(Effect.serviceOption(sql.transactionService), (transaction) =>
            Option.isSome(transaction) ? inTime(read) : inTimeForRequest(read)
          )
      ),
    transaction: <A, E, R>(effect: Effect.Effect<A, E, R>) =>
      sql.withTransaction(Effect.andThen(within(timeout, busy)(waitForTurn(sql)), effect)).pipe(
        Effect.catchIf(
          (error): error is Extract<E | SqlError.SqlError, SqlError.SqlError> => SqlError.isSqlError(error),
          (error) => Effect.fail(toStateError("transaction", error))
        ),
        Effect.catchCause((cause) => {
          const lost = lostRollback(cause)
          return lost === undefined ? Effect.failCause(cause) : Effect.fail(toStateError("transaction", lost))
        })
      ) as Effect.Effect<A, E | StateError, R>
  })
}
