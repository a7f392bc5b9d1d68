/** The `Warehouse` layer over HTTP: a ClickHouse server, a cluster, or the HTTP server of an embedded store. */

import { Readable } from "node:stream"
import { buffer } from "node:stream/consumers"
import { type ClickHouseClient, ClickHouseLogLevel, type ClickHouseSettings, createClient } from "@clickhouse/client"
import { Effect, Layer, Redacted } from "effect"
import { type InsertOptions, type QueryOptions, Warehouse, type WarehouseError } from "../../ports/Warehouse.ts"
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

export interface ServerOptions {
  readonly url: string
  readonly username: string
  readonly password: Redacted.Redacted<string>
}

/** The server sends the result once it is complete, so that an error in the middle does not look like a short result. */
const whole = { wait_end_of_query: 1 } as const

type Settings = Readonly<Record<string, string | number>>

/** The cast is needed because the client's type lists the settings of one ClickHouse version only. */
const settings = (...all: ReadonlyArray<Settings | undefined>) =>
  Object.assign({}, whole, statementSettings, ...all) as ClickHouseSettings

const make = (client: ClickHouseClient): Warehouse["Service"] => {
  const attempt = <A>(operation: WarehouseError["operation"], run: (signal: AbortSignal) => Promise<A>) =>
    Effect.tryPromise({ try: run, catch: (error) => toWarehouseError(operation, error) })

  const queryBytes = Effect.fn("Warehouse.queryBytes")((sql: string, format: string, options?: QueryOptions) =>
    attempt("query", async (abort_signal) => {
      const { stream } = await client.exec({
        query: sql,
        query_params: { ...options?.params },
        clickhouse_settings: settings(querySettings, options?.settings, { default_format: format }),
        abort_signal
      })
      return new Uint8Array(await buffer(stream))
    })
  )

  const send = (statement: string, bytes: Buffer, token: string) =>
    attempt("insert", async (abort_signal) => {
      const { stream } = await client.exec({
        query: statement,
        values: Readable.from([bytes]),
        clickhouse_settings: settings(insertSettings(token)),
        abort_signal
      })
      stream.resume()
    })

  const insertBytes: Warehouse["Service"]["insertBytes"] = Effect.fn("Warehouse.insertBytes")(
    (table, columns, format, bytes, { token }) =>
      send(
        insertStatement(table, format, columns),
        Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
        token
      )
  )

  return Warehouse.of({
    query: <Row>(sql: string, options?: QueryOptions) =>
      queryBytes(sql, "JSONEachRow", options).pipe(Effect.map((bytes) => parseJsonLines<Row>(bytes))),
    queryBytes,
    command: Effect.fn("Warehouse.command")((sql: string, options?: QueryOptions) =>
      attempt("command", async (abort_signal) => {
        const { summary } = await client.command({
          query: sql,
          query_params: { ...options?.params },
          clickhouse_settings: settings({ async_insert: 0 }, options?.settings),
          abort_signal
        })
        return { written: Number(summary?.written_rows ?? 0) }
      })
    ),
    insert: Effect.fn("Warehouse.insert")(
      (table: string, rows: ReadonlyArray<Readonly<Record<string, unknown>>>, { token }: InsertOptions) =>
        rows.length === 0 ? Effect.void : Effect.suspend(() => send(insertStatement(table), jsonLines(rows), token))
    ),
    insertBytes,
    insertBlock: insertBlockAsBytes(insertBytes),
    ping: attempt("ping", async (abort_signal) => {
      const result = await client.ping({ select: true, abort_signal })
      if (!result.success) throw result.error
    })
  })
}

/** Connects to the server at `url` at the first call, for the lifetime of the layer. */
export const layer = (options: ServerOptions): Layer.Layer<Warehouse> =>
  Layer.effect(
    Warehouse,
    Effect.acquireRelease(
      Effect.sync(() =>
        createClient({
          url: options.url,
          username: options.username,
          password: Redacted.value(options.password),
          application: "corridor",
          request_timeout: 600_000,
          max_open_connections: 16,
          compression: { request: false, response: false },
          // Statements and errors are not for the console.
          log: { level: ClickHouseLogLevel.OFF }
        })
      ),
      (client) => Effect.promise(() => client.close())
    ).pipe(Effect.map(make))
  )
