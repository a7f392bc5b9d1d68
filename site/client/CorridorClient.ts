import { type Effect, Layer, ManagedRuntime, Redacted } from "effect"
import { FetchHttpClient, HttpClient, HttpClientRequest } from "effect/http"
import { HttpApiClient } from "effect/http-api"
import { Api } from "../api/Api.ts"

export interface ClientOptions {
  /** A token from the operator, for queries and requests. Published releases need none. */
  readonly token?: Redacted.Redacted<string> | string | undefined
}

/**
 * Creates the client for programs that use Effect. It needs an `HttpClient`.
 *
 * The client is derived from the same description as the server: each endpoint is a method, parameters and responses are typed and
 * decoded, and problems are typed errors.
 *
 * @example
 * ```ts
 * import { makeClient } from "corridor/client"
 * import { Effect } from "effect"
 * import { FetchHttpClient } from "effect/http"
 *
 * const program = Effect.gen(function* () {
 *   const api = yield* makeClient("http://localhost:8080")
 *   return yield* api.releases.list()
 * })
 * const releases = await Effect.runPromise(Effect.provide(program, FetchHttpClient.layer))
 * ```
 */
export const makeClient = (baseUrl: string, { token }: ClientOptions = {}) =>
  HttpApiClient.make(Api, {
    baseUrl,
    transformClient: (client) =>
      token === undefined
        ? client
        : HttpClient.mapRequest(
            client,
            HttpClientRequest.bearerToken(typeof token === "string" ? token : Redacted.value(token))
          )
  })

export type CorridorApi = Effect.Success<ReturnType<typeof makeClient>>

export interface Connection {
  /** The endpoints by group: `tables`, `releases`, `editions`, `answers`, `metadata`, `trends`, `reference`, `queries`, `requests`. */
  readonly api: CorridorApi
  /** Runs a call. Rejects with the server's problem, which has a `code`, a `detail` and `errors`. */
  readonly run: <A, E>(call: (api: CorridorApi) => Effect.Effect<A, E>) => Promise<A>
  readonly close: () => Promise<void>
}

/**
 * Connects to a server over `fetch`. Calls return promises.
 *
 * @example
 * ```ts
 * import { CorridorClient } from "corridor/client"
 *
 * const corridor = await CorridorClient.connect("http://localhost:8080")
 * const flows = await corridor.run((api) => api.tables.flows({ query: { origin: "UKR", from: "2003" } }))
 * await corridor.close()
 * ```
 */
export const connect = async (baseUrl: string, options: ClientOptions = {}): Promise<Connection> => {
  const runtime = ManagedRuntime.make(Layer.mergeAll(FetchHttpClient.layer))
  const api = await runtime.runPromise(makeClient(baseUrl, options))
  return { api, run: (call) => runtime.runPromise(call(api)), close: () => runtime.dispose() }
}

export * as CorridorClient from "./CorridorClient.ts"
