/** The stages that a batch passes, in this order. What stands between two of them may be cut off by a crash at any time. */
import { Context, Effect } from "effect"

export type StageName = "fetched" | "planned" | "decoded" | "inserting" | "inserted" | "committing" | "committed"

/** Called as a batch reaches each stage. Does nothing but in the fault tests, which end the process there. */
export const Stage = Context.Reference<(stage: StageName) => Effect.Effect<void>>("corridor/ingest/pipeline/Stage", {
  defaultValue: () => () => Effect.void
})

/** Tells that a batch has reached the stage, or that several have, side by side. */
export const reached = (stage: StageName, batches = 1): Effect.Effect<void> =>
  Effect.flatMap(Stage, (listener) =>
    Effect.forEach(Array.from({ length: batches }), () => listener(stage), { discard: true })
  )
