/**
 * The API's client for TypeScript, derived from the description that the server is made from: every address is a method, parameters and
 * answers are typed and decoded, refusals are typed errors. With a token it can also ask questions and make requests.
 *
 * ```ts
 * import { CorridorClient } from "corridor/client"
 *
 * const corridor = await CorridorClient.connect("http://localhost:8080")
 * const flows = await corridor.run((api) => api.tables.flows({ query: { origin: "UKR", from: "2003" } }))
 * ```
 */
import { type Effect, Layer, ManagedRuntime, Redacted } from "effect"
import { FetchHttpClient, HttpClient, HttpClientRequest } from "effect/http"
import { HttpApiClient } from "effect/http-api"
import { Api } from "../api/Api.ts"

export interface ClientOptions {
  /** A token that the operator made: for questions and requests. What is out needs none. */
  readonly token?: Redacted.Redacted<string> | string | undefined
}

/** The client as an effect, for programs that use Effect; it needs an `HttpClient`. */
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
  readonly api: CorridorApi
  /** Runs a call; fails with the problem that the server told. */
  readonly run: <A, E>(call: (api: CorridorApi) => Effect.Effect<A, E>) => Promise<A>
  readonly close: () => Promise<void>
}

/** The client as promises, over `fetch`. */
export const connect = async (baseUrl: string, options: ClientOptions = {}): Promise<Connection> => {
  const runtime = ManagedRuntime.make(Layer.mergeAll(FetchHttpClient.layer))
  const api = await runtime.runPromise(makeClient(baseUrl, options))
  return { api, run: (call) => runtime.runPromise(call(api)), close: () => runtime.dispose() }
}

export * as CorridorClient from "./CorridorClient.ts"
