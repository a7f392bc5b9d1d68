/** Counts the requests of a port by how they ended, for the objective of availability. */
import { Effect, Metric } from "effect"
import { HttpEffect } from "effect/http"
import { metricCatalogue } from "../../ingest/pipeline/MetricCatalogue.ts"
import { counter } from "../../ingest/pipeline/PipelineMetrics.ts"
import type { HttpApp } from "../http/guard.ts"

const outcomes = {
  answered: counter(metricCatalogue.requests, { outcome: "answered" }),
  failed: counter(metricCatalogue.requests, { outcome: "failed" })
}

/** Returns the app, counted. Both counters begin at 0: one that first appears with a value hides it from every rate. */
export const countRequests = Effect.gen(function* () {
  for (const outcome of Object.values(outcomes)) yield* Metric.update(outcome, 0)
  return <E, R>(app: HttpApp<E, R>): HttpApp<E, R> =>
    HttpEffect.withPreResponseHandler(app, (_, response) =>
      Effect.as(Metric.update(outcomes[response.status >= 500 ? "failed" : "answered"], 1), response)
    )
})
