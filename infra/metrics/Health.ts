/** The health of this process's pipeline, for process supervisors and load balancers. */
import { Clock, Effect } from "effect"
import { WaitingComponents } from "../../ingest/pipeline/PipelineMetrics.ts"

/** Seconds that the pipeline may wait for a component before it counts as unhealthy. Rebalances and broker restarts are shorter. */
const maxWaitSeconds = 30

/** Returns the component with the longest wait and its seconds, or undefined if no wait exceeds `limit` seconds. */
export const longestWait = Effect.fn("Health.longestWait")(function* (limit: number = maxWaitSeconds) {
  const now = yield* Clock.currentTimeMillis
  const waits = [...(yield* WaitingComponents)].map(([part, { since }]) => ({ part, seconds: (now - since) / 1000 }))
  const [longest] = waits.sort((a, b) => b.seconds - a.seconds)
  return longest !== undefined && longest.seconds > limit ? longest : undefined
})
