/** Retries while a component (Kafka, ClickHouse, the schema registry) is unavailable, and logs each outage once. */
import { Context, Effect, Fiber, Schedule } from "effect"
import { recordWaiting } from "./PipelineMetrics.ts"

const isRetryable = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "retryable" in error && error.retryable === true

const schedule = Schedule.min([Schedule.exponential("200 millis"), Schedule.spaced("5 seconds")])

interface Outage {
  /** Number of operations that wait for the component. */
  waiting: number
  /** States that were logged since the component was last available. */
  readonly logged: Set<string | number>
  /** When the component last became available, by the monotonic clock. */
  availableAt: number
}

/** Outages by component, shared so that an outage is logged once however many operations wait. */
export const Outages = Context.Reference<Map<string, Outage>>("corridor/ingest/pipeline/Outages", {
  defaultValue: () => new Map()
})

const outageOf = (outages: Map<string, Outage>, component: string): Outage => {
  const outage = outages.get(component) ?? { waiting: 0, logged: new Set(), availableAt: 0 }
  outages.set(component, outage)
  return outage
}

/**
 * Marks an effect that waits for a component by itself and whose outages are logged elsewhere. While it runs, no other component is
 * reported as slow.
 */
export const countAsWaiting =
  (component: string) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.flatMap(Outages, (outages) => {
      const outage = outageOf(outages, component)
      const count = (by: number) =>
        Effect.sync(() => {
          outage.waiting += by
        })
      return Effect.acquireUseRelease(
        count(1),
        () => effect,
        () => count(-1)
      )
    })

/** An operation that takes longer makes its component count as slow. */
const slowAfter = "10 seconds"

/** An error with which a component reports its own state. A component that does not respond has no code. */
interface StateError {
  readonly code: number
  readonly message: string
}

const isStateError = (error: unknown): error is StateError =>
  typeof error === "object" && error !== null && "code" in error && error.code !== undefined && "message" in error

/** Retries as `retryWhileUnavailable` does, without logging. Use it where another operation logs the outage. */
export const retrySilently = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  effect.pipe(Effect.retry({ while: isRetryable, schedule }))

/** Retries as `retrySilently` does, and shows in the metrics and the health report that an operation waits for the component. */
export const withWaitMetric =
  (component: string) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.suspend(() => {
      let waits = false
      const setWaiting = (now: boolean) =>
        Effect.suspend(() => {
          if (waits === now) return Effect.void
          waits = now
          return recordWaiting(component, now)
        }).pipe(Effect.uninterruptible)
      return effect.pipe(
        Effect.tapError((error) => (isRetryable(error) ? setWaiting(true) : Effect.void)),
        retrySilently,
        Effect.ensuring(setWaiting(false))
      )
    })

/**
 * Retries while the component does not respond, refuses temporarily or is slow: without end, 0.2 s to 5 s apart. Logs one line for each
 * state that the component enters, and one when it is available again. Errors that are not retryable fail immediately.
 *
 * Set `isBrief` for a small statement. Its success ends an outage only if it had to wait itself, because a small statement may succeed
 * while batches still fail.
 */
export const retryWhileUnavailable =
  (component: string, isBrief = false) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.gen(function* () {
      const outages = yield* Outages
      const outage = outageOf(outages, component)
      let waits = false
      let slow = false
      /** Consecutive attempts without a response. One lost connection is not an outage. */
      let silences = 0
      let startedAt = 0
      const log = (state: string | number, message: string) =>
        Effect.suspend(() => {
          if (!waits) outage.waiting++
          waits = true
          if (outage.logged.has(state)) return Effect.void
          outage.logged.add(state)
          return Effect.logWarning(`${message}: retrying`)
        })
      const logError = (error: E) => {
        // An attempt that started before another one succeeded does not show the component's present state.
        if (!isRetryable(error) || startedAt < outage.availableAt) return Effect.void
        silences = isStateError(error) ? 0 : silences + 1
        if (isStateError(error)) return log(error.code, error.message)
        return silences < 2 ? Effect.void : log("silent", `${component} does not respond`)
      }
      // An operation that waits for another component is not slow itself.
      const logSlow = Effect.suspend(() => {
        const other = [...outages].some(([each, { waiting }]) => each !== component && waiting > 0)
        if (waits || other) return Effect.void
        slow = true
        return log("slow", `${component} is slow: no result after ${slowAfter}`)
      })
      /** The outage is over when an operation that waited has succeeded, or when none waits and one succeeded in good time. */
      const logAvailable = Effect.suspend(() => {
        if (slow || outage.logged.size === 0 || (!waits && (isBrief || outage.waiting > 0))) return Effect.void
        outage.logged.clear()
        outage.availableAt = performance.now()
        return Effect.logInfo(`${component} responds again`)
      })
      const watch = yield* Effect.forkChild(Effect.delay(logSlow, slowAfter))
      const attempt = Effect.suspend(() => {
        startedAt = performance.now()
        return effect
      })
      return yield* attempt.pipe(
        Effect.tapError(logError),
        withWaitMetric(component),
        Effect.tap(() => logAvailable),
        Effect.ensuring(
          Effect.suspend(() => {
            if (waits) outage.waiting--
            return Fiber.interrupt(watch)
          })
        )
      )
    })
