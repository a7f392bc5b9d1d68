import { Context, Effect, Fiber, Schedule } from "effect"
import { measureWaiting } from "./Measures.ts"

const isRetryable = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "retryable" in error && error.retryable === true

const schedule = Schedule.min([Schedule.exponential("200 millis"), Schedule.spaced("5 seconds")])

/** What is known of a part that something waits for. */
interface Trouble {
  /** How many wait now: partitions wait side by side. */
  waiting: number
  /** States of the part that were told since it was well. */
  readonly told: Set<string | number>
  /** When it was last told to be well, by this machine's steady clock. */
  wellAt: number
}

/** Trouble by part; told once however many wait. */
export const Troubles = Context.Reference<Map<string, Trouble>>("corridor/ingest/pipeline/Troubles", {
  defaultValue: () => new Map()
})

const troubleOf = (troubles: Map<string, Trouble>, what: string): Trouble => {
  const trouble = troubles.get(what) ?? { waiting: 0, told: new Set(), wellAt: 0 }
  troubles.set(what, trouble)
  return trouble
}

/** What waits by itself for a part whose outages somebody else tells of: meanwhile no other part is slow. */
export const waitingFor =
  (what: string) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.flatMap(Troubles, (troubles) => {
      const trouble = troubleOf(troubles, what)
      const count = (by: number) =>
        Effect.sync(() => {
          trouble.waiting += by
        })
      return Effect.acquireUseRelease(
        count(1),
        () => effect,
        () => count(-1)
      )
    })

/** After this long without an end, a part is told to be slow. */
const slowAfter = "10 seconds"

/** A part that answers with a refusal says itself in which state it is; one that is silent has no code. */
interface Refusal {
  readonly code: number
  readonly message: string
}

const isRefusal = (error: unknown): error is Refusal =>
  typeof error === "object" && error !== null && "code" in error && error.code !== undefined && "message" in error

/** As `patiently`, without words: where somebody else tells of the part. */
export const quietly = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  effect.pipe(Effect.retry({ while: isRetryable, schedule }))

/** As `quietly`, and the metrics and the health of this process show that something waits for the part. */
export const measuredly =
  (what: string) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.suspend(() => {
      let waits = false
      const wait = (now: boolean) =>
        Effect.suspend(() => {
          if (waits === now) return Effect.void
          waits = now
          return measureWaiting(what, now)
        }).pipe(Effect.uninterruptible)
      return effect.pipe(
        Effect.tapError((error) => (isRetryable(error) ? wait(true) : Effect.void)),
        quietly,
        Effect.ensuring(wait(false))
      )
    })

/**
 * Waits for a part that does not answer, refuses for now, or is slow: from 0.2 s to 5 s between tries, without end. One line in
 * the log for each state that the part gets into, one when it is well again. Errors that will not pass by themselves fail at once.
 * What `isBrief` says that the part is well only where it has waited itself: that one statement gets through in good time means nothing
 * to a batch of many.
 */
export const patiently =
  (what: string, isBrief = false) =>
  <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.gen(function* () {
      const troubles = yield* Troubles
      const trouble = troubleOf(troubles, what)
      let waits = false
      let slow = false
      /** Tries without an answer, one after another: a connection may break once without any outage. */
      let silences = 0
      let began = 0
      const tell = (state: string | number, words: string) =>
        Effect.suspend(() => {
          if (!waits) trouble.waiting++
          waits = true
          if (trouble.told.has(state)) return Effect.void
          trouble.told.add(state)
          return Effect.logWarning(`${words}: waiting for it`)
        })
      const tellError = (error: E) => {
        // What was asked before another got through says nothing of how the part is now.
        if (!isRetryable(error) || began < trouble.wellAt) return Effect.void
        silences = isRefusal(error) ? 0 : silences + 1
        if (isRefusal(error)) return tell(error.code, error.message)
        return silences < 2 ? Effect.void : tell("silent", `${what} does not answer`)
      }
      // What waits within for another part is not slow by itself.
      const tellSlow = Effect.suspend(() => {
        const other = [...troubles].some(([part, { waiting }]) => part !== what && waiting > 0)
        if (waits || other) return Effect.void
        slow = true
        return tell("slow", `${what} is slow, not done after ${slowAfter}`)
      })
      /** Well again: one that waited is through, or nobody waits and another got through in good time. */
      const tellWell = Effect.suspend(() => {
        if (slow || trouble.told.size === 0 || (!waits && (isBrief || trouble.waiting > 0))) return Effect.void
        trouble.told.clear()
        trouble.wellAt = performance.now()
        return Effect.logInfo(`${what} answers again`)
      })
      const watch = yield* Effect.forkChild(Effect.delay(tellSlow, slowAfter))
      const attempt = Effect.suspend(() => {
        began = performance.now()
        return effect
      })
      return yield* attempt.pipe(
        Effect.tapError(tellError),
        measuredly(what),
        Effect.tap(() => tellWell),
        Effect.ensuring(
          Effect.suspend(() => {
            if (waits) trouble.waiting--
            return Fiber.interrupt(watch)
          })
        )
      )
    })
