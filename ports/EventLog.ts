/** The log of partners' events (Kafka). `infra/kafka` has its layer over kafkajs. */
import { Context, type Effect, Schema, type Scope } from "effect"
import type { LogBatch } from "./LogBatch.ts"

/** `message` names the operation and Kafka's own error name, never a key or value of a record. */
export class EventLogError extends Schema.TaggedError<EventLogError>()("EventLogError", {
  operation: Schema.String,
  retryable: Schema.Boolean,
  message: Schema.String,
  /** True when the group gave the partition to another member. */
  lost: Schema.optionalKey(Schema.Boolean)
}) {
  get isLost(): boolean {
    return this.lost === true
  }
}

/** Where an event lies in the log. */
export interface LogPlace {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** Milliseconds since 1970, given by the producer or the broker. */
  readonly timestamp: number
}

/** One event as it lies in the log. */
export interface LogRecord extends LogPlace {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
}

/** What one fetch brought for one partition, in offset order. */
export interface Fetched {
  readonly records: LogBatch
  /** The offset after the last record that the partition held when this was fetched. */
  readonly highWatermark: number
}

export interface ConsumeOptions<E, R> {
  readonly groupId: string
  readonly topics: ReadonlyArray<string>
  /**
   * Called for each fetch, partitions side by side, one partition never twice at once. The consumer goes on behind
   * `records` when it returns; what was not committed by then may be kept by the handler and committed later.
   * A failure stops the consumer with that failure.
   */
  readonly handle: (fetched: Fetched, membership: Membership) => Effect.Effect<void, E, R>
  /**
   * Called when partitions are gained or lost, before any of them is handled: what the handler kept in memory for them is void.
   * Work that goes on behind `handle` must have ended when this returns.
   */
  readonly onRebalance: Effect.Effect<void, never, R>
  /** Waited for before the group may give partitions away: returns when nothing goes on behind `handle`. */
  readonly settled?: Effect.Effect<void, never, R> | undefined
  /**
   * Waited for when the consumer ends and the work behind `handle` did not end in good time: returns when what is stored of it is committed,
   * so that only what is not stored is given up.
   */
  readonly lastCommits?: Effect.Effect<void, never, R> | undefined
}

/** What a member of the group may do for a partition for as long as it is its own. */
export interface Membership {
  /** Commits `nextOffset` (the first that is not done). Fails when another member owns the partition now. */
  readonly commit: (nextOffset: number) => Effect.Effect<void, EventLogError>
  /**
   * Asks the group, and fails when it has given the partition away, as it does while a process is frozen: asked after boundaries
   * are written and before anything rests on them.
   */
  readonly hold: Effect.Effect<void, EventLogError>
  /** Fetches nothing more of the partition until `until` is done, which this does not wait for; of other partitions it does. */
  readonly restUntil: (until: Effect.Effect<void>) => Effect.Effect<void>
}

export interface ProduceRecord {
  readonly key: Uint8Array | string | null
  /** Null is a tombstone. */
  readonly value: Uint8Array | null
}

/** A partition's address: `<topic>/<partition>`. */
export const addressOf = ({ topic, partition }: { readonly topic: string; readonly partition: number }): string =>
  `${topic}/${partition}`

/** Offsets by topic and partition. */
export interface PartitionOffset {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/** Who talks to the log: the pipeline's own identity, or a partner's. */
export interface Identity {
  readonly username: string
  readonly password: import("effect").Redacted.Redacted<string>
}

/** Offsets, both inclusive, that records took in a partition. */
export interface SentRange {
  readonly partition: number
  readonly first: number
  readonly last: number
}

export interface Producer {
  /**
   * Acknowledged by all in-sync replicas, idempotent; returns when every record is safe, with the places that the records took
   * as far as the log told them.
   */
  send(topic: string, records: ReadonlyArray<ProduceRecord>): Effect.Effect<ReadonlyArray<SentRange>, EventLogError>
}

export class EventLog extends Context.Service<
  EventLog,
  {
    /** Runs until interrupted; broker outages are waited out with bounded memory and a log line. */
    consume<E, R>(options: ConsumeOptions<E, R>): Effect.Effect<never, E | EventLogError, R>
    /** A producer as `identity` (a partner writes to its own topic only); closed with the scope. */
    producer(identity: Identity): Effect.Effect<Producer, EventLogError, Scope.Scope>
    /** A producer as the pipeline itself; closed with the scope. */
    readonly ownProducer: Effect.Effect<Producer, EventLogError, Scope.Scope>
    /** Topics that start with `prefix`, sorted. */
    topics(prefix: string): Effect.Effect<ReadonlyArray<string>, EventLogError>
    /** The offset after the last record of each partition of the topics. */
    endOffsets(topics: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<PartitionOffset>, EventLogError>
    /** The earliest offset still held of each partition of the topics. */
    startOffsets(topics: ReadonlyArray<string>): Effect.Effect<ReadonlyArray<PartitionOffset>, EventLogError>
    /** What the group has committed; -1 where nothing yet. */
    committed(
      groupId: string,
      topics: ReadonlyArray<string>
    ): Effect.Effect<ReadonlyArray<PartitionOffset>, EventLogError>
    /** Moves the group (which must have no members) to the given offsets. */
    resetOffsets(groupId: string, offsets: ReadonlyArray<PartitionOffset>): Effect.Effect<void, EventLogError>
    /**
     * The records at the given offsets that the partition still holds, in offset order, read beside all groups; what lies
     * there may be another record than once, in a topic that was made anew: hold its timestamp against the one you know.
     */
    readAt(
      topic: string,
      partition: number,
      offsets: ReadonlyArray<number>
    ): Effect.Effect<ReadonlyArray<LogRecord>, EventLogError>
    readonly ping: Effect.Effect<void, EventLogError>
  }
>()("corridor/ports/EventLog") {}
