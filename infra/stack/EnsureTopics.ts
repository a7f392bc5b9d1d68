/** The topics of the house itself; partners' topics are made with the partners. */
import { Effect } from "effect"
import { quarantineTopic } from "../../ingest/pipeline/QuarantineAnnouncer.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"

export const ensureTopics = Effect.fn("EnsureTopics.ensureTopics")(function* () {
  const admin = yield* EventLogAdmin
  yield* admin.ensureTopic(quarantineTopic, 1)
})
