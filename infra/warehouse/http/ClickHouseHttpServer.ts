/**
 * Serves the embedded store by ClickHouse's HTTP protocol on the loopback address, so that other Corridor processes and ordinary ClickHouse
 * clients can use the store while one process has it open.
 *
 * Not supported: more users than one reader and one writer, `compress=1`, external data, TCP.
 */
import { randomUUID } from "node:crypto"
import * as NodeHttpServer from "@effect/platform-node/NodeHttpServer"
import { ByteSize, Effect, Layer, Schema } from "effect"
import { HttpIncomingMessage, HttpServer, HttpServerRequest, HttpServerResponse } from "effect/http"
import { guard } from "../../http/guard.ts"
import { httpServer } from "../../http/httpServer.ts"
import type { ChdbEngine, EngineConnection } from "../ChdbEngine.ts"
import { formatOf, hasResult, sqlWords } from "../SqlText.ts"
import { bodyLimit, type ClickHouseHttpRequest, readHttpRequest } from "./ClickHouseHttpRequest.ts"
import { answer, type EngineFacts, failure } from "./ClickHouseHttpResponse.ts"
import { makeSessions } from "./HttpSessions.ts"
import { credentialsOf, type HttpUsers, roleOf } from "./HttpUsers.ts"

interface HttpServerOptions {
  readonly engine: ChdbEngine
  readonly users: HttpUsers
  /** Port on 127.0.0.1. */
  readonly port: number
}

const Facts = Schema.fromJsonString(Schema.Struct({ version: Schema.String, timezone: Schema.String }))

const factsOf = (engine: ChdbEngine) =>
  engine
    .request((connection) => connection.query("SELECT version() AS version, timezone() AS timezone", "JSONEachRow", {}))
    .pipe(Effect.flatMap(({ bytes }) => Schema.decodeEffect(Facts)(Buffer.from(bytes).toString("utf8"))))

/** Accepts an INSERT without rows, as a ClickHouse server does. The engine refuses it with code 108. */
const orNothing = (error: unknown) => {
  if (error instanceof Error && error.message.startsWith("Code: 108."))
    return { rowsWritten: 0, bytesWritten: 0, elapsed: 0 }
  throw error
}

/** Returns a function that runs the statement. With `readOnly`, the connection can only read. */
const execute = (request: ClickHouseHttpRequest, readOnly: boolean) => async (connection: EngineConnection) => {
  const words = sqlWords(request.sql)
  const { database, params } = request
  if (hasResult(words)) {
    const result = await connection.query(request.sql, request.format, {
      database,
      params,
      readOnly,
      settings: request.settings
    })
    return {
      bytes: result.bytes,
      summary: {
        readRows: result.rowsRead,
        readBytes: result.bytesRead,
        writtenRows: 0,
        writtenBytes: 0,
        elapsed: result.elapsed
      }
    }
  }
  // The token of an earlier insert would deduplicate this one.
  const settings = { async_insert: "0", insert_deduplication_token: "", ...request.settings }
  const written = await connection
    .write(request.sql, request.data, { database, params, readOnly, settings })
    .catch(orNothing)
  return {
    bytes: new Uint8Array(0),
    summary: {
      readRows: written.rowsWritten,
      readBytes: written.bytesWritten,
      writtenRows: written.rowsWritten,
      writtenBytes: written.bytesWritten,
      elapsed: written.elapsed
    }
  }
}

const makeHandler = Effect.fn("ClickHouseHttpServer.makeHandler")(function* (
  options: HttpServerOptions,
  facts: EngineFacts
) {
  const inSession = yield* makeSessions(options.engine)

  const serve = Effect.fn("ClickHouseHttpServer.serve")(function* (
    incoming: HttpServerRequest.HttpServerRequest,
    search: URLSearchParams
  ) {
    const headers = incoming.headers as Readonly<Record<string, string | undefined>>
    const queryId = search.get("query_id") ?? randomUUID()
    const credentials = credentialsOf(headers, search)
    const role = roleOf(credentials, options.users)
    if (role === undefined)
      return failure(
        new Error(
          "Code: 516. DB::Exception: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)"
        ),
        queryId,
        facts
      )
    const done = Effect.gen(function* () {
      const body = incoming.method === "GET" ? Buffer.alloc(0) : Buffer.from(yield* incoming.arrayBuffer)
      const request = yield* Effect.try({ try: () => readHttpRequest(search, headers, body), catch: (error) => error })
      const use = execute(request, role === "reader" || (incoming.method === "GET" && request.session === undefined))
      // A reader needs no session: it cannot create temporary tables, and a read-only connection accepts no further settings.
      const { bytes, summary } = yield* request.session === undefined || role === "reader"
        ? options.engine.request(use)
        : inSession(credentials.name, request.session, use)
      return answer({
        bytes,
        summary,
        format: formatOf(request.sql, sqlWords(request.sql)) ?? request.format,
        queryId,
        facts,
        gzip: search.get("enable_http_compression") === "1" && /\bgzip\b/.test(headers["accept-encoding"] ?? "")
      })
    })
    return yield* done.pipe(Effect.catch((error) => Effect.succeed(failure(error, queryId, facts))))
  })

  return Effect.gen(function* () {
    const incoming = yield* HttpServerRequest.HttpServerRequest
    const url = new URL(incoming.url, "http://localhost")
    if (url.pathname === "/ping") return HttpServerResponse.text("Ok.\n")
    if (url.pathname !== "/") return HttpServerResponse.text("There is no handle here\n", { status: 404 })
    if (incoming.method === "GET" && !url.searchParams.has("query")) return HttpServerResponse.text("Ok.\n")
    if (incoming.method !== "GET" && incoming.method !== "POST") return HttpServerResponse.empty({ status: 405 })
    return yield* serve(incoming, url.searchParams)
  })
})

/** The longest URL in bytes, with the parameters of statements. ClickHouse has the same limit; Node's default is 16 kB. */
const longestAddress = 1_048_576

/** Clients of ClickHouse show the text of an answer. */
const otherHost = HttpServerResponse.text("Host not served\n", { status: 421 })

/** Serves ClickHouse's HTTP protocol until the layer's scope closes. */
export const layer = (options: HttpServerOptions): Layer.Layer<never, unknown> =>
  Layer.effectDiscard(
    Effect.gen(function* () {
      const facts = yield* factsOf(options.engine)
      const handler = yield* makeHandler(options, facts)
      const limited = Effect.provideService(handler, HttpIncomingMessage.MaxBodySize, ByteSize.bytes(bodyLimit))
      yield* HttpServer.serveEffect(guard({ otherHost })(limited))
    })
  ).pipe(
    Layer.provide(
      NodeHttpServer.layer(() => httpServer({ maxHeaderSize: longestAddress }), {
        port: options.port,
        host: "127.0.0.1",
        gracefulShutdownTimeout: "2 seconds"
      })
    )
  )
