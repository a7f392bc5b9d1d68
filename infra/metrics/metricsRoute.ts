/**
 * `/metrics` in Prometheus's format. Without the right token it has the metrics of the process only: all others count what partners sent or
 * name a partner's topic.
 */
import { hash, timingSafeEqual } from "node:crypto"
import { Effect, Redacted } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { PrometheusMetrics } from "effect/observability"

/** Metrics of the process and its components. All others of Corridor count records or name a partner's topic. */
const processMetrics = /^corridor_(?:start_timestamp|resident_memory|part_waiting|store_disk)/

/** Returns a page of metrics without those that count what partners sent. */
export const withoutRecordMetrics = (page: string): string =>
  page
    .split("\n")
    .filter((line) => {
      const name = /^(?:# (?:HELP|TYPE) )?(\w+)/.exec(line)?.[1] ?? ""
      return !name.startsWith("corridor_") || processMetrics.test(name)
    })
    .join("\n")

/** Returns whether the request has the token, in a time that does not depend on it. */
const hasToken = ({ headers }: HttpServerRequest.HttpServerRequest, token: Redacted.Redacted<string>): boolean => {
  const digest = (text: string) => hash("sha256", text, "buffer")
  return timingSafeEqual(digest(headers["authorization"] ?? ""), digest(`Bearer ${Redacted.value(token)}`))
}

/** The route. `token` undefined: nobody gets more than the metrics of the process. */
export const metricsRoute = (token?: Redacted.Redacted<string> | undefined) =>
  HttpRouter.use((router) =>
    router.add(
      "GET",
      "/metrics",
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        const page = yield* PrometheusMetrics.format()
        const isKnown = token !== undefined && hasToken(request, token)
        return HttpServerResponse.text(isKnown ? page : withoutRecordMetrics(page), {
          contentType: "text/plain; version=0.0.4; charset=utf-8",
          headers: { "cache-control": "no-store" }
        })
      })
    )
  )
