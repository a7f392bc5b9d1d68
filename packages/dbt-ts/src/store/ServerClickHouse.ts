/** ClickHouse as a server, over HTTP. */
import { buffer } from "node:stream/consumers"
import { type ClickHouseClient, ClickHouseLogLevel, type ClickHouseSettings, createClient } from "@clickhouse/client"
import { Effect, Layer, Redacted } from "effect"
import { ClickHouse, parseCompact, parseRows, resultSettings, type Settings, statementSettings } from "./ClickHouse.ts"
import { toClickHouseError } from "./toClickHouseError.ts"

export interface ServerOptions {
  /** For example `http://127.0.0.1:8123`. */
  readonly url: string
  readonly user: string
  readonly password: Redacted.Redacted<string>
}

/** Makes the server send a result only when it is complete, so that a late error is not taken for a short result. */
const complete = { wait_end_of_query: 1 } as const

/** The client's type lists the settings of one version of ClickHouse. */
const settingsOf = (...all: ReadonlyArray<Settings | undefined>) =>
  Object.assign({}, complete, statementSettings, ...all) as ClickHouseSettings

const make = (client: ClickHouseClient): ClickHouse["Service"] => {
  const send = Effect.fn("ServerClickHouse.send")((query: string, format: string, settings: Settings | undefined) =>
    Effect.tryPromise({
      try: async (abort_signal) => {
        const clickhouse_settings = settingsOf(resultSettings, settings, { default_format: format })
        const { stream, summary } = await client.exec({ query, clickhouse_settings, abort_signal })
        return { bytes: new Uint8Array(await buffer(stream)), written: Number(summary?.written_rows ?? 0) }
      },
      catch: toClickHouseError
    })
  )
  return ClickHouse.of({
    query: <Row>(sql: string, settings?: Settings) =>
      Effect.map(send(sql, "JSONEachRow", settings), ({ bytes }) => parseRows<Row>(bytes)),
    queryCompact: (sql, settings) => Effect.map(send(sql, "JSONCompact", settings), ({ bytes }) => parseCompact(bytes)),
    command: (sql, settings) =>
      Effect.map(send(sql, "Null", { async_insert: 0, ...settings }), ({ written }) => written)
  })
}

/**
 * Provides `ClickHouse` over a server. Connects with the first statement.
 *
 * @example
 * ```ts
 * import { layer } from "@corridor/dbt-ts/store/ServerClickHouse"
 * import { Redacted } from "effect"
 *
 * export const server = layer({ url: "http://127.0.0.1:8123", user: "default", password: Redacted.make("") })
 * ```
 */
export const layer = ({ url, user, password }: ServerOptions): Layer.Layer<ClickHouse> =>
  Layer.effect(
    ClickHouse,
    Effect.acquireRelease(
      Effect.sync(() =>
        createClient({
          url,
          username: user,
          password: Redacted.value(password),
          application: "dbt-ts",
          request_timeout: 600_000,
          max_open_connections: 16,
          log: { level: ClickHouseLogLevel.OFF }
        })
      ),
      (client) => Effect.promise(() => client.close())
    ).pipe(Effect.map(make))
  )
