/** Converts kafkajs errors. The result has the operation and Kafka's error name, and no text that could contain a value. */
import { Effect, Schedule } from "effect"
import { certificateProblem } from "../../ports/certificateProblem.ts"
import { EventLogError } from "../../ports/EventLog.ts"

interface KafkaJsError {
  readonly name?: string
  /** Kafka's name for a protocol error, such as TOPIC_AUTHORIZATION_FAILED. */
  readonly type?: string
  readonly message?: string
  readonly retriable?: boolean
  readonly cause?: unknown
  readonly errors?: ReadonlyArray<unknown>
}

/** Returns the innermost kafkajs error. "Retries exceeded" and aggregate errors do not name the cause themselves. */
const innermost = (error: unknown): KafkaJsError => {
  const known = (typeof error === "object" && error !== null ? error : {}) as KafkaJsError
  if (known.type !== undefined) return known
  const inner = known.cause ?? known.errors?.[0]
  return typeof inner === "object" && inner !== null ? innermost(inner) : known
}

/** Returns the error's name, such as TOPIC_AUTHORIZATION_FAILED or KafkaJSConnectionError. */
export const kafkaErrorName = (error: unknown): string => {
  const { type, name } = innermost(error)
  return type ?? (name !== undefined && /^KafkaJS\w+$/.test(name) ? name : "UNKNOWN")
}

const strange = "the server at this address is not a Kafka broker of a version that this program supports"

/** What the operator needs to know of errors whose name does not say it. */
const meanings: Readonly<Record<string, string>> = {
  KafkaJSSASLAuthenticationError:
    "it does not accept this user and password. Those of a partner that was disabled are revoked; others may have been changed",
  KafkaJSConnectionError: "no broker responds at this address",
  KafkaJSServerDoesNotSupportApiKey: `${strange}, or lacks an operation that is needed`,
  TOPIC_AUTHORIZATION_FAILED: "this user has no right to the topic",
  GROUP_AUTHORIZATION_FAILED: "this user has no right to the consumer group",
  CLUSTER_AUTHORIZATION_FAILED: "this user may not administer the cluster",
  UNKNOWN_TOPIC_OR_PARTITION: "the topic does not exist",
  MESSAGE_TOO_LARGE: "a record is larger than the topic allows",
  KAFKA_STORAGE_ERROR: "the broker cannot write to its disk"
}

const withMeaning = (name: string, error: unknown) => {
  const inner = innermost(error)
  const isUnreadable = inner instanceof RangeError || inner instanceof TypeError
  const meaning = certificateProblem(inner) ?? (isUnreadable ? strange : meanings[name])
  return meaning === undefined ? name : `${meaning} (${name})`
}

/**
 * Returns true if the same call may succeed later. kafkajs misreports a lost connection: as a coordinator that was not found, or as a failed login.
 * A login has really failed only if the broker gave a reason.
 */
const isRetryable = (error: unknown): boolean => {
  const inner = innermost(error)
  if (inner.name === "KafkaJSGroupCoordinatorNotFound") return true
  if (inner.name === "KafkaJSSASLAuthenticationError") return !/invalid credentials/i.test(inner.message ?? "")
  return inner.retriable !== false && kafkaErrorName(error) !== "UNKNOWN"
}

/** Returns the failure of an operation as an `EventLogError`, with what the caller may do: retry, give up the partition, or stop. */
export const toEventLogError = (operation: string, error: unknown): EventLogError => {
  if (error instanceof EventLogError) return error
  const name = kafkaErrorName(error)
  return new EventLogError({
    operation,
    state: name,
    retryable: isRetryable(error),
    message: `Kafka could not ${operation}: ${withMeaning(name, error)}`
  })
}

/** Converts a kafkajs promise to an effect that fails with an `EventLogError` for `operation`. */
export const attempt = <A>(operation: string, run: () => Promise<A>): Effect.Effect<A, EventLogError> =>
  Effect.tryPromise({ try: run, catch: (error) => toEventLogError(operation, error) })

/** Temporary states: a coordinator, controller or leader is being elected, moved or loaded. */
const transientStates = new Set([
  "GROUP_COORDINATOR_NOT_AVAILABLE",
  "GROUP_LOAD_IN_PROGRESS",
  "NOT_COORDINATOR_FOR_GROUP",
  "KafkaJSGroupCoordinatorNotFound",
  "NOT_CONTROLLER",
  "LEADER_NOT_AVAILABLE",
  "NOT_LEADER_FOR_PARTITION",
  "REQUEST_TIMED_OUT"
])

/** The group still has members. A consumer that could not leave remains a member until its session expires. */
const memberStates = new Set(["UNKNOWN_MEMBER_ID", "ILLEGAL_GENERATION", "REBALANCE_IN_PROGRESS", "NON_EMPTY_GROUP"])

const retryEvery = "200 millis"

const retryStates =
  (states: ReadonlySet<string>, seconds: number) =>
  <A>(effect: Effect.Effect<A, EventLogError>): Effect.Effect<A, EventLogError> =>
    Effect.retry(effect, {
      while: ({ state }) => state !== undefined && states.has(state),
      schedule: Schedule.max([Schedule.spaced(retryEvery), Schedule.recurs(seconds * 5)])
    })

/** Retries an administrative operation for about 8 s while the cluster is in a transient state. Does not retry lost connections. */
export const retryTransient = retryStates(transientStates, 8)

/**
 * Retries an operation that requires a group without members, for about 30 s. This exceeds the session of a member that has
 * exited.
 */
export const retryWhileMembers = <A>(effect: Effect.Effect<A, EventLogError>): Effect.Effect<A, EventLogError> =>
  effect.pipe(
    retryStates(memberStates, 30),
    Effect.mapError((error) =>
      error.state !== undefined && memberStates.has(error.state)
        ? new EventLogError({
            ...error,
            message: `${error.message}. The consumer group still has members: stop the pipeline and try again.`
          })
        : error
    )
  )
