/**
 * `/metrics` on the port of the page. A process that also runs the pipeline has metrics that count what partners sent. They are for
 * operators on this machine; a request that came through a proxy gets the metrics of the process only.
 */
import { Effect } from "effect"
import { HttpRouter, HttpServerRequest, HttpServerResponse } from "effect/http"
import { PrometheusMetrics } from "effect/observability"

/** Metrics of the process and its components. All others of Corridor count records or name a partner's topic. */
const processMetrics = /^corridor_(?:start_timestamp|resident_memory|part_waiting|store_disk)/

const forwarding = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"]

/** Returns whether a request comes from this machine without a proxy, as far as its headers say. */
const isDirect = ({ headers }: HttpServerRequest.HttpServerRequest): boolean =>
  !forwarding.some((name) => headers[name] !== undefined) &&
  /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(headers["host"] ?? "")

/** Returns a page of metrics without those that count what partners sent. */
export const withoutRecordMetrics = (page: string): string =>
  page
    .split("\n")
    .filter((line) => {
      const name = /^(?:# (?:HELP|TYPE) )?(\w+)/.exec(line)?.[1] ?? ""
      return !name.startsWith("corridor_") || processMetrics.test(name)
    })
    .join("\n")

export const PageMetrics = HttpRouter.use((router) =>
  router.add(
    "GET",
    "/metrics",
    Effect.gen(function* () {
      const request = yield* HttpServerRequest.HttpServerRequest
      const page = yield* PrometheusMetrics.format()
      return HttpServerResponse.text(isDirect(request) ? page : withoutRecordMetrics(page), {
        contentType: "text/plain; version=0.0.4; charset=utf-8"
      })
    })
  )
)
