/** Carries traces across the event log in a header of each event: W3C Trace Context, `traceparent`. */
import { Context, Effect, Tracer } from "effect"

/** Whether traces are sent anywhere. Otherwise events have no header. */
export const SendsTraces = Context.Reference<boolean>("corridor/ports/SendsTraces", { defaultValue: () => false })

export const traceHeader = "traceparent"

const form = /^00-([0-9a-f]{32})-([0-9a-f]{16})-0([01])$/

/** Returns the header's value for a span. */
export const traceOf = ({ traceId, spanId, sampled }: Tracer.Span): string =>
  `00-${traceId}-${spanId}-0${sampled ? 1 : 0}`

/** Runs an effect as a part of the trace of an event; as it is if the event has none. */
export const inTrace =
  (trace: string | undefined) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> => {
    const [, traceId, spanId, sampled] = form.exec(trace ?? "") ?? []
    return traceId === undefined || spanId === undefined
      ? effect
      : (Effect.withParentSpan(
          effect,
          Tracer.externalSpan({ traceId, spanId, sampled: sampled === "1" })
        ) as Effect.Effect<A, E, R>)
  }
