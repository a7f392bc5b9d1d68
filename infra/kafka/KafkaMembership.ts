/**
 * What a member of a consumer group may do for a partition while it is its own.
 *
 * A process that was stopped for longer than its session (frozen, or its whole machine) does not know it, and no clock of its own tells:
 * some stand still with it, and an answer of the group may have lain in its socket all the time. So `assertOwnership` asks the group anew,
 * every time. What was written before the question is seen by whoever is given the partition after the answer.
 */
import { Effect, Schedule } from "effect"
import type { EachBatchPayload } from "kafkajs"
import { EventLogError, type Membership } from "../../ports/EventLog.ts"
import { attempt } from "./KafkaFailure.ts"

/** Which time of membership it is, and whose handlers may run. */
export interface Epochs {
  /** Counts the joins. */
  joined: number
  /** The epoch whose handlers may run; behind `joined` until the handler has been told of the rebalance. */
  open: number
  /** The epoch that the group ended without telling. */
  over: number
  /** Asks the group whether this member is its own; rejects with Kafka's word where it is not. */
  ask: () => Promise<unknown>
}

/** Runs work behind a handler, for as long as the member is open. */
export type Behind = (work: Effect.Effect<void>) => void

const lost = () =>
  new EventLogError({
    operation: "commit",
    retryable: false,
    lost: true,
    message: "The partition was given away before its records were done"
  })

/** These say that the group went on without this member. */
const membershipErrors = ["ILLEGAL_GENERATION", "UNKNOWN_MEMBER_ID", "FENCED_INSTANCE_ID"]

/** The group is about to be shared anew, and until it is a member keeps what it has. */
const isStillOwn = ({ message }: EventLogError) => message.endsWith("REBALANCE_IN_PROGRESS")

export const membershipOf = (payload: EachBatchPayload, epoch: number, epochs: Epochs, behind: Behind): Membership => {
  const isOwn = Effect.suspend(() =>
    epoch === epochs.joined && epoch !== epochs.over ? Effect.void : Effect.fail(lost())
  )
  /** An outage is waited out here: the work that this stands for is done, or about to be. */
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
    commit: (nextOffset) => {
      const { topic, partition } = payload.batch
      const partitions = [{ partition, offset: String(nextOffset) }]
      return asMember(attempt("commit", () => payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions }] })))
    },
    // The answer is the member's of now, which has joined anew where it is not the epoch's.
    assertOwnership: asMember(
      attempt("send a heartbeat", () => epochs.ask()).pipe(
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
