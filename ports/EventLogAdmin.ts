/** Creates topics and credentials in the log (Kafka). `infra/kafka` implements it. */
import { Context, type Effect } from "effect"
import type { EventLogError, Identity, PartitionOffset } from "./EventLog.ts"

/** How long a topic keeps records. Milliseconds. */
interface TopicRetention {
  /** Age at which records are deleted; undefined if they are kept. */
  readonly records: number | undefined
  /** Age at which an open segment file is closed. Only a closed file is deleted. */
  readonly segment: number
}

export class EventLogAdmin extends Context.Service<
  EventLogAdmin,
  {
    /** Creates the topic if it does not exist. Returns whether it was created. */
    ensureTopic(topic: string, partitions: number): Effect.Effect<boolean, EventLogError>
    /** Creates SCRAM credentials for the identity, with the right to write to `topic` only. */
    grantPartner(identity: Identity, topic: string): Effect.Effect<void, EventLogError>
    /** Removes the rights and the credentials of `username`. Records that were written stay. */
    revokePartner(username: string, topic: string): Effect.Effect<void, EventLogError>
    /**
     * Deletes the records before the given offset of each partition, for all readers and for good. Their bytes leave the disk when the segment
     * file that contains them is closed.
     */
    deleteRecords(offsets: ReadonlyArray<PartitionOffset>): Effect.Effect<void, EventLogError>
    /** Returns the first offset of each partition with a timestamp from `time` on, in milliseconds since 1970; the end if there is none. */
    offsetsAt(topic: string, time: number): Effect.Effect<ReadonlyArray<PartitionOffset>, EventLogError>
    retentionOf(topic: string): Effect.Effect<TopicRetention, EventLogError>
  }
>()("corridor/ports/EventLogAdmin") {}
