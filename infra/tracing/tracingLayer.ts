/**
 * Sends traces to an OpenTelemetry collector, as OTLP in JSON. A trace leads from `submit` over the messages in Kafka to the batch and its inserts, and
 * from a request to its answer.
 *
 * **High risk.** A span has its name, which is a function's or one of HTTP, its times, and the few attributes below. Addresses, bodies, log lines and the
 * messages of errors stay here.
 */
import { Cause, Effect, Exit, Layer, Tracer } from "effect"
import { FetchHttpClient } from "effect/http"
import { OtlpSerialization, OtlpTracer } from "effect/observability"
import { SendsTraces } from "../../ports/Traces.ts"

/** Attributes of which no value can come from a partner or a reader. */
const attributes = new Set(["http.request.method", "http.response.status_code", "corridor.records"])

/** HTTP methods that a client made up are values too. */
const isKnown = (key: string, value: unknown) =>
  key !== "http.request.method" || /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(String(value))

/** Returns the exit with the kind of its failure only. */
const withoutMessage = (exit: Exit.Exit<unknown, unknown>): Exit.Exit<unknown, unknown> => {
  if (Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause)) return exit
  const error: unknown = exit.cause.reasons.find(Cause.isFailReason)?.error
  const tag = typeof error === "object" && error !== null && "_tag" in error ? String(error._tag) : "defect"
  return Exit.fail(Object.assign(new Error(tag), { name: tag, stack: tag }))
}

/** Returns a tracer whose spans keep no value. */
const withoutValues = (tracer: Tracer.Tracer): Tracer.Tracer =>
  Tracer.make({
    ...tracer,
    span: (options) => {
      const name = /^http\.server /.test(options.name) ? "http.server" : options.name
      const span = tracer.span({ ...options, name })
      const { attribute, end } = span
      return Object.assign(span, {
        attribute: (key: string, value: unknown) => {
          if (attributes.has(key) && isKnown(key, value)) attribute.call(span, key, value)
        },
        event: () => {},
        end: (time: bigint, exit: Exit.Exit<unknown, unknown>) => end.call(span, time, withoutMessage(exit))
      })
    }
  })

const safeTracer = Layer.effect(Tracer.Tracer, Effect.map(Tracer.Tracer, withoutValues))

/** Sends traces to this address until the scope ends, and what is left then. */
export const tracingLayer = (url: string) =>
  Layer.merge(safeTracer, Layer.succeed(SendsTraces, true)).pipe(
    Layer.provide(OtlpTracer.layer({ url, resource: { serviceName: "corridor" } })),
    Layer.provide([OtlpSerialization.layerJson, FetchHttpClient.layer])
  )
