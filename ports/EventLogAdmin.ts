/** Creates topics and credentials in the log (Kafka). `infra/kafka` implements it. */
import { Context, type Effect } from "effect"
import type { EventLogError, Identity } from "./EventLog.ts"

export class EventLogAdmin extends Context.Service<
  EventLogAdmin,
  {
    /** Creates the topic if it does not exist. Returns whether it was created. */
    ensureTopic(topic: string, partitions: number): Effect.Effect<boolean, EventLogError>
    /** Creates SCRAM credentials for the identity, with the right to write to `topic` only. */
    grantPartner(identity: Identity, topic: string): Effect.Effect<void, EventLogError>
    /** Removes the rights and the credentials of `username`. Records that were written stay. */
    revokePartner(username: string, topic: string): Effect.Effect<void, EventLogError>
  }
>()("corridor/ports/EventLogAdmin") {}
