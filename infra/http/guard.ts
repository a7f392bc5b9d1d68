/**
 * What every request of every port passes first: the name of the host, the client behind trusted proxies, the limit of that client, and the
 * security headers of the answer.
 */
import { Effect, Option } from "effect"
import { HttpEffect, HttpServerRequest, type HttpServerResponse } from "effect/http"
import { behindProxies } from "./behindProxies.ts"
import { clientOf, type ProxySettings } from "./clients.ts"
import { hostCheck } from "./hosts.ts"
import { refusal } from "./refusal.ts"
import type { RequestLimit } from "./requestLimit.ts"
import { withSecurityHeaders } from "./securityHeaders.ts"

export interface GuardOptions {
  /** Names under which the server answers: `host` or `host:port`. */
  readonly hosts?: Iterable<string> | undefined
  /** Whether it answers under the names of the loopback address too, on any port. By default it does. */
  readonly loopback?: boolean | undefined
  /** Undefined for a port that no proxy leads to. */
  readonly proxies?: ProxySettings | undefined
  /** Gets the address of a proxy that `proxies` does not name. */
  readonly noteUnnamed?: ((address: string) => void) | undefined
  /** Undefined for a port that only this machine's operator uses. */
  readonly limit?: RequestLimit | undefined
  /** The answer to another host's name; by default a problem. */
  readonly otherHost?: HttpServerResponse.HttpServerResponse | undefined
  /** Browsers reach the server over TLS. */
  readonly tls?: boolean | undefined
  /** Returns the page that a browser gets instead of a refusal, or the response itself. */
  readonly asPage?:
    | ((
        request: HttpServerRequest.HttpServerRequest,
        response: HttpServerResponse.HttpServerResponse
      ) => Effect.Effect<HttpServerResponse.HttpServerResponse>)
    | undefined
}

export type HttpApp<E, R> = Effect.Effect<
  HttpServerResponse.HttpServerResponse,
  E,
  R | HttpServerRequest.HttpServerRequest
>

/** Node.js keeps the first of several hosts; a proxy may have asked for the last. */
const hasOneHost = ({ source }: HttpServerRequest.HttpServerRequest): boolean => {
  const names = (source as { readonly rawHeaders?: ReadonlyArray<string> }).rawHeaders ?? []
  return names.filter((name, i) => i % 2 === 0 && name.toLowerCase() === "host").length < 2
}

/** Pages of other sites may read that they must wait. */
const tooMany = (seconds: number) =>
  refusal("request-too-many", {
    "retry-after": `${seconds}`,
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "retry-after"
  })

/** Says what to do to a program that asks for an unknown address. Routes give their own reasons. */
const withReason = (response: HttpServerResponse.HttpServerResponse) =>
  response.status === 404 && response.body._tag === "Empty" ? refusal("request-not-found") : response

/** Returns the middleware. Its answer has the security headers also if the request fails or no route exists. */
export const guard = (options: GuardOptions = {}) => {
  const {
    hosts,
    loopback,
    proxies,
    limit,
    otherHost,
    tls = false,
    asPage = (_, response) => Effect.succeed(response)
  } = options
  const isOwnHost = hostCheck(hosts, loopback)
  const withClient = behindProxies(proxies ?? { trusted: [], header: "x-forwarded-for" }, options.noteUnnamed)
  return <E, R>(httpApp: HttpApp<E, R>): HttpApp<E, R> => {
    const limited = Effect.gen(function* () {
      const request = yield* HttpServerRequest.HttpServerRequest
      const client = clientOf(Option.getOrElse(request.remoteAddress, () => ""))
      const seconds = limit === undefined ? undefined : yield* limit(client, request)
      return seconds === undefined ? yield* httpApp : tooMany(seconds)
    })
    const checked = Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
      isOwnHost(request.headers["host"]) && hasOneHost(request)
        ? withClient(limited)
        : Effect.succeed(otherHost ?? refusal("request-host-unknown"))
    )
    return HttpEffect.withPreResponseHandler(checked, (request, response) =>
      Effect.map(asPage(request, withReason(response)), (shown) => withSecurityHeaders(shown, tls))
    )
  }
}
