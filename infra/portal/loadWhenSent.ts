import { Effect, Queue } from "effect"
import { defaultPipelineOptions, runUntilCaughtUp } from "../../ingest/pipeline/Pipeline.ts"

/**
 * Loads records as soon as partners have sent them through the portal, for a stack without a permanent pipeline.
 *
 * Returns the effect to run after each submission.
 */
export const loadWhenSent = Effect.fn("loadWhenSent")(function* () {
  // While a run is in progress, one more is queued at most. It loads everything that was sent in the meantime.
  const requests = yield* Queue.sliding<void>(1)
  yield* Queue.take(requests).pipe(
    Effect.andThen(runUntilCaughtUp(defaultPipelineOptions)),
    Effect.catch(() =>
      Effect.logWarning("Could not load the records that partners sent. Run 'corridor ingest' to load them.")
    ),
    Effect.forever,
    Effect.forkScoped
  )
  return Effect.asVoid(Queue.offer(requests, undefined))
})
