/** The log of partners' events (Kafka). `infra/kafka` implements it with kafkajs. */
import { Context, type Effect, Schema, type Scope } from "effect"
import type { LogBatch, LogRecord } from "./LogBatch.ts"

/** `message` gives the operation and Kafka's error name, never a key or value of a record. */
export class EventLogError extends Schema.TaggedError<EventLogError>()("EventLogError", {
  operation: Schema.String,
  retryable: Schema.Boolean,
  message: Schema.String,
  /** The log's own name of the failure, such as NOT_CONTROLLER. */
  state: Schema.optionalKey(Schema.String),
  /** True if the group gave the partition to another member. */
  lost: Schema.optionalKey(Schema.Boolean)
}) {
  get isLost(): boolean {
    return this.lost === true
  }
}

/** The handler cannot take the records of a partition now, for a reason of that partition alone. */
export class PartitionSetAside extends Schema.TaggedError<PartitionSetAside>()("PartitionSetAside", {
  message: Schema.String
}) {}

export interface ConsumeOptions<E, R> {
  readonly groupId: string
  readonly topics: ReadonlyArray<string>
  /**
   * Handles the records of one partition from one fetch, in offset order. `highWatermark` is the offset after the partition's last record
   * at that time. Partitions are handled in parallel, each by one call at a time. When it returns, the consumer fetches on; the handler may
   * keep records and commit them later. After `PartitionSetAside` the same records are fetched again after a few seconds, and the other
   * partitions are read on. Any other failure stops the consumer with that failure.
   */
  readonly handle: (
    records: LogBatch,
    highWatermark: number,
    membership: Membership
  ) => Effect.Effect<void, E | PartitionSetAside, R>
  /**
   * Runs when partitions are gained or lost, before any of them is handled. The handler must discard what it keeps in memory for them, and
   * its background work must have ended when this returns.
   */
  readonly onRebalance: Effect.Effect<void, never, R>
  /**
   * Runs before the group may reassign partitions. Returns when the handler's background work has ended. It is interrupted when that takes so
   * long that the group would remove the member; the work goes on, and its commits are refused.
   */
  readonly drain?: Effect.Effect<void, never, R> | undefined
  /**
   * Runs at shutdown if the handler's background work did not end in time. Returns when everything that is stored is committed, so that
   * only records that are not stored are abandoned.
   */
  readonly finishCommits?: Effect.Effect<void, never, R> | undefined
  /**
   * Runs when the records of a partition cannot be read (`reason`: the log's own name of what is wrong), again after each attempt, and when they
   * can be read again (undefined). The other partitions are read on.
   */
  readonly onDamage?: ((place: Partition, reason: string | undefined) => Effect.Effect<void, never, R>) | undefined
}

export interface Partition {
  readonly topic: string
  readonly partition: number
}

/** The operations of a group member on a partition that it owns. */
export interface Membership {
  /** The generation of the group in which the member got the partition. It grows with every rebalance. */
  readonly generation: number
  /** Commits `nextOffset`, the offset after the last finished record. Fails if another member owns the partition now. */
  readonly commit: (nextOffset: number) => Effect.Effect<void, EventLogError>
  /**
   * Checks with the group coordinator, and fails if the partition was given to another member, for example while this process was frozen. Call it
   * after boundaries are recorded and before relying on them.
   */
  readonly assertOwnership: Effect.Effect<void, EventLogError>
  /** Pauses fetching of this partition until `until` completes. Returns immediately. */
  readonly pauseUntil: (until: Effect.Effect<void>) => Effect.Effect<void>
}

export interface ProduceRecord {
  readonly key: Uint8Array | string | null
  /** Null is a tombstone. */
  readonly value: Uint8Array | null
}

/** Returns a partition's address: `<topic>/<partition>`. */
export const addressOf = ({ topic, partition }: Partition): string => `${topic}/${partition}`

export interface PartitionOffset extends Partition {
  readonly offset: number
}

/** The SCRAM credentials of a client: the pipeline's or a partner's. */
export interface Identity {
  readonly username: string
  readonly password: import("effect").Redacted.Redacted<string>
}

/** The offsets, both inclusive, of sent records in a partition. */
export interface SentRange {
  readonly partition: number
  readonly first: number
  readonly last: number
}

export interface Producer {
  /**
   * Sends records idempotently. Returns when all in-sync replicas have acknowledged them, with the offsets that the log reported.
   */
  send(topic: string, records: ReadonlyArray<ProduceRecord>): Effect.Effect<ReadonlyArray<SentRange>, EventLogError>
}

export class EventLog extends Context.Service<
  EventLog,
  {
    /** Runs until interrupted. It waits for brokers that are unavailable, with bounded memory, and logs each outage. */
    consume<E, R>(options: ConsumeOptions<E, R>): Effect.Effect<never, E | EventLogError, R>
    /** Opens a producer as `identity` and closes it with the scope. A partner can write to its own topic only. */
    producer(identity: Identity): Effect.Effect<Producer, EventLogError, Scope.Scope>
    /** Opens a producer as the pipeline and closes it with the scope. */
    readonly ownProducer: Effect.Effect<Producer, EventLogError, Scope.Scope>
    /** Returns the topics that start with `prefix`, sorted. */
    topics(prefix: string): Effect.Effect<ReadonlyArray<string>, EventLogError>
    /** Returns the offset after the last record of each partition. */
    endOffsets(topics: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<PartitionOffset>, EventLogError>
    /** Returns the earliest available offset of each partition. */
    startOffsets(topics: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<PartitionOffset>, EventLogError>
    /** Returns the group's committed offsets; -1 where there is none. */
    committed(
      groupId: string,
      topics: ReadonlyArray<string>
    ): Effect.Effect<ReadonlyArray<PartitionOffset>, EventLogError>
    /** Sets the offsets of a group that has no members. */
    resetOffsets(groupId: string, offsets: ReadonlyArray<PartitionOffset>): Effect.Effect<void, EventLogError>
    /**
     * Returns the records at the given offsets that the partition still holds, in offset order, without a consumer group. In a topic that
     * was created again, an offset may hold another record: compare the timestamp.
     */
    readAt(
      topic: string,
      partition: number,
      offsets: ReadonlyArray<number>
    ): Effect.Effect<ReadonlyArray<LogRecord>, EventLogError>
    readonly ping: Effect.Effect<void, EventLogError>
  }
>()("corridor/ports/EventLog") {}
