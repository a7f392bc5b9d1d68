/**
 * `/metrics` in Prometheus's format. Without the right token it says only whether the process runs and waits: all others count what partners
 * sent, name a partner's topic, or move with what is loaded, as free disk space and memory do.
 */
import { hash, timingSafeEqual } from "node:crypto"
import { Effect, Redacted } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { PrometheusMetrics } from "effect/observability"
import { metricCatalogue } from "../../ingest/pipeline/MetricCatalogue.ts"

/** Metrics that show nothing of what partners send. */
const openMetrics = new Set<string>([metricCatalogue.start.name, metricCatalogue.waiting.name])

/** Returns a page of metrics without those that need the token. */
export const withoutRecordMetrics = (page: string): string =>
  page
    .split("\n")
    .filter((line) => openMetrics.has(/^(?:# (?:HELP|TYPE) )?(\w+)/.exec(line)?.[1] ?? ""))
    .map((line) => `${line}\n`)
    .join("")

/** Returns whether the request has the token, in a time that does not depend on it. */
const hasToken = ({ headers }: HttpServerRequest.HttpServerRequest, token: Redacted.Redacted<string>): boolean => {
  const digest = (text: string) => hash("sha256", text, "buffer")
  return timingSafeEqual(digest(headers["authorization"] ?? ""), digest(`Bearer ${Redacted.value(token)}`))
}

export const metricsRoute = (token: Redacted.Redacted<string>) =>
  HttpRouter.use((router) =>
    router.add(
      "GET",
      "/metrics",
      Effect.gen(function* () {
        const request = yield* HttpServerRequest.HttpServerRequest
        const page = yield* PrometheusMetrics.format()
        return HttpServerResponse.text(hasToken(request, token) ? page : withoutRecordMetrics(page), {
          contentType: "text/plain; version=0.0.4; charset=utf-8",
          headers: { "cache-control": "no-store" }
        })
      })
    )
  )
