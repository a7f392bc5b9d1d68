/**
 * ClickHouse in this process (chDB). No other file uses its native module.
 *
 * Settings, parameters and `USE` persist in a connection. Each request therefore opens its own connection, and nothing has to be
 * reset. One more connection stays open as long as the engine and is closed last, because a process crashes if it exits with an open
 * connection.
 */
import { randomUUID } from "node:crypto"
import { rmSync } from "node:fs"
import { open, rm } from "node:fs/promises"
import { createRequire } from "node:module"
import { join } from "node:path"
import { refuseOnFullDisk } from "@corridor/dbt-ts/store/fullDisk"
import { Effect, type Scope, Semaphore } from "effect"
import { sqlString } from "../../ports/sqlString.ts"
import { makeOwnerOnlyFolder } from "../process/OwnerOnlyFile.ts"
import { removeBrokenDefinitions } from "./brokenDefinitions.ts"
import { clickHouseError } from "./clickHouseError.ts"
import { cutInlineData, insertFromFile, needsFile } from "./InlineData.ts"
import { awaitMutation, mutatedTable } from "./Mutations.ts"
import { removeOrphanedTokens } from "./OrphanedDedupTokens.ts"
import { isEmptyStatement, isSeveralStatements, type SqlWord, sqlWords, touchesFiles } from "./SqlText.ts"
import { emptyStandardInput } from "./StandardInput.ts"

interface EngineResult {
  readonly bytes: Uint8Array
  readonly rowsRead: number
  readonly bytesRead: number
  readonly elapsed: number
}

interface EngineWritten {
  readonly rowsWritten: number
  readonly bytesWritten: number
  readonly elapsed: number
}

/** Opaque. */
type Connection = { readonly connection: unique symbol }

interface Native {
  CreateConnection(path: string): Connection
  CloseConnection(connection: Connection): void
  QueryAsyncConnection(connection: Connection, sql: string, format: string): Promise<EngineResult>
  InsertRawAsyncConnection(
    connection: Connection,
    sql: string,
    data: Buffer,
    countLines: boolean
  ): Promise<EngineWritten>
}

const loadNative = (): Native => {
  // The engine reads it and opens no store if it has no such time zone. All times of the store are in UTC.
  process.env["TZ"] = "UTC"
  const require = createRequire(createRequire(import.meta.url).resolve("chdb/package.json"))
  return require("./dist/loader.js").loadNative() as Native
}

/** What is set on a connection before its statement runs. */
export interface Prelude {
  readonly database?: string | undefined
  readonly settings?: Readonly<Record<string, string | number>> | undefined
  /** In the format of HTTP's `param_name`. */
  readonly params?: Readonly<Record<string, string>> | undefined
  readonly readOnly?: boolean | undefined
}

const name = /^[A-Za-z_][A-Za-z0-9_]*$/

const assignment = ([key, value]: readonly [string, string | number]) => {
  if (!name.test(key)) throw clickHouseError(115, "Unknown setting", "UNKNOWN_SETTING")
  return `${key} = ${typeof value === "number" ? value : sqlString(value)}`
}

const preludeOf = (prelude: Prelude): ReadonlyArray<string> => {
  const params = Object.entries(prelude.params ?? {}).map(([key, value]) => [`param_${key}`, value] as const)
  const assignments = [...Object.entries(prelude.settings ?? {}), ...params].map(assignment)
  return [
    ...(prelude.database === undefined ? [] : [`USE \`${prelude.database.replaceAll(/[`\\]/g, "")}\``]),
    ...(assignments.length === 0 ? [] : [`SET ${assignments.join(", ")}`]),
    // Last, because settings cannot change after this.
    ...(prelude.readOnly === true ? ["SET readonly = 1"] : [])
  ]
}

/** Returns the words of a statement. Throws if the engine would misinterpret the statement, or damage the store in `folder` by it. */
const checkedWords = (sql: string, folder: string): ReadonlyArray<SqlWord> => {
  const words = sqlWords(sql)
  if (isEmptyStatement(words)) throw clickHouseError(62, "Empty query", "SYNTAX_ERROR")
  if (isSeveralStatements(words)) throw clickHouseError(62, "Multi-statements are not allowed", "SYNTAX_ERROR")
  if (touchesFiles(words))
    throw clickHouseError(344, "Statements must not access files of this machine", "SUPPORT_IS_DISABLED")
  refuseOnFullDisk(sql, folder)
  return words
}

export interface EngineConnection {
  query(sql: string, format: string, prelude: Prelude): Promise<EngineResult>
  /** Runs a statement without a result, or an INSERT with its data. */
  write(sql: string, data: Uint8Array, prelude: Prelude): Promise<EngineWritten>
}

export interface ChdbEngine {
  readonly path: string
  /** Runs `use` on a new connection. */
  readonly request: <A>(use: (connection: EngineConnection) => Promise<A>) => Effect.Effect<A, unknown>
  /** Opens a connection that stays open until the scope closes. */
  readonly session: Effect.Effect<EngineConnection, unknown, Scope.Scope>
}

/** Number of libuv threads. Each running query occupies one; file access, DNS and key derivation need the others. */
const threads = Number(process.env["UV_THREADPOOL_SIZE"] ?? 4)

/** Writes a file in one task of the thread pool. `writeFile` needs a task per 512 kB, and each waits for running queries. */
const writeWhole = async (file: string, bytes: Buffer) => {
  const handle = await open(file, "wx", 0o600)
  try {
    for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten
  } finally {
    await handle.close()
  }
}

/** Runs statements on a separate connection. */
type Aside = (...statements: ReadonlyArray<string>) => Promise<void>

const makeAside =
  (native: Native, path: string): Aside =>
  async (...statements) => {
    const connection = native.CreateConnection(path)
    try {
      for (const statement of statements) await native.QueryAsyncConnection(connection, statement, "Null")
    } finally {
      native.CloseConnection(connection)
    }
  }

const wrap = (native: Native, connection: Connection, inserts: string, aside: Aside): EngineConnection => {
  const prepare = async (prelude: Prelude) => {
    for (const statement of preludeOf(prelude)) await native.QueryAsyncConnection(connection, statement, "Null")
  }
  return {
    query: async (sql, format, prelude) => {
      checkedWords(sql, inserts)
      await prepare(prelude)
      const result = await native.QueryAsyncConnection(connection, sql, format)
      // An empty result has undefined bytes.
      return { ...result, bytes: result.bytes ?? new Uint8Array(0) }
    },
    write: async (sql, data, prelude) => {
      const mutated = mutatedTable(sql, checkedWords(sql, inserts))
      await prepare(prelude)
      const given = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
      const [statement, bytes] = given.length > 0 ? [sql.trimEnd(), given] : cutInlineData(Buffer.from(sql))
      if (!needsFile(statement, bytes)) {
        const written = native.InsertRawAsyncConnection(connection, statement, bytes, false)
        if (mutated === undefined) return written
        const database = preludeOf({ database: prelude.database })
        return awaitMutation(written, mutated, (wake) => aside(...database, wake))
      }
      const file = join(inserts, `${randomUUID()}.data`)
      try {
        await writeWhole(file, bytes)
        return await native.InsertRawAsyncConnection(
          connection,
          insertFromFile(statement, file),
          Buffer.alloc(0),
          false
        )
      } finally {
        await rm(file, { force: true })
      }
    }
  }
}

/** Resident memory in bytes above which the engine releases freed pages. */
const muchMemory = 700 * 1024 * 1024
/** The shortest time between two such requests, in milliseconds. */
const giveBackPause = 250

/**
 * Returns a function that releases freed pages if this process uses much memory. The engine's allocator keeps freed pages for some seconds
 * in the arena of each thread.
 */
const memoryGuard = (aside: Aside) => {
  let last = 0
  return async () => {
    const now = performance.now()
    if (now - last < giveBackPause || process.memoryUsage.rss() < muchMemory) return
    last = now
    await aside("SYSTEM JEMALLOC PURGE")
  }
}

/** Opens the store in `path` until the scope closes. No other process may have it open. */
export const openChdb = Effect.fn("ChdbEngine.open")(function* (path: string) {
  // Next to the store, so that insert data stays on its disk and in owner-only files.
  const inserts = `${path}.inserts`
  rmSync(inserts, { recursive: true, force: true })
  makeOwnerOnlyFolder(inserts)
  yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(inserts, { recursive: true, force: true })))
  const running = new Set<Promise<unknown>>()
  const track = <A>(promise: Promise<A>): Promise<A> => {
    running.add(promise)
    const remove = () => void running.delete(promise)
    promise.then(remove, remove)
    return promise
  }
  // A query cannot be cancelled, and the process crashes if the connection closes during a query.
  const close = (loaded: Native, connection: Connection) =>
    Effect.andThen(
      Effect.promise(() => Promise.allSettled(running)),
      Effect.sync(() => loaded.CloseConnection(connection))
    )
  const [native] = yield* Effect.acquireRelease(
    Effect.try({
      try: () => {
        emptyStandardInput()
        removeOrphanedTokens(path)
        removeBrokenDefinitions(path)
        const loaded = loadNative()
        return [loaded, loaded.CreateConnection(path)] as const
      },
      catch: (error) => error
    }),
    ([loaded, connection]) => close(loaded, connection)
  )
  const slots = yield* Semaphore.make(Math.max(2, threads - 2))
  const aside = makeAside(native, path)
  const giveBack = memoryGuard(aside)

  const request: ChdbEngine["request"] = (use) =>
    slots.withPermits(1)(
      Effect.tryPromise({
        try: () =>
          track(
            (async () => {
              const connection = native.CreateConnection(path)
              try {
                return await use(wrap(native, connection, inserts, aside))
              } finally {
                native.CloseConnection(connection)
                await giveBack()
              }
            })()
          ),
        catch: (error) => error
      })
    )

  const session: ChdbEngine["session"] = Effect.acquireRelease(
    Effect.try({ try: () => native.CreateConnection(path), catch: (error) => error }),
    (connection) => close(native, connection)
  ).pipe(
    Effect.map((connection) => {
      const raw = wrap(native, connection, inserts, aside)
      return {
        query: (sql, format, prelude) => track(raw.query(sql, format, prelude)),
        write: (sql, data, prelude) => track(raw.write(sql, data, prelude))
      }
    })
  )

  const engine: ChdbEngine = { path, request, session }
  return engine
})
