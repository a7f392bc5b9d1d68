import { Effect, Queue } from "effect"
import { defaultPipelineOptions, runUntilCaughtUp } from "../../ingest/pipeline/Pipeline.ts"

/**
 * For a stack on one machine, where no pipeline runs all the time: reads what partners sent through the portal into the store as
 * soon as it lies in their topics. Answers what is to be run whenever something was sent.
 */
export const loadWhenSent = Effect.fn("loadWhenSent")(function* () {
  // However much was sent meanwhile, one more run reads all of it.
  const calls = yield* Queue.sliding<void>(1)
  yield* Queue.take(calls).pipe(
    Effect.andThen(runUntilCaughtUp(defaultPipelineOptions)),
    Effect.catch(() => Effect.logWarning("what partners sent could not be loaded now; 'corridor ingest' loads it")),
    Effect.forever,
    Effect.forkScoped
  )
  return Effect.asVoid(Queue.offer(calls, undefined))
})
