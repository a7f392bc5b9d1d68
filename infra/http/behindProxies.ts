/** Who sent a request: the address behind proxies that the operator trusts. */
import { Effect, Option } from "effect"
import { Headers, HttpMiddleware, HttpServerRequest, type HttpServerResponse } from "effect/http"
import { isIn, type ProxyHeader, type ProxySettings, proxyHeaders } from "./clients.ts"

/** What a proxy that no setting names does, for the log and `doctor`. */
export const sharedLimit =
  "all its clients share one limit of requests and of sign-ins, and one of them can lock out the others"

/** Returns the addresses of a `Forwarded` header (RFC 7239) in the form of `X-Forwarded-For`. An obfuscated one ends the walk, as there. */
const forwardedFor = (header: string): string =>
  header
    .split(",")
    .map((hop) => /(?:^|;)\s*for=("?)(.*?)\1\s*(?:;|$)/i.exec(hop)?.[2] ?? "unknown")
    .join(", ")

/**
 * Keeps of the forwarding headers only the addresses of the header that is believed.
 *
 * The host is never taken from `X-Forwarded-Host`: a page that uses DNS rebinding can send that header.
 */
const withBelievedHeader = (request: HttpServerRequest.HttpServerRequest, header: ProxyHeader) => {
  const given = request.headers[header]
  const rest = Headers.removeMany(request.headers, ["x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"])
  if (given === undefined) return request.modify({ headers: rest })
  const addresses = header === "forwarded" ? forwardedFor(given) : given
  return request.modify({ headers: Headers.set(rest, "x-forwarded-for", addresses) })
}

/**
 * Replaces a request's `remoteAddress` by the right-most address that is not a trusted proxy, if a trusted proxy sent the request. Every other
 * request keeps the address of its connection, and its headers are ignored: `noteUnnamed` gets the address of the first that has any.
 */
export const behindProxies = (
  { trusted, header }: ProxySettings,
  noteUnnamed: (address: string) => void = () => {}
) => {
  const withClient = HttpMiddleware.xForwardedHeaders({ trustedProxies: trusted })
  let isNoted = false
  /** A proxy that the operator forgot to name makes all readers one client, so any of them can use up the limit of all. */
  const warnOnce = Effect.fnUntraced(function* ({ headers, remoteAddress }: HttpServerRequest.HttpServerRequest) {
    const peer = Option.getOrElse(remoteAddress, () => "")
    if (isNoted || proxyHeaders.every((name) => headers[name] === undefined) || isIn(trusted, peer)) return
    isNoted = true
    yield* Effect.logWarning(
      `A request came through a proxy that CORRIDOR_TRUSTED_PROXIES does not name: ${sharedLimit}. Set it to the address of your own proxy.`
    )
    yield* Effect.ignore(Effect.try(() => noteUnnamed(peer)))
  })
  return <E, R>(httpApp: Effect.Effect<HttpServerResponse.HttpServerResponse, E, R>) =>
    Effect.flatMap(HttpServerRequest.HttpServerRequest, (request) =>
      Effect.andThen(
        warnOnce(request),
        Effect.provideService(
          withClient(httpApp),
          HttpServerRequest.HttpServerRequest,
          withBelievedHeader(request, header)
        )
      )
    )
}
