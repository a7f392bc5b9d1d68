/**
 * ClickHouse inside this process (chDB, an optional dependency). One process at a time can open a folder.
 *
 * Settings stick to a connection of chDB, so each statement has its own connection. One more stays open until the
 * end: a process that exits while a connection is open crashes.
 */
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { devNull, tmpdir } from "node:os"
import { join } from "node:path"
import { isatty } from "node:tty"
import { Effect, Layer, Redacted, Semaphore } from "effect"
import {
  ClickHouse,
  ClickHouseError,
  literal,
  parseCompact,
  parseRows,
  resultSettings,
  type Settings,
  statementSettings
} from "./ClickHouse.ts"
import { refuseOnFullDisk } from "./fullDisk.ts"
import { toClickHouseError } from "./toClickHouseError.ts"

type Connection = { readonly connection: unique symbol }

interface Native {
  CreateConnection(path: string): Connection
  CloseConnection(connection: Connection): void
  QueryAsyncConnection(
    connection: Connection,
    sql: string,
    format: string
  ): Promise<{ readonly bytes?: Uint8Array | undefined }>
  InsertRawAsyncConnection(
    connection: Connection,
    sql: string,
    data: Buffer,
    countLines: boolean
  ): Promise<{ readonly rowsWritten: number }>
}

const loadNative = (): Native => {
  const require = createRequire(import.meta.url)
  return createRequire(require.resolve("chdb/package.json"))("./dist/loader.js").loadNative() as Native
}

const standardInput = 0

/**
 * Replaces standard input by an empty one. chDB reads it with every INSERT and treats its content as more rows.
 * A terminal is not read.
 */
const emptyStandardInput = (): void => {
  if (isatty(standardInput)) return
  closeSync(standardInput)
  openSync(devNull, "r")
}

/** No machine code for expressions: compiling one takes 30 ms in each process, and most statements of a run are seen once. */
const interpreted = { compile_expressions: 0, compile_aggregate_expressions: 0, compile_sort_description: 0 }

const assignments = (settings: Settings): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name.replace(/\W/g, "")} = ${typeof value === "number" ? value : literal(value)}`)
    .join(", ")

/** Returns true for comments alone: chDB returns the result of an earlier statement for these. */
const isEmpty = (sql: string): boolean => sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\/|[\s;]/g, "") === ""

const inlineData = /^(\s*insert\s+into\s(?:(?!\bselect\b)[\s\S])*?\sformat\s+\w+)[ \t\r]*\n([\s\S]+)$/i

/**
 * Calls `send` with a statement and its data, so that chDB reads all of the data as such. chDB treats a blank line as the end of the data and runs what
 * follows as SQL, so data with a blank line is read from a file.
 */
const withData = async <A>(sql: string, send: (sql: string, data: Buffer) => Promise<A>): Promise<A> => {
  const [, head, data = ""] = inlineData.exec(sql) ?? []
  if (head === undefined) return send(sql, Buffer.alloc(0))
  if (!/^\n|\n\r?\n/.test(data)) return send(head, Buffer.from(data))
  const folder = mkdtempSync(join(tmpdir(), "dbt-ts-"))
  try {
    const file = join(folder, "data")
    writeFileSync(file, data, { mode: 0o600 })
    const clause = ` from infile ${literal(file)} compression 'none'`
    const fromFile = head.replace(/\s(?:settings\s[\s\S]*?\s)?format\s+\w+$/i, (end) => `${clause}${end}`)
    return await send(fromFile, Buffer.alloc(0))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** libuv's threads: a running statement occupies one, and reading files needs some too. */
const threads = Number(process.env["UV_THREADPOOL_SIZE"] ?? 4)

const open = Effect.fn("EmbeddedClickHouse.open")(function* (path: string) {
  const running = new Set<Promise<unknown>>()
  const native = yield* Effect.try({
    try: loadNative,
    catch: () => {
      const message = "The embedded store needs the package chdb: install it with 'npm install chdb'"
      return new ClickHouseError({ kind: "unavailable", message, detail: Redacted.make(message) })
    }
  })
  yield* Effect.acquireRelease(
    Effect.try({
      try: () => {
        emptyStandardInput()
        return native.CreateConnection(path)
      },
      catch: toClickHouseError
    }),
    // A statement cannot be stopped, and closing the store below it crashes the process.
    (connection) =>
      Effect.andThen(
        Effect.promise(() => Promise.allSettled(running)),
        Effect.sync(() => native.CloseConnection(connection))
      )
  )
  const slots = yield* Semaphore.make(Math.max(2, threads - 2))

  const execute = <A>(sql: string, settings: Settings, run: (connection: Connection) => Promise<A>) =>
    slots.withPermits(1)(
      Effect.tryPromise({
        try: () => {
          const connected = async () => {
            if (isEmpty(sql)) throw new Error("Code: 62. DB::Exception: Empty query. (SYNTAX_ERROR)")
            refuseOnFullDisk(sql, path)
            const connection = native.CreateConnection(path)
            try {
              await native.QueryAsyncConnection(
                connection,
                `SET ${assignments({ ...interpreted, ...statementSettings, ...settings })}`,
                "Null"
              )
              return await run(connection)
            } finally {
              native.CloseConnection(connection)
            }
          }
          const promise = connected()
          running.add(promise)
          const forget = () => void running.delete(promise)
          promise.then(forget, forget)
          return promise
        },
        catch: toClickHouseError
      })
    )

  const send = (sql: string, format: string, settings: Settings | undefined) =>
    execute(sql, { ...resultSettings, ...settings }, async (connection) => {
      const { bytes } = await native.QueryAsyncConnection(connection, sql, format)
      return bytes ?? new Uint8Array(0)
    })

  return ClickHouse.of({
    query: <Row>(sql: string, settings?: Settings) =>
      Effect.map(send(sql, "JSONEachRow", settings), (bytes) => parseRows<Row>(bytes)),
    queryCompact: (sql, settings) => Effect.map(send(sql, "JSONCompact", settings), parseCompact),
    command: (sql, settings) =>
      execute(sql, { async_insert: 0, ...settings }, async (connection) => {
        const { rowsWritten } = await withData(sql, (statement, data) =>
          native.InsertRawAsyncConnection(connection, statement, data, false)
        )
        return rowsWritten
      })
  })
})

/**
 * Provides `ClickHouse` from the folder `path`, which is created if it does not exist.
 *
 * @example
 * ```ts
 * import { layer } from "@corridor/dbt-ts/store/EmbeddedClickHouse"
 *
 * export const embedded = layer("store")
 * ```
 */
export const layer = (path: string): Layer.Layer<ClickHouse, ClickHouseError> => Layer.effect(ClickHouse, open(path))
