/** The fault points of a batch, in order. A crash may happen between any two of them; the fault tests make it happen. */
import { Context, Effect } from "effect"

export type FaultPointName = "fetched" | "planned" | "decoded" | "inserting" | "inserted" | "committing" | "committed"

/** Runs at each fault point of a batch. Does nothing in production. */
export const FaultPoints = Context.Reference<(name: FaultPointName) => Effect.Effect<void>>(
  "corridor/ingest/pipeline/FaultPoints",
  { defaultValue: () => () => Effect.void }
)

/** Passes a fault point, once for each of `batches`. */
export const faultPoint = (name: FaultPointName, batches = 1): Effect.Effect<void> =>
  Effect.flatMap(FaultPoints, (listener) =>
    Effect.forEach(Array.from({ length: batches }), () => listener(name), { discard: true })
  )
