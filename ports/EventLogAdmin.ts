/** Setting up identities and topics in the log (Kafka). `infra/kafka` has its layer. */
import { Context, type Effect } from "effect"
import type { EventLogError, Identity } from "./EventLog.ts"

export class EventLogAdmin extends Context.Service<
  EventLogAdmin,
  {
    /** Makes the topic when it is not there; true when it was made now. */
    ensureTopic(topic: string, partitions: number): Effect.Effect<boolean, EventLogError>
    /** SCRAM credentials for the identity, and rights to write to `topic` and to nothing else. */
    grantPartner(identity: Identity, topic: string): Effect.Effect<void, EventLogError>
    /** Takes the rights and the credentials of `username` away. Records already written stay. */
    revokePartner(username: string, topic: string): Effect.Effect<void, EventLogError>
  }
>()("corridor/ports/EventLogAdmin") {}
