import { Effect, Queue } from "effect"
import { defaultPipelineOptions, runUntilCaughtUp } from "../../ingest/pipeline/Pipeline.ts"
import { rebuildMarts } from "../marts/BuildMarts.ts"

/**
 * Returns an effect that asks for `work` in the background. While it runs, one more run is queued at most, which covers everything that was asked
 * for in the meantime. Failures are logged with `warning`.
 */
const inBackground = Effect.fn("inBackground")(function* <E, R>(work: Effect.Effect<unknown, E, R>, warning: string) {
  const requests = yield* Queue.sliding<void>(1)
  yield* Queue.take(requests).pipe(
    Effect.andThen(work),
    Effect.catch(() => Effect.logWarning(warning)),
    Effect.forever,
    Effect.forkScoped
  )
  return Effect.asVoid(Queue.offer(requests, undefined))
})

/** Loads records as soon as partners have sent them through the portal, for a stack without a permanent pipeline. */
export const loadWhenSent = () =>
  inBackground(
    runUntilCaughtUp(defaultPipelineOptions),
    "Could not load the records that partners sent. Run 'corridor ingest' to load them."
  )

/** Rebuilds the marts after a withdrawal in the portal. */
export const rebuildWhenWithdrawn = () =>
  inBackground(
    rebuildMarts(),
    "Could not rebuild the marts after a withdrawal. They still contain the case. Run 'corridor transform build'."
  )
