/** Whether the pipeline of this process works, for whoever restarts or routes around it. */
import { Clock, Effect } from "effect"
import { WaitingComponents } from "../../ingest/pipeline/PipelineMetrics.ts"

/** Seconds that the pipeline may wait for a part before it is called unhealthy. A rebalance or a broker's restart takes less. */
export const patienceSeconds = 30

/** The part that was waited for longest and for how many seconds, when that is more than `patience`; undefined: all is well. */
export const longestWait = Effect.fn("Health.longestWait")(function* (patience: number = patienceSeconds) {
  const now = yield* Clock.currentTimeMillis
  const waits = [...(yield* WaitingComponents)].map(([part, { since }]) => ({ part, seconds: (now - since) / 1000 }))
  const [longest] = waits.sort((a, b) => b.seconds - a.seconds)
  return longest !== undefined && longest.seconds > patience ? longest : undefined
})
