/**
 * Effect's `SqlClient` over `node:sqlite`: one connection that writes, one transaction at a time, and one that only reads and never waits for
 * it (write-ahead log). Effect's own `@effect/sql-sqlite-node` has no release for this version of Effect.
 */
import { DatabaseSync, type SQLInputValue } from "node:sqlite"
import { Effect, Schedule, Semaphore, Stream } from "effect"
import type { SqlConnection } from "effect/sql"
import { SqlClient, SqlError, Statement } from "effect/sql"
import { makeOwnerOnlyFile } from "../process/OwnerOnlyFile.ts"

const failure = (cause: unknown) =>
  new SqlError.SqlError({
    // `node:sqlite` gives SQLite's code as `errcode`.
    reason: SqlError.classifySqliteError(
      Object.assign(cause as Error, { errno: (cause as { readonly errcode?: number }).errcode })
    )
  })

/** Another process holds the lock. SQLite's own wait would block this process, so it is done here: for up to about 30 s. */
const whileLocked = <A>(statement: Effect.Effect<A, SqlError.SqlError>) =>
  Effect.retry(statement, {
    while: ({ reason }) => reason._tag === "LockTimeoutError",
    schedule: Schedule.max([Schedule.jittered(Schedule.spaced("10 millis")), Schedule.recurs(3_000)])
  })

const connectionOf = (database: DatabaseSync): SqlConnection.Connection => {
  const run = (sql: string, values: ReadonlyArray<unknown>, returnArrays = false) =>
    whileLocked(
      Effect.try({
        try: () => {
          const statement = database.prepare(sql)
          statement.setReturnArrays(returnArrays)
          return statement.all(...(values as ReadonlyArray<SQLInputValue>))
        },
        catch: failure
      })
    )
  const execute: SqlConnection.Connection["execute"] = (sql, values) => run(sql, values)
  const executeValues: SqlConnection.Connection["executeValues"] = (sql, values) =>
    run(sql, values, true) as unknown as ReturnType<SqlConnection.Connection["executeValues"]>
  return {
    execute,
    executeUnprepared: execute,
    executeRaw: run,
    executeValues,
    executeValuesUnprepared: executeValues,
    executeStream: (sql, values) => Stream.fromIterableEffect(run(sql, values))
  }
}

/** Times that a log is tried to be emptied while another process reads the store, 10 ms apart. A later transaction does it otherwise. */
const maxTries = 20

/**
 * Notes whether statements replace or delete rows. What these rows were is then in the write-ahead log, which SQLite neither overwrites nor ends at a
 * checkpoint of its own.
 */
const emptyingLog = (connection: SqlConnection.Connection) => {
  let hasReplaced = false
  const execute: SqlConnection.Connection["execute"] = (sql, values, transform) => {
    if (/^\s*(?:UPDATE|DELETE)\b/i.test(sql)) hasReplaced = true
    return connection.execute(sql, values, transform)
  }
  const emptyLog = Effect.suspend(() => {
    if (!hasReplaced) return Effect.void
    hasReplaced = false
    return connection.executeValues("PRAGMA wal_checkpoint(TRUNCATE)", []).pipe(
      Effect.repeat({
        until: ([row]) => row?.[0] === 0,
        schedule: Schedule.spaced("10 millis"),
        times: maxTries
      }),
      Effect.ignore
    )
  })
  return { writer: { ...connection, execute, executeUnprepared: execute }, emptyLog }
}

const openDatabase = (path: string, readOnly: boolean) =>
  Effect.acquireRelease(
    Effect.try({ try: () => new DatabaseSync(path, { readOnly, timeout: 0 }), catch: failure }),
    (database) => Effect.sync(() => database.close())
  )

/** Opens the database in the file `path`, which is created if it is missing, until the scope closes. */
export const openSqlite = Effect.fn("SqliteClient.open")(function* (path: string) {
  // SQLite gives the files of its log the permissions of this one.
  yield* Effect.sync(() => makeOwnerOnlyFile(path))
  const { writer, emptyLog } = emptyingLog(connectionOf(yield* openDatabase(path, false)))
  // A commit is on the disk when it returns, and what is deleted is overwritten.
  for (const pragma of ["journal_mode = WAL", "synchronous = FULL", "secure_delete = ON", "foreign_keys = ON"])
    yield* writer.executeRaw(`PRAGMA ${pragma}`, [])
  const reader = connectionOf(yield* openDatabase(path, true))
  const turn = yield* Semaphore.make(1)
  const lease = SqlClient.makeSqliteAcquirers({ connection: Effect.succeed(writer), semaphore: turn })
  return yield* SqlClient.make({
    acquirer: Effect.succeed(reader),
    // Before the next transaction gets its turn.
    transactionAcquirer: Effect.tap(lease.transactionAcquirer, () => Effect.addFinalizer(() => emptyLog)),
    onCommitFailure: lease.onCommitFailure,
    // Takes the write lock immediately: a transaction that reads first and locks later fails if another one wrote in between.
    beginTransaction: "BEGIN IMMEDIATE",
    compiler: Statement.makeCompilerSqlite(),
    driver: "sqlite",
    spanAttributes: [["db.system.name", "sqlite"]]
  })
})
