/**
 * What a member of a consumer group can do for a partition that it owns.
 *
 * A process that was frozen for longer than its session cannot detect this by a clock: some clocks stop with it, and a response of the group
 * may have been waiting in its socket. So `assertOwnership` sends a request to the group every time. A later owner of the partition sees
 * everything that was written before that request.
 */
import { Effect, Schedule } from "effect"
import type { EachBatchPayload } from "kafkajs"
import { EventLogError, type Membership } from "../../ports/EventLog.ts"
import { attempt } from "./KafkaFailure.ts"

/** The current epoch of the membership, and the epoch whose handlers may run. */
export interface Epochs {
  /** Counts the joins. */
  joined: number
  /** The epoch whose handlers may run. Lower than `joined` until `onRebalance` has run. */
  open: number
  /** The epoch that the group ended without notifying this member. */
  over: number
  /** The group's generation at the last join. */
  generation: number
  /** Checks with the group whether this client is still a member. Rejects with Kafka's error if it is not. */
  verify: () => Promise<unknown>
}

/** Runs work in the background of a handler, while the member is open. */
export type Behind = (work: Effect.Effect<void>) => void

const lost = () =>
  new EventLogError({
    operation: "commit",
    retryable: false,
    lost: true,
    message: "The partition was assigned to another member before its records were stored"
  })

/** Errors that mean that the group has removed this member. */
const membershipErrors = ["ILLEGAL_GENERATION", "UNKNOWN_MEMBER_ID", "FENCED_INSTANCE_ID"]

/** A rebalance has begun. Until it completes, a member keeps its partitions. */
const isStillOwn = ({ message }: EventLogError) => message.endsWith("REBALANCE_IN_PROGRESS")

/** Returns what the handler of a batch may do as a member of the group: commit, pause, and check that it still owns the partition. */
export const membershipOf = (payload: EachBatchPayload, epoch: number, epochs: Epochs, behind: Behind): Membership => {
  const isOwn = Effect.suspend(() =>
    epoch === epochs.joined && epoch !== epochs.over ? Effect.void : Effect.fail(lost())
  )
  /** Retries during an outage, because the batch's work is done or about to be. */
  const asMember = (act: Effect.Effect<unknown, EventLogError>) =>
    Effect.andThen(isOwn, act).pipe(
      Effect.catchIf(
        (error) => membershipErrors.some((name) => error.message.endsWith(name)),
        () =>
          Effect.andThen(
            Effect.sync(() => (epochs.over = epoch)),
            Effect.fail(lost())
          )
      ),
      Effect.retry({ while: (error) => error.retryable, schedule: Schedule.spaced("1 second") }),
      Effect.asVoid
    )
  return {
    generation: epochs.generation,
    commit: (nextOffset) => {
      const { topic, partition } = payload.batch
      const partitions = [{ partition, offset: String(nextOffset) }]
      return asMember(attempt("commit", () => payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions }] })))
    },
    // The response is about the current membership. `isOwn` checks that it is the one of this epoch.
    assertOwnership: asMember(
      attempt("send a heartbeat", () => epochs.verify()).pipe(
        Effect.catchIf(isStillOwn, () => Effect.void),
        Effect.andThen(isOwn)
      )
    ),
    pauseUntil: (until) =>
      Effect.sync(() => {
        const goOn = payload.pause()
        behind(Effect.ensuring(until, Effect.sync(goOn)))
      })
  }
}
