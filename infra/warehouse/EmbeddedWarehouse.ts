/** The `Warehouse` layer for ClickHouse in this process. */
import { Effect, Layer } from "effect"
import { escapeText, sqlString } from "../../ports/sqlString.ts"
import {
  type InsertOptions,
  type Param,
  type QueryOptions,
  Warehouse,
  type WarehouseError
} from "../../ports/Warehouse.ts"
import { type ChdbEngine, type EngineConnection, openChdb, type Prelude } from "./ChdbEngine.ts"
import {
  insertSettings,
  insertStatement,
  jsonLines,
  parseJsonLines,
  querySettings,
  statementSettings
} from "./InsertRows.ts"
import { insertBlockAsBytes } from "./NativeInsert.ts"
import { toWarehouseError } from "./WarehouseFailure.ts"

const number = (value: number) =>
  Number.isNaN(value) ? "nan" : value === Infinity ? "+inf" : value === -Infinity ? "-inf" : String(value)

const insideArray = (value: Param): string => {
  if (value === null) return "NULL"
  if (typeof value === "string") return sqlString(value)
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE"
  return paramText(value)
}

/** Returns the value in the format of HTTP's `param_name`: a TSV-escaped scalar, or an array literal. */
const paramText = (value: Param): string => {
  if (value === null) return "\\N"
  if (typeof value === "number") return number(value)
  if (typeof value === "bigint") return String(value)
  if (typeof value === "boolean") return value ? "1" : "0"
  if (typeof value === "string") return escapeText(value)
  return `[${value.map(insideArray).join(",")}]`
}

/**
 * No machine code for expressions: compiling one takes 30 ms in each process, and most of a process's statements are seen a few times. A
 * build of the marts takes a seventh less processor time without it.
 */
const interpreted = { compile_expressions: 0, compile_aggregate_expressions: 0, compile_sort_description: 0 }

const preludeOf = (
  options: QueryOptions | undefined,
  settings: Readonly<Record<string, string | number>>
): Prelude => ({
  settings: { ...interpreted, ...statementSettings, ...settings, ...options?.settings },
  params: Object.fromEntries(Object.entries(options?.params ?? {}).map(([key, value]) => [key, paramText(value)]))
})

/** Clears the token explicitly, so that INSERT … SELECT never uses that of another insert, even if a connection were shared. */
const noToken = { insert_deduplication_token: "", async_insert: 0 }

const nothing = new Uint8Array(0)

/** Returns the warehouse of an embedded engine. */
export const make = (engine: ChdbEngine): Warehouse["Service"] => {
  const run = <A>(operation: WarehouseError["operation"], use: (connection: EngineConnection) => Promise<A>) =>
    engine.request(use).pipe(Effect.mapError((error) => toWarehouseError(operation, error)))

  const queryBytes = Effect.fn("Warehouse.queryBytes")((sql: string, format: string, options?: QueryOptions) =>
    run("query", async (connection) => (await connection.query(sql, format, preludeOf(options, querySettings))).bytes)
  )

  const insertBytes: Warehouse["Service"]["insertBytes"] = Effect.fn("Warehouse.insertBytes")(
    (table, columns, format, bytes, { token }) =>
      run("insert", (connection) =>
        connection.write(insertStatement(table, format, columns), bytes, { settings: insertSettings(token) })
      ).pipe(Effect.asVoid)
  )

  return Warehouse.of({
    query: <Row>(sql: string, options?: QueryOptions) =>
      queryBytes(sql, "JSONEachRow", options).pipe(Effect.map((bytes) => parseJsonLines<Row>(bytes))),
    queryBytes,
    command: Effect.fn("Warehouse.command")((sql: string, options?: QueryOptions) =>
      run("command", async (connection) => {
        const { rowsWritten } = await connection.write(sql, nothing, preludeOf(options, noToken))
        return { written: rowsWritten }
      })
    ),
    insert: Effect.fn("Warehouse.insert")(
      (table: string, rows: ReadonlyArray<Readonly<Record<string, unknown>>>, { token }: InsertOptions) =>
        rows.length === 0
          ? Effect.void
          : run("insert", (connection) =>
              connection.write(insertStatement(table), jsonLines(rows), { settings: insertSettings(token) })
            ).pipe(Effect.asVoid)
    ),
    insertBytes,
    insertBlock: insertBlockAsBytes(insertBytes),
    ping: run("ping", (connection) => connection.query("SELECT 1", "Null", {})).pipe(Effect.asVoid)
  })
}

/** Opens the store in `path` for the lifetime of the layer. */
export const layer = (path: string): Layer.Layer<Warehouse, WarehouseError> =>
  Layer.effect(
    Warehouse,
    openChdb(path).pipe(
      Effect.map(make),
      Effect.mapError((error) => toWarehouseError("ping", error))
    )
  )
