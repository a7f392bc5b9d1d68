/** Creates Corridor's own topics. A partner's topic is created when the partner is added. */
import { Effect } from "effect"
import { probeTopic } from "../../ingest/partners/PartnerTopic.ts"
import { quarantineTopic } from "../../ingest/pipeline/QuarantineAnnouncer.ts"
import { EventLogAdmin } from "../../ports/EventLogAdmin.ts"

/** Creates those that are missing. */
export const ensureTopics = Effect.fn("EnsureTopics.ensureTopics")(function* () {
  const admin = yield* EventLogAdmin
  yield* admin.ensureTopic(quarantineTopic, 1)
  yield* admin.ensureTopic(probeTopic, 1)
})
